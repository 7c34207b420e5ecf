"""What was asked for on the command line: it holds for every run of the lesson that opens with it. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tuidl.commands import KnobValue
from tuidl.course.spec import KnobRef, Lesson, Step
from tuidl.session.request import Request


@dataclass(frozen=True, slots=True)
class Asked:
    """Nothing, unless fields are given: then runs differ from those that the lesson was written for."""

    knobs: Mapping[str, KnobValue] = field(default_factory=dict)  # where they start
    seed: int | None = None
    data: str | None = None  # a data set's name or a path, in place of the lesson's own
    device: str = "auto"
    threads: int | None = None
    steps: int | None = None  # the budget of the learner's runs
    epochs: float | None = None
    step: str = ""  # the step of the lesson to open; empty: where the learner was
    resume: Path | None = None  # a saved run to go on with there
    suit: bool = False  # in a sandbox: layers that do not fit its data give way to some that do
    raced: bool = False  # it is a saved race

    @property
    def own_data(self) -> bool:
        """Whether the lesson's numbers and goals speak of other data than those it trains on."""
        return self.data is not None

    @property
    def plain(self) -> bool:
        """Whether runs are those of the lesson as it stands, wherever they are computed."""
        return self == Asked(device=self.device, threads=self.threads, step=self.step)

    @property
    def folder(self) -> str:
        """A name for the folder of saved runs: equal for equal runs, empty for those of the lesson as it stands."""
        chosen = replace(self, device="auto", threads=None, step="", resume=None, raced=False)
        if chosen == Asked():
            return ""
        told = [sorted(chosen.knobs.items()), chosen.seed, chosen.data, chosen.steps, chosen.epochs]
        return "asked-" + hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]

    def again(self) -> "Asked":
        """The same for the next time the lesson is opened: where the learner was, with new runs."""
        return replace(self, step="", resume=None, raced=False)

    # ---- knobs --------------------------------------------------------------------------------------------------

    def started(self, lesson: Lesson, step: Step) -> dict[str, KnobValue]:
        """The knobs that start elsewhere in a step. What a step sets and gives to nobody is what it is about."""
        given = dict(self.knobs)
        knob = self.seed_knob(lesson, step)
        if knob:
            given[knob] = int(self.seed or 0)
        return {name: value for name, value in given.items() if name not in step.set or name in step.knobs}

    def settings(self, lesson: Lesson, step: Step) -> dict[str, KnobValue]:
        """Every knob as a step opens."""
        return {**lesson.settings(step), **self.started(lesson, step)}

    def seed_knob(self, lesson: Lesson, step: Step) -> str:
        """The knob that holds the seed that was asked for; empty if it is none."""
        seed = lesson.experiments[step.experiment].seed
        return seed.name if self.seed is not None and isinstance(seed, KnobRef) else ""

    # ---- runs ---------------------------------------------------------------------------------------------------

    def request(self, lesson: Lesson, step: Step, start: Path | None = None, whole: bool = False) -> Request:
        """A run of a step, from the end of another one if ``start`` holds it; ``whole``: as long as the lesson says."""
        defaults = lesson.defaults()
        timed = not whole and (self.steps is not None or self.epochs is not None)
        return Request(
            lesson=str(lesson.folder),
            experiment=step.experiment,
            knobs={name: value for name, value in self.settings(lesson, step).items() if defaults[name] != value},
            seed=None if self.seed_knob(lesson, step) else self.seed,
            device=self.device,
            threads=self.threads,
            data=self.data,
            steps=self.steps if timed else step.steps,
            epochs=self.epochs if timed else None,
            evaluate_every=None if self.own_data else step.evaluate_every,
            resume=str(start) if start is not None else None,
        )

    def going_on(self, lesson: Lesson, step: Step, saved: Path) -> Request:
        """The saved run itself: it knows its knobs, its seed and how long it lasts, but for what was asked."""
        first = saved == self.resume
        return Request(
            lesson=str(lesson.folder),
            experiment=step.experiment,
            knobs=dict(self.knobs) if first else {},
            device=self.device,
            threads=self.threads,
            data=self.data,
            steps=self.steps if first else None,
            epochs=self.epochs if first else None,
            resume=str(saved),
        )
