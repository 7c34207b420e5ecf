"""Where a training step spends its time: a row for each part, and below them what a whole step comes to."""

from math import isfinite

from tuidl.language import tr
from tuidl.signals import Timing
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.number import count, figure, percent

NAME, NUMBER = 10, 8  # columns of a part's name, and of a time
BACK = "▒"  # the part of a bar that is the way back; forward is full


def duration(seconds: float) -> str:
    """``12.3 µs``, ``4.20 ms``, ``1.30 s``."""
    if not isfinite(seconds):
        return "–"
    for factor, unit in ((1e6, "µs"), (1e3, "ms")):
        if abs(seconds) * factor < 1000:
            return f"{figure(seconds * factor)} {unit}"
    return f"{figure(seconds)} s"


def timing(
    cells: Cells,
    signal: Timing,
    per_second: float = 0.0,
    prepared: tuple[float, int] = (0.0, 0),
    cursor: int | None = None,
) -> None:
    """Bars by part. ``per_second``: examples a second, as the run really goes; ``prepared``: seconds spent once on
    kernels, and how many they were."""
    if cells.width < 1 or cells.height < 1:
        return
    words = _words(signal, per_second, prepared)
    room = cells.height - len(words) - 1
    if room < 1:
        words, room = words[: max(0, cells.height - 1)], min(cells.height, 1)
    _rows(cells, signal, room, cursor)
    for y, (name, told) in enumerate(words, cells.height - len(words)):
        x = cells.put(0, y, f"{name}: "[: cells.width], cells.ink.dim)
        cells.put(x, y, next((text for text in told if len(text) <= cells.width - x), ""), cells.ink.text)


def _rows(cells: Cells, signal: Timing, room: int, cursor: int | None) -> None:
    ink = cells.ink
    most = max((_finite(f) + _finite(b) for _, f, b in signal.time), default=0.0) or 1.0
    name = min(max((len(part) for part, *_ in signal.time), default=1), NAME)
    numbers = 2 * NUMBER + 2 if cells.width >= name + 2 * NUMBER + 12 else NUMBER + 1 if cells.width >= 20 else 0
    length = max(0, cells.width - name - 1 - numbers)
    for y, (part, forward, back) in enumerate(signal.time[:room]):
        here = y == cursor
        cells.put(0, y, tr(part)[:name], ink.accent if here else ink.dim, None, BOLD if here else 0)
        first = round(_finite(forward) / most * length)
        whole = max(first, round((_finite(forward) + _finite(back)) / most * length))
        x = cells.put(name + 1, y, "█" * first, ink.one)
        cells.put(x, y, BACK * (whole - first), ink.two)
        if numbers > NUMBER + 1:
            cells.right(cells.width - NUMBER - 1, y, duration(forward), ink.text)
            cells.right(cells.width, y, duration(back) if back else "–", ink.text if back else ink.faint)
        elif numbers:
            cells.right(cells.width, y, duration(forward + back), ink.text)
    if len(signal.time) > room:
        cells.put(0, room, tr("+ {n} more", n=len(signal.time) - room), ink.faint)
    elif signal.time and len(signal.time) < room and cells.width >= 24:
        y = len(signal.time)
        cells.spans(
            name + 1,
            y,
            ("█", ink.one),
            (" " + tr("forward") + "  ", ink.faint),
            (BACK, ink.two),
            (" " + tr("back"), ink.faint),
        )


def _words(signal: Timing, per_second: float, prepared: tuple[float, int]) -> list[tuple[str, tuple[str, ...]]]:
    """What a whole step comes to: names, and what is said of each, the longest first."""
    said: list[tuple[str, tuple[str, ...]]] = []
    total = sum(_finite(f) + _finite(b) for _, f, b in signal.time)
    if signal.time:
        took = duration(total)
        told = (
            tr("{duration} in kernels, one thread", duration=took), tr("{duration} in kernels", duration=took), took,
        )  # fmt: skip
        said.append((tr("a step of {n}", n=count(signal.batch)), told))
    if per_second > 0 and isfinite(per_second):
        took = duration(signal.batch / per_second)
        pace = tr("{duration} · {per_second} examples/s", duration=took, per_second=figure(per_second))
        said.append((tr("as it runs"), (pace, took)))
    if prepared[0] > 0 and isfinite(prepared[0]):
        took = duration(prepared[0])
        said.append((tr("before, once"), (tr("{duration} for {n} kernels", duration=took, n=count(prepared[1])), took)))
    return said


def _finite(seconds: float) -> float:
    return min(max(seconds, 0.0), 1e9) if seconds == seconds else 0.0


def reading(signal: Timing, k: int) -> str:
    """One part's times and its share of the step."""
    if not 0 <= k < len(signal.time):
        return ""
    part, forward, back = signal.time[k]
    total = sum(_finite(f) + _finite(b) for _, f, b in signal.time) or 1.0
    share = percent((_finite(forward) + _finite(back)) / total, 0)
    if not _finite(back):
        return tr("{part} · forward {forward} · {share} %", part=part, forward=duration(forward), share=share)
    return tr(
        "{part} · forward {forward}, back {back} · {share} %",
        part=part,
        forward=duration(forward),
        back=duration(back),
        share=share,
    )
