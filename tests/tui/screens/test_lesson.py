"""The lesson screen, fed from memory."""

import pytest
from textual.events import Key

from tests.tui.lessons import app_at, walk_at
from tests.tui.watching import SIZE, commands, done, words
from tuidl.commands import Pause, Reset, SetKnob, SetPace, Step, Watch
from tuidl.events import Evaluated, StateChanged
from tuidl.tui.canvas import Canvas
from tuidl.tui.pagebox import PageBox
from tuidl.tui.screens.small import Small


async def test_opens_ready_and_asks_for_the_pictures_it_shows():
    app, runs = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        screen = app.lesson_screen
        assert "Watch one neuron learn" in words(screen, "#page")
        assert "1 boundary" in words(screen, "#page")
        assert "ready" in words(screen, "#head")
        assert "step 1 of 9" in words(screen, "#head")
        watched = commands(runs, Watch)[-1]
        assert [name for name, _, _ in watched.panels] == ["boundary", "network"]
        assert all(columns > 8 and rows > 8 for _, columns, rows in watched.panels)
        assert runs.live.request.experiment == "neuron"


async def test_a_goal_turns_green_explains_is_saved_and_waits_for_n():
    app, _ = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        assert "goal not met" not in words(app.lesson_screen, "#page")
        await pilot.press("n")
        await done(pilot)
        assert app.lesson_screen.walk.step.id == "watch"
        await pilot.press("space")
        await done(pilot)
        page = words(app.lesson_screen, "#page")
        assert "✔ goal met at step 120 · saved" in page
        assert "what happened" in page
        assert "After 120 steps" in page
        assert app.lesson_screen.walk.step.id == "watch"
        assert len(app.ran) == 1
        await pilot.press("n")
        await done(pilot)
        assert app.lesson_screen.walk.step.id == "inside"
        await pilot.press("backspace")
        await done(pilot)
        assert app.lesson_screen.walk.step.id == "watch"


async def test_saved_is_said_only_once_it_is_on_disk():
    app, _ = app_at()
    app.disk = False
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("space")
        await done(pilot)
        page = words(app.lesson_screen, "#page")
        assert "goal met at step 120" in page
        assert "saved" not in page


async def test_keys_become_commands():
    app, runs = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        runs.live.tell(StateChanged("playing", 3))
        await done(pilot)
        await pilot.press("space", "full_stop", "x", "right", "down", "left")
        await done(pilot)
        assert commands(runs, Pause)
        assert commands(runs, Step) == [Step(1)]
        assert commands(runs, SetPace) == [SetPace("full")]
        assert commands(runs, SetKnob) == [SetKnob("w1", -1.0), SetKnob("w2", 0.5)]
        await pilot.press("equals_sign", "2", "full_stop", "5", "enter")
        await done(pilot)
        assert commands(runs, SetKnob)[-1] == SetKnob("w2", 2.5)
        await pilot.press("equals_sign", "9", "9", "enter")
        await done(pilot)
        assert "outside" in words(app.lesson_screen, "#knobs")
        await pilot.press("r")
        await done(pilot)
        assert dict(commands(runs, Reset)[-1].knobs)["w1"] == 0.0


async def test_keys_in_one_burst_do_not_overtake_each_other():
    app, runs = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        for key in ("=", "-", ".", "5", "\r", "down", "=", "2", "\r"):
            app.post_message(Key(key_of(key), key if len(key) == 1 else None))
        await done(pilot)
        assert commands(runs, SetKnob) == [SetKnob("w1", -0.5), SetKnob("w2", 2.0)]
        for key in ("=", "3", "4", "backspace", "\r"):
            app.post_message(Key(key_of(key), key if len(key) == 1 else None))
        await done(pilot)
        assert commands(runs, SetKnob)[-1] == SetKnob("w2", 3.0)


def key_of(key: str) -> str:
    return {"=": "equals_sign", "-": "minus", ".": "full_stop", "\r": "enter"}.get(key, key)


async def test_turning_a_weight_by_hand_meets_a_goal_without_training():
    app, runs = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        runs.live.tell(Evaluated(0, 0, {"loss": 0.3, "accuracy": 0.96}, {}))
        await done(pilot)
        assert "✔ goal met" in words(app.lesson_screen, "#page")


async def test_digits_zoom_and_escape_takes_it_back():
    app, _ = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        screen = app.lesson_screen
        await pilot.press("2")
        await done(pilot)
        assert [panel.display for panel in screen.panels] == [False, True, False]
        assert screen.panels[1].zoomed
        assert "esc all panels" in words(screen, "#keys")
        assert screen.query_one("#page").display
        await pilot.press("escape")
        await done(pilot)
        assert all(panel.display for panel in screen.panels)


@pytest.mark.parametrize("size", [SIZE, (80, 24)])
async def test_enter_goes_into_the_panel_in_front_and_escape_out_of_it(size):
    app, _ = app_at()
    async with app.run_test(size=size) as pilot:
        await done(pilot)
        screen = app.lesson_screen
        await pilot.press("enter")
        assert [panel.has_focus for panel in screen.panels] == [True, False, False]
        await pilot.press("escape")
        assert not any(panel.has_focus for panel in screen.panels)


async def test_at_the_floor_the_bottom_row_says_that_enter_leads_into_the_panel():
    app, _ = app_at()
    async with app.run_test(size=(80, 24)) as pilot:
        await done(pilot)
        assert "enter read" not in words(app.lesson_screen, "#keys")  # there is nothing to read yet
        await pilot.press("space")
        await done(pilot)
        row = words(app.lesson_screen, "#keys")
        assert "tab panel  enter read" in row
        assert all(key in row for key in ("space run", "r reset", "n next", "? help"))
        await pilot.press("enter")
        await done(pilot)
        row = words(app.lesson_screen, "#keys")
        assert "enter read" not in row
        assert "←→↑↓ read  esc leave" in row


async def test_tabs_at_the_floor_and_one_sentence_below_it():
    app, _ = app_at()
    async with app.run_test(size=(80, 24)) as pilot:
        await done(pilot)
        screen = app.lesson_screen
        assert [panel.panel for panel in screen.panels if panel.display] == ["boundary"]
        await pilot.press("tab")
        await done(pilot)
        assert [panel.panel for panel in screen.panels if panel.display] == ["loss"]
        await pilot.press("shift+tab")
        await done(pilot)
        assert [panel.panel for panel in screen.panels if panel.display] == ["boundary"]
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert isinstance(app.screen, Small)
        said = app.screen.query_one(Canvas).picture().text()
        assert "80×24" in said
        assert "60×20" in said
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert app.screen is screen


async def test_the_palette_over_a_window_that_was_too_small_goes_first():
    app, _ = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert not isinstance(app.screen, Small)
        for size in ((100, 30), (120, 36)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert any(isinstance(screen, Small) for screen in app.screen_stack)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.lesson_screen


async def test_tab_walks_into_panels_and_escape_out():
    app, _ = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("tab")
        assert app.focused is app.lesson_screen.panels[0]
        await pilot.press("escape")
        assert app.focused is None
        assert app.screen is app.lesson_screen


async def test_the_last_step_ends_the_lesson():
    app, _ = app_at("recap")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("n")
        await done(pilot)
        assert app.finished


async def test_the_log_key_changes_every_curve():
    app, _ = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        curve = app.lesson_screen.panels[1]
        assert curve.logarithmic
        await pilot.press("l")
        assert not curve.logarithmic


@pytest.mark.parametrize("step", [step.id for step in walk_at("watch").lesson.steps])
@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 36), (200, 60)])
async def test_every_step_stands_in_every_size(step: str, size: tuple[int, int]):
    app, _ = app_at(step)
    async with app.run_test(size=size) as pilot:
        await done(pilot)
        screen = app.lesson_screen
        knobs = bool(screen.walk.step.knobs)
        assert screen.query_one(PageBox).size.height == size[1] - 3 - knobs
        assert screen.query_one("#knobs").display is (knobs or size[0] >= 100)
        assert screen.walk.step.task.split()[0] in words(screen, "#page")
        assert "?" in words(screen, "#keys")


async def test_the_bottom_row_says_who_has_the_arrow_keys():
    app, _ = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        screen = app.lesson_screen
        assert "↑↓ knob" in words(screen, "#keys")
        screen.study.play()
        await done(pilot)
        screen.set_focus(screen.panels[0])
        await done(pilot)
        row = words(screen, "#keys")
        assert f"{'←→↑↓' if screen.panels[0].directions == 'xy' else '←→'} read" in row
        assert "↑↓ knob" not in row
        await pilot.press("escape")
        await done(pilot)
        assert "↑↓ knob" in words(screen, "#keys")
