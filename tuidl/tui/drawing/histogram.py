"""How often values fall between equally spaced edges, as bars that stand side by side."""

from tuidl.signals import Histogram
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.number import count, figure
from tuidl.tui.drawing.spark import STEPS


def bins(signal: Histogram, width: int) -> tuple[int, ...]:
    """The counts; neighbours are added up until there are at most ``width``."""
    counts = tuple(max(0, n) for n in signal.counts)
    while len(counts) > width > 0:
        counts = tuple(sum(counts[i : i + 2]) for i in range(0, len(counts), 2))
    return counts


def histogram(cells: Cells, signal: Histogram, cursor: int | None = None) -> None:
    """Bars over the line of values; both ends and zero are labelled. ``cursor``: the bin that is looked at."""
    counts = bins(signal, cells.width)
    height = cells.height - (1 if cells.height > 2 else 0)
    if not counts or height < 1:
        return
    ink, most = cells.ink, max(counts) or 1
    pitch = max(1, cells.width // len(counts))
    left = (cells.width - pitch * len(counts)) // 2
    span = (signal.high - signal.low) or 1.0
    for k, n in enumerate(counts):
        middle = signal.low + (k + 0.5) / len(counts) * span
        tone = ink.accent if k == cursor else ink.one if middle < 0 else ink.two if signal.low < 0 else ink.one
        eighths = max(1 if n else 0, round(n / most * (height * 8 - 4)))
        x = left + k * pitch
        for row in range(eighths // 8):
            cells.put(x, height - 1 - row, "█" * pitch, tone)
        if eighths % 8:
            cells.put(x, height - 1 - eighths // 8, STEPS[eighths % 8 - 1] * pitch, tone)
        elif not n:
            cells.put(x, height - 1, "▁" * pitch, ink.line)
    if height < cells.height:
        _labels(cells, signal, left, pitch * len(counts), span)
    top = f"{count(most)} in the highest"
    if cells.height > 5 and not "".join(cells.chars[0][-len(top) - 2 :]).strip():
        cells.right(cells.width, 0, top, ink.faint)


def _labels(cells: Cells, signal: Histogram, left: int, wide: int, span: float) -> None:
    ink, y = cells.ink, cells.height - 1
    start = cells.put(left, y, figure(signal.low, 2), ink.dim)
    end = cells.right(left + wide, y, figure(signal.high, 2), ink.dim)
    zero = left + int(-signal.low / span * wide) if signal.low < 0 < signal.high and span == span else -1
    if start < zero < end - 1:
        cells.put(zero, y, "0", ink.dim)
    if signal.note and cells.width >= 30:
        room = [(start + 1, zero - 1), (zero + 2, end - 1)] if zero > 0 else [(start + 1, end - 1)]
        for a, b in room:
            if b - a >= len(signal.note) + 2:
                cells.centre(a, y, b - a, signal.note, ink.faint)
                return


def reading(signal: Histogram, k: int, width: int) -> str:
    """How many values are in one bin."""
    counts = bins(signal, width)
    step = (signal.high - signal.low) / max(1, len(counts))
    low = signal.low + k * step
    return f"{figure(low, 2)} … {figure(low + step, 2)} · {count(counts[k])} of {count(sum(counts))}"
