"""A module says one thing, and so it is short."""

from pathlib import Path

import tuidl

LINES = 400


def test_no_module_is_longer_than_it_may_be() -> None:
    """Longer ones are two: part them."""
    package = Path(tuidl.__file__).parent
    lengths = {
        module.relative_to(package): len(module.read_text("utf-8").splitlines()) for module in package.rglob("*.py")
    }
    assert len(lengths) > 100
    assert {str(name): count for name, count in lengths.items() if count >= LINES} == {}
