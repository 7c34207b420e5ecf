"""The curves of a race in one chart: a line for each contestant, over several seeds a median in its band."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tuidl.events import Values
from tuidl.language import tr, trn
from tuidl.race import RaceView
from tuidl.tui.drawing.overlay import Line, band
from tuidl.view import Branch, RunView

FEW = 8  # evaluations that make no curve yet
Far = tuple[tuple[object, ...], ...]  # of each run: which one, steps, evaluations, whether it broke, its line


@dataclass
class Rivals:
    """What a chart knows of a race. Lines are made when a run has gone on, and kept until then."""

    names: tuple[str, ...]
    race: RaceView

    def __post_init__(self) -> None:
        self._made: tuple[object, tuple[Line, ...]] = (None, ())

    @property
    def far(self) -> Far:
        """How far each run is: equal where nothing happened."""
        return tuple(
            (run.started, run.step, len(run.evaluations), run.diverged, run.line) for run in self.race.lanes.values()
        )

    def lines(self, metric: str, held_out: bool) -> tuple[Line, ...]:
        """All contestants in order, those without a value too: marks go by their number. Behind them what each left
        last when all were taken back, without a name: of one that goes on as before it lies under its own curve."""
        state = (self.names, self.far, metric, held_out)
        if self._made[0] != state:
            lines = [self._line(k, name, metric, held_out) for k, name in enumerate(self.names)]
            left = [self._left(k, metric, held_out) for k in range(len(self.names))]
            self._made = state, (*lines, *(line for line in left if line.steps))
        return self._made[1]

    def _line(self, contestant: int, name: str, metric: str, held_out: bool) -> Line:
        runs = self.race.runs(contestant)
        value = f"val_{metric}" if held_out else metric
        if len(runs) > 1:
            there = [run for run in runs if run.series(value)[0]]
            label = trn("{name}, {n} seed", "{name}, {n} seeds", len(there), name=name)
            return replace(band(label, [run.series(value) for run in there]), role="race")
        (run,) = runs or (RunView(),)
        label = name if run.diverged is None else tr("{name}: NaN at {step}", name=name, step=run.diverged.step)
        return Line("race", label, *_curve(run, metric, held_out))

    def _left(self, contestant: int, metric: str, held_out: bool) -> Line:
        lines = [list(run.branches.values())[-1] for run in self.race.runs(contestant) if run.branches]
        if len(lines) > 1:
            value = f"val_{metric}" if held_out else metric
            middle = band("", [_evaluated(line.evaluations, value) for line in lines])
            return replace(middle, role="left", lows=(), highs=())
        return Line("left", "", *(_curve(lines[0], metric, held_out) if lines else ((), ())))


def _curve(run: RunView | Branch, metric: str, held_out: bool) -> tuple[Sequence[float], Sequence[float]]:
    """What was measured over all examples, as checks see it; while that is little, the running mean over the steps."""
    measured = _evaluated(run.evaluations, f"val_{metric}" if held_out else metric)
    first, series = run.trained(metric)
    return measured if held_out or not series or len(measured[0]) > FEW else (series.places(first), series.means)


def _evaluated(evaluations: Sequence[tuple[int, Values]], value: str) -> tuple[list[int], list[float]]:
    """Steps and numbers of an evaluated value."""
    pairs = [(step, values[value]) for step, values in evaluations if value in values]
    return [step for step, _ in pairs], [number for _, number in pairs]
