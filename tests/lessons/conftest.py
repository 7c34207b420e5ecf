import pytest

from tuidl.course.load import read
from tuidl.course.spec import Lesson


@pytest.fixture(scope="module")
def lesson(request: pytest.FixtureRequest) -> Lesson:
    """The lesson that a file of tests is about: the one in its ``FOLDER``."""
    return read(request.module.FOLDER)
