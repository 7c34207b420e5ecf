"""How well a learner predicts: the share that came out, and how far what they were sure of was from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from tuidl.course.record import Prediction
from tuidl.course.walk import Walk
from tuidl.language import tr


@dataclass(frozen=True, slots=True)
class Score:
    """``hits`` of ``count`` predictions came out. Of ``rated`` of them the learner said how sure they were.

    ``sure`` is the mean of what was said there and ``right`` the share of those that came out: the nearer they are, the
    better the calibration. ``brier`` = mean (sure − hit)², hit 1 or 0 (Brier 1950): 0 is best, 0.25 a coin, 1 worst.
    The three are None where nothing was rated.
    """

    count: int
    hits: int
    rated: int = 0
    sure: float | None = None
    right: float | None = None
    brier: float | None = None

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def share(self) -> str:
        """``5 of 7 right``."""
        return tr("{hits} of {count} right", hits=self.hits, count=self.count)

    @property
    def calibrated(self) -> str:
        """``70 % sure, 50 % right, Brier 0.29``; empty where nothing was rated."""
        if self.sure is None or self.right is None or self.brier is None:
            return ""
        return tr(
            "{sure:.0%} sure, {right:.0%} right, Brier {brier:.2f}", sure=self.sure, right=self.right, brier=self.brier
        ).replace("%", " %")

    @property
    def words(self) -> str:
        """Both."""
        return "; ".join(part for part in (self.share, self.calibrated) if part)

    def json(self) -> dict[str, float | None]:
        """As ``tuidl progress --json`` gives it."""
        return {
            "predictions": self.count, "hits": self.hits, "rated": self.rated, "sure": self.sure, "right": self.right,
            "brier": self.brier,
        }  # fmt: skip


NONE = Score(0, 0)


def score(predictions: Iterable[Prediction]) -> Score:
    """The score of predictions that were judged."""
    told = tuple(predictions)
    rated = [(one.sure, float(one.hit)) for one in told if one.sure is not None]
    if not rated:
        return Score(len(told), sum(one.hit for one in told))
    return Score(
        len(told),
        sum(one.hit for one in told),
        len(rated),
        fmean(sure for sure, _ in rated),
        fmean(hit for _, hit in rated),
        fmean((sure - hit) ** 2 for sure, hit in rated),
    )


def by_lesson(predictions: Sequence[Prediction]) -> dict[str, Score]:
    """The score of each lesson in which something was predicted."""
    lessons = dict.fromkeys(one.lesson for one in predictions)
    return {lesson: score(one for one in predictions if one.lesson == lesson) for lesson in lessons}


def judged(walk: Walk) -> tuple[Prediction, ...]:
    """What was predicted in a lesson, as its walk knows it: kept or not yet."""
    return tuple(
        Prediction(walk.lesson.id, step, question, state.chosen.get(question, ""), right, 0.0, state.sure.get(question))
        for step, state in walk.states.items()
        for question, right in state.right.items()
    )
