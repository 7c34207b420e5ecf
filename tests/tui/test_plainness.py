"""Plain ASCII, no fact by colour alone, reduced motion: on every sheet of the gallery and on every screen."""

import re

import pytest

from tests.tui.gallery import Gallery
from tests.tui.lessons import app_at
from tests.tui.scoped import scoped_app
from tests.tui.screens.test_home import HomeApp
from tests.tui.screens.test_past import PastApp, past
from tests.tui.watching import done
from tuidl.tui import motion
from tuidl.tui.drawing.ascii import spelt

SHEETS = (
    "cnn", "mlp", "neuron", "rnn", "deep", "functions", "shares", "slides", "planes", "grids", "words", "maps",
    "surface", "states",
)  # fmt: skip
SCREENS = {
    "lesson": (lambda: app_at("single")[0], ("space",)),
    "small lesson": (lambda: app_at("single")[0], ("space",)),
    "prediction": (lambda: app_at("corners")[0], ("space", "2", "up", "tab")),
    "result": (lambda: app_at("corners")[0], ("space", "3", "up", "enter")),
    "quiz": (lambda: app_at("quiz")[0], ("space", "2")),
    "microscope": (lambda: scoped_app()[0], ("s", "tab", "down")),
    "back in time": (lambda: app_at("hand")[0], ("space", "comma")),
    "home": (lambda: HomeApp(False), ("down",)),
    "past": (lambda: PastApp(past()), ("down",)),
}


async def rows(app, size=(140, 42), *keys: str) -> list[str]:
    """What is on the screen, once these were pressed."""
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            for _ in range(3):
                await pilot.pause()
        if hasattr(app, "lesson_screen"):
            await done(pilot)
        if hasattr(app.screen, "look"):
            app.screen.look()
            await pilot.pause()
        return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


@pytest.mark.parametrize("ink", ["dark", "ansi", "mono"])
@pytest.mark.parametrize("name", SHEETS)
async def test_every_panel_in_ascii_alone(name, ink, monkeypatch):
    monkeypatch.setenv("TUIDL_GLYPHS", "ascii")
    found = await rows(Gallery(name, ink))
    strange = {char for row in found for char in row if not char.isascii()}
    assert not strange
    assert sum(len(row.strip()) for row in found) > 1000  # and it is not empty


@pytest.mark.parametrize("name", SCREENS)
async def test_every_screen_in_ascii_alone(name, monkeypatch):
    monkeypatch.setenv("TUIDL_GLYPHS", "ascii")
    make, keys = SCREENS[name]
    found = await rows(make(), (80, 24) if "small" in name else (140, 42), *keys)
    assert not {char for row in found for char in row if not char.isascii()}


@pytest.mark.parametrize("name", SHEETS)
async def test_no_fact_by_colour_alone(name, monkeypatch):
    """Without any colour there are the same words and marks; the scales differ, for raw curves are left out."""
    monkeypatch.delenv("TUIDL_GLYPHS", raising=False)
    word = re.compile(r"[^\W\d_]{3,}|[✔✘◐○●◆✖▸↻]")
    told = {ink: await rows(Gallery(name, ink)) for ink in ("dark", "mono")}
    said = {ink: set(word.findall("\n".join(found))) for ink, found in told.items()}
    missing = said["dark"] - said["mono"]
    assert not missing


@pytest.mark.parametrize("text", ["╭─ ▸ loss ─╮", "⠀⣿⠁⡀⠒", "w₁ · x² − ½ ≥ π", "日本", "▁▂▃▄▅▆▇█", "\x1b[1m│"])
def test_as_many_columns_and_only_ascii(text):
    from rich.cells import cell_len

    assert spelt(text).isascii()
    assert cell_len(spelt(text)) == cell_len(text)


def test_motion_can_be_reduced(monkeypatch):
    monkeypatch.delenv(motion.VARIABLE, raising=False)
    assert not motion.reduced()
    assert motion.pause(0.2) == 0.2
    monkeypatch.setenv(motion.VARIABLE, "Reduced")
    assert motion.pause(0.2) == motion.CALM
    assert not motion.switch()
    assert motion.switch()


async def test_with_reduced_motion_a_run_draws_seldom_and_keys_are_answered_at_once(monkeypatch):
    from tuidl.events import StateChanged, StepsEnded

    monkeypatch.setenv(motion.VARIABLE, "reduced")
    app, runs = app_at("single")
    app.touched = 0.0
    async with app.run_test(size=(140, 42)) as pilot:
        await done(pilot)
        screen = app.lesson_screen
        runs.live.tell(StateChanged("playing", 0))
        await pilot.pause()
        screen.redraw()
        drawn = screen._drawn
        runs.live.tell(StepsEnded(1, 1, {"loss": (0.5,)}, {"seconds": 0.1}))
        for _ in range(3):
            await pilot.pause()
        screen.frame()
        assert screen._drawn == drawn  # not yet
        app.touched = drawn + 1e-6
        screen.changed()
        screen.frame()
        assert screen._drawn > drawn
