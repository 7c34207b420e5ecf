"""The bottom row: ``space pause   . step``, at most two dim words a key, the last ones never dropped."""

from dataclasses import dataclass

from tuidl.tui.drawing.cells import BOLD, Cells


@dataclass(frozen=True, slots=True)
class Key:
    """What a key does now. ``able``: it can act; else it is faint and ``word`` says when it can."""

    key: str
    word: str
    able: bool = True


def draw(cells: Cells, keys: tuple[Key, ...], fixed: tuple[Key, ...] = (), y: int = 0) -> None:
    """``keys`` from the left as far as there is room, ``fixed`` right-aligned."""
    ink, end = cells.ink, cells.width - 2
    gap = 3 if cells.width >= 100 else 2
    for key in reversed(fixed):
        end = cells.right(end, y, key.word, ink.dim) - 1
        end = cells.right(end, y, key.key, ink.accent, None, BOLD) - 2
    x = 2
    for key in keys:
        if x + len(key.key) + 1 + len(key.word) > end:
            break
        tone, words = (ink.accent, ink.dim) if key.able else (ink.faint, ink.faint)
        x = cells.spans(x, y, (key.key, tone, BOLD if key.able else 0), " ", (key.word, words)) + gap
