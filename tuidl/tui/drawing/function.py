"""A function with its slope, and under it, on the same axis, how often a run's numbers fall where."""

from collections.abc import Sequence
from math import isfinite, isinf

from tuidl.language import tr
from tuidl.signals import Function
from tuidl.tui.drawing.axis import LARGEST, Axis, spread
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.chart import chart
from tuidl.tui.drawing.curve import Curve
from tuidl.tui.drawing.ink import Ink
from tuidl.tui.drawing.number import compact, count, figure, power
from tuidl.tui.drawing.plot import Plot
from tuidl.tui.drawing.spark import STEPS

SHORT, LOW = 0.25, 8  # the share of the rows that the bars take; under so many rows there are none
DOTTED = 2
BOTH = ("slope", "function")  # the roles that are drawn, the last in front


def function(
    cells: Cells, signal: Function, cursor: int | None = None, roles: Sequence[str] = BOTH, log: bool = False
) -> Plot | None:
    """Curves of some roles above, bars below. ``cursor``: the place looked at; ``log``: values on a log axis."""
    places = _places(signal)
    if not places or cells.width < 1 or cells.height < 1:
        return None
    x = _axis(signal)
    curves = _curves(signal, cells.ink, places, roles)
    y = spread([value for curve in curves for value in curve.ys], log)
    bars = max(2, int(cells.height * SHORT)) if signal.counts and cells.height >= LOW else 0
    above = Cells(cells.width, cells.height - bars, cells.ink, cells.bg)
    at = places[cursor] if cursor is not None and 0 <= cursor < len(places) else None
    plot = chart(above, curves, x, y, unit=signal.variable, cursor=at)
    if plot is not None:
        _here(above, signal, plot, roles)
    cells.paste(0, 0, above)
    if plot is not None and bars:
        _bars(cells, signal, plot, cells.height - bars, bars)
        if at is not None:
            for row in range(cells.height - bars, cells.height):
                cells.put(plot.column(at), row, "│", cells.ink.accent)
    return plot


def _axis(signal: Function) -> Axis:
    low, high = signal.low, signal.high
    return Axis(low, high) if -LARGEST < low < high < LARGEST else Axis(0.0, 1.0)


def _places(signal: Function) -> list[float]:
    """Where on the axis the values of the curves are."""
    many, axis = max((len(values) for *_, values in signal.curves), default=0), _axis(signal)
    places = [axis.value(k / max(1, many - 1)) for k in range(many)]
    if not 0 < signal.short < (axis.high - axis.low) / 2:
        return places
    return [min(max(place, axis.low + signal.short), axis.high - signal.short) for place in places]


def _curves(signal: Function, ink: Ink, places: list[float], roles: Sequence[str]) -> list[Curve]:
    """The last role in front. A solid line is the picture's own; dots tell the others apart without colour."""
    made = []
    for role in roles:
        for name, what, values in signal.curves:
            if what != role:
                continue
            if role.startswith("other"):
                made.append(Curve(places, values, ink.dim, name, bold=False, every=DOTTED + 1, values=False))
            elif role == "slope":
                dots = DOTTED if "function" in roles else 0
                made.append(Curve(places, values, ink.two, name, every=dots, values=False))
            else:
                made.append(Curve(places, values, ink.one, name, values=False))
    return made


def _value(signal: Function, values: tuple[float, ...], at: float) -> float:
    """The nearest of a curve's values."""
    place = _axis(signal).unit(at)
    return values[round(min(max(place, 0.0), 1.0) * (len(values) - 1))] if values and place == place else float("nan")


def _here(cells: Cells, signal: Function, plot: Plot, roles: Sequence[str]) -> None:
    """A mark on the front curve where the example shown lies."""
    if not isfinite(signal.here) or not roles:
        return
    for _, role, values in signal.curves:
        value = _value(signal, values, signal.here)
        if role == roles[-1] and value == value:
            cells.put(plot.column(signal.here), plot.row(value), cells.ink.glyphs.chosen, cells.ink.bright, None, BOLD)


def _bars(cells: Cells, signal: Function, plot: Plot, top: int, rows: int) -> None:
    """One bar a column, as high as the counts that fall there; a number too far out stands at the edge."""
    ink = cells.ink
    heights = [0] * plot.width
    for k, n in enumerate(signal.counts):
        first = k * plot.width // len(signal.counts)
        last = max(first + 1, (k + 1) * plot.width // len(signal.counts))
        for column in range(first, min(last, plot.width)):
            heights[column] = max(heights[column], n)
    most = max(heights, default=0) or 1
    for column, n in enumerate(heights):
        eighths = max(1 if n > 0 else 0, round(n / most * rows * 8))
        for row in range(eighths // 8):
            cells.put(plot.left + column, top + rows - 1 - row, "█", ink.one)
        if eighths % 8:
            cells.put(plot.left + column, top + rows - 1 - eighths // 8, STEPS[eighths % 8 - 1], ink.one)
        elif eighths < 8:
            cells.put(plot.left + column, top + rows - 1, "▁", ink.line)
    below, above = signal.beyond
    if below > 0:
        cells.put(plot.left, top, f"{ink.glyphs.less}{count(below)}", ink.warn)
    if above > 0:
        cells.right(plot.left + plot.width, top, f"{count(above)}{ink.glyphs.more}", ink.warn)
    said = tr("{what} now", what=signal.counted)
    if plot.left >= 4 and rows > 1:
        cells.put(0, top + rows - 1, tr("now"), ink.dim)
        many = next((text for text in (count(most), power(most)) if len(text) < plot.left), "")
        cells.right(plot.left - 1, top, many if any(heights) else "", ink.dim)
    if signal.counted and plot.width > len(said) + 14 and rows > 2:
        _where_free(cells, said, plot, top)


def _where_free(cells: Cells, said: str, plot: Plot, top: int) -> None:
    """Say what is counted in the first row of the bars, at the side where they leave room."""
    for start in (plot.left, plot.left + plot.width - len(said)):
        if not "".join(cells.chars[top][start : start + len(said)]).strip():
            cells.put(start, top, said, cells.ink.faint)
            return


def nearest(signal: Function, at: float) -> int | None:
    """The place nearest to a number; the middle for one that is none."""
    many = len(_places(signal))
    share = _axis(signal).unit(at) if isfinite(at) else 0.5
    return round(min(max(share, 0.0), 1.0) * (many - 1)) if many else None


def span(bounds: tuple[float, float]) -> str:
    """``−1…1``, ``0…∞``."""
    low, high = bounds
    return f"{'−∞' if isinf(low) else compact(low)}…{'∞' if isinf(high) else compact(high)}"


def reading(signal: Function, k: int, roles: Sequence[str] = BOTH) -> str:
    """How many of the run's numbers lie about a place, and every curve's value there, what is drawn in front last."""
    places = _places(signal)
    if not 0 <= k < len(places):
        return ""
    said = [f"{signal.variable} {compact(round(places[k], 6))}"]
    order = dict.fromkeys((*reversed([r for r in roles if r != "slope" or r == roles[-1]]), "slope", "function"))
    curves = [(name, values) for role in order for name, what, values in signal.curves if what == role]
    if signal.counts:
        among = min(k * len(signal.counts) // max(1, len(places) - 1), len(signal.counts) - 1)
        said.append(
            tr(
                "{n} of {all}",
                n=count(signal.counts[among]),
                all=count(sum(signal.counts) + sum(signal.beyond)),
            )
        )
    said += [f"{name} {figure(values[k])}" for name, values in reversed(curves) if k < len(values)]
    return " · ".join(said)
