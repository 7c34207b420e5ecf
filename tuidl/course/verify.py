"""What `tuidl lesson check` finds by running: does every step of a lesson come out as it says, on every seed?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from tuidl.commands import KnobValue
from tuidl.course import check
from tuidl.course.check import parse
from tuidl.course.explanation import explain
from tuidl.course.outcome import Outcome
from tuidl.course.spec import KnobRef, Lesson, Step
from tuidl.course.tree import Check, Compare, compares, spell
from tuidl.course.values import Names, met_at
from tuidl.course.walk import made_right
from tuidl.course.written import Written
from tuidl.language import tr
from tuidl.race import RaceView
from tuidl.view import RunView

LACKING = "–"  # what is quoted of a value that a run does not have
SINGLE = 25  # steps that are run of a step in which the learner takes them one by one

Train = Callable[[str, Mapping[str, KnobValue], int, int, int, Written | None], RunView]
"""(experiment, knobs, seed, steps, evaluate_every, a learner's function) -> the run when it is over."""
Race = Callable[[str, Mapping[str, KnobValue], int, int, int], RaceView]
"""(race, knobs, seed, steps, evaluate_every) -> all its runs, in lock-step, when they are over."""
Files = Callable[[Lesson, Step, Sequence[int]], Sequence[Iterable[tuple[str, bool]]]]
"""(lesson, code step, seeds) -> for each seed what the step's files claim, and whether it is so."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Something the lesson says, and whether this seed agrees."""

    step: str
    seed: int
    text: str
    holds: bool
    reached: int | None = None  # step at which the check was met
    within: int | None = None
    closest: float | None = None  # a check that must fail: how near its first number came to ``goal``
    goal: float | None = None
    figures: str = ""  # the numbers of the check where it is met, or as near as they came
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation as a learner would read it."""

    step: str
    seed: int
    text: str


@dataclass
class _Seed:
    """The runs of one seed; equal ones are made once."""

    lesson: Lesson
    train: Train
    files: Callable[[Step, int], Iterable[tuple[str, bool]]]
    race: Race | None
    seed: int
    kept: dict[str, Outcome] = field(default_factory=dict)
    made: dict[tuple[object, ...], Outcome] = field(default_factory=dict)
    seconds: float = 0.0

    def run(
        self,
        experiment: str,
        knobs: Mapping[str, KnobValue],
        steps: int,
        every: int,
        written: Written | None = None,
        seed: int = 0,
    ) -> Outcome:
        key = (experiment, tuple(sorted(knobs.items())), steps, every, written, seed)
        begun = perf_counter()
        if key not in self.made:
            self.made[key] = Outcome.of(self.train(experiment, knobs, self.seed + seed, steps, every, written))
        self.seconds = perf_counter() - begun
        return self.made[key]

    def of(self, step: Step, knobs: Mapping[str, KnobValue] | None = None, written: Written | None = None) -> Outcome:
        """The run of a step, with these knobs over those it opens with, and a learner's function in its place."""
        experiment = self.lesson.experiments[step.experiment]
        every = step.evaluate_every or experiment.evaluate_every
        values = {**self.lesson.settings(step), **(knobs or {})}
        steps = step.steps or length(self.lesson, step.experiment, values)
        if step.check is not None and parse(step.check).within == 0:
            steps = 0
        return self.all(step.experiment, values, min(steps, SINGLE) if step.single else steps, every, written)

    def all(
        self, name: str, knobs: Mapping[str, KnobValue], steps: int, every: int, written: Written | None = None
    ) -> Outcome:
        """The run of an experiment; of a race those of all contestants, each by itself, for that changes nothing.
        Where functions are held against the engine they run in lock-step."""
        race = self.lesson.experiments[name]
        if not race.race:
            return self.run(name, knobs, steps, every, written)
        begun = perf_counter()
        if self.race is not None and any(one.functions for one in race.contestants):  # how far apart they are counts
            outcome = Outcome.of(self.race(name, knobs, self.seed, steps, every))
            self.seconds = perf_counter() - begun
            return outcome
        entrants = {
            one.name: [self.run(one.experiment, {**knobs, **one.set}, steps, every, seed=k) for k in range(race.seeds)]
            for one in race.contestants
        }
        self.seconds = perf_counter() - begun
        return Outcome.race(entrants)

    def names(self, run: Outcome, reached: int | None = None) -> Names:
        return Names.of(self.lesson, run, self.kept, reached)

    def claim(self, step: str, text: str, goal: str, run: Outcome, passes: bool) -> Claim:
        """That a run passes (or must not pass) a check."""
        tree = parse(goal)
        reached = met_at(tree, self.names(run))
        closest, wanted = (None, None) if passes else self._closest(tree, run)
        held = (reached is not None) is passes
        figures = "" if held else self._figures(tree, run, reached)
        return Claim(step, self.seed, text, held, reached, tree.within, closest, wanted, figures, self.seconds)

    def _closest(self, tree: Check, run: Outcome) -> tuple[float | None, float | None]:
        first = next(compares(tree))
        if not isinstance(first, Compare):
            return None, None
        return self._best(first, run), check.value(first.right, self.names(run))

    def _best(self, compare: Compare, run: Outcome, within: int | None = None) -> float | None:
        """How far the left side came in the direction of the sign, in the evaluations that count."""
        names = self.names(run)
        places = [at for at, (step, _) in enumerate(run.evaluations) if within is None or step <= within]
        numbers = [check.value(compare.left, names.at(place)) for place in places]
        known = [number for number in numbers if number is not None and number == number]
        return (max if compare.sign.startswith(">") else min)(known, default=None)

    def _figures(self, tree: Check, run: Outcome, reached: int | None) -> str:
        """The numbers behind a claim that does not hold: one as near as it came, several where the check ends."""
        asked = [one for one in compares(tree) if isinstance(one, Compare)]
        if reached is None and len(asked) == 1:
            found = {spell(asked[0].left): self._best(asked[0], run, tree.within)}
        else:
            end = tree.within if reached is None else reached
            place = len(run.evaluations) - 1 if end is None else run.place(end)
            found = {spell(one.left): check.value(one.left, self.names(run).at(place)) for one in asked}
        told = ", ".join(f"{name} {LACKING if number is None else f'{number:.4g}'}" for name, number in found.items())
        if reached is not None:
            return tr("met at step {reached}: {told}", reached=reached, told=told or LACKING)
        return tr("at best {told}", told=told) if len(asked) == 1 else tr("at the end {told}", told=told or LACKING)


def verify(
    lesson: Lesson, train: Train, files: Files, seeds: Iterable[int] = range(5), race: Race | None = None
) -> Iterator[Claim | Told]:
    """Every claim on every seed, as soon as it is known; the explanations of the first seed as they read."""
    right: dict[tuple[str, str], set[str]] = {}
    seeds = tuple(seeds)
    asked: dict[str, dict[int, Iterable[tuple[str, bool]]]] = {}

    def claimed(step: Step, seed: int) -> Iterable[tuple[str, bool]]:
        if step.id not in asked:
            asked[step.id] = dict(zip(seeds, files(lesson, step, seeds), strict=True))
        return asked[step.id][seed]

    for place, seed in enumerate(seeds):
        runs = _Seed(lesson, train, claimed, race, seed)
        for step in lesson.steps:
            for found in _STEPS.get(step.kind, _nothing)(runs, step):
                if isinstance(found, Told) and place > 0:
                    continue
                yield found
            for ask in step.ask:
                answer = made_right(ask, runs.names(runs.kept[step.id]))
                right.setdefault((step.id, ask.id), set()).add(answer)
        yield from _headless(runs)
    for (step_id, ask_id), answers in right.items():
        same = len(answers) == 1 and "" not in answers
        found_text = ", ".join(sorted(answer or "none" for answer in answers))
        yield Claim(
            step_id,
            -1,
            tr("question '{ask_id}' has one answer on every seed: {found_text}", ask_id=ask_id, found_text=found_text),
            same,
        )


def length(lesson: Lesson, experiment: str, knobs: Mapping[str, KnobValue]) -> int:
    """The number of steps an experiment runs with these knobs."""
    steps = lesson.experiments[experiment].steps
    return int(knobs[steps.name]) if isinstance(steps, KnobRef) else steps


def nearest(claims: Iterable[Claim]) -> dict[tuple[str, str], Claim]:
    """Of each goal with a limit, the claim that came nearest to missing it, by (step, text)."""
    found: dict[tuple[str, str], Claim] = {}
    for claim in claims:
        if claim.holds and claim.reached is not None and claim.within:
            known = found.get((claim.step, claim.text))
            if known is None or claim.reached > (known.reached or 0):
                found[claim.step, claim.text] = claim
    return found


Found = Iterator[Claim | Told]


def _nothing(runs: _Seed, step: Step) -> Found:
    return iter(())


def _run(runs: _Seed, step: Step) -> Found:
    run = runs.of(step)
    yield runs.claim(step.id, tr("the run meets the check"), step.check or "", run, passes=True)
    yield runs.claim(step.id, tr("the check is not met before training"), step.check or "", run.until(0), passes=False)
    yield from _told(runs, step, run)


def _tune(runs: _Seed, step: Step) -> Found:
    yield runs.claim(step.id, tr("it fails as it opens"), step.check or "", runs.of(step), passes=False)
    run = runs.of(step, step.solution)
    yield runs.claim(step.id, tr("it passes with the solution"), step.check or "", run, passes=True)
    yield from _told(runs, step, run)


def _predict(runs: _Seed, step: Step) -> Found:
    run = runs.of(step)
    seen = any(run is one for one in runs.kept.values())
    yield Claim(step.id, runs.seed, tr("no step before it shows the run that it asks about"), not seen)
    for ask in step.ask:
        answer = made_right(ask, runs.names(run))
        text = tr("question '{id}': the run makes exactly one answer right", id=ask.id)
        text += f", {answer}" if answer else ""
        yield Claim(step.id, runs.seed, text, bool(answer), seconds=runs.seconds)
        if any(choice.id == answer and choice.tempting for choice in ask.choices):
            yield Claim(
                step.id, runs.seed, tr("question '{id}': the answer that is right is called tempting", id=ask.id), False
            )
    yield from _told(runs, step, run)


def _code(runs: _Seed, step: Step) -> Found:
    assert step.code is not None
    for text, holds in runs.files(step, runs.seed):
        yield Claim(step.id, runs.seed, text, holds)
    stub, solution = (Written(step.id, runs.lesson.code[name]) for name in (step.code.file, step.code.solution))
    fails, run = runs.of(step, written=stub), runs.of(step, written=solution)
    yield runs.claim(step.id, tr("it does not train with the stub"), step.check or "", fails, passes=False)
    yield runs.claim(step.id, tr("it trains with the solution"), step.check or "", run, passes=True)
    yield from _told(runs, step, run)


def _repair(runs: _Seed, step: Step) -> Found:
    assert step.repair is not None
    fault = runs.of(step, step.repair.fault)
    yield runs.claim(step.id, tr("it fails with the fault"), step.check or "", fault, passes=False)
    runs.kept["fault"] = fault
    for place, mend in enumerate(step.repair.mends):
        run = runs.of(step, mend)
        yield runs.claim(
            step.id, tr("it passes with {spelled}", spelled=_spelled(mend)), step.check or "", run, passes=True
        )
        if place == 0:
            yield from _told(runs, step, run)
    for decoy in step.repair.decoys:
        run = runs.of(step, decoy)
        yield runs.claim(
            step.id, tr("it still fails with {spelled}", spelled=_spelled(decoy)), step.check or "", run, passes=False
        )
    del runs.kept["fault"]


_STEPS: dict[str, Callable[[_Seed, Step], Found]] = {
    "run": _run,
    "tune": _tune,
    "predict": _predict,
    "code": _code,
    "repair": _repair,
}


def _told(runs: _Seed, step: Step, run: Outcome) -> Found:
    """The explanation of this run, which is the step's result from here on."""
    reached = met_at(parse(step.check), runs.names(run)) if step.check else None
    if step.single and reached is not None:
        run = run.until(reached)
    runs.kept[step.id] = run
    text = explain(step, runs.names(run, reached))
    yield Told(step.id, runs.seed, text)
    if LACKING in text:
        yield Claim(step.id, runs.seed, tr("the explanation has every number that it quotes"), False)


def _headless(runs: _Seed) -> Found:
    lesson = runs.lesson
    knobs, experiment = lesson.defaults(), lesson.experiments[lesson.headless]
    run = runs.all(lesson.headless, knobs, length(lesson, lesson.headless, knobs), experiment.evaluate_every)
    runs.kept.clear()
    for goal in lesson.goals:
        yield runs.claim("[headless]", goal.text, goal.check, run, passes=True)


def _spelled(values: Mapping[str, KnobValue]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in values.items())
