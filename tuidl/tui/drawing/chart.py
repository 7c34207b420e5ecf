"""A chart of curves in braille: grid and labels, raw under smooth, a prediction in dots, values at the heads."""

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite, nan

from tuidl.language import later, tr
from tuidl.tui.drawing.axis import Axis
from tuidl.tui.drawing.braille import Raster
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.curve import Curve, Reach, reach
from tuidl.tui.drawing.heads import COVERED, Taken, heads
from tuidl.tui.drawing.ink import Ink, mix
from tuidl.tui.drawing.number import count, power, tick
from tuidl.tui.drawing.plot import Plot

BAND = 0.65  # the share of background in a band about a coloured curve
LABELS = 5  # columns for the labels of the y axis, at least
FEWEST = 3  # labels of an x axis, where there is room
THICK = 6  # rows from which a bold curve is two dots thick


def chart(
    cells: Cells,
    curves: Sequence[Curve],
    x: Axis,
    y: Axis,
    unit: str = later("step"),
    share: bool = False,
    cursor: float | None = None,
) -> Plot | None:
    """Draw curves, the later over the earlier; None where there is no room. ``share``: y is shown in percent."""
    height = cells.height - (1 if cells.height > 2 else 0)
    named = _labels(y, height, share)
    longest = max((len(text) for _, text in named), default=0)
    labels = min(max(LABELS, longest), max(LABELS, cells.width * 3 // 8)) if cells.width >= 14 else 0
    left = labels + 1 if labels else 0
    plot = Plot(x, y, left, cells.width - left, height)
    if plot.width < 1 or plot.height < 1:
        return None
    _grid(cells, plot, labels, named)
    if plot.height < cells.height:
        _below(cells, plot, tr(unit))
    if cursor is not None:
        _upright(cells, plot, cursor)
    strong: set[str] = set()
    taken: Taken = {}  # what a label there would cover: a strong dot, or one of a prediction
    for curve in curves:
        if not curve.bold and not curve.every and cells.ink.mono:
            continue  # without colour the raw values would bury the curves
        if curve.lows and curve.highs:
            _band(cells, plot, curve)
        raster = Raster(plot.width, plot.height)
        found = reach(curve, x, y, plot.width * 2)
        thick = curve.bold and not curve.every and plot.height >= THICK and not cells.ink.plain
        _trace(raster, found, curve.every, thick)
        raster.paint(cells, left, 0, curve.colour, BOLD if curve.bold else 0, frozenset(strong))
        _beads(cells, plot, curve, found)
        if curve.bold or curve.every:
            strong.add(curve.colour)
            cost = COVERED if curve.bold else 1.0
            taken |= {
                (row, c): cost for row, line in enumerate(raster.bits) for c, bits in enumerate(line, left) if bits
            }
    heads(cells, plot, curves, taken, share)
    return plot


def _labels(y: Axis, height: int, share: bool) -> list[tuple[float, str]]:
    """The values that have a line, each with what stands before it."""
    ticks = y.ticks(max(2, height // 2 + 1) if height > 3 else height)
    step = 0.0 if y.log or len(ticks) < 2 else ticks[1] - ticks[0]
    texts = [count(value * 100) if share else tick(value, step) for value in ticks]
    return [(v, text if len(text) <= LABELS else power(v)) for v, text in zip(ticks, texts, strict=True)]


def _grid(cells: Cells, plot: Plot, labels: int, named: Sequence[tuple[float, str]]) -> None:
    """A line at each value; a label that has no room is left out, for cut it would be another number."""
    ink = cells.ink
    used: set[int] = set()
    for value, text in named:
        row = plot.row(value)
        if row in used:
            continue
        used.add(row)
        if len(text) <= labels:
            cells.right(labels, row, text, ink.dim)
        cells.put(plot.left, row, "╌" * plot.width, ink.line)


def _below(cells: Cells, plot: Plot, unit: str) -> None:
    """Labels of the x axis; its unit faint at the end."""
    row, end = cells.height - 1, cells.width
    if plot.width > len(unit) + 6:
        end = cells.right(cells.width, row, unit, cells.ink.faint) - 1
    placed = _marks(plot, end, max(3, plot.width // 10))
    for most in range(4, plot.width // 4 + 1):  # a label or two are no axis: rounder numbers may lie nearer
        if len(placed) >= FEWEST:
            break
        placed = max(placed, _marks(plot, end, most), key=len)
    for start, text in placed:
        cells.put(start, row, text, cells.ink.dim)


def _marks(plot: Plot, end: int, most: int) -> list[tuple[int, str]]:
    """Labels of the x axis that do not touch, with the column of each, before column ``end``."""
    placed: list[tuple[int, str]] = []
    after = -1
    for value in plot.x.ticks(most):
        text = count(value) if value == int(value) else tick(value)
        start = max(plot.column(value) - len(text) // 2, plot.left)
        if start > after and start + len(text) <= end:
            placed.append((start, text))
            after = start + len(text)
    return placed


def _upright(cells: Cells, plot: Plot, cursor: float) -> None:
    column = plot.column(cursor)
    for row in range(plot.height):
        cells.put(column, row, "│", cells.ink.accent)


def _band(cells: Cells, plot: Plot, curve: Curve) -> None:
    """Fill what lies between the lowest and the highest; without colour only every other dot."""
    raster, last = Raster(plot.width, plot.height), plot.height * 4 - 1
    dotted = cells.ink.mono or (cells.ink.ansi and bool(curve.mark))
    edges = (
        reach(replace(curve, ys=ys, lows=(), highs=()), plot.x, plot.y, plot.width * 2)
        for ys in (curve.lows, curve.highs)
    )
    for column, (low, high) in enumerate(zip(*edges, strict=True)):
        if low is None or high is None or (dotted and column % 2):
            continue
        top, bottom = round((1 - high[1]) * last), round((1 - low[0]) * last)
        if dotted:
            for row in range(max(top, 0), min(bottom, last) + 1):
                if row % 2 == 0:
                    raster.dot(column, row)
        else:
            raster.span(column, top, bottom)
    raster.paint(cells, plot.left, 0, _shade(cells.ink, curve))


def _shade(ink: Ink, curve: Curve) -> str:
    """The colour of a band: the curve's own where curves are told apart by it."""
    if ink.mono:
        return ink.line
    if not curve.mark:
        return ink.one_faint
    return curve.colour if ink.ansi else mix(curve.colour, ink.bg, BAND)


def _trace(raster: Raster, found: Sequence[Reach], every: int, thick: bool) -> None:
    """Join neighbouring columns up and down, so that a steep curve has no holes. ``thick``: at least two dots."""
    last = raster.height * 4 - 1
    before: tuple[int, int] | None = None
    for column, place in enumerate(found):
        if place is None:
            before = None if not every else before
            continue
        top, bottom = round((1 - place[1]) * last), round((1 - place[0]) * last)
        if every:
            if column % every == 0:
                raster.dot(column, (top + bottom) // 2)
            continue
        low, high = top, bottom
        if before is not None:
            low, high = min(top, before[1] + 1), max(bottom, before[0] - 1)
        under = int(thick and low == high)
        up = int(under and high == last)  # on the axis there is no room below
        raster.span(column, low - up, high + under - up)
        before = (top, bottom)


def _beads(cells: Cells, plot: Plot, curve: Curve, found: Sequence[Reach]) -> None:
    """Marks along a curve, so that it can be followed without colour."""
    for column in range(curve.shift, plot.width, curve.beads) if curve.beads else ():
        place = found[column * 2]
        middle = nan if place is None else 1 - (place[0] + place[1]) / 2
        row = round(middle * (plot.height * 4 - 1)) // 4 if isfinite(middle) else -1
        if 0 <= row < plot.height:
            cells.put(plot.left + column, row, curve.mark, curve.colour, None, BOLD)
