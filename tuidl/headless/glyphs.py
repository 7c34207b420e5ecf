"""Letters as pen strokes, so that a PNG can be written without a font file.

Each stroke is a list of points ``xy`` on a grid 0..4 × 0..8: baseline 2, small letters to 6, capitals to 8.
"""

import unicodedata

ADVANCE = 2  # grid columns between two letters
SPACE = 3
BASELINE = 2

STROKES = {
    "0": "12 32 43 47 38 18 07 03 12",
    "1": "07 28 22 / 12 32",
    "2": "07 18 38 47 46 02 42",
    "3": "07 18 38 47 46 35 44 43 32 12 03 / 35 15",
    "4": "32 38 04 44",
    "5": "48 08 05 35 44 43 32 12 03",
    "6": "47 38 18 07 03 12 32 43 44 35 15 04",
    "7": "08 48 12",
    "8": "15 04 03 12 32 43 44 35 15 06 07 18 38 47 46 35",
    "9": "03 12 32 43 47 38 18 07 06 15 35 46",
    "a": "45 36 16 05 03 12 32 43 / 46 42",
    "b": "08 02 / 05 16 36 45 43 32 12 03",
    "c": "45 36 16 05 03 12 32 43",
    "d": "48 42 / 45 36 16 05 03 12 32 43",
    "e": "04 44 45 36 16 05 03 12 32 43",
    "f": "38 28 17 12 / 06 26",
    "g": "46 41 30 10 01 / 45 36 16 05 03 12 32 43",
    "h": "08 02 / 05 16 36 45 42",
    "i": "06 02 / 08 07",
    "j": "16 11 00 / 18 17",
    "k": "08 02 / 36 04 32",
    "l": "08 02",
    "m": "06 02 / 05 16 25 22 / 25 36 45 42",
    "n": "06 02 / 05 16 36 45 42",
    "o": "12 32 43 45 36 16 05 03 12",
    "p": "06 00 / 05 16 36 45 43 32 12 03",
    "q": "46 40 / 45 36 16 05 03 12 32 43",
    "r": "06 02 / 04 16 26",
    "s": "35 26 16 05 14 24 33 22 12 03",
    "t": "18 13 22 32 / 06 26",
    "u": "06 03 12 32 43 / 46 42",
    "v": "06 22 46",
    "w": "06 12 25 32 46",
    "x": "06 42 / 02 46",
    "y": "06 22 / 46 10",
    "z": "06 46 02 42",
    "A": "02 28 42 / 14 34",
    "B": "02 08 38 47 46 35 05 / 35 44 43 32 02",
    "C": "47 38 18 07 03 12 32 43",
    "D": "02 08 28 46 44 22 02",
    "E": "48 08 02 42 / 05 35",
    "F": "48 08 02 / 05 35",
    "G": "47 38 18 07 03 12 32 43 45 25",
    "H": "02 08 / 42 48 / 05 45",
    "I": "02 08",
    "J": "38 33 22 12 03",
    "K": "02 08 / 48 05 42",
    "L": "08 02 42",
    "M": "02 08 25 48 42",
    "N": "02 08 42 48",
    "O": "12 32 43 47 38 18 07 03 12",
    "P": "02 08 38 47 46 35 05",
    "Q": "12 32 43 47 38 18 07 03 12 / 24 42",
    "R": "02 08 38 47 46 35 05 / 25 42",
    "S": "47 38 18 07 06 15 35 44 43 32 12 03",
    "T": "08 48 / 28 22",
    "U": "08 03 12 32 43 48",
    "V": "08 22 48",
    "W": "08 12 26 32 48",
    "X": "02 48 / 08 42",
    "Y": "08 25 48 / 25 22",
    "Z": "08 48 02 42",
    ".": "02 03",
    ",": "13 01",
    ":": "02 03 / 05 06",
    "-": "04 34",
    "(": "28 06 04 22",
    ")": "08 26 24 02",
    "%": "02 48 / 07 08 18 17 07 / 32 33 43 42 32",
    "/": "02 48",
    "_": "01 41",
    "+": "04 44 / 26 22",
    "=": "05 45 / 03 43",
    "'": "08 06",
    "!": "08 04 / 02 03",
    "?": "07 18 38 47 25 24 / 22 23",
}

Stroke = tuple[tuple[float, float], ...]


def strokes(text: str) -> tuple[list[Stroke], float]:
    """The pen strokes of a line of text, baseline at 0 and y upwards, and its width; unknown signs become ``?``."""
    drawn: list[Stroke] = []
    place = 0.0
    for sign in _simple(text):
        if sign == " ":
            place += SPACE
            continue
        widest = 0
        for stroke in STROKES.get(sign, STROKES["?"]).split(" / "):
            points = [(int(pair[0]), int(pair[1])) for pair in stroke.split()]
            widest = max(widest, *(x for x, _ in points))
            drawn.append(tuple((place + x, float(y - BASELINE)) for x, y in points))
        place += widest + ADVANCE
    return drawn, max(place - ADVANCE, 0.0)


def _simple(text: str) -> str:
    """Without accents, with the hyphen for minus and dashes."""
    plain = text.replace("−", "-").replace("–", "-").replace("’", "'").replace("×", "x")
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
