"""Lines of several runs in one chart: what a line is there for decides how it is drawn."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isfinite, nan
from typing import Literal

from tuidl.course.outcome import median
from tuidl.tui.drawing.curve import Curve
from tuidl.tui.drawing.ink import Ink

Role = Literal["raw", "train", "validation", "prediction", "left", "earlier", "race", "band"]
BEADS = 15  # columns between the marks on a curve of a race
EVERY = 3  # dot columns between two dots of a prediction
ORDER: tuple[Role, ...] = (
    "band",
    "left",
    "earlier",
    "race",
    "raw",
    "prediction",
    "train",
    "validation",
)  # from the back


@dataclass(frozen=True, slots=True)
class Line:
    """Numbers at rising steps. ``left``: what the run left behind when it was taken back; ``earlier``: a run
    pinned or laid beside; ``race``: one of up to five that run at once, perhaps over several seeds; ``band``: several
    seeds of one run. Of seeds ``values`` are the medians, between ``lows`` and ``highs``."""

    role: Role
    label: str
    steps: Sequence[float]
    values: Sequence[float]
    lows: Sequence[float] = ()
    highs: Sequence[float] = ()

    def at(self, step: float) -> float:
        """The newest value up to a step; NaN if there is none, or where the line has ended."""
        place = bisect_right(self.steps, step)
        count = min(len(self.steps), len(self.values))
        return self.values[place - 1] if 0 < place <= count and step <= self.steps[count - 1] else nan


def curves(ink: Ink, lines: Iterable[Line]) -> list[Curve]:
    """The lines as a chart draws them, from the back to the front; those of one role in the order given."""
    given = sorted(lines, key=lambda line: ORDER.index(line.role))
    lanes = ink.glyphs.lanes
    made, lane, colours = [], 0, ink.series
    both = {"train", "validation"} <= {line.role for line in given}
    along = BEADS if ink.mono and both else 0  # without colour two curves that cross are told apart by their marks
    for line in given:
        xs, ys, label = line.steps, line.values, line.label
        match line.role:
            case "raw":
                made.append(Curve(xs, ys, ink.one_faint, bold=False))
            case "prediction":
                made.append(Curve(xs, ys, ink.accent, label, bold=False, every=EVERY, values=False))
            case "train":
                made.append(Curve(xs, ys, ink.one, label, ink.glyphs.train, beads=along))
            case "validation":
                made.append(Curve(xs, ys, ink.two, label, ink.glyphs.validation, beads=along, shift=along // 2))
            case "left":
                made.append(Curve(xs, ys, ink.faint, label, values=False))
            case "earlier":
                made.append(Curve(xs, ys, ink.dim, label, values=False))
            case "race":
                k = lane % len(lanes)
                beads = BEADS if ink.ansi else 0
                drawn = Curve(xs, ys, colours[k], f"{lanes[k]} {label}", lanes[k], lows=line.lows, highs=line.highs)
                made.append(replace(drawn, beads=beads, shift=BEADS // len(lanes) * k))
                lane += 1
            case "band":
                made.append(Curve(xs, ys, ink.dim, label, values=False, lows=line.lows, highs=line.highs))
    return made


def band(label: str, runs: Sequence[tuple[Sequence[float], Sequence[float]]]) -> Line:
    """Several runs (steps, values) as their median between the lowest and the highest, at every step that any of them
    has; a run counts until its end, NaN and infinity do not."""
    steps = sorted({step for xs, _ in runs for step in xs})
    parts = [Line("earlier", "", xs, ys) for xs, ys in runs]
    lows, middles, highs = [], [], []
    for step in steps:
        there = [value for part in parts if isfinite(value := part.at(step))]
        lows.append(min(there, default=nan))
        highs.append(max(there, default=nan))
        middles.append(median(there) if there else nan)
    return Line("band", label, steps, middles, lows, highs)


def smoother(values: Sequence[float], span: float) -> list[float]:
    """The running mean of values, s += max(2/(span + 1), 1/n) (v − s); what is no number changes nothing."""
    mean, count, found = 0.0, 0, []
    least = 2 / (max(span, 1.0) + 1)
    for value in values:
        if isfinite(value):
            count += 1
            step = value - mean
            mean += max(least, 1 / count) * step if isfinite(step) else 0.0
        found.append(mean if count else nan)
    return found
