"""``tuidl run --headless`` with several runs at once: who races, and with whose functions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tuidl.cli.setting import settings
from tuidl.commands import KnobValue
from tuidl.course import dependence
from tuidl.course.spec import Contestant, Lesson
from tuidl.course.vocabulary import CONTESTANTS
from tuidl.course.written import Written
from tuidl.errors import UsageError
from tuidl.session.request import Request

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


def lent(lesson: Lesson, request: Request, quiet: bool) -> Request:
    """The request with the functions that the learner wrote, where contestants are made of such; it is told whose they
    are."""
    from tuidl.cli.ending import say
    from tuidl.course import borrowing
    from tuidl.course.progress import Progress
    from tuidl.course.storage import ProgressError

    experiment = request.experiment or lesson.headless
    names = borrowing.named(lesson, experiment)
    if not names or request.race:
        return request
    written: tuple[Written, ...] = ()
    try:
        with Progress.open() as progress:
            written = progress.walk(lesson).functions(experiment)
    except ProgressError as error:
        say(f"tuidl: your functions cannot be read: {error}")
    if not quiet:
        say(borrowing.told(lesson, names, written))
    return replace(request, code=written)
