"""What `tuidl lesson check` finds by reading alone: every mistake of a lesson folder, each in one sentence."""

from pathlib import Path

from tuidl.course import references
from tuidl.course.lint import code, head, pages, steps
from tuidl.course.lint.finding import Finding
from tuidl.course.load import read
from tuidl.course.spec import Lesson
from tuidl.errors import LessonError

__all__ = ["Finding", "lint"]


def lint(folder: Path) -> tuple[Lesson | None, tuple[Finding, ...]]:
    """The lesson and all that is wrong with it; no lesson, and one finding, if it cannot be read at all."""
    try:
        lesson = read(folder, strict=False)
    except LessonError as error:
        return None, (Finding("lesson.toml", str(error)),)
    found = [Finding("lesson.toml", text) for text in references.mistakes(lesson)]
    found += [*head.findings(lesson), *steps.findings(lesson), *pages.findings(lesson), *code.findings(lesson)]
    return lesson, tuple(dict.fromkeys(found))
