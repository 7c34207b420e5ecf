from pathlib import Path

import pytest

from tests.train import lessons


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small lesson of points in the plane."""
    return lessons.written(tmp_path / "small")
