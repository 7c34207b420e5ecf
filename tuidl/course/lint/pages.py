"""The pages of a lesson: length, bold terms, chips that point at what the step shows."""

import re
from collections.abc import Iterator

from tuidl.course import vocabulary
from tuidl.course.lint import prose
from tuidl.course.lint.finding import Finding
from tuidl.course.page import Bullets, Formula, Page, Text, parse
from tuidl.course.spec import Lesson, Step, Term
from tuidl.errors import LessonError, suggest
from tuidl.language import tr

TITLE = 32  # characters
WORDS = 120
FORMULA = 28  # columns
TERMS = 3
ITALIC = re.compile(r"(?<!\S)[*_]\w[^*_]*[*_](?!\w)")


def findings(lesson: Lesson) -> Iterator[Finding]:
    """All of them."""
    for step in lesson.steps:
        try:
            page = parse(lesson.pages[step.page], step.page)
        except LessonError as error:
            file, _, text = str(error).partition(", ")
            yield Finding(file, text)
            continue
        for text in (*_length(page, step), *_terms(page, step, lesson), *_chips(page, step), *_marks(page)):
            yield Finding(step.page, text)
        for text in prose.faults(page.plain(), lesson.language):
            yield Finding(step.page, tr("the page {text}", text=text))
    shown = [step.page for step in lesson.steps]
    for name in dict.fromkeys(name for name in shown if shown.count(name) > 1):
        yield Finding(name, tr("two steps show this page"))
    for path in sorted(lesson.folder.glob("*.md")):
        if path.name not in shown:
            yield Finding(path.name, tr("no step shows this page"))


def _length(page: Page, step: Step) -> Iterator[str]:
    if len(page.title) > TITLE:
        yield tr("title has {count} characters; at most {title}", count=len(page.title), title=TITLE)
    if page.words() > WORDS:
        yield tr("the page has {count} words; at most {most}", count=page.words(), most=WORDS)
    for block in page.blocks:
        if isinstance(block, Bullets) and step.kind != "recap":
            yield tr("has a list, which only a recap may have")
        if isinstance(block, Formula):
            for line in block.lines:
                if len(line) > FORMULA:
                    yield tr(
                        "formula '{line}' is {count} columns wide; at most {formula}",
                        line=line,
                        count=len(line),
                        formula=FORMULA,
                    )


def _terms(page: Page, step: Step, lesson: Lesson) -> Iterator[str]:
    bold = page.terms()
    entries = [term for term in (_entry(lesson, name) for name in bold) if term is not None]
    if len({entry.name for entry in entries}) > TERMS:
        yield tr("has {count} new terms; at most {terms}", count=len(bold), terms=TERMS)
    for name in bold:
        entry = _entry(lesson, name)
        if entry is None:
            yield tr(
                "'{name}' is bold, but has no entry in terms.toml{hint}", name=name, hint=suggest(name, lesson.terms)
            )
        elif entry.page != step.page:
            yield tr("'{name}' is bold, but terms.toml introduces it on page '{page}'", name=name, page=entry.page)
        if bold.count(name) > 1:
            yield tr("'{name}' is bold more than once", name=name)


def _entry(lesson: Lesson, name: str) -> Term | None:
    return next((term for term in lesson.terms.values() if name in (term.name, *term.also)), None)


def _marks(page: Page) -> Iterator[str]:
    """What other markdowns set in italics would stand there with its stars."""
    for span in page.spans():
        if isinstance(span, Text):
            for mark in ITALIC.findall(span.text):
                yield tr("has '{mark}', and pages know no italics; the stars would be seen", mark=mark)


def _chips(page: Page, step: Step) -> Iterator[str]:
    for chip in page.chips():
        known = {"panel": step.panels, "knob": step.knobs, "key": vocabulary.KEYS}[chip.kind]
        if chip.name not in known:
            why = tr("which is no key") if chip.kind == "key" else tr("which this step does not show")
            yield tr(
                "points at {kind} '{name}', {why}{hint}",
                kind=chip.kind,
                name=chip.name,
                why=why,
                hint=suggest(chip.name, known),
            )
