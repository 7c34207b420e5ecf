"""A curve without axes: the shapes to choose from in a prediction, the small picture of a lesson."""

from collections.abc import Sequence

from tuidl.tui.drawing.axis import Axis, spread
from tuidl.tui.drawing.braille import Raster
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.curve import Curve, reach


def sketch(
    cells: Cells,
    x: int,
    y: int,
    width: int,
    height: int,
    points: Sequence[tuple[float, float]],
    colour: str,
    value: Axis | None = None,
    log: bool = False,
) -> None:
    """Fill the rectangle with the curve through ``points``; ``value``: one axis for several sketches."""
    if not points or width < 1 or height < 1:
        return
    xs, ys = zip(*points, strict=True)
    found = reach(Curve(xs, ys, colour), _whole(xs), value or spread(ys, log), width * 2)
    raster, last = Raster(width, height), height * 4 - 1
    before: tuple[int, int] | None = None
    for column, place in enumerate(found):
        if place is None:
            before = None
            continue
        top, bottom = round((1 - place[1]) * last), round((1 - place[0]) * last)
        raster.span(column, *((min(top, before[1] + 1), max(bottom, before[0] - 1)) if before else (top, bottom)))
        before = (top, bottom)
    raster.paint(cells, x, y, colour, BOLD)


def _whole(xs: Sequence[float]) -> Axis:
    low, high = min(xs), max(xs)
    return Axis(low, high) if low < high else Axis(low - 0.5, low + 0.5)
