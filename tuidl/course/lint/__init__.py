"""What `tuidl lesson check` finds by reading alone: every mistake of a lesson folder, each in one sentence."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tuidl.course import library, references, translation
from tuidl.course.folder import inside, text_of
from tuidl.course.lint import code, head, pages, place, steps
from tuidl.course.lint.finding import Finding
from tuidl.course.load import read
from tuidl.course.spec import Lesson
from tuidl.errors import LessonError
from tuidl.language import tr

__all__ = ["Finding", "across", "lint", "placed", "progress"]

_FILE = re.compile(r"lesson '[^']*': (?:file '([^']+)'(?:, line (\d+))?: )?(.*)", re.DOTALL)
_LINE = re.compile(r"^line \d+: |, line \d+$| \(at line \d+, column \d+\)$")


def lint(folder: Path) -> tuple[Lesson | None, tuple[Finding, ...]]:
    """The lesson and all that is wrong with it; no lesson, and one finding, if it cannot be read at all."""
    try:
        lesson = read(folder, strict=False, languages=())
    except LessonError as error:
        return None, (placed(folder, _unread(str(error))),)
    found = [*_said(lesson), *code.findings(lesson)]
    for language in translation.languages(folder):
        found += _translated(lesson, language)
    return lesson, tuple(placed(folder, one) for one in dict.fromkeys(found))


def _said(lesson: Lesson) -> Iterator[Finding]:
    """What is wrong with all but the code."""
    yield from (Finding("lesson.toml", text) for text in references.mistakes(lesson))
    yield from (*head.findings(lesson), *steps.findings(lesson), *pages.findings(lesson))


def _translated(lesson: Lesson, language: str) -> Iterator[Finding]:
    """What is wrong with the words of another language, and not in English."""
    found, english = translation.translated(lesson, language), set(_said(lesson))
    for file, text in found.mistakes:
        yield Finding(f"{language}/{file}", text)
    for finding in _said(found.lesson):
        if finding not in english:
            yield replace(finding, file=f"{language}/{finding.file}")


def progress(lesson: Lesson) -> Iterator[tuple[str, int, int]]:
    """Each language that a lesson has words in: how many of its texts and pages, and how many there are."""
    for language in translation.languages(lesson.folder):
        found = translation.translated(lesson, language)
        yield language, found.said, found.texts


def _unread(text: str) -> Finding:
    """The one finding of a lesson that cannot be read; the sentence names the file where it is not lesson.toml."""
    said = _FILE.match(text)
    if said is None:
        return Finding("lesson.toml", text)
    return Finding(said[1] or "lesson.toml", said[3], int(said[2] or 0))


def placed(folder: Path, finding: Finding) -> Finding:
    """With its line, if the sentence and the file tell it."""
    if finding.line:
        return finding
    try:
        content = text_of(inside(folder, finding.file, folder.name), folder.name)
    except LessonError:  # the sentence may tell it, though the file cannot be read
        content = ""
    found = place.line(content, finding.text)
    return replace(finding, line=found, text=_LINE.sub("", finding.text))


def across(lessons: Iterable[Lesson]) -> Iterator[Finding]:
    """What is wrong between lessons: an id used twice, a term that two lessons introduce, needs that go round."""
    lessons = tuple(lessons)
    ids: dict[str, Lesson] = {}
    introduced: dict[str, Lesson] = {}
    for lesson in lessons:
        if lesson.id in ids:
            where = f"{lesson.folder.name}/lesson.toml"
            yield Finding(where, tr("id '{id}' is that of {name} too", id=lesson.id, name=ids[lesson.id].folder.name))
        ids.setdefault(lesson.id, lesson)
        for term in lesson.terms:
            first = introduced.setdefault(term, lesson)
            if first is not lesson:
                where = f"{lesson.folder.name}/terms.toml"
                yield Finding(where, tr("term '{term}' is introduced by {id} already", term=term, id=first.id))
    needs = {card.id: card.needs for card in library.cards()} | {lesson.id: lesson.needs for lesson in lessons}
    for lesson in lessons:
        circle = _circle(lesson.id, needs)
        if len(circle) > 2:
            where = f"{lesson.folder.name}/lesson.toml"
            yield Finding(where, tr("needs: {circle}: no learner could begin", circle=" needs ".join(circle)))


def _circle(lesson: str, needs: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The shortest way along what lessons need from one back to itself; empty if there is none."""
    ways: list[tuple[str, ...]] = [(lesson,)]
    seen: set[str] = set()
    for way in ways:
        for need in needs.get(way[-1], ()):
            if need == lesson:
                return (*way, lesson)
            if need not in seen:
                seen.add(need)
                ways.append((*way, need))
    return ()
