"""Before and after: the same tensor twice, small, on one scale."""

from math import isfinite

from tuidl.language import tr
from tuidl.signals import Closeup, Field
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.field import cut, whole
from tuidl.tui.drawing.heat import heat
from tuidl.tui.drawing.number import figure
from tuidl.tui.microscope.figures import fact


def draw(cells: Cells, close: Closeup) -> None:
    """Two maps with an arrow between them; largest |number| and norm below."""
    ink, half = cells.ink, cells.width // 2
    cells.put(0, 0, tr("before"), ink.dim)
    cells.put(half, 0, tr("after"), ink.bright, None, BOLD)
    rows = max(1, cells.height - 4)
    for x, field in ((0, close.before), (half, close.after)):
        if whole(field):
            wide, tall = _scale(field, half - 4, rows * 2)
            shown = cut(field, 0, 0, max(1, (half - 4) // wide), max(1, rows * 2 // tall))
            heat(cells, x, 1, shown, "diverging", wide=wide, tall=tall)
    cells.put(half - 4, 1 + min(rows // 2, 3), f"──{ink.glyphs.more}", ink.accent)
    y = cells.height - 2
    for x, (largest, norm) in ((0, close.sizes[:2]), (half, close.sizes[2:])):
        fact(cells, x, y, "|max|", figure(largest))
        fact(cells, x, y + 1, tr("norm") + " ", figure(norm))
    if close.before == close.after and isfinite(close.sizes[0]):
        cells.right(cells.width, 0, tr("unchanged"), ink.dim)


def _scale(field: Field, width: int, half_rows: int) -> tuple[int, int]:
    """Columns and half rows of a number: two each, or as it fits."""
    for wide, tall in ((4, 4), (2, 2), (1, 1)):
        if field.width * wide <= width and field.height * tall <= half_rows:
            return wide, tall
    return 1, 1
