"""What the sandbox looks like, as pictures. Change them on purpose: `pytest --snapshot-update`, then look at each."""

from pathlib import Path

import pytest
from textual.app import App

from tests.recordings import runs
from tests.sandbox.made import IMAGES
from tests.tui.fakes import FakeRuns
from tuidl.sandbox.code import Shared
from tuidl.sandbox.description import Sandbox, changed, layer_added, parsed, start
from tuidl.sandbox.dials import dials
from tuidl.sandbox.facts import Sizes
from tuidl.session.request import Request
from tuidl.train.sizing import Sizing
from tuidl.tui.drawing.theme import PREFIX, register
from tuidl.tui.screens.sandbox import SandboxScreen

SIZES = [(80, 24), (140, 40)]


class Measured:
    """Answers at once, so that a picture never depends on the clock."""

    def __init__(self) -> None:
        self._sizing = Sizing()

    async def sizes(self, sandbox: Sandbox) -> Sizes:
        return self._sizing.sizes(sandbox)

    async def close(self) -> None:
        pass


class Pictured(App[None]):
    """A sandbox over a made-up run."""

    def __init__(self, sandbox: Sandbox, ink: str = "dark"):
        super().__init__(ansi_color=True if ink in ("ansi", "mono") else None)
        register(self)
        self.theme = PREFIX + ink
        knobs = {dial.knob.name: dial.knob.default for dial in dials(sandbox)}
        fake = FakeRuns(runs.mlp() if sandbox.data.source == "moons" else runs.cnn(), **knobs)
        fake.waiting = frozenset(("seed", "optimiser"))

        def run(request: Request) -> object:
            fake.knobs = dict(knobs)
            return fake(request)

        self.sandbox = SandboxScreen(Shared(sandbox), run, Measured(), Path("lessons"))

    async def on_mount(self) -> None:
        await self.push_screen(self.sandbox)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))


async def settle(pilot) -> None:
    """Until everything is measured that was asked for, and its run stands."""
    screen = pilot.app.sandbox
    for _ in range(500):
        await pilot.pause()
        asked = screen._near not in screen._looks and screen._looking
        if screen.bench.current and not screen._measuring and not asked and screen.study.lab.view.started is not None:
            break
    for _ in range(3):
        await pilot.pause()


def pressing(*keys: str):
    async def before(pilot) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        pilot.app.sandbox.redraw()
        await pilot.pause()

    return before


WRONG = layer_added(parsed(IMAGES), 3, "conv2d", filters=4, kernel=3)
RICH = changed(start(), schedule={"kind": "cosine", "warmup": 50}, momentum=0.9, optimiser="sgd")


@pytest.mark.parametrize("size", SIZES)
def test_points(snap_compare, size):
    assert snap_compare(Pictured(start()), terminal_size=size, run_before=pressing("space", "down"))


@pytest.mark.parametrize("size", SIZES)
def test_what_does_not_fit(snap_compare, size):
    assert snap_compare(Pictured(WRONG), terminal_size=size, run_before=pressing("down", "down"))


@pytest.mark.parametrize("ink", ["light", "ansi", "mono"])
def test_other_colours(snap_compare, ink):
    assert snap_compare(Pictured(RICH, ink), terminal_size=(140, 40), run_before=pressing("space", "down"))


@pytest.mark.parametrize("size", SIZES)
def test_a_form(snap_compare, size):
    assert snap_compare(Pictured(parsed(IMAGES)), terminal_size=size, run_before=pressing("enter", "down", "1", "2"))


@pytest.mark.parametrize("size", SIZES)
def test_data_are_chosen(snap_compare, size):
    assert snap_compare(Pictured(parsed(IMAGES)), terminal_size=size, run_before=pressing("i"))


@pytest.mark.parametrize("ink", ["light", "mono"])
def test_data_in_other_colours(snap_compare, ink):
    assert snap_compare(Pictured(start(), ink), terminal_size=(120, 36), run_before=pressing("i", "down"))


def test_panels_are_chosen(snap_compare):
    assert snap_compare(Pictured(start()), terminal_size=(120, 36), run_before=pressing("p", "down", "space"))


@pytest.mark.parametrize("keys", [("y",), ("o", "x", "y", "enter"), ("w", "M", "enter")], ids=["code", "open", "save"])
def test_lines_over_it(snap_compare, keys):
    assert snap_compare(Pictured(start()), terminal_size=(80, 24), run_before=pressing(*keys))
