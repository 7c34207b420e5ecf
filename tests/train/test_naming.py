from pathlib import Path

from tests.course.sample import INIT, NEURON
from tests.train import lessons
from tuidl.course.load import read
from tuidl.train.naming import Wanted, wanted


def test_the_values_a_lesson_speaks_of_are_found_in_measures_and_explanations() -> None:
    found = wanted(read(INIT))
    assert found.signal == {"h1", "h20"}
    assert found.gradient == {"h1", "h20"}
    assert found.distinct == {"h2"}


def test_a_lesson_that_speaks_of_none_wants_none() -> None:
    assert wanted(read(NEURON)) == Wanted()


def test_a_lesson_on_text_may_speak_of_counting_pairs(tmp_path: Path) -> None:
    assert not wanted(read(lessons.written(tmp_path / "quiet", lessons.TEXT))).bigram
    body = '[measures]\nahead = "bigram - val_loss"\n' + lessons.TEXT
    assert wanted(read(lessons.written(tmp_path / "speaks", body))).bigram
