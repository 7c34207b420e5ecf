"""The review deck: questions that were missed come back days later, each time after a longer while.

A card lies in one of some boxes (Leitner 1972). A right answer puts it into the next box, a wrong one back into the
first; whoever answers it right in the last box knows it, and it does not come again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tuidl.course.spec import Ask, Lesson, QuizItem, Step
from tuidl.course.state import StepState
from tuidl.language import tr, trn

DAY = 86400.0  # seconds
DAYS = (1, 3, 7, 21)  # that a card waits in each box


@dataclass(frozen=True, slots=True)
class Card:
    """A question that was missed: a prediction's id, or the number of a quiz question. ``at``: when it was last asked
    (seconds since 1970)."""

    lesson: str
    step: str
    question: str
    box: int
    at: float

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is about."""
        return self.lesson, self.step, self.question

    @property
    def known(self) -> bool:
        """Whether it was right in every box."""
        return self.box >= len(DAYS)

    @property
    def due(self) -> float:
        """When it comes back, seconds since 1970; never, once it is known."""
        return self.at + DAYS[max(self.box, 0)] * DAY if not self.known else float("inf")

    def answered(self, right: bool, now: float) -> "Card":
        """The card after it was asked again."""
        return replace(self, box=min(self.box + 1, len(DAYS)) if right else 0, at=now)


def missed(step: Step, state: StepState) -> Iterator[str]:
    """The questions of a step that were answered wrong at first."""
    for question, right in state.right.items():
        if state.chosen.get(question) != right:
            yield question
    for item, tried in state.tried.items():
        if item < len(step.item) and tried and not step.item[item].choices[tried[0]].right:
            yield str(item)


def rounds(cards: Sequence[Card]) -> tuple[tuple[Card, ...], ...]:
    """The cards in their order; those of one step's prediction come together, because one run answers them all."""
    together: dict[tuple[str, str, str], list[Card]] = {}
    for card in cards:
        alone = card.question if card.question.isdigit() else ""
        together.setdefault((card.lesson, card.step, alone), []).append(card)
    return tuple(tuple(round_) for round_ in together.values())


def asked(lesson: Lesson, card: Card) -> Ask | QuizItem | None:
    """The question of a card; None if the lesson has it no more."""
    step = next((step for step in lesson.steps if step.id == card.step), None)
    if step is None:
        return None
    if card.question.isdigit() and step.item:
        return step.item[int(card.question)] if int(card.question) < len(step.item) else None
    return next((ask for ask in step.ask if ask.id == card.question), None)


@dataclass(frozen=True, slots=True)
class Due:
    """What the deck holds now: how many cards are due, how many wait, and in how many days the next one comes."""

    now: int = 0
    waiting: int = 0
    days: int = 0

    @classmethod
    def of(cls, cards: Sequence[Card], now: float) -> "Due":
        """As it stands at a time; what is known is not counted."""
        known = [card for card in cards if not card.known]
        due = sum(card.due <= now for card in known)
        days = [max(1, round((card.due - now) / DAY)) for card in known if card.due > now]
        return cls(due, len(known) - due, min(days, default=0))

    @property
    def text(self) -> str:
        """One sentence."""
        if self.now:
            return tr("{now} to review", now=self.now)
        if self.waiting:
            return trn(
                "nothing to review today; the next in {n} day",
                "nothing to review today; the next in {n} days",
                self.days,
            )
        return tr("nothing to review: an answer that was wrong comes back a day later")
