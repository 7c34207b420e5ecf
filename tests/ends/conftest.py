from pathlib import Path

import pytest

from tests.conftest import HOME


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """A home of its own, with the kernels that earlier tests compiled."""
    (HOME / "cache").mkdir(parents=True, exist_ok=True)
    (tmp_path / "cache").symlink_to(HOME / "cache")
    return {"TUIDL_HOME": str(tmp_path)}
