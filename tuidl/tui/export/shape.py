"""Characters that are pictures: blocks, shades, braille and lines, as rectangles and dots of a cell.

Fonts leave gaps between them; drawn here they meet as they do in a terminal. A cell is 1 wide and 1 high.
"""

from functools import cache

Box = tuple[float, float, float, float]  # left, top, right, bottom

THIN, THICK = 0.05, 0.1  # of a line, as a share of the cell's height
ASPECT = 2.0  # a cell is twice as high as wide
ARMS = {  # left, right, up, down: 1 thin, 2 thick
    "─": (1, 1, 0, 0), "━": (2, 2, 0, 0), "│": (0, 0, 1, 1), "┃": (0, 0, 2, 2), "┌": (0, 1, 0, 1), "┐": (1, 0, 0, 1),
    "└": (0, 1, 1, 0), "┘": (1, 0, 1, 0), "├": (0, 1, 1, 1), "┤": (1, 0, 1, 1), "┬": (1, 1, 0, 1), "┴": (1, 1, 1, 0),
    "┼": (1, 1, 1, 1), "╭": (0, 1, 0, 1), "╮": (1, 0, 0, 1), "╯": (1, 0, 1, 0), "╰": (0, 1, 1, 0),
}  # fmt: skip
SHADES = {"░": 0.25, "▒": 0.5, "▓": 0.75}
QUARTERS = {
    "▖": (2,), "▗": (3,), "▘": (0,), "▙": (0, 2, 3), "▚": (0, 3), "▛": (0, 1, 2), "▜": (0, 1, 3), "▝": (1,),
    "▞": (1, 2), "▟": (1, 2, 3),
}  # fmt: skip
DOTS = (
    (0, 0),
    (0, 1),
    (0, 2),
    (1, 0),
    (1, 1),
    (1, 2),
    (0, 3),
    (1, 3),
)  # column and row of each bit of a braille pattern
DOT = 0.11  # radius, as a share of the cell's width


@cache
def boxes(char: str) -> tuple[Box, ...]:
    """The rectangles that a character fills; nothing for one that is a letter, or made of dots."""
    if char in ARMS:
        return _arms(*ARMS[char])
    if char in "╌╍":
        tall = THICK if char == "╍" else THIN
        return tuple((left, 0.5 - tall / 2, left + 0.3, 0.5 + tall / 2) for left in (0.1, 0.6))
    if char in "┊":
        wide = THIN * ASPECT
        return tuple((0.5 - wide / 2, top, 0.5 + wide / 2, top + 0.15) for top in (0.05, 0.3, 0.55, 0.8))
    code = ord(char) if len(char) == 1 else 0
    if code == 0x2580:
        return ((0.0, 0.0, 1.0, 0.5),)
    if 0x2581 <= code <= 0x2588:
        return ((0.0, 1 - (code - 0x2580) / 8, 1.0, 1.0),)
    if 0x2589 <= code <= 0x258F:
        return ((0.0, 0.0, (0x2590 - code) / 8, 1.0),)
    if code == 0x2590:
        return ((0.5, 0.0, 1.0, 1.0),)
    if code == 0x2594:
        return ((0.0, 0.0, 1.0, 0.125),)
    if code == 0x2595:
        return ((0.875, 0.0, 1.0, 1.0),)
    if char in SHADES:
        return ((0.0, 0.0, 1.0, 1.0),)
    return tuple((q % 2 / 2, q // 2 / 2, q % 2 / 2 + 0.5, q // 2 / 2 + 0.5) for q in QUARTERS.get(char, ()))


def _arms(left: int, right: int, up: int, down: int) -> tuple[Box, ...]:
    """Lines from the edges to the middle."""
    found = []
    wide = (0.0, THIN, THICK)
    across = max(wide[left], wide[right])
    along = max(wide[up], wide[down]) * ASPECT
    if left or right:
        ends = (0.0 if left else 0.5 - along / 2, 1.0 if right else 0.5 + along / 2)
        found.append((ends[0], 0.5 - across / 2, ends[1], 0.5 + across / 2))
    if up or down:
        ends = (0.0 if up else 0.5 - across / 2, 1.0 if down else 0.5 + across / 2)
        found.append((0.5 - along / 2, ends[0], 0.5 + along / 2, ends[1]))
    return tuple(found)


def ink(char: str) -> float:
    """How much of its colour a character's rectangles have: less than all for shades."""
    return SHADES.get(char, 1.0)


@cache
def dots(char: str) -> tuple[tuple[float, float], ...]:
    """The middles of the dots of a braille pattern; nothing for anything else."""
    code = ord(char) - 0x2800 if len(char) == 1 else -1
    if not 0 < code < 256:
        return ()
    return tuple((0.25 + 0.5 * x, 0.125 + 0.25 * y) for bit, (x, y) in enumerate(DOTS) if code >> bit & 1)


def drawn(char: str) -> bool:
    """Whether it is drawn here and not by a font."""
    return bool(boxes(char) or dots(char)) or char in (" ", "\N{BRAILLE PATTERN BLANK}")
