"""Functions of code steps that other lessons are made of: found by name, told whose they are, no two in one place."""

import pytest

from tests.course import sample
from tuidl.course import borrowing
from tuidl.course.written import Written
from tuidl.errors import LessonError

RELU, DENSE = "lesson-activations.write", "lesson-forward.write"


def test_a_solution_stands_in_for_a_function_that_nobody_wrote() -> None:
    found = borrowing.solution(RELU)
    assert (found.lesson, found.step, found.name) == ("lesson-activations", "write", RELU)
    assert "return max(z, 0.0)" in found.text


def test_a_function_of_the_lesson_itself_is_found_in_its_own_folder() -> None:
    here = sample.lesson(sample.INIT)
    assert borrowing.lender("lesson-init.mend", here) is here


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("write", "function 'write' must be named like 'lesson-forward.write'"),
        ("forward.write", "must be named like"),
        ("lesson-forwards.write", "lesson 'lesson-forwards' is unknown; did you mean 'forward'"),
        ("lesson-forward.wrote", "lesson-forward has no code step 'wrote'; it has write, safe"),
        ("lesson-cnn.write", "lesson-cnn has no code step 'write'; it has none"),
        ("lesson-neuron.write", "stands for one layer of its own lesson ('neuron.forward'); leave it out"),
    ],
)  # fmt: skip
def test_a_function_that_cannot_be_lent_is_named_in_a_sentence(name: str, sentence: str) -> None:
    with pytest.raises(LessonError) as caught:
        borrowing.lender(name)
    assert sentence in str(caught.value)


def test_those_that_agreed_are_the_learners_own() -> None:
    agreed = {("lesson-forward", "write"): "mine"}
    found = borrowing.own((RELU, DENSE), lambda lesson, step: agreed.get((lesson, step), ""))
    assert found == (Written("write", "mine", "lesson-forward"),)


def test_it_is_told_whose_they_are() -> None:
    here, dense = sample.lesson(sample.INIT), Written("write", "mine", "lesson-forward")
    assert borrowing.told(here, (RELU, DENSE), ()).startswith("None is yours yet. ")
    assert borrowing.told(here, (RELU, DENSE), (dense,)) == (
        "Yours: dense (1.4). Solutions stand in for what you have not written: relu (1.3)."
    )
    assert borrowing.told(here, (DENSE,), (dense,)) == "Yours: dense (1.4)."
    assert borrowing.told(here, (), ()) == ""


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        ("layers.softmax", "loss", "the chances"),
        ("optimiser", "optimiser", "the optimiser"),
        ("neuron.forward", "layers.dense", "the sums of dense layers"),
        ("out.backward", "h.backward", "the way back through dense layers"),
        ("layers.dropout", "layers.dropout", "the dropout"),
    ],
)
def test_two_in_one_place_contradict_each_other(one: str, other: str, part: str) -> None:
    assert (
        borrowing.contradiction([("f", one), ("g", other)])
        == f"'f' and 'g' both stand for {part}; leave one of them out"
    )


def test_all_kinds_of_parts_go_together() -> None:
    plugs = ["layers.init", "layers.dense", "layers.activation", "layers.dropout", "layers.batchnorm", "out.backward"]
    assert borrowing.contradiction([(plug, plug) for plug in (*plugs, "loss", "optimiser", "schedule")]) == ""
