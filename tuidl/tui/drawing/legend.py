"""The scale of a map in one line: ``low ━━━━ high``."""

from tuidl.language import tr
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.heat import MINUS, PLUS, SHADES, Map, stops_of
from tuidl.tui.drawing.ink import LEVELS, ramp
from tuidl.tui.drawing.number import compact


def legend(
    cells: Cells,
    x: int,
    y: int,
    width: int,
    kind: Map,
    low: float,
    high: float,
    label: str = "",
    quiet: float = 0.0,
    frozen: bool = False,
) -> int:
    """Draw within ``width`` columns; the column after it. ``frozen``: the range no longer follows the numbers."""
    ink = cells.ink
    ends = [compact(low), ("+" if kind == "diverging" and high > 0 else "") + compact(high)]
    if frozen:
        ends[1] += " " + tr("fixed")
    bar = width - len(label) - bool(label) - len(ends[0]) - len(ends[1]) - 2
    if bar < 2:
        return x
    if label:
        x = cells.put(x, y, label + " ", ink.dim)
    x = cells.put(x, y, ends[0] + " ", ink.dim)
    if ink.ansi and kind == "diverging":
        half = bar // 2
        for i in range(half):
            cells.put(x + half - 1 - i, y, MINUS[1 + i * 4 // half], ink.diverging[0])
            cells.put(x + half + i, y, PLUS[1 + i * 4 // half], ink.diverging[-1])
    else:
        colours = ramp(stops_of(ink, kind, quiet))
        for i in range(bar):
            glyph = SHADES[i * 5 // bar] if ink.mono else "█" if ink.ansi else "━"
            cells.put(x + i, y, glyph, colours[i * LEVELS // bar])
    return cells.put(x + bar, y, " " + ends[1], ink.dim)
