"""Grids of numbers of one size, as many side by side and as large as there is room for."""

from dataclasses import dataclass

from tuidl.language import tr
from tuidl.signals import Grids
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.field import fitted, whole
from tuidl.tui.drawing.heat import Map, heat
from tuidl.tui.drawing.legend import legend
from tuidl.tui.drawing.number import count, precise

LARGEST = 6  # columns, and half rows, of one number
NARROWEST, WIDEST = 14, 26  # columns of the scale
Place = tuple[int, int, int]  # grid, row, column


@dataclass(frozen=True, slots=True)
class Tiling:
    """``across`` grids in a row, ``wide`` × ``tall`` cells apart; a number takes ``pixel`` columns and half rows."""

    across: int
    pixel: int
    wide: int
    tall: int
    left: int = 0  # columns for the names of rows
    top: int = 1  # rows for the grid's name, and for those of columns

    def room(self, height: int) -> int:
        """How many grids are seen at once."""
        return max(self.across * max((height - 1) // max(self.tall, 1), 1), 1)


def tiling(signal: Grids, width: int, height: int) -> Tiling | None:
    """The arrangement with the largest pixels, of those the one that shows most grids; None where there is no room."""
    grids = [grid for grid in signal.grids if whole(grid)]
    if not grids or width < 2 or height < 2:
        return None
    columns, rows, room = grids[0].width, grids[0].height, height - 1
    best: tuple[int, int, Tiling] | None = None
    for across in range(1, len(grids) + 1):
        for pixel in range(LARGEST, 0, -1):
            left = 2 if signal.rows and pixel >= 2 else 0
            top = 1 + (1 if signal.columns else 0)
            wide, tall = columns * pixel + left + 1, -(-rows * pixel // 2) + top
            shown = min(len(grids), across * (room // tall))
            if wide * across - 1 <= width and shown:
                if best is None or (shown, pixel) > best[:2]:
                    best = (shown, pixel, Tiling(across, pixel, wide, tall, left, top))
                break
    return best[2] if best is not None else Tiling(1, 1, width, height, 0, 1)


def kind(signal: Grids) -> Map:
    """Shades from 0 up, or two colours about 0."""
    return "diverging" if signal.grids and signal.grids[0].low < 0 else "sequential"


def grids(cells: Cells, signal: Grids, cursor: Place | None = None, key: str = "", first: int = 0) -> int:
    """Name, columns' names, numbers as colour; the scale in the last row. How many are shown, from the ``first`` on;
    ``key`` shows more.
    """
    found = tiling(signal, cells.width, cells.height)
    if found is None:
        return 0
    ink, shown = cells.ink, 0
    for k, grid in enumerate(signal.grids[first:], first):
        x, y = corner(found, k - first)
        if y + found.tall > cells.height - 1 and k > first:
            break
        shown += 1
        if not whole(grid):
            continue
        here = cursor is not None and cursor[0] == k
        name = signal.names[k] if k < len(signal.names) else str(k + 1)
        cells.put(x, y, name[: max(1, found.wide - 1)], ink.accent if here else ink.dim, None, BOLD if here else 0)
        if found.top > 1:
            for c, text in enumerate(signal.columns[: grid.width]):
                cells.put(x + found.left + c * found.pixel, y + 1, text[:1], ink.text)
        if found.left:
            for r, text in enumerate(signal.rows[: grid.height]):
                cells.put(x, y + found.top + r * found.pixel // 2, text[:1], ink.text)
        room = fitted(grid, max(1, cells.width), max(1, cells.height - 1 - found.top) * 2)
        low, high = grid.low, grid.high
        heat(cells, x + found.left, y + found.top, room, kind(signal), low, high, found.pixel, found.pixel)
        if here and cursor is not None and room is grid:
            column, row = x + found.left + cursor[2] * found.pixel, y + found.top + cursor[1] * found.pixel // 2
            cells.put(column, row, "┼", ink.accent, None, BOLD)
    if cells.height > 2 and signal.grids:
        scale = signal.grids[0]
        left = max(signal.total, len(signal.grids)) - shown
        said = tr("+ {n} more", n=count(left)) + key if left > 0 else ""  # what is noted stands in the frame
        beside = cells.width - len(said) - 2
        wide = min(beside if left > 0 and beside >= NARROWEST else cells.width, WIDEST)
        x = legend(cells, 0, cells.height - 1, wide, kind(signal), scale.low, scale.high)
        if x + len(said) + 2 <= cells.width:
            cells.right(cells.width, cells.height - 1, said, ink.faint)
    return shown


def corner(found: Tiling, k: int) -> tuple[int, int]:
    """The first cell of a grid."""
    return k % found.across * found.wide, k // found.across * found.tall


def place(signal: Grids, width: int, height: int, column: int, row: int, first: int = 0) -> Place | None:
    """Grid, row and column of the number in a cell."""
    found = tiling(signal, width, height)
    if found is None:
        return None
    for k, grid in enumerate(signal.grids[first : first + found.room(height)], first):
        x, y = corner(found, k - first)
        c, r = (column - x - found.left) // found.pixel, (row - y - found.top) * 2 // found.pixel
        if 0 <= c < grid.width and 0 <= r < grid.height and whole(grid):
            return k, r, c
    return None


def reading(signal: Grids, at: Place) -> str:
    """One number with everything that names it."""
    k, row, column = at
    if k >= len(signal.grids):
        return ""
    grid = signal.grids[k]
    if not whole(grid) or row >= grid.height or column >= grid.width:
        return ""
    name = signal.names[k] if k < len(signal.names) else str(k + 1)
    down = signal.rows[row] if row < len(signal.rows) else str(row + 1)
    across = signal.columns[column] if column < len(signal.columns) else str(column + 1)
    exact = precise(grid.value(row, column)).removeprefix("+" if grid.low >= 0 else "")
    return f"{name} · {signal.down} {down} · {signal.across} {across} · {exact}"
