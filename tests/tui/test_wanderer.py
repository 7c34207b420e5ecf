"""A few hundred random acts over the whole app; `python benchmarks/wander.py` makes a hundred thousand of them."""

import pytest

from tests.tui.wanderer import Wanderer


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_is_pressed_nothing_breaks(seed, tmp_path, monkeypatch):
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))
    wanderer = Wanderer(seed, tmp_path)
    await wanderer.wander(150)
    assert wanderer.screens["LessonScreen"] > 20
    assert len(wanderer.screens) > 3
