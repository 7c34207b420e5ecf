"""One share as a length: a full bar for a value, a thin meter for progress towards a goal."""

from math import isfinite

from tuidl.tui.drawing.cells import Cells

EIGHTHS = " ▏▎▍▌▋▊▉█"


def _share(value: float) -> float:
    return min(max(value, 0.0), 1.0) if isfinite(value) else 1.0 if value > 0 else 0.0


def bar(cells: Cells, x: int, y: int, width: int, share: float, colour: str, track: bool = True) -> None:
    """``share`` of ``width`` in eighths of a column, on a quiet track."""
    if width < 1:
        return
    full, part = divmod(round(_share(share) * width * 8), 8)
    if track:
        cells.put(x, y, ("─" if cells.ink.ansi else "━") * width, cells.ink.line)
    cells.put(x, y, "█" * full, colour)
    if part:
        cells.put(x + full, y, EIGHTHS[part], colour)
        full += 1
    if track and 0 < full < width:
        cells.put(x + full, y, " ", cells.ink.line)  # a gap, so that the bar's end is seen


def meter(cells: Cells, x: int, y: int, width: int, share: float, colour: str, goal: float | None = None) -> None:
    """A thin line; ``goal`` puts a tick there."""
    if width < 1:
        return
    full = round(_share(share) * width)
    cells.put(x, y, "━" * full, colour)
    cells.put(x + full, y, ("─" if cells.ink.ansi else "━") * (width - full), cells.ink.line)
    if goal is not None:
        cells.put(x + int(_share(goal) * (width - 1)), y, "┃", cells.ink.bright)
