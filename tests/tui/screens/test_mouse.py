"""What a click, a drag and the wheel do: whatever is written on the screen as a key can be clicked."""

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot
from textual.widget import Widget

from tests.tui.lessons import app_at
from tests.tui.screens.test_home import HomeApp
from tests.tui.screens.test_overlays import Over
from tests.tui.screens.test_overlays import words as said
from tests.tui.watching import SIZE, commands, done, words
from tuidl.commands import Pause, SetKnob
from tuidl.events import StateChanged
from tuidl.tui import guide, knob
from tuidl.tui.canvas import Canvas
from tuidl.tui.screens import home
from tuidl.tui.screens.help import Help
from tuidl.tui.screens.predict import Predict
from tuidl.tui.screens.quiz import Quiz

SMALL = (80, 24)


def find(pilot: Pilot, name: str, text: str) -> tuple[int, int]:
    """Where a text stands in a canvas of the screen in front."""
    lines = pilot.app.screen.query_one(name, Canvas).picture().text().split("\n")
    row = next(y for y, line in enumerate(lines) if text in line)
    return lines[row].index(text), row


async def click(pilot: Pilot, name: str, text: str) -> None:
    await pilot.click(name, offset=find(pilot, name, text))
    await pilot.pause()


async def wheel(pilot: Pilot, widget: Widget, down: bool, offset: tuple[int, int] = (3, 2)) -> None:
    x, y = widget.region.offset.x + offset[0], widget.region.offset.y + offset[1]
    kind = MouseScrollDown if down else MouseScrollUp
    pilot.app.screen._forward_event(kind(widget, x, y, 0, 1 if down else -1, 0, False, False, False, x, y))
    await pilot.pause()
    await pilot.pause()


@pytest.mark.parametrize("size", [SIZE, SMALL])
async def test_a_key_of_the_bottom_row_and_of_the_task_can_be_clicked(size):
    app, runs = app_at("hand")
    async with app.run_test(size=size) as pilot:
        await done(pilot)
        runs.live.tell(StateChanged("playing", 3))
        await done(pilot)
        await click(pilot, "#keys", "pause")
        await done(pilot)
        assert commands(runs, Pause)
        await click(pilot, "#page" if size == SIZE else "#keys", "h hint")
        await done(pilot)
        assert "hint 1 of 3" in words(app.lesson_screen, "#page")


async def test_a_knob_is_held_turned_dragged_and_wheeled():
    app, runs = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        lab = app.lesson_screen.study.lab
        row = app.lesson_screen.query_one("#knobs")
        await click(pilot, "#knobs", lab.knobs[1].label)
        assert lab.held == 1
        assert not commands(runs, SetKnob)
        await pilot.click(row, offset=(row._spots[1].more, 1))
        await done(pilot)
        assert commands(runs, SetKnob) == [SetKnob("w2", 1.5)]
        await wheel(pilot, row, down=True, offset=find(pilot, "#knobs", lab.knobs[1].label))
        await done(pilot)
        assert commands(runs, SetKnob)[-1] == SetKnob("w2", 0.5)  # the run still says 1
        x, y = find(pilot, "#knobs", "•")  # of the first knob, which is not held
        await pilot.mouse_down("#knobs", offset=(x, y))
        await pilot.hover("#knobs", offset=(x + 40, y))
        await pilot.mouse_up("#knobs", offset=(x + 40, y))
        await done(pilot)
        assert commands(runs, SetKnob)[-1] == SetKnob(lab.knobs[0].name, lab.knobs[0].range[1])


async def test_where_a_knob_has_no_track_a_drag_turns_it_by_stops():
    app, runs = app_at("hand")
    async with app.run_test(size=SMALL) as pilot:
        await done(pilot)
        await pilot.press("f")
        await done(pilot)
        lab = app.lesson_screen.study.lab
        rate = lab.lesson.knobs["rate"]
        before = lab.value("rate")
        x, y = find(pilot, "#knobs", rate.label)
        await pilot.mouse_down("#knobs", offset=(x, y))
        for column in range(x + 1, x + 5):
            await pilot.hover("#knobs", offset=(column, y))
        await pilot.mouse_up("#knobs", offset=(x + 4, y))
        await done(pilot)
        higher = knob.turned(rate, before, 1)
        assert commands(runs, SetKnob) == [SetKnob("rate", higher), SetKnob("rate", knob.turned(rate, higher, 1))]


async def test_the_title_of_a_panel_zooms_it_and_takes_it_back():
    app, _ = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        panels = app.lesson_screen.panels
        for shown in ([False, True, False], [True, True, True]):
            await pilot.click(panels[1], offset=(5, 0))
            await done(pilot)
            assert [panel.display for panel in panels] == shown


async def test_a_tab_brings_its_panel_to_the_front():
    app, _ = app_at()
    async with app.run_test(size=SMALL) as pilot:
        await done(pilot)
        screen = app.lesson_screen
        top = "".join(screen.panels[0]._cells.chars[0])
        await pilot.click(screen.panels[0], offset=(top.index("network"), 0))
        await done(pilot)
        front = next(panel for panel in screen.panels if panel.display)
        assert front.panel == "network"
        assert front.tabs is not None
        assert not screen.study.lab.zoomed


async def test_the_wheel_moves_the_cursor_of_a_panel():
    app, _ = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("space")
        await done(pilot)
        panel = app.lesson_screen.panels[0]
        await pilot.click(panel, offset=(20, 12))
        before = panel.cursor
        await wheel(pilot, panel, down=True)
        assert panel.cursor != before
        await wheel(pilot, panel, down=False)
        assert panel.cursor == pytest.approx(before)


async def test_the_answers_of_a_quiz_are_clicked_and_it_is_left_by_a_click():
    app, _ = app_at("quiz")
    async with app.run_test(size=SMALL) as pilot:
        await done(pilot)
        await click(pilot, "#keys", "questions")
        quiz = app.screen
        assert isinstance(quiz, Quiz)
        right = next(row for row, place in enumerate(quiz._order[0]) if quiz.item.choices[place].right)
        wrong = next(row for row in range(len(quiz._order[0])) if row != right)
        await click(pilot, "#box", f"  {wrong + 1} ")
        assert quiz.row in quiz.tried
        assert not quiz.right
        await click(pilot, "#box", f"  {right + 1} ")
        assert quiz.right
        await click(pilot, "#box", "esc")
        await done(pilot)
        assert app.screen is app.lesson_screen


async def test_every_answer_of_a_prediction_is_clicked_and_committed():
    app, _ = app_at("corners")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("space")
        await pilot.pause()
        asked = app.screen
        assert isinstance(asked, Predict)
        for ask in asked.answers.asks:
            rect, _, index = [spot for spot in asked._spots if spot[1] is ask][-1]
            await pilot.click("#box", offset=(rect.x + 1, rect.y + rect.height // 2))
            assert asked.answers.chosen[ask.id] == index
        await click(pilot, "#box", "enter")
        await done(pilot)
        assert app.screen is not asked
        assert app.lesson_screen.walk.predicted


async def test_help_scrolls_with_the_wheel_and_closes_by_a_click():
    app = Over(Help("lesson", (*guide.LESSON, guide.MARKS)))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        before = said(app)
        await wheel(pilot, app.over.query_one("#box"), down=True)
        assert said(app) != before
        await wheel(pilot, app.over.query_one("#box"), down=False)
        assert said(app) == before
        await click(pilot, "#box", "close")
        assert app.screen is not app.over


async def test_home_by_mouse_alone():
    app = HomeApp()
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        await click(pilot, "#map", "rnn")
        await click(pilot, "#map", "rnn")
        assert app.screen.carded
        assert not app.opened
        await click(pilot, "#keys", "back")
        assert not app.screen.carded
        await wheel(pilot, app.screen.query_one("#map"), down=True)
        assert app.screen.cursor != "lesson-rnn"
        await click(pilot, "#map", "rnn")
        await click(pilot, "#map", "rnn")
        await click(pilot, "#card", "RNN")
        assert app.opened == ["lesson-rnn"]


async def test_the_last_runs_are_found_in_any_language(monkeypatch):
    monkeypatch.setattr(home, "tr", lambda text, **named: text.upper().format_map({}) if not named else "ANDERS")
    app = HomeApp()
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        app.screen._choose("lesson-rnn")
        for _ in range(30):
            await pilot.press("down")
        assert app.screen.run == 0
        await pilot.press("right")
        assert app.screen.run == 1
        await pilot.click("#runs", offset=(4, 2))
        await pilot.pause()
        assert app.opened == ["lesson-cnn"]
