"""Reading a lesson folder: ``lesson.toml``, its pages and its glossary become one ``Lesson``."""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tuidl import language
from tuidl.course import declarations, references, translation
from tuidl.course.folder import inside, text_of
from tuidl.course.spec import Demo, Goal, Lesson, Step, Term
from tuidl.course.steps import steps
from tuidl.course.table import Table, parse, shown
from tuidl.errors import LessonError
from tuidl.language import tr

FORMAT = 1
_ID = re.compile(r"lesson-[a-z0-9-]{1,64}")
_NUMBER = re.compile(r"[1-9]\d?\.[1-9]\d?")


def read(folder: Path, strict: bool = True, languages: Sequence[str] | None = None) -> Lesson:
    """The lesson in this folder.

    LessonError with one sentence for the first thing that is wrong: a missing file or key, a wrong type, an unknown
    key and, when ``strict``, an unknown name (``references.mistakes`` lists all of those). Its words are in the first
    of the ``languages`` that it has, else English; None: those that the person reads.
    """
    folder = Path(folder)
    called = folder.name or str(folder)
    if not folder.is_dir():
        raise LessonError(tr("lesson folder '{folder}' does not exist", folder=folder))
    values = parse(text_of(folder / "lesson.toml", called), "lesson.toml", called)
    if isinstance(values.get("id"), str) and _ID.fullmatch(values["id"]):
        called = values["id"].removeprefix("lesson-")
    table = Table(called, "", values)
    form = table.whole("format")
    if form != FORMAT:
        raise table.error(
            tr("format {form} is not known here; this tuidl reads format {format}", form=form, format=FORMAT)
        )
    lesson_id, number = table.text("id"), table.text("number")
    if not _ID.fullmatch(lesson_id):
        raise table.error(
            tr("id {lesson_id} must be 'lesson-' and then small letters, digits or '-'", lesson_id=shown(lesson_id))
        )
    if not _NUMBER.fullmatch(number):
        raise table.error(tr('number {number} must be PART.PLACE, as in "2.3"', number=shown(number)))
    knobs = declarations.knobs(table)
    headless, goals = _headless(table)
    told = steps(table, knobs)
    lesson = Lesson(
        folder=folder,
        id=lesson_id,
        number=number,
        title=table.text("title"),
        promise=table.text("promise"),
        minutes=table.whole("minutes", least=1),
        needs=table.texts("needs"),
        next=table.text("next", ""),
        objectives=table.texts("objectives"),
        data=declarations.data(table),
        experiments=declarations.experiments(table, knobs),
        measures=declarations.measures(table),
        panels=declarations.panels(table),
        knobs=knobs,
        demo=_demo(table),
        headless=headless,
        goals=goals,
        steps=told,
        pages={step.page: text_of(inside(folder, step.page, called), called) for step in told},
        terms=glossary(folder, called),
        schedules=declarations.schedules(table),
        code=_code(folder, told, called),
    )
    table.done()
    if strict:
        for mistake in references.mistakes(lesson):
            raise LessonError(f"lesson '{called}': {mistake}")
    found = translation.spoken(lesson, language.wanted() if languages is None else languages)
    if found is not lesson and strict and any(references.mistakes(found)):
        return lesson  # words that quote what is not there: `tuidl lesson check` says which
    return found


def _code(folder: Path, told: tuple[Step, ...], called: str) -> dict[str, str]:
    """Stubs and solutions; one that cannot be read is told as a reference."""
    found = {}
    for name in (name for step in told if step.code for name in (step.code.file, step.code.solution)):
        with suppress(LessonError):
            found[name] = text_of(inside(folder, name, called), called)
    return found


def _headless(table: Table) -> tuple[str, tuple[Goal, ...]]:
    entry = table.table("headless", "[headless]")
    goals = []
    for goal in entry.each("goals", "goal"):
        goals.append(Goal(goal.text("text"), goal.text("check")))
        goal.done()
    experiment = entry.text("experiment")
    entry.done()
    if not goals:
        raise entry.error(tr("there are no goals: [[headless.goals]] is missing"))
    return experiment, tuple(goals)


def _demo(table: Table) -> Demo | None:
    if "demo" not in table:
        return None
    entry = table.table("demo", "[demo]")
    demo = Demo(entry.text("plays"), entry.text("picture"), entry.whole("seed", 0))
    entry.done()
    return demo


def glossary(folder: Path, lesson: str) -> dict[str, Term]:
    """The terms that the lesson in this folder introduces; LessonError as for ``read``."""
    path = folder / "terms.toml"
    if not path.exists():
        return {}
    table = Table(lesson, "terms.toml", {"term": parse(text_of(path, lesson), "terms.toml", lesson)})
    found = {}
    for name, entry in table.named("term", "term"):
        found[name] = Term(
            name=name,
            short=entry.text("short"),
            page=entry.text("page"),
            letter=entry.text("letter", ""),
            formula=entry.text("formula", ""),
            also=entry.texts("also", ()),
        )
        entry.done()
    return found
