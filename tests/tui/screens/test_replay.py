"""A recorded run on the screen."""

from math import inf
from pathlib import Path

import pytest

from tests.recordings import runs
from tests.tui.test_app import settle
from tuidl.events import Envelope, Evaluated, Event, Probed, Raced, RaceStarted, RunEnded, StepsEnded
from tuidl.session.recording import Recorder
from tuidl.tui import guide, keymap, manual
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


async def test_at_80_columns_every_key_is_seen_or_told_by_the_help(file):
    app = app_of(file)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await drawn(pilot)
        row = words(screen, "keys")
        for key in ("space", ". step", "+ - speed", "m max", "r restart", "tab panel", "? help"):
            assert key in row
        await pilot.press("question_mark")
        await settle(pilot)
        assert isinstance(app.screen, Help)
    told = {key for _, rows in manual.help_for(screen)._groups for names, _ in rows for key in names.split()}
    for binding in keymap.REPLAY:
        named = guide.named(binding.key)
        assert named in told or named in ("tab", "shift+tab", "?") or named.isdigit()
    assert {"^p", "^e", "esc"} <= told


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


@pytest.fixture
def race(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twenty steps of two contestants, each with two seeds, a thousand seconds apart."""
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path / "home"))
    view, lanes = runs.neuron(), [(k, s) for k in (0, 1) for s in (0, 1)]
    events: list[Event] = [RaceStarted("lesson-neuron", "neuron", ("slow", "fast"), ((), ()), (0, 1), 20)]
    assert view.started is not None
    events += [Raced(k, s, view.started) for k, s in lanes]
    for step in range(1, 21):
        for k, s in lanes:
            loss = (2.0 - k) / step + s / 100
            events.append(Raced(k, s, StepsEnded(step, 1, {"loss": (loss,)}, {"seconds": 0.01})))
            if step % 10 == 0:
                events.append(Raced(k, s, Evaluated(step, 1, {"loss": loss}, {})))
                events += [Raced(k, s, Probed(name, step, signal)) for name, signal in view.signals.items() if s == 0]
    events += [Raced(k, s, RunEnded(20, "budget", {"loss": 0.05}, {})) for k, s in lanes]
    recorder = Recorder(tmp_path / "race.rec")
    for seq, event in enumerate(events):
        recorder.write(Envelope(seq, seq * 1000.0, event))
    recorder.close()
    return tmp_path / "race.rec"


async def test_a_race_goes_step_by_step_all_runs_together(race):
    app = app_of(race)
    async with app.run_test(size=(140, 42)) as pilot:
        screen = await drawn(pilot)
        for step in (1, 2, 3):
            await pilot.press("full_stop")
            await drawn(pilot)
            assert screen.race is not None
            assert {run.step for run in screen.race.lanes.values()} == {step}
        assert "paused" in words(screen, "head")
        assert f"step {step}" in words(screen, "head")
        await pilot.press("m")
        await drawn(pilot)
        assert screen.race.ending == "budget"
        assert "2 seeds · step 20" in words(screen, "pulse")
        await pilot.press("minus", "r")
        await drawn(pilot)
        assert screen.race.step < 20


async def test_a_race_is_shown_side_by_side_and_one_is_taken_in_hand(race):
    app = app_of(race, inf)
    async with app.run_test(size=(140, 42)) as pilot:
        screen = await drawn(pilot)
        assert "A recorded race" in words(screen, "page")
        shown = [(panel.panel, panel.lane, panel.key) for panel in screen.panels if panel.display]
        assert [lane for name, lane, _ in shown if name == "boundary"] == [0, 1]
        ((_, lane, key),) = (each for each in shown if each[0] == "loss")
        assert lane is None
        assert int(key) > 2  # the first digits are the contestants'
        assert "▸1 ● slow" in words(screen, "pulse")
        assert "★" in words(screen, "pulse")
        await pilot.press("2")
        await drawn(pilot)
        assert "▸2 ◆ fast" in words(screen, "pulse")
        assert screen.run is screen.race.lanes[1, 0]
        await pilot.press(key)
        await drawn(pilot)
        assert [panel.panel for panel in screen.panels if panel.display] == ["loss"]
        await pilot.press("escape", "tab")
        for size in ((80, 24), (60, 20), (300, 100)):
            await pilot.resize_terminal(*size)
            await drawn(pilot)
        await pilot.press("q")
        await settle(pilot)
    assert app.return_code == 0
