"""What each run of a race is asked for: the request of that run alone."""

from dataclasses import dataclass, replace

from tuidl.course import borrowing
from tuidl.course.spec import Contestant, Lesson
from tuidl.course.vocabulary import CONTESTANTS, SEEDS
from tuidl.course.written import Written
from tuidl.errors import CheckpointError, UsageError
from tuidl.language import tr
from tuidl.session.request import Request
from tuidl.train import checkpoint, knobs, plan
from tuidl.train.checkpoint import Checkpoint
from tuidl.train.race.saved import SavedRace, agree


@dataclass(frozen=True, slots=True)
class Entry:
    """One run: of contestant number ``contestant`` with its seed number ``seed``, both from 0."""

    contestant: int
    seed: int
    request: Request
    saved: Checkpoint | None = None  # where it begins, if not at step 0


@dataclass(frozen=True, slots=True)
class Field:
    """All that run together. ``seeds``: the first contestant's."""

    contestants: tuple[Contestant, ...]
    seeds: tuple[int, ...]
    entries: tuple[Entry, ...]


def racing(request: Request, lesson: Lesson, resumed: Checkpoint | None = None) -> bool:
    """Whether several runs are asked for: by the request, or by what the lesson calls the experiment. CheckpointError
    where a single run shall go on as several."""
    if resumed is not None:
        checkpoint.agree(resumed, request)
        return False
    experiment = lesson.experiments.get(request.experiment or lesson.headless)
    return bool(request.race) or request.seeds > 1 or (experiment is not None and experiment.race)


def enter(request: Request, lesson: Lesson) -> Field:
    """The runs of a race, contestant by contestant. UsageError, one sentence, for a race that cannot be."""
    race = plan.experiment_of(lesson, request.experiment)
    steps, contestants = request.steps, request.race or race.contestants or (Contestant(race.name, race.name),)
    if race.race and steps is None and request.epochs is None:
        steps = int(knobs.settled(race.steps, knobs.settings(lesson, request.knobs)))
    count = request.seeds if request.race or request.seeds > 1 else race.seeds
    if len(contestants) > CONTESTANTS or count > SEEDS:
        raise UsageError(
            tr(
                "{contestants} contestants with {seeds} seeds are too many: "
                "at most {most} can race, with at most {each} seeds each",
                contestants=len(contestants),
                seeds=count,
                most=CONTESTANTS,
                each=SEEDS,
            )
        )
    several = len(contestants) * count > 1
    entries, firsts = list[Entry](), list[int]()
    for number, contestant in enumerate(contestants):
        alone = replace(
            request,
            experiment=contestant.experiment,
            knobs={**request.knobs, **contestant.set},
            threads=1 if several else request.threads,  # runs are what goes on at the same time
            steps=steps,
            evaluate_every=request.evaluate_every or race.evaluate_every,
            race=(),
            seeds=1,
            code=_code(request, lesson, contestant),
        )
        first = _seed(alone, lesson)
        firsts.append(first)
        for k in range(count):
            entries.append(Entry(number, k, replace(alone, seed=first + k) if count > 1 else alone))
    return Field(tuple(contestants), tuple(range(firsts[0], firsts[0] + count)), tuple(entries))


def again(request: Request, saved: SavedRace, lesson: Lesson) -> Field:
    """The runs of a saved race, each where it stood. What is asked of it now counts for all, but for the knobs that
    make a contestant what it is. CheckpointError for what the race has settled."""
    if saved.lesson != lesson.id:
        raise CheckpointError(
            tr("the saved race is of {lesson}, not of {id}: open that lesson", lesson=saved.lesson, id=lesson.id)
        )
    agree(saved, request)
    found = []
    for number, lane in enumerate(saved.lanes):
        k, seed = divmod(number, saved.request.seeds)
        contestant = saved.request.race[k]
        alone = replace(
            request,
            experiment=lane.request.experiment,
            knobs={name: value for name, value in request.knobs.items() if name not in contestant.set},
            seed=None,
            threads=1 if len(saved.lanes) > 1 else request.threads,
            race=(),
            seeds=1,
            code=_code(request, lesson, contestant),
        )
        found.append(Entry(k, seed, alone, lane))
    seeds = tuple(lane.seed for lane in saved.lanes[: saved.request.seeds])
    return Field(saved.request.race, seeds, tuple(found))


def _code(request: Request, lesson: Lesson, contestant: Contestant) -> tuple[Written, ...]:
    """The functions of a contestant: the request's texts, and solutions for what it has not got. One without any has
    that of the code step which all race in."""
    if not contestant.functions:
        return tuple(written for written in request.code if not written.lesson)
    known = {written.name: written for written in request.code}
    return tuple(known.get(name) or borrowing.solution(name, lesson) for name in contestant.functions)


def _seed(request: Request, lesson: Lesson) -> int:
    """The seed that a run would have by itself."""
    if request.seed is not None:
        return request.seed
    return int(knobs.settled(plan.experiment_of(lesson, request.experiment).seed, plan.knobs_of(request, lesson, {})))
