"""``tuidl run --headless`` with several runs at once: who races, what is told, the exit code."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from tuidl.cli.setting import settings
from tuidl.commands import KnobValue
from tuidl.course import dependence
from tuidl.course.outcome import Outcome as Kept
from tuidl.course.spec import Contestant, Lesson
from tuidl.course.vocabulary import CONTESTANTS
from tuidl.errors import Exit, UsageError
from tuidl.session.request import Request

SINGLE = {  # options of a single run, and why a race has not got them
    "save": "a race is not saved",
    "resume": "a race begins where all can begin, at step 0",
    "record": "a race is not recorded",
}
ITSELF = "as it is"  # the contestant that nothing is changed of


def contestants(
    given: Sequence[str], lesson: Lesson, experiment: str, base: Mapping[str, KnobValue]
) -> tuple[Contestant, ...]:
    """Those of ``--race``; one alone races against the run as it is. UsageError for what cannot race."""
    if not given:
        return ()
    if lesson.experiments[experiment].race:
        raise UsageError(f"--race: '{experiment}' is a race already; --experiment names a single run")
    found = [Contestant(ITSELF, experiment)] if len(given) == 1 else []
    for text in given:
        values = settings(text.split(","), lesson.knobs, lesson.id, "--race")
        for name in values:
            if name not in dependence.knobs(lesson, lesson.experiments[experiment]):
                raise UsageError(f"--race {text}: nothing in '{experiment}' depends on the knob '{name}'")
        found.append(Contestant(",".join(part.strip() for part in text.split(",")), experiment, values))
    if len(found) > CONTESTANTS:
        raise UsageError(f"--race: {len(found)} contestants are too many; at most {CONTESTANTS} can race")
    known: dict[tuple[tuple[str, KnobValue], ...], str] = {}
    for one in found:
        run = tuple(sorted({**lesson.defaults(), **base, **one.set}.items()))
        if run in known:
            raise UsageError(f"--race: '{known[run]}' and '{one.name}' are the same run; change another knob")
        known[run] = one.name
    return tuple(found)


def train(lesson: Lesson, request: Request, options: Mapping[str, Any]) -> Exit:
    """Race as the options say."""
    from tuidl.cli import headless_run
    from tuidl.headless.interruption import listening
    from tuidl.headless.race import stage
    from tuidl.headless.race.plot import RacePlotted
    from tuidl.headless.race.training import RaceReporter, conduct

    for name, why in SINGLE.items():
        if options[name] is not None:
            raise UsageError(f"--{name}: {why}; leave it out, or leave out --race, --seeds and the race")
    headless_run.checked_files(options)
    reporters: list[RaceReporter] = stage.reporters(options["as_json"], options["plain"], options["quiet"])
    if options["plot"] is not None:
        reporters.append(RacePlotted(options["plot"]))
    with listening() as interruption:
        outcome = conduct(
            partial(headless_run.events, request), reporters, partial(_finished, lesson, request, options), interruption
        )
    return outcome.code


def _finished(lesson: Lesson, request: Request, options: Mapping[str, Any], outcome: Any) -> Any:
    """Judge the goals: those that speak of contestants on the race, others on each contestant."""
    from tuidl.headless.race.outcome import standings
    from tuidl.telling.outcome import judged_by, unjudged

    experiment = request.experiment or lesson.headless
    if request.data is not None:
        return replace(outcome, judged=False, why="they speak of the lesson's own data")
    if experiment != lesson.headless:
        return replace(outcome, judged=False, why=f"they are those of the experiment '{lesson.headless}'")
    if options["quick"]:
        return replace(outcome, goals=unjudged(lesson), judged=False, why="--quick trains too short for them")
    if outcome.reason != "budget":
        return replace(outcome, goals=unjudged(lesson), judged=False, why="the race did not come to its end")
    if lesson.experiments[experiment].race:
        return replace(outcome, goals=judged_by(lesson, Kept.of(outcome.view)))
    return replace(outcome, standings=standings(outcome.view, lesson))
