"""The head of a lesson, its knobs and its glossary."""

from collections.abc import Iterator

from tuidl.commands import KnobValue
from tuidl.course import library, outline, page, vocabulary
from tuidl.course.dependence import referred
from tuidl.course.lint import prose
from tuidl.course.lint.finding import Finding
from tuidl.course.spec import Knob, Lesson
from tuidl.errors import LessonError, suggest
from tuidl.language import tr

TITLE = 28  # characters
SHORT = 20  # words


def findings(lesson: Lesson) -> Iterator[Finding]:
    """All of them."""
    for text in (*_head(lesson), *_knobs(lesson)):
        yield Finding("lesson.toml", text)
    for text in _terms(lesson):
        yield Finding("terms.toml", text)


def on_a_stop(knob: Knob, value: KnobValue) -> bool:
    """Whether the arrow keys can reach the value."""
    if isinstance(value, bool | str):
        return True
    if knob.stops:
        return any(abs(value - stop) <= 1e-9 * max(1.0, abs(stop)) for stop in knob.stops)
    if knob.by is not None and knob.range is not None:
        steps = (value - knob.range[0]) / knob.by
        return abs(steps - round(steps)) < 1e-6
    return True


def _head(lesson: Lesson) -> Iterator[str]:
    part, _, place = lesson.number.partition(".")
    folder = f"{part}-{int(place):02d}-{lesson.slug}"
    if lesson.folder.resolve().name != folder:
        yield tr(
            "the folder is called '{name}', but number and id make it '{folder}'",
            name=lesson.folder.resolve().name,
            folder=folder,
        )
    entry = outline.entries().get(lesson.slug)
    if entry is not None and entry.number != lesson.number:
        yield tr(
            'number "{number}" is not the place on the course map, "{entry_number}"',
            number=lesson.number,
            entry_number=entry.number,
        )
    if len(lesson.title) > TITLE:
        yield tr("title has {count} characters; at most {title}", count=len(lesson.title), title=TITLE)
    if not 3 <= len(lesson.objectives) <= 6:
        yield tr("there are {count} objectives; 3 to 6 are wanted", count=len(lesson.objectives))
    slugs = [*outline.entries(), *(card.slug for card in library.cards())]
    for key, ids in (("needs", lesson.needs), ("next", (lesson.next,) if lesson.next else ())):
        for name in ids:
            if name.removeprefix("lesson-") not in slugs:
                yield tr(
                    "{key}: lesson '{name}' is on no course map{hint}",
                    key=key,
                    name=name,
                    hint=suggest(name.removeprefix("lesson-"), slugs),
                )
    if lesson.id in lesson.needs:
        yield tr("needs: a lesson cannot need itself")
    predicts = [step.id for step in lesson.steps if step.kind == "predict"]
    if lesson.demo is not None:
        for key, step in (("plays", lesson.demo.plays), ("picture", lesson.demo.picture)):
            if step in predicts:
                yield tr(
                    "[demo]: {key}: step '{step}' is a predict step, and its recording would give the answer away",
                    key=key,
                    step=step,
                )
    for text in (lesson.promise, *lesson.objectives, *(goal.text for goal in lesson.goals)):
        for fault in prose.faults(text, lesson.language):
            yield f"'{text[:40]}' {fault}"


def _knobs(lesson: Lesson) -> Iterator[str]:
    declared = [*lesson.experiments.values(), *lesson.data.values(), *lesson.schedules.values()]
    used = set(referred(declared))
    for knob in lesson.knobs.values():
        where = tr("knob '{name}'", name=knob.name)
        if not on_a_stop(knob, knob.default):
            yield f"{where}: " + tr("default {default} is on no stop", default=knob.default)
        if knob.name not in used and knob.tensor is None and knob.name not in vocabulary.DRAWN:
            yield f"{where}: " + tr("nothing refers to it, so turning it does nothing")
        for fault in prose.faults(knob.help, lesson.language):
            yield f"{where}: " + tr("help {fault}", fault=fault)


def _terms(lesson: Lesson) -> Iterator[str]:
    for term in lesson.terms.values():
        where = tr("term '{name}'", name=term.name)
        if prose.words(term.short) > SHORT:
            yield f"{where}: " + tr(
                "short has {words} words; at most {short}",
                words=prose.words(term.short),
                short=SHORT,
            )
        for fault in prose.faults(term.short, lesson.language):
            yield f"{where}: " + tr("short {fault}", fault=fault)
        if term.page not in lesson.pages:
            yield f"{where}: " + tr(
                "page '{page}' is shown by no step{hint}",
                page=term.page,
                hint=suggest(term.page, lesson.pages),
            )
            continue
        try:
            bold = page.parse(lesson.pages[term.page]).terms()
        except LessonError:
            continue  # told with the page
        if not {term.name, *term.also} & set(bold):
            yield f"{where}: " + tr("page '{page}' does not introduce it in bold", page=term.page)
