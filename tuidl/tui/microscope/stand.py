"""Stand: where the parts of the microscope are on a screen, as rectangles from its size. Pure."""

from tuidl.language import later
from tuidl.tui.grid import Rect

PARTS = ("program", "chain", "table", "change", "check", "origin", "words")
KEYS = {"program": "1", "chain": "2", "table": "3", "change": "4", "check": "5", "origin": "6", "words": "7"}


TABS = ("table", "check", "change", "origin", "words", "chain")  # one at a time where there is little room
NAMES = {
    "table": later("numbers"),
    "check": later("check"),
    "change": later("change"),
    "origin": later("began"),
    "words": later("words"),
    "chain": later("where"),
}
WIDE, TALL = 120, 34  # columns and rows from which everything is shown
CHAIN, WORDS, CHANGE, CHECK = 4, 9, 14, 13


def tabbed(width: int, height: int) -> bool:
    """Whether the parts beside the program take turns."""
    return width < WIDE or height < TALL


def places(width: int, height: int, zoomed: str = "", front: str = "table") -> dict[str, Rect]:
    """Every part that is on the screen."""
    keys = height - 1
    body = height - 2 - (1 if height >= 42 else 0)
    found = {"head": Rect(0, 0, width, 1), "keys": Rect(0, keys, width, 1)}
    if tabbed(width, height):
        left = 30 if width < 100 else 34
        found["program"] = Rect(0, 1, left, body)
        found[front] = Rect(left, 1, width - left, body)
        return found
    if zoomed:
        return found | {zoomed: Rect(0, 1, width, body)}
    left, right = (36, 43) if width >= 140 else (34, 36)
    right += max(0, width - 160) // 3
    middle, rest = width - left - right, body - CHAIN
    words = WORDS + max(0, height - 46) // 4
    found["program"] = Rect(0, 1, left, body)
    found["chain"] = Rect(left, 1, width - left, CHAIN)
    found["table"] = Rect(left, 1 + CHAIN, middle, rest - words)
    found["words"] = Rect(left, 1 + CHAIN + rest - words, middle, words)
    x, y = left + middle, 1 + CHAIN
    change = min(CHANGE, rest - CHECK - 6)
    found["change"] = Rect(x, y, right, change)
    found["check"] = Rect(x, y + change, right, CHECK)
    found["origin"] = Rect(x, y + change + CHECK, right, rest - change - CHECK)
    return found
