"""The review deck: what was missed comes back, later each time, until it is known."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.course import sample
from tuidl.course import deck
from tuidl.course.deck import DAY, DAYS, Card
from tuidl.course.progress import Progress
from tuidl.course.spec import Ask, QuizItem
from tuidl.course.walk import Walk

NOON = 1_790_000_000.0
CORNERS = sample.view((0, {"loss": 1.1, "accuracy": 0.5}), (300, {"loss": 0.69, "accuracy": 0.5}))


class Clock:
    now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[tuple[Progress, Clock]]:
    clock = Clock()
    with Progress.open(tmp_path, clock) as progress:
        yield progress, clock


def predicted(curve: str, right: str) -> Walk:
    walk = Walk(sample.lesson())
    walk.open("corners")
    walk.predict("curve", curve)
    walk.predict("right", right)
    walk.judge(CORNERS)
    return walk


def quizzed(*choices: tuple[int, bool]) -> Walk:
    """A quiz in which the first choice tried is the right one, or a wrong one."""
    walk = Walk(sample.lesson())
    quiz = next(step for step in walk.lesson.steps if step.kind == "quiz")
    walk.open(quiz.id)
    for item, right in choices:
        wanted = [i for i, choice in enumerate(quiz.item[item].choices) if choice.right is right]
        walk.answer(item, wanted[0])
        walk.answer(item, next(i for i, choice in enumerate(quiz.item[item].choices) if choice.right))
    return walk


def test_only_what_was_missed_at_first_comes_back(store: tuple[Progress, Clock]) -> None:
    progress, _ = store
    progress.save(predicted("high", "0"))
    assert progress.deck() == ()
    progress.save(quizzed((0, True), (1, False)))
    (card,) = progress.deck()
    assert (card.lesson, card.question, card.box, card.at) == ("lesson-neuron", "1", 0, NOON)
    assert isinstance(deck.asked(sample.lesson(), card), QuizItem)


def test_a_missed_prediction_is_a_card_of_its_question(store: tuple[Progress, Clock]) -> None:
    progress, _ = store
    progress.save(predicted("half", "0"))
    (card,) = progress.deck()
    ask = deck.asked(sample.lesson(), card)
    assert isinstance(ask, Ask)
    assert ask.id == "curve"


def test_it_waits_longer_after_each_right_answer_and_begins_again_after_a_wrong_one(
    store: tuple[Progress, Clock],
) -> None:
    progress, clock = store
    progress.save(predicted("half", "0"))
    (card,) = progress.deck()
    assert card.due == NOON + DAY
    clock.now = card.due
    assert progress.reviewed(card, True).due == clock.now + 3 * DAY
    clock.now += 3 * DAY
    card = progress.reviewed(progress.deck()[0], False)
    assert (card.box, card.due) == (0, clock.now + DAY)
    assert progress.deck() == (card,)


def test_a_walk_that_is_kept_again_does_not_ask_anew(store: tuple[Progress, Clock]) -> None:
    progress, clock = store
    walk = predicted("half", "0")
    progress.save(walk)
    after = progress.reviewed(progress.deck()[0], True)
    clock.now += 10
    progress.save(walk)
    assert progress.deck() == (after,)


def test_it_goes_with_exported_progress_and_with_what_is_forgotten(
    store: tuple[Progress, Clock], tmp_path: Path
) -> None:
    progress, _ = store
    progress.save(predicted("half", "0"))
    kept = progress.deck()
    with Progress.open(tmp_path / "other") as other:
        other.restore(progress.export())
        assert other.deck() == kept
    progress.reset("lesson-neuron")
    assert progress.deck() == ()


def test_a_question_that_the_lesson_has_no_more_is_none() -> None:
    lesson = sample.lesson()
    for step, question in (("gone", "0"), ("quiz", "99"), ("corners", "gone"), ("watch", "0")):
        assert deck.asked(lesson, Card(lesson.id, step, question, 0, 0.0)) is None


def test_questions_of_one_prediction_come_together_and_those_of_a_quiz_one_by_one() -> None:
    cards = [Card("l", step, question, 0, 0.0) for step, question in (("a", "x"), ("q", "0"), ("a", "y"), ("q", "1"))]
    assert deck.rounds(cards) == ((cards[0], cards[2]), (cards[1],), (cards[3],))


@given(st.lists(st.booleans(), max_size=12))
def test_only_as_many_right_answers_in_a_row_as_there_are_boxes_make_it_known(answers: list[bool]) -> None:
    card, row = Card("lesson-x", "s", "q", 0, 0.0), 0
    for right in answers:
        if card.known:
            break
        before = card.due
        card = card.answered(right, before)
        row = row + 1 if right else 0
        assert card.known == (row >= len(DAYS))
        assert card.due > before
