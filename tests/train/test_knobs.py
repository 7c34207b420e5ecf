from dataclasses import replace
from pathlib import Path

import pytest

from tests.train import lessons
from tuidl.course.load import read
from tuidl.course.spec import Knob, KnobRef
from tuidl.errors import LessonError, UsageError
from tuidl.train import knobs
from tuidl.train.knobs import Element

WIDTH = Knob("width", "int", 8, "width", "How wide.", "reset", range=(4, 64))


def test_a_knob_reference_is_replaced_however_deep_it_stands() -> None:
    nested = {"weight": [[KnobRef("w1")], [{"knob": "w2"}]], "bias": 0.5, "more": {"rate": KnobRef("w1")}}
    expected = {"weight": [[1.5], [2]], "bias": 0.5, "more": {"rate": 1.5}}
    assert knobs.settled(nested, {"w1": 1.5, "w2": 2}) == expected


@pytest.mark.parametrize(("value", "kept"), [(8, 8), (8.0, 8), (64, 64)])
def test_a_whole_number_stays_one(value: float, kept: int) -> None:
    found = knobs.checked(WIDTH, value)
    assert found == kept
    assert type(found) is int


@pytest.mark.parametrize("value", [3, 65, 8.5, True, "8", float("nan"), float("inf")])
def test_what_a_knob_cannot_be_is_refused(value: float) -> None:
    with pytest.raises(UsageError, match="knob 'width'"):
        knobs.checked(WIDTH, value)


def test_settings_are_the_defaults_with_the_given_over_them(tmp_path: Path) -> None:
    lesson = read(lessons.written(tmp_path / "small"))
    found = knobs.settings(lesson, {"rate": 1, "depth": 3.0})
    assert found == {**lesson.defaults(), "rate": 1.0, "depth": 3}
    with pytest.raises(UsageError, match="no knob 'dept'; did you mean 'depth'"):
        knobs.settings(lesson, {"dept": 3})
    with pytest.raises(UsageError, match="it has points, optimiser"):
        knobs.settings(lesson, {"zzz": 3})


def test_the_number_that_a_knob_is() -> None:
    assert Element.of(WIDTH) is None
    assert Element.of(replace(WIDTH, tensor="neuron.weight[1,0]")) == Element("neuron.weight", (1, 0))
    with pytest.raises(LessonError, match="knob 'width'"):
        Element.of(replace(WIDTH, tensor="neuron.weight"))
