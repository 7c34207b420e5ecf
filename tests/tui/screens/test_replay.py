"""A recorded run on the screen."""

from math import inf
from pathlib import Path

import pytest

from tests.recordings import runs
from tests.tui.test_app import settle
from tuidl.events import Envelope, Evaluated, Probed, RunEnded, StepsEnded
from tuidl.session.recording import Recorder
from tuidl.tui import guide, keymap
from tuidl.tui.app import TuidlApp
from tuidl.tui.canvas import Canvas
from tuidl.tui.screens.help import Help
from tuidl.tui.screens.replay import ReplayScreen


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Forty steps a thousand seconds apart, with pictures."""
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path / "home"))
    view = runs.neuron()
    events = [view.started]
    for step in range(1, 41):
        events.append(StepsEnded(step, 1, {"loss": (2.0 / step,), "accuracy": (0.5,)}, {"seconds": 0.01}))
        if step % 10 == 0:
            events.append(Evaluated(step, 1, {"loss": 2.0 / step, "accuracy": 0.5}, {}))
            events += [Probed(name, step, signal) for name, signal in view.signals.items()]
    events.append(RunEnded(40, "budget", {"loss": 0.05}, {}))
    recorder = Recorder(tmp_path / "run.rec")
    for seq, event in enumerate(events):
        recorder.write(Envelope(seq, seq * 1000.0, event))
    recorder.close()
    return tmp_path / "run.rec"


def app_of(file: Path, speed: float = 1.0, ink: str = "dark") -> TuidlApp:
    return TuidlApp(ink, recorded=(file, speed))


async def drawn(pilot) -> ReplayScreen:
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, ReplayScreen)
    await screen.frame()
    await settle(pilot)
    return screen


def words(screen: ReplayScreen, part: str) -> str:
    return screen.query_one(f"#{part}", Canvas).picture().text()


async def test_steps_pause_speed_and_a_new_beginning(file):
    app = app_of(file)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await drawn(pilot)
        assert screen.run.step == 0
        await pilot.press("full_stop")
        assert (await drawn(pilot)).run.step == 1
        await pilot.press("full_stop", "full_stop")
        await drawn(pilot)
        assert screen.run.step in (2, 3)
        assert "paused" in words(screen, "head")
        await pilot.press("plus", "plus", "minus")
        await drawn(pilot)
        assert "×2" in words(screen, "head")
        await pilot.press("m")
        await drawn(pilot)
        assert screen.run.state == "ended"
        assert "over" in words(screen, "head")
        assert "max" in words(screen, "head")
        await pilot.press("minus", "r")
        await drawn(pilot)
        assert screen.run.step < 40


async def test_panels_are_those_that_were_recorded(file):
    app = app_of(file, inf)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await drawn(pilot)
        assert {"loss", "accuracy", "boundary"} <= {panel.panel for panel in screen.panels}
        assert "A recorded run" in words(screen, "page")
        await pilot.press("1")
        await drawn(pilot)
        assert sum(panel.display for panel in screen.panels) == 1
        await pilot.press("escape", "question_mark")
        await settle(pilot)
        assert isinstance(app.screen, Help)
        await pilot.press("escape")
        for size in ((60, 20), (300, 100), (80, 24)):
            await pilot.resize_terminal(*size)
            await drawn(pilot)
        await pilot.press("tab", "tab")
        await drawn(pilot)
        await pilot.press("q")
        await settle(pilot)
    assert app.return_code == 0


def test_the_help_knows_every_key():
    told = " ".join(f"{key} {text}" for _, rows in guide.REPLAY for key, text in rows)
    names = {"plus": "+", "minus": "-", "full_stop": "."}
    for binding in keymap.REPLAY:
        for key in binding.key.split(","):
            if key not in ("equals_sign", "shift+tab", "escape", "q", "question_mark") and not key.isdigit():
                assert names.get(key, key) in told, key
