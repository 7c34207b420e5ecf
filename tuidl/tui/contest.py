"""A race in the lab: its contestants, a lab for each, and the one that keys and knobs are for. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tuidl.commands import KnobValue
from tuidl.course import dependence
from tuidl.course.spec import Contestant, Lesson, Step
from tuidl.course.vocabulary import CONTESTANTS
from tuidl.events import Event, Raced, RaceStarted
from tuidl.language import tr
from tuidl.race import RaceView
from tuidl.session.request import Request
from tuidl.tui import knob as handle
from tuidl.tui.asked import Asked
from tuidl.tui.lab import Lab

SEEDS = (1, 5, 10)  # how many a key goes through


@dataclass
class Contest:
    """``own``: the learner's, beside a run that waits; else the step is a race itself. ``first``: so many contestants
    belong to the lesson."""

    lesson: Lesson
    step: Step
    contestants: tuple[Contestant, ...]
    asked: Asked = field(default_factory=Asked)
    seeds: int = 1
    own: bool = False
    first: int = 0
    chosen: int = 0
    everyone: bool = False  # knobs are turned for all, not for the one in hand
    view: RaceView = field(default_factory=RaceView)
    labs: list[Lab] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.labs = [Lab(self.lesson, self.step, asked=self.asked) for _ in self.contestants]
        self.view.lanes = {(k, 0): lab.view for k, lab in enumerate(self.labs)}

    def fold(self, event: Event) -> None:
        """Take one event of the race in; a lab folds what the first run of its contestant tells."""
        if isinstance(event, Raced) and event.seed == 0 and event.contestant < len(self.labs):
            self.view.version += 1
            self.labs[event.contestant].fold(event.told)
            self.view.hear(event.told)
        else:
            self.view.apply(event)

    @property
    def lab(self) -> Lab:
        """That of the contestant in hand."""
        return self.labs[self.chosen]

    def choose(self, contestant: int) -> None:
        """Take another contestant in hand; the screen stays as it is."""
        if 0 <= contestant < len(self.labs):
            old, self.chosen = self.lab, contestant
            self.like(old)

    def like(self, old: Lab) -> None:
        """The lab in hand is arranged as another one was."""
        lab = self.lab
        lab.zoomed, lab.tab, lab.sandbox, lab.held, lab.pace = old.zoomed, old.tab, old.sandbox, old.held, old.pace
        lab.typed, lab.typing, lab.change = "", False, ""

    def tells(self, event: RaceStarted) -> bool:
        """Whether it is this race that begins."""
        names = tuple(contestant.name for contestant in self.contestants)
        return event.names == names and len(event.seeds) == self.seeds

    # ---- who races ----------------------------------------------------------------------------------------------

    def values(self, contestant: int) -> dict[str, KnobValue]:
        """Knobs as a contestant shall have them: as turned, but numbers of the network where they began."""
        return settings(self.labs[contestant], self.contestants[contestant])

    def joined(self) -> "Contest":
        """The same with a copy of the contestant in hand, which is then in hand."""
        known = [contestant.name for contestant in self.contestants]
        name = next(name for k in range(1, CONTESTANTS + 2) if (name := f"twin{k}") not in known)
        copy = replace(self.contestants[self.chosen], name=name, set=self.values(self.chosen))
        return self._with((*self._settled(), copy), self.seeds, len(self.contestants))

    def without(self) -> "Contest | None":
        """The same without the contestant in hand; None where too few would be left."""
        left = [one for k, one in enumerate(self._settled()) if k != self.chosen]
        if self.chosen < self.first or not left:
            return None
        return self._with(tuple(left), self.seeds, min(self.chosen, len(left) - 1))

    def seeded(self, seeds: int) -> "Contest":
        """The same over so many seeds."""
        return self._with(self._settled(), seeds, self.chosen)

    def again(self) -> "Contest":
        """The same before anything was told."""
        return self._with(self._settled(), self.seeds, self.chosen)

    def _settled(self) -> tuple[Contestant, ...]:
        return tuple(replace(one, set=self.values(k)) for k, one in enumerate(self.contestants))

    def _with(self, contestants: tuple[Contestant, ...], seeds: int, chosen: int) -> "Contest":
        made = Contest(self.lesson, self.step, contestants, self.asked, seeds, self.own, self.first, chosen)
        made.like(self.lab)
        return made

    def request(self, base: Request) -> Request:
        """What the race is asked for, beside what a run of the step is."""
        return replace(base, race=self.contestants, seeds=self.seeds)

    # ---- how they do --------------------------------------------------------------------------------------------

    def name(self, contestant: int) -> str:
        """The lesson's name for it, else what of its knobs is not as another's: ``rate 0.1``."""
        one = self.contestants[contestant]
        if contestant < self.first:
            return one.name.replace("_", " ")
        values = [self.values(k) for k in range(len(self.labs))]
        told = []
        known = dependence.knobs(self.lesson, self.lesson.experiments[one.experiment])
        for name, knob in self.lesson.knobs.items():
            if name in known and any(other.get(name) != values[contestant].get(name) for other in values):
                value = handle.written(values[contestant][name])
                told.append(value if knob.type == "choice" else f"{knob.label} {value}")
        return " ".join(told) or (tr("as it is") if contestant == 0 else tr("twin"))

    @property
    def names(self) -> tuple[str, ...]:
        """Those of all, in order."""
        return tuple(self.name(k) for k in range(len(self.labs)))

    @property
    def stale(self) -> bool:
        """Whether a knob of any contestant waits for a reset, perhaps of a run that has not begun yet."""
        turned = (name for lab in self.labs if lab.view.started is None for name in lab.values)
        return any(lab.stale for lab in self.labs) or any(self.lesson.knobs[n].change == "reset" for n in turned)


def settings(lab: Lab, contestant: Contestant | None = None) -> dict[str, KnobValue]:
    """Every knob as the learner has it in a lab; those that are numbers of the network as the step opens."""
    opening = {**lab.asked.settings(lab.lesson, lab.step), **(contestant.set if contestant is not None else {})}
    begun = lab.view.started is not None
    return {
        name: lab.value(name) if (begun or name in lab.values) and knob.tensor is None else opening[name]
        for name, knob in lab.lesson.knobs.items()
    }


def of(lesson: Lesson, step: Step, asked: Asked) -> Contest | None:
    """The race that a step is; None where it has a single run."""
    race = lesson.experiments[step.experiment]
    if not race.race:
        return None
    opening = asked.settings(lesson, step)
    field_of = tuple(replace(one, set={**opening, **one.set}) for one in race.contestants)
    return Contest(lesson, step, field_of, asked, race.seeds, first=len(field_of))


def met(event: RaceStarted, like: Contest) -> Contest:
    """The race that begins, where it has other contestants, arranged as one that was asked for."""
    told = zip(event.names, event.experiments, event.settings, event.functions, strict=True)
    contestants = tuple(Contestant(name, of, dict(settings), functions) for name, of, settings, functions in told)
    made = Contest(like.lesson, like.step, contestants, like.asked, len(event.seeds), like.own, like.first)
    made.like(like.lab)
    return made


def beside(lab: Lab, seeds: Sequence[int] = SEEDS) -> Contest:
    """A race of the run in a lab with itself, which a copy may join."""
    one = Contestant("as_it_is", lab.step.experiment, settings(lab))
    made = Contest(lab.lesson, lab.step, (one,), lab.asked, seeds[0], own=True)
    made.like(lab)
    return made
