import pytest

from tests.tui.screens.test_home import shelf


@pytest.mark.parametrize(
    ("named", "found"),
    [("lesson-mlp", "lesson-mlp"), ("lesson-convolution", "lesson-cnn"), ("lesson-next", None), ("lesson-no", None)],
)
def test_a_lesson_that_is_not_written_is_passed_over(named: str, found: str | None) -> None:
    entry = shelf().from_here(named)
    assert (entry.id if entry is not None else None) == found
