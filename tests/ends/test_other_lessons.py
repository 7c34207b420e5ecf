"""The other lessons at a real terminal: every step as its lesson says it can be done."""

import pytest

from tests.ends.pseudoterminal import Terminal
from tests.ends.walker import Walker
from tuidl.course import library, load


@pytest.mark.parametrize(
    "name",
    [
        "lesson-mlp",
        "lesson-activations",
        "lesson-forward",
        "lesson-optimizers",
        "lesson-regularization",
        "lesson-batchnorm",
        "lesson-cnn",
        "lesson-rnn",
    ],
)
def test_a_walk_through_the_whole_lesson(home: dict[str, str], name: str) -> None:
    lesson = load.read(library.find(name))
    with Terminal("run", name, env=home) as terminal:
        walker = Walker(terminal, lesson)
        walker.walk()
        walker.leave()
