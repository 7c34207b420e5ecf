"""The shelf from the course map and the progress store."""

import time
from collections.abc import Callable
from pathlib import Path

from tuidl.course import calibration, days, library, load
from tuidl.course import page as pages
from tuidl.course.deck import Due
from tuidl.course.library import Place
from tuidl.course.milestone import Milestone, reached
from tuidl.course.progress import Progress
from tuidl.course.record import LessonProgress, Prediction, RunRecord
from tuidl.course.spec import Lesson
from tuidl.errors import TuidlError
from tuidl.language import tr
from tuidl.session.replay import ReplaySession
from tuidl.tui.home.past import Guess, Past
from tuidl.tui.home.shelf import DONE, NEW, STARTED, Entry, Part, Run, Shelf
from tuidl.tui.page.described import answered
from tuidl.tui.page.goal import written
from tuidl.tui.record import shown
from tuidl.view import RunView

DAY = 86400.0
RUNS, ALL_RUNS = 3, 200  # on the home screen, on the page of everything


def shelf(progress: Progress | None, clock: Callable[[], float] = time.time) -> Shelf:
    """Everything the home screen shows; without a store nothing is done yet and nothing will be saved."""
    try:
        told = progress.lessons() if progress else {}
        last = progress.last() if progress else None
        deck = progress.deck() if progress else ()
        runs = progress.runs(RUNS) if progress else ()
        saved = progress is not None
    except TuidlError:
        told, last, runs, deck, saved = {}, None, (), (), False
    now = clock()
    parts = tuple(
        Part(part.number, part.title, tuple(_entry(place, told.get(place.entry.id), now) for place in places))
        for part, places in library.course()
    )
    return Shelf(
        parts,
        current=last[0] if last else "",
        runs=tuple(_run(run, parts, now) for run in runs),
        minutes=round(sum(lesson.seconds for lesson in told.values()) / 60),
        saved=saved,
        due=Due.of(deck, now),
    )


def past(progress: Progress | None, clock: Callable[[], float] = time.time) -> Past:
    """Everything the page of what was done shows."""
    found, now = shelf(progress, clock), clock()
    try:
        told = progress.predictions() if progress else ()
        made = progress.runs(ALL_RUNS) if progress else ()
    except TuidlError:
        told, made = (), ()
    lessons = {card.id: _lesson(card.folder) for card in library.cards() if any(g.lesson == card.id for g in told)}
    guesses = tuple(_guess(one, lessons.get(one.lesson), found.entry(one.lesson), now) for one in reversed(told))
    scores = calibration.by_lesson(told)
    each = tuple((entry.number, entry.slug, scores[entry.id]) for entry in found.entries if entry.id in scores)
    runs = tuple(_run(run, found.parts, now) for run in made)
    return Past(found, guesses, runs, calibration.score(told), each)


async def picture(lesson: str) -> RunView | None:
    """The recorded run of a lesson as it ended; None if it has none that can be read."""
    view = RunView()
    try:
        path = library.find(lesson) / "demo.jsonl"
        if not path.exists():
            return None
        async for envelope in ReplaySession(path, speed=float("inf")).events():
            view.apply(envelope.event)
    except TuidlError:
        return None
    return view


def milestones(progress: Progress | None) -> tuple[Milestone, ...]:
    """What was learnt in the parts that are done."""
    try:
        return reached(progress) if progress else ()
    except TuidlError:
        return ()


def _guess(told: Prediction, lesson: Lesson | None, entry: Entry | None, now: float) -> Guess:
    asks = [ask for step in lesson.steps if step.id == told.step for ask in step.ask] if lesson else []
    ask = next((ask for ask in asks if ask.id == told.question), None)
    chosen, right = (answered(ask, choice) if ask else choice for choice in (told.chosen, told.right))
    slug = told.lesson.removeprefix("lesson-")
    number = entry.number if entry else ""
    return Guess(number, slug, ask.text if ask else told.question, chosen, right, when(told.at, now), told.sure)


def _entry(place: Place, done: LessonProgress | None, now: float) -> Entry:
    here, card = place.entry, place.card
    if card is None:
        return Entry(here.id, here.number, here.title)
    plain = Entry(here.id, here.number, card.title, card.fault or card.promise, card.minutes, card.needs, NEW)
    if done is None or card.fault:
        return plain
    lesson = _lesson(card.folder)
    if lesson is None:
        return plain
    at = next((i for i, step in enumerate(lesson.steps) if step.id == done.step), 0)
    step = lesson.steps[at]
    best = ""
    for scored in lesson.steps:
        if scored.id in done.best:
            best = written(done.best[scored.id], "accuracy" in (scored.score or ""))
    return Entry(
        here.id,
        here.number,
        card.title,
        card.promise,
        card.minutes,
        card.needs,
        DONE if done.done is not None else STARTED,
        step=at,
        steps=len(lesson.steps),
        step_title=pages.parse(lesson.pages[step.page]).title,
        best=best,
        when=when(done.visited, now),
        finished=sum(known.id in done.steps_done for known in lesson.steps),
        spent=round(done.seconds / 60),
    )


def _lesson(folder: Path) -> Lesson | None:
    try:
        return load.read(folder, strict=False)
    except TuidlError:
        return None


def _run(run: RunRecord, parts: tuple[Part, ...], now: float) -> Run:
    entry = next((entry for part in parts for entry in part.entries if entry.id == run.lesson), None)
    name = shown(run.values)
    number = written(run.values[name], "accuracy" in name) if name else "–"
    return Run(
        run.lesson,
        entry.number if entry else "",
        entry.slug if entry else run.experiment,
        f"{name.replace('_', ' ')} {number}" if name else "",
        run.goal,
        bool(run.met),
        when(run.at, now),
        run.step,
        run.met is not None,
        run.data,
        tuple(run.curve),
    )


def when(at: float, now: float) -> str:
    """``today``, ``yesterday``, a weekday, or a date."""
    then, today = time.localtime(at), time.localtime(now)
    if then[:3] == today[:3]:
        return tr("today")
    if then[:3] == time.localtime(now - DAY)[:3]:
        return tr("yesterday")
    return days.weekday(then) if now - at < 6 * DAY else days.brief(then)
