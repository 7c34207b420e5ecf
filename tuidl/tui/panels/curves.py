"""Loss and accuracy against the step: raw values, their running mean, validation, predictions and other runs."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size

from tuidl.language import later, tr
from tuidl.race import RaceView
from tuidl.series import Series
from tuidl.tui.drawing.axis import Axis, spread
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.chart import chart
from tuidl.tui.drawing.curve import Curve
from tuidl.tui.drawing.ink import Ink
from tuidl.tui.drawing.number import count, figure, percent
from tuidl.tui.drawing.overlay import Line, curves, smoother
from tuidl.tui.drawing.plot import Plot
from tuidl.tui.panels.panel import Panel
from tuidl.tui.panels.rivals import Rivals
from tuidl.view import Branch, RunView

PINNED = 3  # runs at most
SMOOTHING = ("mean", "heavier", "none")  # what the line of training values is: their running mean, a longer one, they
LONGER = 4  # times as long


@dataclass(frozen=True, slots=True)
class Curves:
    """What a chart of one value shows; compared by how far the run is, drawn from what the view keeps."""

    run: object
    seen: int
    evaluated: int
    last: tuple[float, ...]
    ghost: tuple[tuple[float, float], ...]
    others: tuple[Line, ...]
    log: bool
    smoothing: str
    broken: object
    raw: Series = field(compare=False, default_factory=Series)
    first: int = field(compare=False, default=1)
    budget: int = field(compare=False, default=0)
    left: tuple[tuple[int, int], ...] = ()  # number and last step of the lines that the run has left
    behind: tuple[Line, ...] = field(compare=False, default=())  # these lines
    checked: tuple[Sequence[float], Sequence[float]] = field(compare=False, default=((), ()))
    validated: tuple[Sequence[float], Sequence[float]] = field(compare=False, default=((), ()))


class CurvePanel(Panel):
    """One value over the run, on a log axis if it has one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("l", "scale", later("log or linear axis"), show=False),
        Binding("m", "smooth", later("running mean, a longer one, or none"), show=False),
        Binding("v", "held_out", later("in a race: training or held-out examples"), show=False),
    ]
    directions = "x"
    interval = 0.08
    metric: ClassVar[str] = later("loss")
    unit: ClassVar[str] = later("nats")
    starts_log: ClassVar[bool] = True
    share: ClassVar[bool] = False
    averaged: ClassVar[bool] = True  # single values are noisy
    floor: ClassVar[tuple[float, ...]] = ()  # values that always have room

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.logarithmic = bool(self.options.get("log", self.starts_log))
        self.ghost: tuple[tuple[float, float], ...] = ()
        self.others: tuple[Line, ...] = ()
        self.smoothing = str(self.options.get("smoothing", SMOOTHING[0]))
        self._plot: Plot | None = None
        self.rivals: Rivals | None = None  # the race whose curves are shown in place of a run's
        self.held_out = bool(self.options.get("held_out", False))

    def compete(self, names: tuple[str, ...], race: RaceView | None) -> None:
        """Show all contestants of a race; None: the run again."""
        if race is None:
            self.rivals = None
        elif self.rivals is None or self.rivals.race is not race:
            self.rivals = Rivals(names, race)
        else:
            self.rivals.names = names

    def action_held_out(self) -> None:
        """In a race the losses of the training examples, or of those held out."""
        self.held_out = not self.held_out
        self.redraw()

    def predict(self, points: Sequence[tuple[float, float]]) -> None:
        """Lay a prediction over the chart: (step, value) in rising order; none to take it away."""
        self.ghost = tuple((float(step), float(value)) for step, value in points)
        self.redraw()

    def lay(self, lines: Sequence[Line]) -> None:
        """Lay other runs over the chart, in place of those there: earlier ones, a race, bands of seeds."""
        self.others = tuple(lines)
        self.redraw()

    def pin(self, label: str, view: RunView) -> None:
        """Keep a run's curve to compare with."""
        first, series = self._trained(view)
        line = Line("earlier", label, tuple(series.places(first)), tuple(self.middle(series)))
        self.lay((*self.others[1 - PINNED :], line))

    def unpin(self) -> None:
        """Let go of all other runs."""
        self.lay(())

    def action_scale(self) -> None:
        """Change between log and linear axis."""
        self.logarithmic = not self.logarithmic
        self.redraw()

    def action_smooth(self) -> None:
        """The next way of smoothing."""
        if not self.averaged:
            return
        place = SMOOTHING.index(self.smoothing) if self.smoothing in SMOOTHING else 0
        self.smoothing = SMOOTHING[(place + 1) % len(SMOOTHING)]
        self.redraw()

    def data(self, view: RunView) -> Curves | None:
        """The run's numbers, or a prediction alone; in a race those of all contestants."""
        if self.rivals is not None:
            return self._contested(self.rivals)
        first, raw = (view.first, Series()) if view.every(self.metric) else self._trained(view)
        validated, checked = view.series(f"val_{self.metric}"), view.series(self.metric)
        if not (raw or validated[0] or checked[0] or self.ghost or self.others or view.branches):
            return None
        ends = tuple(series[1][-1] for series in (validated, checked) if series[1])
        return Curves(
            view.started,
            len(raw),
            len(view.evaluations),
            ends,
            self.ghost,
            self.others,
            self.logarithmic,
            self.smoothing,
            view.diverged,
            raw,
            first,
            max(view.budget, view.step, 1),
            tuple((line.number, line.step) for line in view.branches.values()),
            self._behind(view),
            checked,
            validated,
        )

    def _contested(self, rivals: Rivals) -> Curves | None:
        """The curves of a race, and a prediction that lies over them."""
        lines, race = rivals.lines(self.metric, self.held_out), rivals.race
        if not any(line.steps for line in lines) and not self.ghost:
            return None
        return Curves(
            (race.started, rivals.names, rivals.far),
            race.step,
            0,
            (float(self.held_out),),
            self.ghost,
            self.others,
            self.logarithmic,
            self.smoothing,
            None,
            budget=max(race.budget, race.step, 1),
            behind=lines,
        )

    def _behind(self, view: RunView) -> tuple[Line, ...]:
        """The curves of the lines that the run has left, the newest last."""
        found = []
        for line in view.branches.values():
            first, series = self._trained(line)
            alone = len(view.branches) == 1 and line.number in (view.parent, view.along)
            label = tr("before") if alone else tr("line {n}", n=line.number + 1)
            found.append(Line("left", label, tuple(series.places(first)), tuple(self.middle(series))))
        return tuple(found)

    def _trained(self, run: RunView | Branch) -> tuple[int, Series]:
        """The first step of what training gave, and all of it."""
        return run.trained(self.metric)

    @staticmethod
    def middle(series: Series) -> Sequence[float]:
        """What of a series is drawn strongly: its running mean."""
        return series.means

    def heading(self, data: Any) -> tuple[str, str]:
        """``log · nats``."""
        facts = [tr("log")] if self.logarithmic else []
        if self.rivals is not None:
            where = [tr("held out")] if self.held_out else []
            return tr(self.metric), " · ".join((*facts, self._measured(), *where, *self._seeds()))
        smoothing = {"heavier": tr("mean ×{n}", n=LONGER), "none": tr("raw")}.get(
            self.smoothing if self.averaged else "", ""
        )
        return tr(self.metric), " · ".join((*facts, self._measured(), *([smoothing] if smoothing else [])))

    def _measured(self) -> str:
        """The unit of the values."""
        return tr(self.unit)

    def _seeds(self) -> tuple[str, ...]:
        """What a band is."""
        several = self.rivals is not None and self.rivals.race.seeds > 1
        return (tr("median, lowest to highest"),) if several else ()

    def foot(self, data: Any) -> str:
        """The keys."""
        keys = f" · {tr('m mean')}" if self.averaged and self.rivals is None else ""
        keys += f" · {tr('v train, held out')}" if self.rivals is not None else ""
        return f"{super().foot(data)}{keys}" if self.has_focus else ""

    def lines(self, data: Curves) -> list[Line]:
        """All that is drawn, each with what it is there for."""
        lines = [*data.behind, *data.others]
        if data.ghost:
            steps, values = zip(*data.ghost, strict=True)
            lines.append(Line("prediction", tr("your prediction"), steps, values))
        if data.raw:
            if data.smoothing == "none":
                lines.append(Line("train", tr("train"), *data.raw.band(data.first)))
            else:
                if data.raw.noisy:
                    lines.append(Line("raw", "", *data.raw.band(data.first)))
                lines.append(Line("train", tr("train"), data.raw.places(data.first), self._smooth(data)))
        elif data.checked[0]:
            lines.append(Line("train", tr("train"), *data.checked))
        if data.validated[0]:
            lines.append(Line("validation", tr("val"), *data.validated))
        return lines

    def _smooth(self, data: Curves) -> Sequence[float]:
        raw = data.raw
        return raw.means if data.smoothing != "heavier" else smoother(raw.means, LONGER * raw.span / raw.width)

    def curves(self, data: Curves, ink: Ink) -> list[Curve]:
        """From the back to the front: other runs, raw values, prediction, running mean, validation."""
        return curves(ink, self.lines(data))

    def axes(self, data: Curves, curves: Sequence[Curve]) -> tuple[Axis, Axis]:
        """Steps to the budget; values around everything that is drawn strongly, and the raw ones a little beyond."""
        limits = self.options.get("range")
        values = [v for curve in curves if curve.bold or curve.every for v in (*curve.ys, *curve.lows, *curve.highs)]
        if self.share:
            y = spread([*values, 1.0], False, limits or None)
            y = Axis(max(y.low, 0.0), 1.0) if not limits and y.low < 1.0 else y
        else:
            y = spread([*values, *self.floor], data.log, tuple(limits) if limits else None)
        return Axis(0.0, float(data.budget)), y

    def paint(self, cells: Cells, data: Curves) -> None:
        """The chart; where the run broke, a cross at the last finite value."""
        curves = self.curves(data, cells.ink)
        x, y = self.axes(data, curves)
        broken = self.view.diverged if self.view is not None and self.rivals is None else None
        shown = curves if broken is None else [replace(curve, label="", mark="") for curve in curves]
        self._plot = chart(cells, shown, x, y, share=self.share, cursor=self.cursor)
        if broken is not None and self._plot is not None:
            _broken(cells, self._plot, curves, broken.step)

    def reading(self, data: Curves) -> str:
        """Every value at the cursor's step."""
        step = round(self.cursor)
        said = [tr("step {step}", step=count(step))]
        place = step - data.first
        if 0 <= place < len(data.raw):
            mean, raw = self._said(self._smooth(data)[data.raw.bucket(place)]), self._raw(data.raw, place)
            if data.smoothing != "none" and raw != mean:
                said.append(tr("raw {raw}", raw=raw))  # of what has no room it goes first
            said += self._known(tr("all examples"), data.checked, step) if data.raw.noisy else []
            said.append(tr("train {raw}", raw=raw if data.smoothing == "none" else mean))
        elif not data.raw:
            said += self._known(tr("train"), data.checked, step)
        said += self._known(tr("val"), data.validated, step)
        others = (*data.others, *(line for line in data.behind if line.role == "race"))
        said += [f"{line.label} {self._said(line.at(step))}" for line in others if isfinite(line.at(step))]
        return " · ".join(said)

    def _known(self, name: str, series: tuple[Sequence[float], Sequence[float]], step: int) -> list[str]:
        """What was evaluated last, up to a step."""
        values = [v for s, v in zip(*series, strict=True) if s <= step]
        return [f"{name} {self._said(values[-1])}"] if values else []

    def _raw(self, raw: Series, place: int) -> str:
        """The value itself; of a long run the extremes around it."""
        low, high = raw.lows[raw.bucket(place)], raw.highs[raw.bucket(place)]
        return self._said(low) if raw.width == 1 else f"{self._said(low)}…{self._said(high)}"

    def _said(self, value: float) -> str:
        return f"{percent(value)} %" if self.share else figure(value)

    def spot(self, data: Curves, column: int, row: int) -> float | None:
        """The step at a column."""
        plot = self._plot
        return None if plot is None or column < plot.left else float(round(plot.at(column)))

    def moved(self, data: Curves, dx: int, dy: int) -> float | None:
        """One dot column on; it begins at the newest step."""
        last = float(data.first + max(len(data.raw), 1) - 1) if self.rivals is None else float(data.seen)
        if self.cursor is None or self._plot is None:
            return last
        step = max(1, round(data.budget / max(1, self._plot.width)))
        return float(min(max(0.0, self.cursor + dx * step), data.budget))

    def value(self, data: Curves) -> tuple[float, ...]:
        """The step."""
        return (float(self.cursor or 0),)

    def grid(self, inside: Size) -> tuple[int, int]:
        """Two dots a column, four a row."""
        return inside.width * 2, inside.height * 4


class LossPanel(CurvePanel):
    """The loss, in the unit that the run says."""

    def _measured(self) -> str:
        started = self.view.started if self.view is not None else None
        return tr(started.unit if started is not None else self.unit)


class AccuracyPanel(CurvePanel):
    """The share of right answers."""

    metric = later("accuracy")
    unit = "%"
    starts_log = False
    share = True


class ApartPanel(CurvePanel):
    """In a race of written functions: the largest difference between any weight of one run and the same of another."""

    metric = later("apart")
    unit = later("largest difference of weights")
    averaged = False

    def action_held_out(self) -> None:
        """Weights are the same for all examples."""

    def foot(self, data: Any) -> str:
        """The keys, without the one for held-out examples."""
        return Panel.foot(self, data) if self.has_focus else ""

    def _contested(self, rivals: Rivals) -> Curves | None:
        """All but the first contestant, which the others are held against."""
        found = super()._contested(rivals)
        if found is None:
            return None
        first, *others = found.behind
        return replace(found, behind=(Line(first.role, first.label, (), ()), *others))  # so that marks stay


def _broken(cells: Cells, plot: Plot, curves: Sequence[Curve], step: int) -> None:
    ink = cells.ink
    ends = [curve.ys[i] for curve in curves for i in range(len(curve.ys)) if curve.bold and curve.xs[i] <= step]
    finite = [value for value in ends if value - value == 0]
    row = plot.row(finite[-1]) if finite else 0
    text = tr("{mark} NaN at {step}", mark=ink.glyphs.diverged, step=count(step))
    column = min(plot.column(step), cells.width - len(text))
    cells.put(max(0, column), row, text, ink.bad, cells.bg, BOLD)
    cells.centre(plot.left, plot.height - 1, plot.width, " " + tr("last finite weights kept") + " ", ink.bad, cells.bg)
