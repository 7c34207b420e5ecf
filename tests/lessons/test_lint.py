"""Every lesson of the course is well written."""

from pathlib import Path

import pytest

from tuidl import paths
from tuidl.course.lint import lint

FOLDERS = sorted(file.parent for file in paths.shipped("lessons").glob("*/lesson.toml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nothing_is_wrong_with_how_it_is_written(folder: Path) -> None:
    assert lint(folder)[1] == ()
