"""Which question is asked next, and which answers are dropped."""

from tuidl.commands import Sketch
from tuidl.events import Probed
from tuidl.signals import Drawing, Field
from tuidl.tui.draw.question import PATIENCE, REST, Question
from tuidl.view import RunView

NOTHING = Field(1, 1, 0.0, 1.0, b"\0")


def answered(view: RunView, number: int) -> None:
    view.apply(Probed("drawing", view.step, Drawing(number, ("a", "b"), (0.25, 0.75), NOTHING, NOTHING)))


def test_one_question_at_a_time_and_the_newest_drawing_next():
    question, view = Question(), RunView()
    assert question.look([view], (0.0,), "", True) == Sketch(1, (0.0,), "", True)
    for ink in (0.1, 0.2, 0.3):
        assert question.look([view], (ink,), "", True) is None
    answered(view, 1)
    assert question.look([view], (0.4,), "", True) == Sketch(2, (0.4,), "", True)
    assert question.answers[0] is not None
    assert question.answers[0].number == 1
    answered(view, 2)
    assert question.look([view], (0.4,), "", True) is None
    assert not question.waiting


def test_the_same_drawing_is_asked_about_again_when_the_net_has_changed():
    question, view = Question(), RunView()
    question.look([view], (0.0,), "", True)
    answered(view, 1)
    question.look([view], (0.0,), "", True)
    view.step = 12
    asked = [question.look([view], (0.0,), "", True) for _ in range(REST)]
    assert [a for a in asked if a] == [Sketch(2, (0.0,), "", True)]


def test_answers_to_older_questions_and_of_another_run_are_dropped():
    question, view = Question(), RunView()
    question.look([view], (0.0,), "", True)
    question.forget()  # the run begins anew
    assert question.look([view], (0.0,), "", True) == Sketch(3, (0.0,), "", True)
    answered(view, 1)
    assert question.look([view], (0.0,), "", True) is None
    assert question.answers[0] is None
    answered(view, 3)
    question.look([view], (0.0,), "", True)
    assert question.answers[0] is not None


def test_a_question_that_is_never_answered_is_asked_again():
    question, view = Question(), RunView()
    asked = [question.look([view], (0.0,), "c", False) for _ in range(PATIENCE + 1)]
    assert [a for a in asked if a] == [Sketch(1, (0.0,), "c", False), Sketch(2, (0.0,), "c", False)]


def test_all_runs_of_a_race_are_asked_and_each_answer_is_shown_as_it_comes():
    question, views = Question(), [RunView(), RunView()]
    assert question.look(views, (0.5,), "", True) == Sketch(1, (0.5,), "", True)
    answered(views[1], 1)
    assert question.look(views, (0.6,), "", True) is None  # one has not answered yet
    assert [answer is not None for answer in question.answers] == [False, True]
    answered(views[0], 1)
    assert question.look(views, (0.6,), "", True) == Sketch(2, (0.6,), "", True)
    assert all(question.answers)
