"""The likeliest next characters after a position, with a bar for each."""

from tuidl.signals import Hidden
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.gauge import bar
from tuidl.tui.drawing.hidden import visible
from tuidl.tui.drawing.number import percent


def following(cells: Cells, signal: Hidden, position: int) -> None:
    """One row a character, likeliest first, a mark at the one that came; what is left over in the last row."""
    if not 0 <= position < len(signal.best) or cells.width < 6:
        return
    ink, best = cells.ink, sorted(signal.best[position], key=lambda item: -item[1] if item[1] == item[1] else 1.0)
    truth = signal.truths[position] if position < len(signal.truths) else ""
    rows = cells.height - 2 if cells.height > 3 else cells.height
    for y, (char, p) in enumerate(best[:rows]):
        first = y == 0
        tone = ink.bright if first else ink.text
        cells.put(0, y, visible(char), tone, None, BOLD if first else 0)
        bar(cells, 2, y, cells.width - 11, p, ink.one if first else ink.faint)
        cells.right(cells.width - 2, y, percent(p), tone, None, BOLD if first else 0)
        if char == truth:
            cells.put(cells.width - 1, y, ink.glyphs.done, ink.good)
    if cells.height > 3:
        rest = max(0.0, 1.0 - sum(p for _, p in best[:rows] if p == p))
        cells.put(0, cells.height - 1, "all others", ink.dim)
        cells.right(cells.width - 2, cells.height - 1, percent(rest), ink.dim)
