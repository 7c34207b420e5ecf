"""The store that keeps progress, and the lesson that is walked through."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.course import sample
from tests.course.learner import Clock
from tuidl.course.progress import Progress
from tuidl.course.spec import Lesson


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Progress]:
    with Progress.open(tmp_path, Clock()) as progress:
        yield progress


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return sample.lesson()
