"""The bottom row: ``space pause   . step``, at most two dim words a key, the last ones never dropped."""

from dataclasses import dataclass

from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.rows import strokes


@dataclass(frozen=True, slots=True)
class Key:
    """What a key does now. ``able``: it can act; else it is faint and ``word`` says when it can. ``spare``: it goes
    first where the row is too narrow, for it stands elsewhere on the screen or is least needed.
    """

    key: str
    word: str
    able: bool = True
    spare: bool = False


def width(key: Key) -> int:
    """Columns of a key and its word."""
    return len(key.key) + 1 + len(key.word)


def put(cells: Cells, x: int, y: int, key: Key) -> int:
    """One key with its word, to be clicked as well as pressed; the column after it."""
    ink = cells.ink
    tone, words = (ink.accent, ink.dim) if key.able else (ink.faint, ink.faint)
    found = strokes.of(key.key)
    for at, wide, name in found:
        cells.touch(x + at, y, width(key) if len(found) == 1 else wide, name)
    return cells.spans(x, y, (key.key, tone, BOLD if key.able else 0), " ", (key.word, words))


def draw(cells: Cells, keys: tuple[Key, ...], fixed: tuple[Key, ...] = (), y: int = 0) -> int:
    """``keys`` from the left as far as there is room, ``fixed`` right-aligned; in a narrow row spare ones are left out,
    from the right on, until the others fit. The first column that is free after ``keys``, a gap left.
    """
    gap = 3 if cells.width >= 100 else 2
    room = cells.width - 4
    while sum(width(key) + gap for key in keys) - gap + sum(width(key) + 2 for key in fixed) > room:
        left = next((key for key in reversed((*fixed, *keys)) if key.spare), None)
        if left is None:
            break
        keys, fixed = (tuple(key for key in row if key is not left) for row in (keys, fixed))
    end = cells.width - 2
    for key in reversed(fixed):
        end -= width(key)
        put(cells, end, y, key)
        end -= 2
    x = 2
    for key in keys:
        if x + width(key) > end:
            break
        x = put(cells, x, y, key) + gap
    return x
