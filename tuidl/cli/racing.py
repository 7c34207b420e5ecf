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
from tuidl.language import later, tr
from tuidl.session.request import Request

ITSELF = later("as it is")  # the contestant that nothing is changed of


def contestants(
    given: Sequence[str], lesson: Lesson, experiment: str, base: Mapping[str, KnobValue]
) -> tuple[Contestant, ...]:
    """Those of ``--race``; one alone races against the run as it is. UsageError for what cannot race."""
    if not given:
        return ()
    if lesson.experiments[experiment].race:
        raise UsageError(
            tr("--race: '{experiment}' is a race already; --experiment names a single run", experiment=experiment)
        )
    found = [Contestant(ITSELF, experiment)] if len(given) == 1 else []
    for text in given:
        values = settings(text.split(","), lesson.knobs, lesson.id, "--race")
        for name in values:
            if name not in dependence.knobs(lesson, lesson.experiments[experiment]):
                raise UsageError(
                    tr(
                        "--race {text}: nothing in '{experiment}' depends on the knob '{name}'",
                        text=text,
                        experiment=experiment,
                        name=name,
                    )
                )
        found.append(Contestant(",".join(part.strip() for part in text.split(",")), experiment, values))
    if len(found) > CONTESTANTS:
        raise UsageError(
            tr(
                "--race: {count} contestants are too many; at most {most} can race",
                count=len(found),
                most=CONTESTANTS,
            )
        )
    known: dict[tuple[tuple[str, KnobValue], ...], str] = {}
    for one in found:
        run = tuple(sorted({**lesson.defaults(), **base, **one.set}.items()))
        if run in known:
            raise UsageError(
                tr(
                    "--race: '{first}' and '{second}' are the same run; change another knob",
                    first=known[run],
                    second=one.name,
                )
            )
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
        say(tr("tuidl: your functions cannot be read: {error}", error=error))
    if not quiet:
        say(borrowing.told(lesson, names, written))
    return replace(request, code=written)
