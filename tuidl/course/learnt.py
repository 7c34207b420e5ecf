"""What was learnt, as a page of Markdown to print or to hand in: lessons, words, best results, functions written."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tuidl.course import days, library, load, page, quote
from tuidl.course.progress import Progress
from tuidl.course.record import LessonProgress, Prediction
from tuidl.course.spec import Lesson, Step
from tuidl.course.walk import Walk
from tuidl.errors import LessonError
from tuidl.language import tr, trn

SHARES = ("accuracy", "exact")  # values that are told in per cent


@dataclass(frozen=True, slots=True)
class Opened:
    """A lesson that was opened, with the learner's walk through it."""

    lesson: Lesson
    walk: Walk
    told: LessonProgress

    @property
    def done(self) -> tuple[Step, ...]:
        """The steps that are finished."""
        return tuple(step for step in self.lesson.steps if self.walk.states[step.id].done)


def markdown(progress: Progress, now: float) -> str:
    """Everything that was learnt until ``now`` (seconds since 1970), part by part in the order of the course."""
    told, predictions = progress.lessons(), progress.predictions()
    parts = []
    for part, places in library.course():
        cards = [place.card for place in places if place.card is not None and place.entry.id in told]
        opened = [
            Opened(lesson, progress.walk(lesson), told[lesson.id])
            for lesson in (_read(card) for card in cards)
            if lesson is not None
        ]
        if opened:
            title = (
                part.title
                if part.title == library.own()
                else tr("Part {number}: {title}", number=part.number, title=part.title)
            )
            parts.append((title, len(places), opened))
    lines = [tr("# What I learnt with tuidl"), "", _totals(tuple(told.values()), predictions, now)]
    if not parts:
        lines += ["", tr("Nothing yet.")]
    for title, count, opened in parts:
        dates = [one.told.done for one in opened if one.told.done is not None]
        said = [trn("{done} of {n} lesson done.", "{done} of {n} lessons done.", count, done=len(dates))]
        if len(dates) == count:
            said.append(tr("The part was finished on {day}.", day=day(max(dates))))
        lines += ["", f"## {title}", "", " ".join(said)]
        for one in opened:
            lines += _lesson(one, [p for p in predictions if p.lesson == one.lesson.id])
    functions = [text for _, _, opened in parts for one in opened for text in _functions(one)]
    if functions:
        lines += ["", tr("## My own functions"), *functions]
    return "\n".join(lines) + "\n"


def _read(card: library.Card) -> Lesson | None:
    try:
        return load.read(card.folder, strict=False)
    except LessonError:
        return None


def _totals(lessons: Sequence[LessonProgress], predictions: Sequence[Prediction], now: float) -> str:
    done = sum(one.done is not None for one in lessons)
    said = [
        day(now),
        trn("{n} lesson done, {begun} begun", "{n} lessons done, {begun} begun", done, begun=len(lessons) - done),
        spent(sum(one.seconds for one in lessons)),
    ]
    if predictions:
        said.append(right(sum(p.hit for p in predictions), len(predictions)))
    return " · ".join(said)


def _lesson(one: Opened, predictions: Sequence[Prediction]) -> Iterator[str]:
    lesson, done = one.lesson, one.done
    when = (
        tr("done on {day}", day=day(one.told.done))
        if one.told.done is not None
        else tr("begun on {day}", day=day(one.told.started))
    )
    said = [when, tr("{done} of {all} steps", done=len(done), all=len(lesson.steps)), spent(one.told.seconds)]
    if predictions:
        said.append(right(sum(p.hit for p in predictions), len(predictions)))
    yield from ("", f"### {lesson.number} {lesson.title}", "", " · ".join(said))
    if one.told.done is not None:
        yield from ("", tr("I can"), "", *(f"- {objective}" for objective in lesson.objectives))
    best = [(step, one.walk.states[step.id].best) for step in lesson.steps if step.score]
    results = [f"- {headline(lesson, step)}: {result(step, number)}" for step, number in best if number is not None]
    if results:
        yield from ("", tr("Best results"), "", *results)
    pages = {step.page for step in done}
    words = [f"- **{term.name}**: {term.short}" for term in lesson.terms.values() if term.page in pages]
    if words:
        yield from ("", tr("Words"), "", *words)


def _functions(one: Opened) -> Iterator[str]:
    """Every function of the learner's that agreed with all cases, as it was written."""
    for step in one.lesson.steps:
        text = one.walk.states[step.id].agreed.strip()
        if step.code is not None and text:
            fence = "```"
            while fence in text:
                fence += "`"
            yield from ("", f"### {step.code.function} ({one.lesson.number} {one.lesson.title})")
            yield from ("", f"{fence}python", text, fence)


def headline(lesson: Lesson, step: Step) -> str:
    """The title of a step's page."""
    return page.parse(lesson.pages[step.page]).title


def result(step: Step, number: float) -> str:
    """A best score with what it measures: ``val accuracy 98.5 %``."""
    name = (step.score or "").replace("_", " ")
    return f"{name} {quote.formatted(number, '%' if any(word in name for word in SHARES) else '')}"


def right(hits: int, count: int) -> str:
    """``3 of 4 predictions right``."""
    return trn("{hits} of {n} prediction right", "{hits} of {n} predictions right", count, hits=hits)


def spent(seconds: float) -> str:
    """``1 h 52 min``."""
    hours, minutes = divmod(max(round(seconds / 60), 0), 60)
    return (
        tr("{hours} h {minutes} min", hours=hours, minutes=minutes) if hours else tr("{minutes} min", minutes=minutes)
    )


def day(at: float) -> str:
    """``28 November 2026``, where the reader is."""
    return days.date(time.localtime(at))
