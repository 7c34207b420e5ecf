"""One weight matrix as a map, zero in the middle of the scale; zoomed in, with its numbers."""

from tuidl.language import tr
from tuidl.signals import Weights
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.field import fitted, whole
from tuidl.tui.drawing.heat import digit_unit, heat, numbered
from tuidl.tui.drawing.legend import legend
from tuidl.tui.drawing.number import precise


def pixel(cells: Cells, signal: Weights) -> tuple[int, int]:
    """Columns and half rows of one weight: twice as many half rows as needed are never taken, so pixels stay square."""
    grid = signal.grid
    for size in (8, 6, 4, 3, 2, 1):
        if grid.width * size <= cells.width and -(-grid.height * size // 2) <= cells.height - 2:
            return size, size
    return 1, 1


def weights(
    cells: Cells,
    signal: Weights,
    limits: tuple[float, float] | None = None,
    cursor: tuple[int, int] | None = None,
) -> None:
    """Rows are inputs, columns units; numbers inside where 7 columns a weight fit."""
    grid = signal.grid
    if not whole(grid) or cells.height < 1:
        return
    bound = max(abs(grid.low), abs(grid.high)) or 1.0
    low, high = limits or (-bound, bound)
    if grid.width * 7 <= cells.width and grid.height <= cells.height - 2:
        rows = 2 if grid.height * 2 <= cells.height - 2 else 1
        numbered(cells, 0, 0, grid, "diverging", low, high, 7, rows, cursor)
        digits = False
    else:
        wide, tall = pixel(cells, signal)
        shown = fitted(grid, cells.width, max(1, cells.height - 2) * 2)
        heat(cells, 0, 0, shown, "diverging", low, high, wide, tall)
        digits = cells.ink.ansi and tall > 1 and tall % 2 == 0
        if cursor is not None and shown is grid:
            cells.put(cursor[1] * wide, cursor[0] * tall // 2, "┼", cells.ink.accent)
    if cells.height > 2:
        _below(cells, signal, low, high, digits, limits is not None)


def _below(cells: Cells, signal: Weights, low: float, high: float, digits: bool, fixed: bool) -> None:
    y, ink, text = cells.height - 1, cells.ink, ""
    if signal.distinct is not None and signal.shape:
        alike = signal.distinct < signal.shape[-1]
        text = tr("{n} of {all} units differ", n=signal.distinct, all=signal.shape[-1])
        if cells.width >= len(text) + 16:
            cells.right(cells.width, y, text, ink.warn if alike else ink.dim)
        else:
            text = ""
    room = cells.width - len(text) - (3 if text else 0)
    if digits:
        cells.put(0, y, tr("weights {unit}", unit=digit_unit(high)[1])[:room], ink.dim)
    else:
        legend(cells, 0, y, min(room, 30), "diverging", low, high, frozen=fixed)


def named(signal: Weights, row: int, column: int) -> str:
    """``input 3 → unit 1``, counted in the whole matrix; of a tensor with more than two sides, whose rows are no inputs
    (places of a window, gates), as lessons and sandbox name it: ``conv1.weight[0,2,1,4]``."""
    if len(signal.shape) > 2:
        return signal.place(row, column)
    return tr("input {input} → unit {unit}", input=signal.top + row + 1, unit=signal.left + column + 1)


def reading(signal: Weights, row: int, column: int) -> str:
    """One weight, exactly as the probe sent it."""
    where = named(signal, row, column)
    inside = whole(signal.grid) and 0 <= row < signal.grid.height and 0 <= column < signal.grid.width
    return f"{where} · {precise(signal.grid.value(row, column))}" if inside else where
