"""What every screen looks like, as text: `pytest --snapshot-update` writes it anew; then look at pictures of it with
`python -m tests.tui.looks.show`. A screen, or a kind of step, that no scene shows fails here."""

import importlib
import pkgutil
from pathlib import Path
from typing import get_args

import pytest
from textual.screen import Screen

import tuidl.tui
from tests.tui.looks.scenes import SCENES
from tests.tui.looks.shown import shown
from tests.tui.looks.written import Text, written
from tuidl.course.spec import StepKind
from tuidl.tui.export import subject

WIDE, LOW, TINY = (140, 40), (80, 24), (20, 6)
LOOKS = (("dark", WIDE), ("light", WIDE), ("ansi", WIDE), ("dark", LOW), ("mono", LOW), ("ascii", LOW))


def screens() -> set[type[Screen]]:
    """All that the program has, without those that others are made of."""
    for module in pkgutil.walk_packages(tuidl.tui.__path__, "tuidl.tui."):
        importlib.import_module(module.name)
    found, todo = set(), [Screen]
    while todo:
        below = todo.pop().__subclasses__()
        todo += below
        found |= {kind for kind in below if kind.__module__.startswith("tuidl.") and not kind.__subclasses__()}
    return found


def test_every_screen_and_every_kind_of_step_has_a_scene():
    assert screens() - {scene.screen for scene in SCENES.values()} == set()
    assert set(get_args(StepKind)) - {scene.step for scene in SCENES.values()} == set()


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TUIDL_GLYPHS", "unicode")
    monkeypatch.setattr(subject, "folder", lambda: Path("/here"))


@pytest.mark.parametrize("name", SCENES)
async def test_what_it_looks_like(name, home, tmp_path, snapshot):
    scene = SCENES[name]
    app = scene.make(tmp_path)
    async with app.run_test(size=WIDE) as pilot:
        app.animation_level = "none"
        await scene.before(pilot)
        assert isinstance(app.screen, scene.screen)
        seen, told = {}, []
        for look, size in LOOKS:
            size = (TINY if size == LOW else (64, 18)) if name == "small" else size
            picture = seen[look, size] = await shown(pilot, look, size)
            assert (picture.width, picture.height) == size
            told.append(written(f"{look} {size[0]}x{size[1]}", picture, colours=look != "ascii"))
            assert look != "ascii" or told[-1].isascii()
        for size in ((300, 100), TINY, (140, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        after = await shown(pilot, "dark", size if name == "small" else LOW)
        assert name == "small" or isinstance(app.screen, scene.screen)
        assert name == "small" or after.text() == seen["dark", LOW].text()  # whatever sizes there were between
    assert "".join(told) == snapshot(extension_class=Text)
