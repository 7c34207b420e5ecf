"""A few hundred random acts over the whole app; `python benchmarks/wander.py` makes a hundred thousand of them."""

from collections import Counter

from tests.tui.wanderer import Wanderer


async def test_whatever_is_pressed_nothing_breaks(tmp_path, monkeypatch):
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)  # files are exported under all names
    seen = Counter()
    for seed in (1, 2, 3):
        wanderer = Wanderer(seed, tmp_path)
        await wanderer.wander(150)
        seen += wanderer.screens
    assert seen["LessonScreen"] > 100
    assert len(seen) > 3
