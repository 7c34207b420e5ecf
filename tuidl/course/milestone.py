"""Milestones: a part of the course whose every lesson is done, and what was learnt in it."""

from dataclasses import dataclass

from tuidl.course import calibration, learnt, library, load
from tuidl.course.calibration import Score
from tuidl.course.progress import Progress
from tuidl.course.record import LessonProgress
from tuidl.course.spec import Lesson
from tuidl.course.walk import Walk
from tuidl.errors import LessonError
from tuidl.language import tr, trn


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson of a finished part: what the learner can do now, the best results, the functions of their own."""

    number: str
    title: str
    seconds: float
    objectives: tuple[str, ...]
    best: tuple[tuple[str, str], ...]  # headline of the step, result
    functions: tuple[str, ...]  # names; a solution that was taken over is none


@dataclass(frozen=True, slots=True)
class Milestone:
    """A finished part. ``at``: when its last lesson was done, in seconds since 1970."""

    part: int
    title: str
    at: float
    lessons: tuple[Taught, ...]
    score: Score  # of the predictions made in it

    @property
    def named(self) -> str:
        """``part 1, Foundations``."""
        return tr("part {part}, {title}", part=self.part, title=self.title)

    @property
    def functions(self) -> tuple[tuple[str, str], ...]:
        """All functions the learner wrote, each with the number of its lesson."""
        return tuple((name, lesson.number) for lesson in self.lessons for name in lesson.functions)

    @property
    def facts(self) -> tuple[str, ...]:
        """How much it was: lessons, time, predictions, functions."""
        found = [
            trn("{n} lesson", "{n} lessons", len(self.lessons)),
            learnt.spent(sum(each.seconds for each in self.lessons)),
        ]
        if self.score.count:
            found.append(learnt.right(self.score.hits, self.score.count))
        if self.functions:
            found.append(trn("{n} function of your own", "{n} functions of your own", len(self.functions)))
        return tuple(found)


def reached(progress: Progress) -> tuple[Milestone, ...]:
    """The parts of the course that are done, in order; a part with a lesson that is not written yet is never done."""
    told = progress.lessons()
    predictions = progress.predictions()
    found = []
    for part, places in library.course():
        every = [told.get(place.entry.id) for place in places if place.card is not None]
        done = [one for one in every if one is not None and one.done is not None]
        if len(done) < len(places) or part.title == library.own():
            continue
        folders = {place.entry.id: place.card.folder for place in places if place.card is not None}
        lessons = []
        for one in done:
            try:
                lesson = load.read(folders[one.lesson], strict=False)
            except LessonError:
                break
            lessons.append(_taught(lesson, progress.walk(lesson), one))
        if len(lessons) == len(places):
            score = calibration.score(tuple(each for each in predictions if each.lesson in folders))
            at = max(one.done for one in done if one.done is not None)
            found.append(Milestone(part.number, part.title, at, tuple(lessons), score))
    return tuple(found)


def _taught(lesson: Lesson, walk: Walk, told: LessonProgress) -> Taught:
    best = [(step, walk.states[step.id].best) for step in lesson.steps if step.score]
    functions = []
    for step in lesson.steps:
        text = walk.states[step.id].agreed.strip()
        if step.code is not None and text and text != lesson.code.get(step.code.solution, "").strip():
            functions.append(step.code.function)
    return Taught(
        lesson.number,
        lesson.title,
        told.seconds,
        lesson.objectives,
        tuple(
            (learnt.headline(lesson, step), learnt.result(step, number)) for step, number in best if number is not None
        ),
        tuple(functions),
    )
