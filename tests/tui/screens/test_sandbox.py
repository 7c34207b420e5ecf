"""The sandbox on screen, with real runs in this process on the reference device."""

import asyncio
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from textual.app import App

from tests.sandbox.made import IMAGES
from tests.session.inline import InlineSession
from tests.tui.fakes import FakeSession, InlineMeasure
from tests.tui.watching import until
from tuidl.commands import Play, Reset
from tuidl.course.lint import lint
from tuidl.events import Evaluated, Failed
from tuidl.sandbox import keeping
from tuidl.sandbox.code import Shared, Turn, code, opened
from tuidl.sandbox.description import changed, parsed, plain, start
from tuidl.sandbox.lesson import lesson
from tuidl.session.request import Request
from tuidl.session.stream import Inbox, script
from tuidl.train import loop
from tuidl.train.sizing import Sizing
from tuidl.tui.asked import Asked
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.theme import PREFIX, register
from tuidl.tui.sandbox.stackbox import StackBox
from tuidl.tui.screens.chooser import Chooser
from tuidl.tui.screens.form import Form
from tuidl.tui.screens.sandbox import SandboxScreen
from tuidl.tui.screens.sharing import Told
from tuidl.tui.study import OpenRun

SMALL = changed(start(), steps=12, data={"source": "moons", "n": 60, "validation": 30})
SIZE = (100, 30)
Predicate = Callable[[], object]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TUIDL_LESSONS", raising=False)


def run(request: Request) -> InlineSession:
    def events(inbox: Inbox):
        return loop.run(request, inbox, on_screen=True)

    return InlineSession(events)


class SandboxApp(App[None]):
    def __init__(self, shared: Shared, place: Path, ink: str = "dark", suit: bool = False, open_run: OpenRun = run):
        super().__init__(ansi_color=True if ink in ("ansi", "mono") else None)
        register(self)
        self.theme = PREFIX + ink
        self.sandbox = SandboxScreen(shared, open_run, InlineMeasure(), place, Asked(device="reference", suit=suit))

    async def on_mount(self) -> None:
        await self.push_screen(self.sandbox)


def page(app: SandboxApp) -> str:
    return app.sandbox.query_one(StackBox).picture().text()


def ready(app: SandboxApp) -> Predicate:
    """Whether the run on the screen is that of the page, and measured."""

    def stands() -> bool:
        screen, view = app.sandbox, app.sandbox.study.lab.view
        return (
            screen.bench.current and not screen.stale and view.started is not None and view.state in ("ready", "paused")
        )

    return stands


@pytest.fixture
def opening(tmp_path):
    return partial(SandboxApp, place=tmp_path / "lessons")


async def test_it_opens_with_sizes_and_the_panels_that_fit(opening):
    app = opening(Shared(SMALL))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        assert "114 parameters" in page(app)
        assert "▸ h1 dense 8 tanh" in page(app)
        assert [panel.panel for panel in app.sandbox.panels] == ["boundary", "network", "loss", "accuracy"]
        await until(pilot, lambda: keeping.recalled() == Shared(SMALL))
        await pilot.press("space")
        await until(pilot, lambda: app.sandbox.study.lab.view.state == "ended")
        assert app.sandbox.study.lab.view.step == 12
        assert app.sandbox.journey.step == 12


async def test_layers_are_added_moved_copied_and_removed(opening):
    app = opening(Shared(SMALL))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))

        def names() -> list[str]:
            return [layer.name for layer in app.sandbox.bench.sandbox.layers]

        await pilot.press("a")
        await pilot.press(*"gauss")
        await pilot.press("enter")
        assert names() == ["h1", "noise1", "h2", "out"]
        await pilot.press("shift+down", "d")
        assert names() == ["h1", "h2", "noise1", "noise2", "out"]
        await pilot.press("delete", "up", "up", "right")
        assert names() == ["h1", "h2", "noise1", "out"]
        assert app.sandbox.bench.sandbox.layers[1].options["units"] == 12
        await until(pilot, ready(app))
        started = app.sandbox.study.lab.view.started
        assert [row.name for row in started.layers if "." not in row.name] == ["h1", "h2", "noise1", "out"]
        assert started.parameters == 24 + 108 + 26
        await pilot.press("u", "u", "u", "u")
        assert names() == ["h1", "noise1", "h2", "out"]
        await pilot.press("U")
        assert names() == ["h1", "h2", "noise1", "out"]
        await pilot.press(*["u"] * 9)
        assert app.sandbox.bench.sandbox == SMALL
        await until(pilot, lambda: "nothing to undo" in app.sandbox.study.note)


async def test_a_change_under_way_waits_for_r(opening):
    app = opening(Shared(SMALL))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        await pilot.press("full_stop")
        await until(pilot, lambda: app.sandbox.study.lab.view.step == 1)
        await pilot.press("right")
        await until(pilot, lambda: app.sandbox.bench.current)
        assert app.sandbox.stale
        assert "changed: r begins anew" in page(app)
        assert app.sandbox.shared().step == 0
        await pilot.press("r")
        await until(pilot, ready(app))
        assert app.sandbox.study.lab.view.step == 0
        assert app.sandbox.study.lab.view.started.parameters == 36 + 104 + 18


async def test_layers_that_do_not_fit_the_data_asked_for_give_way_and_can_be_undone(opening):
    wanted = changed(SMALL, data={"source": "digits"})
    app = opening(Shared(wanted), suit=True)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        assert app.sandbox.bench.sandbox.layers[0].type == "conv2d"
        assert not app.sandbox.bench.fault
        await pilot.press("u")
        await until(pilot, lambda: app.sandbox.bench.current)
        assert app.sandbox.bench.sandbox == wanted
        assert "h1' (dense) reads rows of numbers, but the data are images" in app.sandbox.bench.fault


@pytest.mark.parametrize("early", [True, False])
async def test_a_run_that_fails_is_followed_by_one_of_the_other_layers(tmp_path, monkeypatch, early):
    """It fails by itself before they are asked for, and its stream is open still; or after, and never hears of them."""
    first, late = ([Failed("rows of numbers, but images", 3)] if now else [] for now in (early, not early))
    made = [lambda asked: FakeSession(asked, first, lambda told: late if isinstance(told, Reset) else [])]
    opens = lambda asked: made.pop()(asked) if made else run(asked)  # noqa: E731
    app = SandboxApp(Shared(changed(SMALL, data={"source": "digits"})), tmp_path, suit=True, open_run=opens)
    measured = app.sandbox.measure.sizes

    async def sizes(sandbox):
        while early and not app.sandbox.study.lab.view.failed:
            await asyncio.sleep(0)
        return await measured(sandbox)

    monkeypatch.setattr(app.sandbox.measure, "sizes", sizes)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        assert app.sandbox.bench.sandbox.layers[0].type == "conv2d"
        assert "rows of numbers" not in app.sandbox.study.note


@pytest.mark.parametrize("suit", [True, False])
async def test_layers_that_fit_stay(opening, suit: bool):
    app = opening(Shared(SMALL), suit=suit)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        assert app.sandbox.bench.sandbox == SMALL
        assert not app.sandbox.bench.past


async def test_panels_of_a_run_that_never_began_do_not_ask_for_patience(opening):
    app = opening(Shared(changed(SMALL, data={"source": "digits"})))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.sandbox.study.lab.view.state == "failed" and app.sandbox.bench.fault)
        await until(pilot, lambda: "the run stopped before its first step" in app.sandbox.panels[0]._waiting())


async def test_what_does_not_fit_is_said_and_never_runs(opening):
    app = opening(Shared(SMALL))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        await pilot.press("full_stop", "a", *"conv2d", "enter")
        await until(pilot, lambda: app.sandbox.bench.fault)
        told = " ".join(page(app).split())
        assert "✖ layer 'conv1' (conv2d) needs images" in told
        await pilot.press("space")
        await until(pilot, lambda: "needs images" in app.sandbox.study.note)
        assert app.sandbox.study.lab.view.step == 1
        await pilot.press("u")
        await until(pilot, lambda: app.sandbox.bench.current)
        assert not app.sandbox.stale


async def test_a_form_changes_at_once_and_takes_back(opening):
    app = opening(Shared(SMALL))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        await pilot.press("enter")
        assert isinstance(app.screen, Form)
        await pilot.press("3", "0", "enter", "down", "right")
        layer = app.sandbox.bench.sandbox.layers[0]
        assert (layer.options["units"], layer.options["activation"]) == (30, "relu")
        await until(pilot, lambda: app.sandbox.bench.current)
        assert "2 → 30" in app.screen.query_one("#box").picture().text()
        await pilot.press("up", "x", "enter")
        await until(pilot, lambda: app.sandbox.bench.current)
        assert "a size cannot be 'x'" in app.sandbox.bench.fault
        await pilot.press("escape")
        assert app.sandbox.bench.sandbox == SMALL
        assert app.sandbox.bench.past == []
        await pilot.press("enter", "right", "right", "enter")
        assert app.sandbox.bench.sandbox.layers[0].options["units"] == 16
        assert app.sandbox.bench.past == [SMALL]


async def test_knobs_turn_in_the_list_while_it_trains_and_go_into_the_code(opening):
    app = opening(Shared(SMALL))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        await pilot.press("full_stop", "full_stop")
        await until(pilot, lambda: app.sandbox.study.lab.view.step == 2)
        app.sandbox.bench.go("rate")
        await pilot.press("right")
        await until(pilot, lambda: app.sandbox.study.lab.view.knobs["rate"] == 0.1)
        assert not app.sandbox.stale
        await pilot.press("full_stop")
        await until(pilot, lambda: app.sandbox.study.lab.view.step == 3)
        await pilot.press("y")
        assert isinstance(app.screen, Told)
        assert opened(app.screen.text) == Shared(SMALL, 3, (Turn(2, "rate", 0.1),))
        await pilot.press("escape", "r")
        await until(pilot, lambda: app.sandbox.study.lab.view.step == 0)
        assert app.sandbox.shared().sandbox.rate == 0.1


def told_at(state: Shared) -> dict[str, float]:
    """What a run says at the step of a code."""
    folder = keeping.folder(lesson(state.sandbox, Sizing().sizes(state.sandbox).data))
    events = loop.run(Request(str(folder), device="reference"), script(*state.commands()))
    return [event for event in events if isinstance(event, Evaluated)][-1].values


async def test_a_code_is_opened_exactly(opening):
    state = Shared(changed(SMALL, data={"source": "xor"}), 23, (Turn(4, "batch", 8), Turn(9, "rate", 0.1)))
    wanted = told_at(state)
    app = opening(state)
    async with app.run_test(size=SIZE) as pilot:
        await until(
            pilot, lambda: app.sandbox.study.lab.view.step == 23 and app.sandbox.study.lab.view.state == "paused"
        )
        view = app.sandbox.study.lab.view
        assert view.evaluations[-1] == (23, wanted)
        assert app.sandbox.shared() == state


async def test_a_code_is_opened_in_a_sandbox(opening):
    state = Shared(parsed(IMAGES), 5, (Turn(2, "drop1_rate", 0.5),))
    app = opening(Shared(SMALL))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        await pilot.press("o", *"nonsense", "enter")
        assert "damaged" in app.screen.fault or "no code" in app.screen.fault
        await pilot.press("ctrl+u")
        app.screen.typed = code(state)
        await pilot.press("enter")
        await until(
            pilot, lambda: app.sandbox.study.lab.view.step == 5 and app.sandbox.study.lab.view.state == "paused"
        )
        assert app.sandbox.shared() == state
        assert app.sandbox.panels[1].panel == "filters:conv1"
        await pilot.press("u")
        assert app.sandbox.bench.sandbox == SMALL


async def test_data_are_chosen_and_fitted(opening):
    app = opening(Shared(SMALL))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        await pilot.press("i", *"digi")
        assert isinstance(app.screen, Chooser)
        await until(pilot, lambda: "digits" in app.sandbox._looks)
        await pilot.pause()
        look = app.screen.query_one("#box").picture().text()
        assert "training examples" in look
        assert "▀" in look
        await pilot.press("enter")
        await until(pilot, lambda: app.sandbox.bench.fault)
        await pilot.press("f")
        await until(pilot, ready(app))
        assert [layer.type for layer in app.sandbox.bench.sandbox.layers][:2] == ["conv2d", "maxpool2d"]
        assert [panel.panel for panel in app.sandbox.panels][:2] == ["loss", "filters:conv1"]


async def test_panels_are_chosen(opening):
    app = opening(Shared(SMALL))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        await pilot.press("p", *"gradients")
        await pilot.press("space", "enter")
        await until(pilot, lambda: len(app.sandbox.panels) == 5)
        assert app.sandbox.panels[-1].panel == "gradients"
        await pilot.press("5")
        await until(pilot, lambda: "gradients" in app.sandbox.study.lab.view.signals)


async def test_saved_as_a_lesson(opening, tmp_path):
    app = opening(Shared(SMALL))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        await pilot.press("w", *"My", "enter")
        assert "cannot be called 'My'" in app.screen.fault
        await pilot.press("ctrl+u", *"mine", "enter")
        folder = tmp_path / "lessons" / "8-01-mine"
        assert folder.is_dir()
        assert lint(folder)[1] == ()
        assert "8-01-mine" in app.sandbox.study.note


async def test_the_mouse_does_it_too(opening):
    app = opening(Shared(SMALL))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        rows = page(app).splitlines()
        y = next(k for k, row in enumerate(rows) if "h2 dense" in row)
        await pilot.click(StackBox, offset=(8, y))
        assert app.sandbox.bench.layer == 1
        await pilot.click(StackBox, offset=(8, y))
        assert isinstance(app.screen, Form)


async def test_time_travel_and_the_microscope_as_in_a_lesson(opening):
    app = opening(Shared(SMALL))
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        await pilot.press("full_stop", "full_stop", "full_stop")
        await until(pilot, lambda: app.sandbox.study.lab.view.step == 3)
        await pilot.press("comma")
        await until(pilot, lambda: app.sandbox.study.lab.view.step == 2)
        assert app.sandbox.shared() == Shared(SMALL, 2)
        await pilot.press("s")
        await until(pilot, lambda: type(app.screen).__name__ == "MicroscopeScreen")


async def test_the_smallest_size(opening):
    app = opening(Shared(parsed(IMAGES)))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, ready(app))
        assert "conv1" in page(app)
        row = app.sandbox.query_one("#keys", Canvas)
        assert all(key in row.picture().text() for key in ("enter edit", "a add", "del remove", "u undo", "y code"))
        await pilot.press("escape")
        await until(pilot, lambda: "p panels  y code  w save" in row.picture().text())
        await pilot.press("t", "i", "escape", "a", "escape", "enter", "escape", "end", "enter", "escape", "p", "escape")
        assert isinstance(app.screen, SandboxScreen)


def test_a_description_goes_to_the_measuring_process_as_json():
    assert parsed(json.loads(json.dumps(plain(parsed(IMAGES))))) == parsed(IMAGES)


def test_playing_is_the_last_that_is_asked():
    assert Shared(SMALL, 3).commands() == (Play(until=3),)


async def test_the_bottom_row_names_the_keys_of_the_scrubber_while_it_has_the_arrows(tmp_path):
    app = SandboxApp(Shared(SMALL), tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, ready(app))
        lab = app.sandbox.study.lab
        await pilot.press("space")
        await until(pilot, lambda: lab.view.state == "ended")
        await pilot.press("comma")
        row = app.sandbox.query_one("#keys", Canvas)
        await until(pilot, lambda: "←→ a step" in row.picture().text())
        assert all(word in row.picture().text() for word in ("⇧←→ ten", "home end", "esc leave", "c compare"))
        await pilot.press("t")
        await until(pilot, lambda: "a add" in row.picture().text())
        assert isinstance(app.focused, StackBox)
