from pathlib import Path

import pytest

from tests.train import lessons
from tuidl.course.load import read
from tuidl.course.spec import Lesson
from tuidl.errors import TuidlError
from tuidl.train import plan


@pytest.fixture
def lesson(tmp_path: Path) -> Lesson:
    return read(lessons.written(tmp_path / "small"))


def _made(lesson: Lesson, last: plan.Plan | None = None, **fields: object) -> plan.Plan:
    return plan.make(lessons.request(lesson.folder, **fields), lesson, {}, last)


def test_everything_follows_from_lesson_and_knobs(lesson: Lesson) -> None:
    made = _made(lesson)
    assert (made.batch, made.steps, made.evaluate_every, made.seed, made.pace) == (7, 25, 10, 0, "full")
    assert made.rate == 0.5
    assert made.data.n == 60


def test_the_request_goes_first(lesson: Lesson) -> None:
    made = _made(lesson, steps=9, evaluate_every=2, seed=4, knobs={"points": "corners", "batch": 60})
    assert (made.steps, made.evaluate_every, made.seed, made.batch) == (9, 2, 4, 40)
    assert made.knobs["seed"] == 4


@pytest.mark.parametrize(("epochs", "steps"), [(1.0, 9), (2.0, 18), (0.5, 5), (0.0, 0)])
def test_epochs_become_steps_rounded_up(lesson: Lesson, epochs: float, steps: int) -> None:
    assert _made(lesson, epochs=epochs).steps == steps


def test_the_data_are_kept_where_they_would_be_the_same(lesson: Lesson) -> None:
    first = _made(lesson)
    assert _made(lesson, first, knobs={"rate": 1.0}).data is first.data
    assert _made(lesson, first, knobs={"seed": 1}).data is not first.data
    assert _made(lesson, first, knobs={"points": "corners"}).data is not first.data


def test_other_data_take_the_lessons_place_but_not_its_words(lesson: Lesson) -> None:
    assert _made(lesson, data="circles").data.label != _made(lesson).data.label
    assert _made(lesson, data="corners").data.n == 40


def test_data_are_the_learners_own_unless_the_experiment_names_them(lesson: Lesson) -> None:
    assert not _made(lesson).own_data
    assert not _made(lesson, data="moons").own_data
    assert not _made(lesson, data="corners", knobs={"points": "corners"}).own_data
    assert _made(lesson, data="corners").own_data
    assert _made(lesson, data="circles").own_data


def test_other_data_are_evaluated_at_most_twenty_times_an_epoch(lesson: Lesson) -> None:
    other = _made(lesson, data="circles", knobs={"batch": 1})
    assert other.data.n >= 400
    assert other.evaluate_every == -(-other.data.n // 20)
    assert _made(lesson, data="circles", knobs={"batch": 60}).evaluate_every == 10
    assert _made(lesson, data="circles", knobs={"batch": 1}, evaluate_every=2).evaluate_every == 2
    assert _made(lesson, data="corners", knobs={"batch": 1}).evaluate_every == 10


@pytest.mark.parametrize(
    ("fields", "said"), [({"experiment": "x"}, "no experiment 'x'"), ({"data": "/none.csv"}, "nothing at /none.csv")]
)
def test_what_does_not_exist_is_told(lesson: Lesson, fields: dict[str, object], said: str) -> None:
    with pytest.raises(TuidlError, match=said):
        _made(lesson, **fields)
