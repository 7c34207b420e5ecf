"""Everything in plain ASCII: for each character one of as many columns that says nearly the same."""

import re
import unicodedata
from functools import lru_cache

from rich.cells import cell_len

LIKE = {
    **dict.fromkeys("─━═‐‑‒–—−", "-"),
    **dict.fromkeys("│┃┆║╎", "|"),
    **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼╞╡╪╔╗╚╝", "+"),
    **dict.fromkeys("▏▎▍▌▐▕▋▊▉", "|"),
    **dict(zip("▁▂▃▄▅▆▇█", "__.-=+*#", strict=True)),
    **dict(zip("░▒▓", ".:*", strict=True)),
    **dict.fromkeys("▪◼", "#"),
    **dict.fromkeys("□▫", "?"),
    **dict.fromkeys("“”„″", '"'),
    **dict.fromkeys("‘’′", "'"),
    **dict.fromkeys("·•∙…╌┄┈", "."),
    **dict(zip("▀←→↑↓↔≤≥≠≈×÷±≡", "'<>^v=<>!~x/~=", strict=True)),
    **dict(zip("αβγδεηθκλμµνπρστφχψω", "abgdenqkluuvprstfxyw", strict=True)),
    **dict(zip("ΔΣΠΩ∂∇√∞∈∑∏½¼¾", "DSPWdVv8eSPhqt", strict=True)),
    **dict(zip("✔◐○✘✖▶‖▸↻★●◆■▲▼△◇◉◂⇧⁻", "+~oxX>=>r*@#%^vA&@<S-", strict=True)),
}
LONGER = str.maketrans(
    {
        "½": "1/2",
        "¼": "1/4",
        "¾": "3/4",
        "…": "...",
        "≤": "<=",
        "≥": ">=",
        "≠": "!=",
        "→": "->",
        "←": "<-",
        "±": "+-",
        "√": "sqrt",
        "⁻": "^-",
    }
)  # where the words can move: nothing stands at a fixed column
BRAILLE = 0x2800
TOP, BOTTOM = 0b0000_1001, 0b1100_0000  # dots of the first and the last row


def _braille(dots: int) -> str:
    count = dots.bit_count()
    if not count:
        return " "
    if count > 4:
        return "#"
    if not dots & ~TOP:
        return "'"
    return "." if not dots & ~BOTTOM else ":" if count > 2 else "-"


@lru_cache(4096)
def _one(char: str) -> str:
    if char in LIKE:
        return LIKE[char]
    if BRAILLE <= ord(char) < BRAILLE + 256:
        return _braille(ord(char) - BRAILLE)
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if c.isascii() and c.isprintable())
    columns = cell_len(char)
    return (plain[:columns] if len(plain) >= columns else "?" * columns) if columns else ""


RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
TEN = re.compile("(?<![0-9])10([⁻⁰¹²³⁴-⁹]+)")  # 10² would read as 102
TIMES = re.compile("(?<=[0-9])·(?=10[⁻⁰¹²³⁴-⁹])")
POWER = re.compile("(?<=[0-9])·10([⁻⁰¹²³⁴-⁹]+)")
RANGE = re.compile("(?<=[0-9])…(?=[-−0-9])")  # −8…8 would read as -8.8


def spelt(text: str) -> str:
    """The text in ASCII, in as many columns; control codes stay as they are."""
    if text.isascii():
        return text
    text = TEN.sub(lambda found: "1e" + found[1].translate(RAISED), TIMES.sub("x", RANGE.sub(":", text)))
    return "".join(char if char.isascii() else _one(char) for char in text)


def worded(text: str) -> str:
    """The text with signs for which several letters say more, where it may become longer."""
    if text.isascii():
        return text
    return POWER.sub(lambda found: "e" + found[1].translate(RAISED), text).translate(LONGER)
