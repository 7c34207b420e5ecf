"""A chart as plain shapes: axes, ticks, curves, legend. ``svg`` and ``png`` draw the same shapes."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10
from typing import Literal

from tuidl.headless import number
from tuidl.language import tr

WIDTH, HEIGHT = 960, 540
LEFT, RIGHT, TOP, BOTTOM = 84, 32, 76, 60  # margins
INK, QUIET, GRID, PAPER = "#20262e", "#5c6670", "#dde2e7", "#ffffff"
TINTS = ("#0060a8", "#c25a00", "#1b7f5c", "#8a4f9e", "#4a4a4a")  # for colour-blind eyes too; every second is dashed
EDGE = 0.8  # width of the edges of a band
SMALLEST = 1e-30  # span of an axis
DECADES = 2  # a positive curve that spans more of them is drawn on a logarithmic scale

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A polyline in pixels, y downwards."""

    points: Points
    colour: str
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place; ``anchor`` says which end of them stands there."""

    x: float
    y: float
    text: str
    colour: str = INK
    size: int = 14
    anchor: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True, slots=True)
class Curve:
    """A named curve: steps and values; gaps where a value is not finite. ``lows`` and ``highs``: of a band about it."""

    name: str
    steps: Sequence[float]
    values: Sequence[float]
    lows: Sequence[float] = ()
    highs: Sequence[float] = ()

    @property
    def edges(self) -> "tuple[Curve, ...]":
        """The band as two curves; none without one."""
        return tuple(Curve(self.name, self.steps, ys) for ys in (self.lows, self.highs) if ys)


@dataclass(frozen=True, slots=True)
class Chart:
    """All shapes, in the order in which they are drawn, on white paper."""

    title: str
    shapes: tuple[Line | Label, ...]
    width: int = WIDTH
    height: int = HEIGHT


def decades(values: Sequence[float]) -> bool:
    """Whether the values are all positive and span more than two powers of ten."""
    finite = [value for value in values if isfinite(value)]
    return bool(finite) and min(finite) > 0 and log10(max(finite) / min(finite)) > DECADES


def chart(title: str, quantity: str, curves: Sequence[Curve]) -> Chart:
    """Lay a chart out. Curves without a single finite value are left out; with none at all the paper says so."""
    pairs = [[(x, y) for x, y in zip(c.steps, c.values, strict=True) if isfinite(y)] for c in curves]
    edges = [(x, y) for c in curves for e in c.edges for x, y in zip(e.steps, e.values, strict=True) if isfinite(y)]
    everything = [pair for part in pairs for pair in part] + edges
    shapes: list[Line | Label] = [Label(LEFT, 32, title, size=18)]
    if not everything:
        shapes.append(Label(WIDTH / 2, HEIGHT / 2, tr("no finite value to draw"), QUIET, anchor="middle"))
        return Chart(title, tuple(shapes))
    ys = [y for _, y in everything]
    axes = _Axes([x for x, _ in everything], ys, decades(ys))
    shapes += axes.shapes(quantity)
    legend = WIDTH - RIGHT
    for place, curve in reversed(list(enumerate(curves))):
        if not pairs[place]:
            continue
        tint, dashed = TINTS[place % len(TINTS)], place % 2 == 1
        shapes += [Line(points, tint, EDGE) for edge in curve.edges for points in axes.pieces(edge)]
        shapes += [Line(points, tint, 2.0, dashed) for points in axes.pieces(curve)]
        shapes.append(Label(legend, 32, curve.name, anchor="end"))
        legend -= 8 * len(curve.name) + 10
        shapes.append(Line(((legend - 28, 27), (legend, 27)), tint, 2.0, dashed))
        legend -= 52
    return Chart(title, tuple(shapes))


class _Axes:
    """From data to pixels."""

    def __init__(self, xs: Sequence[float], ys: Sequence[float], log: bool) -> None:
        self.log = log
        self.x_ticks = ticks(min(xs), max(xs))
        self.x_low, self.x_high = min(xs), max(max(xs), min(xs) + 1)
        self.y_ticks = scale(ys, log)
        self.y_low, self.y_high = self._height(self.y_ticks[0]), self._height(self.y_ticks[-1])

    def x(self, value: float) -> float:
        """Pixels from the left."""
        return LEFT + (value - self.x_low) / (self.x_high - self.x_low) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Pixels from the top."""
        share = (self._height(value) - self.y_low) / (self.y_high - self.y_low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)

    def _height(self, value: float) -> float:
        return log10(value) if self.log else value

    def shapes(self, quantity: str) -> list[Line | Label]:
        """Grid, axes, ticks and their names."""
        bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
        drawn: list[Line | Label] = []
        for tick in self.y_ticks:
            drawn.append(Line(((LEFT, self.y(tick)), (right, self.y(tick))), GRID))
            drawn.append(Label(LEFT - 10, self.y(tick) + 5, number.plain(tick), QUIET, anchor="end"))
        for tick in self.x_ticks:
            if self.x_low <= tick <= self.x_high:
                drawn.append(Line(((self.x(tick), bottom), (self.x(tick), bottom + 6)), INK))
                drawn.append(Label(self.x(tick), bottom + 24, number.plain(tick), QUIET, anchor="middle"))
        drawn.append(Line(((LEFT, TOP), (LEFT, bottom), (right, bottom)), INK))
        drawn.append(Label((LEFT + right) / 2, HEIGHT - 12, tr("step"), QUIET, anchor="middle"))
        drawn.append(Label(14, TOP - 18, tr("{quantity} (log)", quantity=quantity) if self.log else quantity, QUIET))
        return drawn

    def pieces(self, curve: Curve) -> list[Points]:
        """The curve in pixels, cut where it is not finite and thinned to what a pixel column can show."""
        pieces: list[list[tuple[float, float]]] = [[]]
        for step, value in zip(curve.steps, curve.values, strict=True):
            if isfinite(value):
                pieces[-1].append((self.x(step), self.y(value)))
            elif pieces[-1]:
                pieces.append([])
        return [thinned(piece) for piece in pieces if piece]


def scale(values: Sequence[float], log: bool) -> list[float]:
    """The ticks of a vertical axis; the first and the last enclose all values (finite, and positive when ``log``)."""
    if not log:
        return ticks(min(values), max(values))
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    stride = max(1, ceil((high - low) / 8))
    return [10.0**power for power in range(low, high + stride, stride)]


def ticks(low: float, high: float) -> list[float]:
    """Five or so round numbers from at or below ``low`` to at or above ``high``; never all the same."""
    least = max(abs(low), abs(high)) * 1e-6 or 1.0  # nearer together, labels of four digits would be equal
    if high - low < max(least, SMALLEST):
        low, high = low - max(least, SMALLEST), high + max(least, SMALLEST)
    raw = (high - low) / 5
    power = 10.0 ** floor(log10(raw))
    stride = next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= raw * 0.999)
    first, last = floor(low / stride + 1e-9), ceil(high / stride - 1e-9)
    digits = 2 - floor(log10(stride))
    return [round(place * stride, digits) for place in range(first, last + 1)]


def thinned(points: Sequence[tuple[float, float]]) -> Points:
    """First, lowest, highest and last point of each pixel column: spikes stay."""
    columns: dict[int, list[tuple[float, float]]] = {}
    for point in points:
        columns.setdefault(int(point[0]), []).append(point)
    kept: list[tuple[float, float]] = []
    for column in columns.values():
        marks = {0, len(column) - 1}
        marks |= {
            min(range(len(column)), key=lambda i: column[i][1]),
            max(range(len(column)), key=lambda i: column[i][1]),
        }
        kept += [column[place] for place in sorted(marks)]
    return tuple(kept)
