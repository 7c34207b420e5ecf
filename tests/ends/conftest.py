from pathlib import Path

import pytest

from tests.conftest import furnished


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """A home of its own, with the kernels that earlier tests compiled."""
    return {"TUIDL_HOME": str(furnished(tmp_path))}
