"""Progress: one run on its way: it trains, evaluates, shows pictures, and falls back when the loss is no number."""

import time
from collections.abc import Iterator, Mapping
from math import isfinite

from tuidl.commands import KnobValue
from tuidl.errors import UsageError
from tuidl.events import (
    Assigned,
    Compared,
    Diagnosis,
    Diverged,
    Evaluated,
    Event,
    KnobTurned,
    Rewound,
    RunEnded,
    RunStarted,
    StateChanged,
    StepsEnded,
)
from tuidl.language import later, tr
from tuidl.train import difference
from tuidl.train.compiling import compiled
from tuidl.train.doctor import Doctor
from tuidl.train.experiment import Experiment, Way
from tuidl.train.history import History
from tuidl.train.pace import Pace
from tuidl.train.pictures import Panels, Pictures
from tuidl.train.plan import Plan
from tuidl.train.timeline import Line, Timeline


class Progress(Pictures):
    """A run from its start (or where a saved one stopped) to its end."""

    def __init__(
        self, plan: Plan, experiment: Experiment, history: History, pace: Pace, watched: Panels, memory: int
    ) -> None:
        self.timeline = Timeline(plan.knobs, experiment.step, history, memory)
        super().__init__(experiment, pace, watched)
        self.plan, self.history = plan, history
        self.knobs: dict[str, KnobValue] = dict(plan.knobs)
        self.playing = False
        self.over: str | None = "early" if experiment.stopped else None  # budget, early or diverged
        self.doctor = Doctor(plan.steps)
        self._fell: RunEnded | None = None  # its end, if its loss left the numbers
        self._state = "ready"
        self._seconds = 0.0

    @property
    def _way(self) -> Way:
        return ((frame.step, frame.state) for frame in self.timeline.line.way(self.step))

    # ---- training -----------------------------------------------------------------------------------------------

    def train(self, goal: int) -> Iterator[Event]:
        """One piece of training: never beyond ``goal``, the budget or the next evaluation."""
        experiment, every, budget = self.experiment, self.plan.evaluate_every, self.plan.steps
        first = experiment.step
        ends = [goal, first + self._pace.steps(), (first // every + 1) * every]
        if first < budget:
            ends.append(budget)
        self.over = None
        self.timeline.offer(first, experiment.state)
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
        self.timeline.reached(experiment.step)
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
        if not self.experiment.looks:
            return
        why = self.experiment.look(self.history.evaluations[-1][2])
        if why:
            self.playing, self.over, self._state = False, "early", "ended"
            yield from self.evaluate()
        self.timeline.offer(self.step, self.experiment.state, always=True)
        if why:
            yield self._noted(Diagnosis("stopping", "note", why, self.step, "loss"))
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

    def measured(self) -> Iterator[Event]:
        """All values at this very step, before somebody takes them along. What is over was measured when it ended."""
        if self.over is None:
            yield from self.evaluate(once=True)

    def _examine(self) -> Iterator[Event]:
        """What the doctor says, if a visit is due."""
        case = self.experiment.examine() if self.doctor.due(self.step) else None
        if case is not None:
            case.losses, case.evaluations = self.history.losses.evenly, self.history.evaluations
            for told in self.doctor.visit(case):
                yield self._noted(told)
            self.timeline.line.known = self.doctor.known

    def _noted(self, told: Diagnosis) -> Diagnosis:
        """The same, kept to be told again."""
        self.timeline.line.diagnoses.append(told)
        return told

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
        before = self.history.losses.last
        was = tr("it was {before:.3g} before", before=before) if isfinite(before) else tr("it never was one")
        told = later(
            "The loss is no number any more at step {step} ({was}, rate {rate:g}); the weights of step {kept} are kept."
        )
        text = tr(told, step=step, was=was, rate=self.experiment.rate, kept=kept)
        fault = self._excuse(kept, step)
        if fault:
            text = f"{fault}. {text}"
        turned = dict(self.knobs)
        self._go_to(kept)
        self._with(turned)  # they may have been turned since
        yield Diverged(step, text, kept, fault)
        yield from self.show(everything=True)
        self._fell = self.ended("diverged", step)
        yield self._fell
        self.timeline.cut(kept)

    def _excuse(self, kept: int, step: int) -> str:
        """What a learner's function did wrong: in the step itself, or in one of those that led there.

        A moment that is no number reaches its weight one step later, and the loss one more.
        """
        for at in (step, *range(max(kept - 1, self.timeline.first), step)) if self.plan.plugs.written else ():
            self._go_to(at)
            if excuse := self.experiment.excuse():
                return excuse
        return ""

    # ---- going back ---------------------------------------------------------------------------------------------

    def _go_to(self, step: int) -> None:
        """Stand at a step of the line under way, trained again from the frame before: the same numbers, bit for bit.

        Knobs are turned where they were, and evaluations made again where training depends on them. The last step at
        least is trained again, for pictures show what it changed.
        """
        line, experiment = self.timeline.line, self.experiment
        frame = line.before(max(step - 1, self.timeline.first))
        self._with(self.timeline.knobs(line.turns[: frame.turns]))
        experiment.restore(frame.state)
        experiment.retrace(self._way)
        for turn in line.turns_until(step)[frame.turns :]:
            self._train_again(turn.step)
            if turn.knob:
                experiment.turn(turn.name, turn.value)
                self.knobs[turn.name] = turn.value
            else:
                experiment.assign(turn.name, float(turn.value))
        self._train_again(step)

    def _train_again(self, goal: int) -> None:
        experiment, every = self.experiment, self.plan.evaluate_every
        while experiment.step < goal:
            experiment.train(min(goal, (experiment.step // every + 1) * every) - experiment.step)
            if experiment.step % every == 0 and experiment.looks:
                experiment.look(experiment.evaluate())

    def _with(self, knobs: Mapping[str, KnobValue]) -> None:
        """Give the live knobs these values; those that are numbers of the network come with its state."""
        for name, knob in self.plan.lesson.knobs.items():
            if knob.change == "live" and knob.tensor is None and self.knobs[name] != knobs[name]:
                self.experiment.turn(name, knobs[name])
        self.knobs = dict(knobs)

    def rewind(self, asked: int, number: int | None = None) -> Iterator[Event]:
        """Stand at a step again as the run stood there, and tell all that it had said until then.

        UsageError, with nothing changed, for a step that cannot be gone back to.
        """
        if not self.timeline.line.frames and self.timeline.line.parent is None:
            self.timeline.offer(self.step, self.experiment.state)
        try:
            line = self.timeline.back(asked, number)
        except KeyError:
            raise UsageError(tr("line {number} of this run is not kept any more", number=(number or 0) + 1)) from None
        except ValueError as error:
            raise UsageError(str(error)) from None
        self.history = line.history
        self._go_to(asked)
        self.doctor.recall(line.known)
        self.playing, self.over = False, "early" if self.experiment.stopped else None
        self._state, self._shown = "paused", {}
        yield self._rewound(line)
        yield from self.history.events(self.experiment.epoch)
        yield from line.diagnoses
        yield StateChanged("paused", asked)
        yield from self.show(everything=True)

    def compare(self, number: int | None = None) -> Iterator[Event]:
        """How the line under way differs from another, at the last step that both have. UsageError if there is none.

        On a line that nothing has happened on yet it is the one that is gone back on.
        """
        timeline, knobs = self.timeline, dict(self.knobs)
        under_way = timeline.line
        line = timeline.along if under_way.empty else under_way
        other = timeline.lines.get(number) if number is not None else line.parent
        if other is None or other is line:
            raise UsageError(tr("there is no other line to compare with: go back with , and train on from there"))
        at = min(line.end, other.end)
        present = self.experiment.state()
        sides = []
        for side in (line, other):
            timeline.line = side
            self._go_to(at)
            sides.append((dict(self.knobs), self.experiment.weights()))
        timeline.line = under_way
        self._with(knobs)
        self.experiment.restore(present)
        self.experiment.retrace(self._way)
        (here, mine), (there, theirs) = sides
        curves = difference.parted(line.history.steps, other.history.steps, at)
        knobs_apart, weights_apart = difference.knobs(here, there), difference.layers(mine, theirs)
        yield Compared(line.number, other.number, at, knobs_apart, curves, weights_apart)

    def _rewound(self, line: Line) -> Rewound:
        timeline, along = self.timeline, self.timeline.along
        parent = None if line.parent is None else line.parent.number
        return Rewound(
            self.step, line.number, parent, along.number, timeline.first, along.end,
            tuple(self.knobs.items()), timeline.bytes, timeline.budget,
        )  # fmt: skip

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
        yield from self._changed(name, value, KnobTurned(name, value, self.step))

    def assign(self, place: str, value: float) -> Iterator[Event]:
        """A number of the network has a new value, and is evaluated at once, unless it plays."""
        self.experiment.assign(place, value)
        yield from self._changed(place, value, Assigned(place, value, self.step))

    def _changed(self, name: str, value: KnobValue, told: Event) -> Iterator[Event]:
        """What belongs to any change between two steps: it is noted, told, measured and shown."""
        self.timeline.turned(self.step, name, value)
        self.timeline.offer(self.step, self.experiment.state, always=True)
        yield told
        self._shown = {}
        knob = self.plan.lesson.knobs.get(name)
        if (knob is None or knob.tensor is not None) and not self.playing:
            yield from self.evaluate()
        yield from self.show(everything=not self.playing)

    def kept(self) -> dict[str, KnobValue]:
        """The knobs as a reset keeps them: those that are numbers of the network begin again where they began."""
        begun = {name: self.plan.knobs[name] for name, knob in self.plan.lesson.knobs.items() if knob.tensor}
        return {**self.knobs, **begun}

    def followed(self, plan: Plan, experiment: Experiment, memory: int) -> "Progress":
        """The run from here on over other examples: as it stands, but it cannot be taken back beyond this step."""
        fresh = Progress(plan, experiment, self.history, self._pace, self._watched, memory)
        fresh.knobs, fresh.playing = dict(self.knobs), self.playing
        fresh._state, fresh._seconds = self._state, self._seconds
        return fresh

    # ---- telling ------------------------------------------------------------------------------------------------

    def started(self) -> Iterator[Event]:
        """Compile what is needed, then the facts of the run."""
        yield from compiled(self.experiment)
        yield self.start(self.experiment.step)

    def start(self, step: int = 0) -> RunStarted:
        """The facts of the run, as if it began at ``step``."""
        plan, experiment = self.plan, self.experiment
        return RunStarted(
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
            step=step,
            pace=self._pace.name,
            kind=plan.data.kind,
            shape=plan.data.shape,
            classes=plan.data.classes,
            unit=experiment.unit,
            own_data=plan.own_data,
        )

    @property
    def seconds(self) -> float:
        """Spent training."""
        return self._seconds

    def ended(self, reason: str, step: int | None = None) -> RunEnded:
        """The end, with the last evaluation; asked for again, that of a run which left the numbers is what it was."""
        if reason == self.over == "diverged" and step is None and self._fell is not None:
            return self._fell
        evaluations = self.history.evaluations
        values = dict(evaluations[-1][2]) if evaluations else {}
        return RunEnded(self.step if step is None else step, reason, values, {"seconds": self._seconds})
