"""Run: one run that obeys commands: it begins, plays piece by piece, steps, turns knobs, saves, goes back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from tuidl.commands import (
    Assign,
    Choose,
    Command,
    Compare,
    Export,
    Inspect,
    Keep,
    KnobValue,
    Pause,
    Play,
    Reset,
    Restore,
    Rewind,
    Save,
    SetKnob,
    SetPace,
    Sketch,
    Step,
    Teach,
    Watch,
)
from tuidl.course import load
from tuidl.course.spec import Lesson
from tuidl.data import drawn
from tuidl.errors import CheckpointError, LessonError, TuidlError, UsageError
from tuidl.events import Diagnosis, Event, Exported, KnobTurned, Saved
from tuidl.language import tr
from tuidl.session.request import Request
from tuidl.train import checkpoint, exporting, knobs, plan, probes
from tuidl.train.checkpoint import Checkpoint
from tuidl.train.experiment import Experiment
from tuidl.train.history import History
from tuidl.train.pace import PACES, Pace
from tuidl.train.pictures import Panels
from tuidl.train.plan import Plan
from tuidl.train.progress import Progress
from tuidl.train.supervised import Supervised
from tuidl.train.timeline import MEMORY

ENDED = ("diverged", "early")  # ends after which nothing but a reset goes on
KINDS: dict[str, Callable[[Plan], Experiment]] = {"supervised": Supervised}


class Run:
    """Every method that makes something happen is a generator of events. ``saved``: where it begins, if not at step 0;
    ``like``: a plan whose data may be shared; ``memory``: bytes for the states that it keeps of its way."""

    def __init__(
        self,
        request: Request,
        lesson: Lesson,
        pace: Pace,
        saved: Checkpoint | None = None,
        like: Plan | None = None,
        memory: int = MEMORY,
    ) -> None:
        self._saved = saved
        self._request, self._lesson, self._pace, self._like, self._memory = request, lesson, pace, like, memory
        self._watched: Panels = ()
        self._pending: dict[str, KnobValue] = {}
        self._until: int | None = None
        self._now: Progress | None = None

    @property
    def now(self) -> Progress:
        """The run on its way, once it has begun."""
        assert self._now is not None
        return self._now

    # ---- beginning ----------------------------------------------------------------------------------------------

    def begin(self) -> Iterator[Event]:
        """Stand at step 0, or where a saved run stopped."""
        saved, self._saved = self._saved, None  # its arrays are not needed twice
        if saved is None:
            yield from self._begin(self._request, {})
        else:
            yield from self._continue(saved, self._request)

    def _prepare(self, request: Request, turned: dict[str, KnobValue]) -> tuple[Plan, Experiment]:
        made = plan.make(request, self._lesson, turned, self._now.plan if self._now else self._like)
        kind = made.experiment.kind
        if kind not in KINDS:
            raise LessonError(
                tr(
                    "{id}, experiment '{name}': kind '{kind}' is unknown",
                    id=self._lesson.id,
                    name=made.experiment.name,
                    kind=kind,
                )
            )
        return made, KINDS[kind](made)

    def _begin(self, request: Request, turned: dict[str, KnobValue]) -> Iterator[Event]:
        """A run at step 0."""
        made, experiment = self._prepare(request, turned)
        self._request = request
        yield from self._open(Progress(made, experiment, History(), self._pace, self._watched, self._memory))
        yield from self.now.evaluate()
        yield from self.now.show(everything=True)

    def _continue(self, saved: Checkpoint, asked: Request) -> Iterator[Event]:
        """A run where a saved one stopped. What it said before is told again."""
        if saved.lesson != self._lesson.id:
            raise CheckpointError(
                tr(
                    "the saved run is of {lesson}, not of {id}: open that lesson",
                    lesson=saved.lesson,
                    id=self._lesson.id,
                )
            )
        request = checkpoint.going_on(saved, asked)
        made, experiment = self._prepare(request, {})
        if checkpoint.fingerprint(made.data) != saved.data:
            raise CheckpointError(tr("the saved run was trained on other data; give it the same data set (--data)"))
        experiment.restore(saved.state)
        for name, value in asked.knobs.items():
            if self._lesson.knobs[name].change == "live":
                experiment.turn(name, value)
        self._request = request
        yield from self._open(Progress(made, experiment, saved.history, self._pace, self._watched, self._memory))
        yield from saved.history.events(experiment.epoch)
        yield from self.now.show(everything=True)

    def _open(self, progress: Progress) -> Iterator[Event]:
        self._now, self._pending, self._until = progress, {}, None
        self._pace.begin(progress.plan.pace, progress.plan.stride)
        yield from progress.started()

    # ---- obeying ------------------------------------------------------------------------------------------------

    def obey(self, command: Command) -> Iterator[Event]:
        """Do what is asked; what cannot be done is told, and the run stands as it stood."""
        try:
            yield from self._do(command)
        except TuidlError as error:
            yield Diagnosis(type(command).__name__.lower(), "bad", str(error), self.now.step)

    def _do(self, command: Command) -> Iterator[Event]:
        run = self.now
        match command:
            case Play(until):
                yield from self._play(until)
            case Step(count):
                yield from self._step(count)
            case Pause():
                yield from run.rest()
            case Reset():
                yield from self._reset(command)
            case SetKnob(name, value):
                yield from self._turn(name, value)
            case Assign(place, value):
                yield from run.assign(place, value)
            case SetPace(pace, interval):
                if pace not in PACES:
                    raise UsageError(
                        tr("pace '{pace}' is unknown: it is one of {paces}", pace=pace, paces=", ".join(PACES))
                    )
                self._pace.on_screen(pace, interval)
            case Watch(panels):
                self._watched = panels
                run.watch(panels)
                yield from run.show(everything=not run.playing)
            case Choose(panel, value):
                run.experiment.choose(panel, value)
                kind = panel.partition(":")[0]
                run.forget(probes.CHOOSING.get(kind, (kind,)))
                yield from run.show(everything=not run.playing)
            case Inspect():
                yield from run.experiment.inspect(command)
            case Sketch():
                yield run.experiment.sketch(command)
            case Teach(points):
                yield from self._teach(points)
            case Keep():
                yield drawn.kept(command)
            case Save(path):
                checkpoint.write(path, self.checkpoint())
                yield Saved(str(path), run.step)
            case Export(path, form):
                yield from run.measured()
                exporting.export(path, form, run)
                yield Exported(path, run.step)
            case Rewind(step, line):
                self._until = None
                yield from run.rewind(step, line)
            case Compare(line):
                yield from run.compare(line)
            case Restore(path):
                asked = replace(self._request, knobs={}, steps=None, epochs=None)
                yield from self._continue(checkpoint.read(path), asked)

    def _reset(self, asked: Reset) -> Iterator[Event]:
        request = self._request
        if asked.lesson is not None:
            yield from self._exchange(asked.lesson, dict(asked.knobs))
            return
        if asked.steps is not None:
            request = replace(request, steps=asked.steps, epochs=None)
        request = replace(
            request,
            experiment=asked.experiment or request.experiment,
            evaluate_every=asked.evaluate_every or request.evaluate_every,
        )
        yield from self._begin(request, {**self.now.kept(), **self._pending, **dict(asked.knobs)})

    def _exchange(self, folder: str, knobs: dict[str, KnobValue]) -> Iterator[Event]:
        """Another lesson's run at step 0 in the place of this one, which stands as it stood if that cannot be."""
        before, self._lesson = self._lesson, load.read(Path(folder))
        request = replace(self._request, lesson=folder, experiment=None, knobs={}, seed=None, steps=None, resume=None)
        try:
            made, experiment = self._prepare(request, knobs)
        except BaseException:
            self._lesson = before
            raise
        self._request = request
        yield from self._open(Progress(made, experiment, History(), self._pace, self._watched, self._memory))
        yield from self.now.evaluate()
        yield from self.now.show(everything=True)

    def _play(self, until: int | None) -> Iterator[Event]:
        run = self.now
        if run.over in ENDED or (until is None and run.step >= run.plan.steps):
            yield run.ended(run.over or "budget")
        elif until is None or until > run.step:
            self._until, run.playing = until, True
            yield from run.become("playing")

    def advance(self, most: int | None = None) -> Iterator[Event]:
        """One piece of training while it plays, not beyond step ``most``, and what belongs to its end."""
        run = self.now
        goal = run.plan.steps if self._until is None else self._until
        yield from run.train(goal if most is None else min(goal, most))
        if run.playing and run.step >= goal:
            run.playing = False
            yield from run.evaluate(once=True)
            yield from run.rest()

    def _step(self, count: int) -> Iterator[Event]:
        """Exactly ``count`` steps, at once."""
        run = self.now
        if run.over in ENDED:
            yield run.ended(run.over)
            return
        goal = run.step + max(count, 0)
        run.playing = False
        while run.step < goal and run.over not in ENDED:
            yield from run.train(goal)
        yield from run.rest()

    def _turn(self, name: str, value: KnobValue) -> Iterator[Event]:
        checked = knobs.settings(self._lesson, {name: value})[name]
        if self._lesson.knobs[name].change == "reset":
            self._pending[name] = checked
            yield KnobTurned(name, checked, self.now.step, pending=True)
        else:
            yield from self.now.turn(name, checked)

    def _teach(self, points: tuple[tuple[float, float, int], ...]) -> Iterator[Event]:
        """The same network goes on with other points: an experiment over them takes the state as it is."""
        before = self.now
        made = plan.over(before.plan, before.knobs, points)
        experiment = KINDS[made.experiment.kind](made)
        place = {"position": np.array(0, np.int64), "batch": np.array(made.batch, np.int64)}
        experiment.restore({**before.experiment.state(), **place})
        self._now = before.followed(made, experiment, self._memory)
        yield from self.now.evaluate()
        yield from self.now.show(everything=True)

    def checkpoint(self) -> Checkpoint:
        """All that is needed to go on from here."""
        run = self.now
        return Checkpoint(
            lesson=self._lesson.id,
            request=replace(self._request, experiment=run.plan.experiment.name, resume=None, record=None, code=()),
            knobs=run.knobs,
            seed=run.plan.seed,
            step=run.step,
            steps=run.plan.steps,
            data=checkpoint.fingerprint(run.plan.data),
            state=run.experiment.state(),
            history=run.history,
        )
