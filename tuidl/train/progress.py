"""Progress: one run on its way: it trains, evaluates, shows pictures, and falls back when the loss is no number."""

import time
from collections.abc import Iterator
from math import isfinite, nan

from tuidl.commands import KnobValue
from tuidl.events import (
    Diagnosis,
    Diverged,
    Evaluated,
    Event,
    KnobTurned,
    Probed,
    RunEnded,
    RunStarted,
    StateChanged,
    StepsEnded,
)
from tuidl.train.compiling import compiled
from tuidl.train.doctor import Doctor
from tuidl.train.experiment import Experiment
from tuidl.train.history import History
from tuidl.train.pace import Pace
from tuidl.train.plan import Plan
from tuidl.train.ring import Ring

Panels = tuple[tuple[str, int, int], ...]  # name, columns, rows


class Progress:
    """A run from its start (or where a saved one stopped) to its end."""

    def __init__(self, plan: Plan, experiment: Experiment, history: History, pace: Pace, watched: Panels) -> None:
        self.plan, self.experiment, self.history = plan, experiment, history
        self.knobs: dict[str, KnobValue] = dict(plan.knobs)
        self.playing = False
        self.over: str | None = "early" if experiment.stopped else None  # budget, early or diverged
        self._pace = pace
        self.doctor = Doctor(plan.steps)
        self._ring = Ring()
        self._state = "ready"
        self._seconds = 0.0
        self._shown: dict[str, int] = {}  # panel -> step of its last picture
        self._watched: Panels = ()
        self.watch(watched)

    @property
    def step(self) -> int:
        """Training steps done."""
        return self.experiment.step

    # ---- training -----------------------------------------------------------------------------------------------

    def train(self, goal: int) -> Iterator[Event]:
        """One piece of training: never beyond ``goal``, the budget or the next evaluation."""
        experiment, every, budget = self.experiment, self.plan.evaluate_every, self.plan.steps
        first = experiment.step
        ends = [goal, first + self._pace.steps(), (first // every + 1) * every]
        if first < budget:
            ends.append(budget)
        self.over = None
        self._ring.offer(first, experiment.state)
        began = time.perf_counter()
        measured = experiment.train(min(ends) - first)
        seconds = time.perf_counter() - began
        self._pace.took(experiment.step - first, seconds)
        self._seconds += seconds
        values = {name: tuple(float(number) for number in numbers) for name, numbers in measured.items()}
        bad = next((place for place, loss in enumerate(values["loss"]) if not isfinite(loss)), None)
        if bad is not None:
            values = {name: numbers[: bad + 1] for name, numbers in values.items()}
        self.history.trained(values)
        yield StepsEnded(first + 1, experiment.epoch, values, {"seconds": seconds})
        if bad is not None:
            yield from self._diverge(first + bad + 1)
            return
        if experiment.step % every == 0 or experiment.step == budget:
            yield from self.evaluate()
            if self.over is None and experiment.step % every == 0:
                yield from self._look()
        if experiment.step == budget and goal <= budget and self.over is None:
            yield from self._finish()
        elif self.over is None and self._pace.live:
            yield from self.show()

    def _look(self) -> Iterator[Event]:
        """Let the run see the evaluation just made: it may stop here, with the best weights back.

        Evaluations change the state of such a run, so it is kept: trained again from before, it would not see them.
        """
        why = self.experiment.look(self.history.evaluations[-1][2])
        if why is None:
            return
        if why:
            self.playing, self.over, self._state = False, "early", "ended"
            yield from self.evaluate()
        self._ring.offer(self.step, self.experiment.state, always=True)
        if why:
            yield Diagnosis("stopping", "note", why, self.step, "loss")
            yield from self.show(everything=True)
            yield self.ended("early")

    def _finish(self) -> Iterator[Event]:
        self.playing, self.over, self._state = False, "budget", "ended"
        yield from self.show(everything=True)
        yield self.ended("budget")

    def evaluate(self, once: bool = False) -> Iterator[Event]:
        """All values now (``once``: unless that was just done); pictures too where nobody is looking.

        A loss that is no number ends the run here.
        """
        step, told = self.step, self.history.evaluations
        if once and told and told[-1][0] == step:
            return
        began = time.perf_counter()
        values = self.experiment.evaluate()
        self.history.evaluated(step, self.experiment.epoch, values)
        yield Evaluated(step, self.experiment.epoch, values, {"seconds": time.perf_counter() - began})
        if step > 0 and not isfinite(values.get("loss", 0.0)) and self.over is None:
            yield from self._fall_back(step, step - 1)
            return
        if self.over is None:
            yield from self._examine()
        if not self._pace.live:
            yield from self.show(everything=True)

    def _examine(self) -> Iterator[Event]:
        """What the doctor says, if a visit is due."""
        case = self.experiment.examine() if self.doctor.due(self.step) else None
        if case is not None:
            case.losses, case.evaluations = self.history.steps.get("loss", []), self.history.evaluations
            yield from self.doctor.visit(case)

    # ---- when the loss leaves the numbers -----------------------------------------------------------------------

    def _diverge(self, step: int) -> Iterator[Event]:
        """Training step ``step`` began with weights whose loss is no number; those before them are kept.

        The evaluation there is made all the same, so that checks see it.
        """
        self._go_to(step)
        self.over = "diverged"
        yield from self.evaluate()
        yield from self._fall_back(step, max(step - 2, 0))

    def _fall_back(self, step: int, kept: int) -> Iterator[Event]:
        """Return to the last weights whose loss was a number, and say so."""
        self.playing, self.over, self._state = False, "diverged", "diverged"
        losses = self.history.steps.get("loss", [])
        before = next((loss for loss in reversed(losses[:step]) if isfinite(loss)), nan)
        was = f"it was {before:.3g} before" if isfinite(before) else "it never was one"
        text = (
            f"The loss is no number any more at step {step} ({was}, rate {self.experiment.rate:g}); "
            f"the weights of step {kept} are kept."
        )
        self._go_to(kept)
        for name, knob in self.plan.lesson.knobs.items():  # they may have been turned since
            if knob.change == "live" and knob.tensor is None:
                self.experiment.turn(name, self.knobs[name])
        yield Diverged(step, text, kept)
        yield from self.show(everything=True)
        yield self.ended("diverged", step)
        self.history.cut(kept)

    def _go_to(self, step: int) -> None:
        """Train again from the last state before ``step``: the same numbers, bit for bit."""
        snapshot = self._ring.before(step)
        self.experiment.restore(snapshot.state)
        if step > snapshot.step:
            self.experiment.train(step - snapshot.step)

    # ---- steering -----------------------------------------------------------------------------------------------

    def become(self, state: str) -> Iterator[Event]:
        """Say ``playing`` or ``paused``, unless that is known."""
        if self._state != state:
            self._state = state
            yield StateChanged(state, self.step)

    def rest(self) -> Iterator[Event]:
        """Stand still, with every picture of this very step."""
        self.playing = False
        if self.over is None:
            yield from self.become("paused")
        yield from self.show(everything=True)

    def turn(self, name: str, value: KnobValue) -> Iterator[Event]:
        """A live knob has a new value. One that is a number of the network is evaluated at once, unless it plays."""
        self.experiment.turn(name, value)
        self.knobs[name] = value
        self._ring.offer(self.step, self.experiment.state, always=True)
        yield KnobTurned(name, value, self.step)
        self._shown = {}
        if self.plan.lesson.knobs[name].tensor is not None and not self.playing:
            yield from self.evaluate()
        yield from self.show(everything=not self.playing)

    def kept(self) -> dict[str, KnobValue]:
        """The knobs as a reset keeps them: those that are numbers of the network begin again where they began."""
        begun = {name: self.plan.knobs[name] for name, knob in self.plan.lesson.knobs.items() if knob.tensor}
        return {**self.knobs, **begun}

    # ---- telling ------------------------------------------------------------------------------------------------

    def started(self) -> Iterator[Event]:
        """Compile what is needed, then the facts of the run."""
        plan, experiment = self.plan, self.experiment
        yield from compiled(experiment)
        yield RunStarted(
            lesson=plan.lesson.id,
            experiment=plan.experiment.name,
            seed=plan.seed,
            device=experiment.device,
            threads=experiment.threads,
            knobs=tuple(self.knobs.items()),
            steps=plan.steps,
            batch=plan.batch,
            examples=plan.data.n,
            validation=plan.data.validation,
            parameters=experiment.parameters,
            layers=experiment.layers(),
            data=plan.data.label,
            step=experiment.step,
            pace=self._pace.name,
        )

    def watch(self, panels: Panels) -> None:
        """The pictures that are wanted."""
        self._watched, self._shown = panels, {}
        self.experiment.watch(tuple(name for name, _, _ in panels))

    def forget(self, names: tuple[str, ...]) -> None:
        """The pictures of these panels are out of date."""
        self._shown = {panel: step for panel, step in self._shown.items() if panel.partition(":")[0] not in names}

    def show(self, everything: bool = False) -> Iterator[Event]:
        """Pictures of the watched panels: those that are due, or all that are not of this very step."""
        for panel, columns, rows in self._watched:
            if self._shown.get(panel) == self.step or not (everything or self._pace.due(panel)):
                continue
            began = time.perf_counter()
            signal = self.experiment.probe(panel, columns, rows)
            self._pace.drew(panel, time.perf_counter() - began, len(self._watched))
            self._shown[panel] = self.step
            if signal is not None:
                yield Probed(panel, self.step, signal)

    def ended(self, reason: str, step: int | None = None) -> RunEnded:
        """The end, with the last evaluation."""
        evaluations = self.history.evaluations
        values = dict(evaluations[-1][2]) if evaluations else {}
        return RunEnded(self.step if step is None else step, reason, values, {"seconds": self._seconds})
