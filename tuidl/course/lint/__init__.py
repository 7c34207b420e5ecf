"""What `tuidl lesson check` finds by reading alone: every mistake of a lesson folder, each in one sentence."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tuidl.course import references
from tuidl.course.lint import code, head, pages, steps
from tuidl.course.lint.finding import Finding
from tuidl.course.load import read
from tuidl.course.spec import Lesson
from tuidl.errors import LessonError

__all__ = ["Finding", "across", "lint"]


def lint(folder: Path) -> tuple[Lesson | None, tuple[Finding, ...]]:
    """The lesson and all that is wrong with it; no lesson, and one finding, if it cannot be read at all."""
    try:
        lesson = read(folder, strict=False)
    except LessonError as error:
        return None, (Finding("lesson.toml", str(error)),)
    found = [Finding("lesson.toml", text) for text in references.mistakes(lesson)]
    found += [*head.findings(lesson), *steps.findings(lesson), *pages.findings(lesson), *code.findings(lesson)]
    return lesson, tuple(dict.fromkeys(found))


def across(lessons: Iterable[Lesson]) -> Iterator[Finding]:
    """What is wrong between lessons: an id used twice, a term that two lessons introduce."""
    ids: dict[str, Lesson] = {}
    introduced: dict[str, Lesson] = {}
    for lesson in lessons:
        if lesson.id in ids:
            where = f"{lesson.folder.name}/lesson.toml"
            yield Finding(where, f"id '{lesson.id}' is that of {ids[lesson.id].folder.name} too")
        ids.setdefault(lesson.id, lesson)
        for term in lesson.terms:
            first = introduced.setdefault(term, lesson)
            if first is not lesson:
                where = f"{lesson.folder.name}/terms.toml"
                yield Finding(where, f"term '{term}' is introduced by {first.id} already")
