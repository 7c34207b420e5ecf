"""A module says one thing, and so it is short; a file of tests is about one thing, and so it is short too."""

from pathlib import Path

import pytest

import tuidl

LINES = 400


@pytest.mark.parametrize("folder", [Path(tuidl.__file__).parent, Path(__file__).parent], ids=["package", "tests"])
def test_no_module_is_longer_than_it_may_be(folder: Path) -> None:
    """Longer ones are two: part them."""
    lengths = {
        module.relative_to(folder): len(module.read_text("utf-8").splitlines()) for module in folder.rglob("*.py")
    }
    assert len(lengths) > 100
    assert {str(name): count for name, count in lengths.items() if count >= LINES} == {}
