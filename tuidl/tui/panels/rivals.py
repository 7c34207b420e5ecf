"""The curves of a race in one chart: a line for each contestant, over several seeds a median in its band."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tuidl.race import RaceView
from tuidl.series import Series
from tuidl.tui.drawing.overlay import Line, band
from tuidl.view import RunView

FEW = 8  # evaluations that make no curve yet
Far = tuple[tuple[object, int, int, object], ...]  # of each run: which one, steps, evaluations, whether it broke


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
        return tuple((run.started, run.step, len(run.evaluations), run.diverged) for run in self.race.lanes.values())

    def lines(self, metric: str, held_out: bool) -> tuple[Line, ...]:
        """All contestants in order, those without a value too: marks go by their number."""
        state = (self.names, self.far, metric, held_out)
        if self._made[0] != state:
            lines = tuple(self._line(k, name, metric, held_out) for k, name in enumerate(self.names))
            self._made = state, lines
        return self._made[1]

    def _line(self, contestant: int, name: str, metric: str, held_out: bool) -> Line:
        runs = self.race.runs(contestant)
        value = f"val_{metric}" if held_out else metric
        if len(runs) > 1:
            there = [run for run in runs if run.series(value)[0]]
            label = f"{name}, {len(there)} seeds" if len(there) != 1 else f"{name}, 1 seed"
            return replace(band(label, [run.series(value) for run in there]), role="race")
        (run,) = runs or (RunView(),)
        label = name if run.diverged is None else f"{name}: NaN at {run.diverged.step}"
        return Line("race", label, *_curve(run, metric, held_out))


def _curve(run: RunView, metric: str, held_out: bool) -> tuple[Sequence[float], Sequence[float]]:
    """What was measured over all examples, as checks see it; while that is little, the running mean over the steps."""
    measured = run.series(f"val_{metric}" if held_out else metric)
    series = run.steps.get(metric, Series())
    return measured if held_out or not series or len(measured[0]) > FEW else (series.places(run.first), series.means)
