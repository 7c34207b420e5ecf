"""How often values fall between equally spaced edges, as bars that stand side by side."""

from math import floor, isfinite, log1p, log10

from tuidl.language import tr
from tuidl.signals import Histogram
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.number import count, figure, minus, percent, power
from tuidl.tui.drawing.spark import STEPS

SPARE = 5  # rows from which on one is for what lies outside


def bins(signal: Histogram, width: int) -> tuple[int, ...]:
    """The counts; neighbours are added up until there are at most ``width``."""
    counts = tuple(max(0, n) for n in signal.counts)
    while len(counts) > width > 0:
        counts = tuple(sum(counts[i : i + 2]) for i in range(0, len(counts), 2))
    return counts


def histogram(cells: Cells, signal: Histogram, cursor: int | None = None, log: bool = False) -> None:
    """Bars over the line of values; both ends and zero are labelled. ``cursor``: the bin that is looked at.

    ``log``: heights by the logarithm, so that what is rare is seen beside what is frequent.
    """
    counts = bins(signal, cells.width)
    outside = said_beyond(signal, cells.width) if cells.height >= SPARE else ""
    height = cells.height - (1 if cells.height > 2 else 0)
    top = 1 if outside else 0  # a row of its own
    if not counts or height < 1:
        return
    cells.put(0, 0, outside, cells.ink.warn)
    ink, most = cells.ink, max(counts) or 1
    pitch = max(1, cells.width // len(counts))
    left = (cells.width - pitch * len(counts)) // 2
    span = (signal.high - signal.low) or 1.0
    for k, n in enumerate(counts):
        middle = signal.low + (k + 0.5) / len(counts) * span
        plain = signal.log or signal.low >= 0
        tone = ink.accent if k == cursor else ink.one if middle < 0 or plain else ink.two
        share = log1p(n) / log1p(most) if log else n / most
        eighths = max(1 if n else 0, round(share * ((height - top) * 8 - 4)))
        x = left + k * pitch
        for row in range(eighths // 8):
            cells.put(x, height - 1 - row, "█" * pitch, tone)
        if eighths % 8:
            cells.put(x, height - 1 - eighths // 8, STEPS[eighths % 8 - 1] * pitch, tone)
        elif not n:
            cells.put(x, height - 1, "▁" * pitch, ink.line)
    if height < cells.height:
        _labels(cells, signal, left, pitch * len(counts), span)
    said = tr("{n} in the highest", n=count(most))
    if cells.height > 5 and not "".join(cells.chars[top][-len(said) - 2 :]).strip():
        cells.right(cells.width, top, said, ink.faint)


def beyond(signal: Histogram, brief: bool = False) -> str:
    """How many values, or only which share of them, lie on either side of the picture; empty where none does."""
    whole = sum(signal.counts) + sum(signal.beyond)
    below, above = (_part(n, whole, brief) for n in signal.beyond)
    low, high = _edge(signal, signal.low), _edge(signal, signal.high)
    if below and above:
        return tr("{below} below {low}, {above} above {high}", below=below, low=low, above=above, high=high)
    if below:
        return tr("{below} below {low}", below=below, low=low)
    return tr("{above} above {high}", above=above, high=high) if above else ""


def said_beyond(signal: Histogram, width: int) -> str:
    """The same in so many columns: the shares alone where there are few."""
    whole = tr("{share} outside", share=_part(sum(signal.beyond), sum(signal.counts) + sum(signal.beyond), True))
    fitting = (said for said in (beyond(signal), beyond(signal, True), whole) if len(said) <= width)
    return next(fitting, "") if any(signal.beyond) else ""


def _part(n: int, whole: int, brief: bool) -> str:
    """``12 (3.0 %)``, or ``3.0 %``; empty for none."""
    share = n / max(whole, 1)
    said = "< 0.1 %" if share < 0.0005 else f"{percent(share)} %"
    return "" if n < 1 else said if brief else f"{count(n)} ({said})"


def _labels(cells: Cells, signal: Histogram, left: int, wide: int, span: float) -> None:
    ink, y = cells.ink, cells.height - 1
    start = cells.put(left, y, _edge(signal, signal.low), ink.dim)
    end = cells.right(left + wide, y, _edge(signal, signal.high), ink.dim)
    inside = signal.low < 0 < signal.high and span == span and not signal.log
    zero = left + int(-signal.low / span * wide) if inside else -1
    if start < zero < end - 1:
        cells.put(zero, y, "0", ink.dim)
    if signal.note and cells.width >= 30:
        room = [(start + 1, zero - 1), (zero + 2, end - 1)] if zero > 0 else [(start + 1, end - 1)]
        for a, b in room:
            if b - a >= len(signal.note) + 2:
                cells.centre(a, y, b - a, signal.note, ink.faint)
                return


def _edge(signal: Histogram, value: float) -> str:
    """A place on the axis; where that is logarithmic, the power of ten."""
    if not signal.log:
        return figure(value, 2)
    return power(10.0 ** min(max(value, -300.0), 300.0), 0 if value == int(value) else 1) if isfinite(value) else "–"


def edge(value: float, step: float) -> str:
    """An edge between bins that are ``step`` wide, with as many decimals as tell it from its neighbours."""
    if not isfinite(value) or not 1e-4 < step < 1e4 or abs(value) >= 1e5:
        return figure(value, 2)
    return minus(f"{0.0 if abs(value) < step * 1e-6 else value:.{max(0, 1 - floor(log10(step)))}f}")


def reading(signal: Histogram, k: int, width: int) -> str:
    """How many values are in one bin, of all of them."""
    counts = bins(signal, width)
    step = (signal.high - signal.low) / max(1, len(counts))
    low, high = signal.low + k * step, signal.low + (k + 1) * step
    return tr(
        "{low} … {high} · {n} of {all}",
        low=_edge(signal, low) if signal.log else edge(low, step),
        high=_edge(signal, high) if signal.log else edge(high, step),
        n=count(counts[k]),
        all=count(sum(counts) + sum(signal.beyond)),
    )
