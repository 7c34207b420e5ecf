"""The lesson screen, fed from memory."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.events import Key

from tests.recordings import runs as recorded
from tests.tui.fakes import FakeSession
from tests.tui.lessons import LessonApp, app_at, neuron, neuron_run, walk_at
from tuidl.commands import Pause, Play, Reset, Save, SetKnob, SetPace, Step, Watch
from tuidl.course.walk import Walk
from tuidl.events import Diagnosis, Diverged, Evaluated, Failed, KernelCompiled, RunEnded, StateChanged
from tuidl.session.request import Request
from tuidl.tui.canvas import Canvas
from tuidl.tui.pagebox import PageBox
from tuidl.tui.screens.lesson import LessonScreen
from tuidl.tui.screens.predict import Predict
from tuidl.tui.screens.quiz import Quiz
from tuidl.tui.screens.result import Result
from tuidl.tui.screens.small import Small

SIZE = (140, 42)


def words(screen: LessonScreen, name: str) -> str:
    return screen.query_one(name, Canvas).picture().text()


async def done(pilot) -> None:
    """Everything that was sent has been answered and drawn."""
    for _ in range(4):
        await pilot.pause()
    pilot.app.lesson_screen.redraw()
    await pilot.pause()


async def until(pilot, holds) -> None:
    """Wait for what comes when a panel or a screen takes its turn."""
    for _ in range(200):
        if holds():
            return
        await pilot.pause()
    raise AssertionError(f"{pilot.app.screen} never came to it")


def commands(runs, kind) -> list:
    return [command for command in runs.live.sent if isinstance(command, kind)]


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


async def test_three_hints():
    app, _ = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        for n in (1, 2, 3):
            await pilot.press("h")
            await done(pilot)
            assert f"hint {n} of 3" in words(app.lesson_screen, "#page")
        await pilot.press("h")
        await done(pilot)
        assert "no more hints" in words(app.lesson_screen, "#knobs")
        assert "no hint left" in words(app.lesson_screen, "#page")


async def test_a_prediction_comes_before_the_run_and_its_result_after():
    app, runs = app_at("corners")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("space")
        await pilot.pause()
        assert isinstance(app.screen, Predict)
        assert not commands(runs, Play)
        await pilot.press("enter")
        assert isinstance(app.screen, Predict)
        await pilot.press("3", "up", "enter")
        await done(pilot)
        assert commands(runs, Play)
        assert isinstance(app.screen, Result)
        said = app.screen.query_one(Canvas).picture().text()
        assert "you down, stops high up" in said
        assert "run 0.1" in said or "run 0.09" in said or "97" in said
        assert app.lesson_screen.panels[1].ghost
        await pilot.press("n")
        await done(pilot)
        assert app.lesson_screen.walk.step.id == "three"
        await pilot.press("backspace")
        await done(pilot)
        assert "predict" in words(app.lesson_screen, "#page")


@pytest.mark.parametrize(("size", "drawn"), [((140, 40), True), ((100, 32), True), ((80, 24), False)])
async def test_the_curve_of_a_result_stands_wherever_there_is_room(size, drawn):
    app, _ = app_at("corners")
    async with app.run_test(size=size) as pilot:
        await done(pilot)
        await pilot.press("space", "3", "up", "enter")
        await done(pilot)
        said = app.screen.query_one(Canvas).picture().text()
        assert "you down, stops high up" in said
        assert ("loss, log" in said, "l linear axis" in said) == (drawn, drawn)


async def test_escape_commits_nothing():
    app, runs = app_at("corners")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("space", "1", "up", "escape")
        await done(pilot)
        assert app.screen is app.lesson_screen
        assert not app.lesson_screen.walk.state.chosen
        assert not commands(runs, Play)


async def test_a_quiz_is_done_when_every_question_is_right():
    app, _ = app_at("quiz")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("n")
        await done(pilot)
        assert app.lesson_screen.walk.step.id == "quiz"
        await pilot.press("space")
        await pilot.pause()
        quiz = app.screen
        assert isinstance(quiz, Quiz)
        items = app.lesson_screen.walk.step.item
        for number, item in enumerate(items):
            order = quiz._order[number]
            wrong = next(i for i, place in enumerate(order) if not item.choices[place].right)
            right = next(i for i, place in enumerate(order) if item.choices[place].right)
            await pilot.press(str(wrong + 1))
            assert "not this one" in quiz.query_one(Canvas).picture().text()
            await pilot.press(str(right + 1))
            assert "✔ right" in quiz.query_one(Canvas).picture().text()
            await pilot.press("enter")
        await done(pilot)
        assert app.screen is app.lesson_screen
        assert app.lesson_screen.walk.state.done
        await pilot.press("n")
        await done(pilot)
        assert app.lesson_screen.walk.step.id == "recap"


async def test_the_last_step_ends_the_lesson():
    app, _ = app_at("recap")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("n")
        await done(pilot)
        assert app.finished


async def test_a_killed_child_is_said_and_r_starts_again():
    app, runs = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        runs.live.tell(Failed("the training process was killed (signal 9, SIGKILL); press r to start again", 1))
        runs.live.die()
        await done(pilot)
        assert "killed (signal 9" in words(app.lesson_screen, "#knobs")
        assert "stopped" in words(app.lesson_screen, "#head")
        first = runs.last
        await pilot.press("r")
        await done(pilot)
        assert runs.last is not first
        assert "ready" in words(app.lesson_screen, "#head")
        assert "killed" not in words(app.lesson_screen, "#knobs")


async def test_divergence_compiling_and_the_doctor_are_said():
    app, runs = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        runs.live.tell(KernelCompiled("dense_forward", 3, 9, {}))
        await done(pilot)
        assert "compiling dense_forward, 3 of 9" in words(app.lesson_screen, "#knobs")
        runs.live.tell(StateChanged("playing", 5), Diagnosis("rate", "warn", "the rate is too high", 5))
        await done(pilot)
        assert "the rate is too high" in words(app.lesson_screen, "#doctor")
        runs.live.tell(Diverged(7, "NaN", 6), RunEnded(7, "diverged", {}, {}))
        await done(pilot)
        assert "✖ diverged" in words(app.lesson_screen, "#head")
        assert "NaN at step 7: press r" in words(app.lesson_screen, "#page")


async def test_a_run_that_stops_early_says_why():
    app, runs = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        why = "Stopped early at step 7: loss no better for 5 evaluations since step 2 (0.5); those weights are back."
        runs.live.tell(StateChanged("playing", 7), Diagnosis("stopping", "note", why, 7), RunEnded(7, "early", {}, {}))
        await done(pilot)
        assert "✔ stopped early" in words(app.lesson_screen, "#head")
        assert why in words(app.lesson_screen, "#knobs")
        assert "stopped at step 7: press r" in words(app.lesson_screen, "#page")


async def test_a_reset_knob_turns_the_panels_stale():
    app, _ = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f")
        await done(pilot)
        screen = app.lesson_screen
        held = [knob.name for knob in screen.study.lab.knobs].index("points")
        await pilot.press(*["down"] * held, "right")
        await done(pilot)
        assert screen.study.lab.stale.startswith("points changed")
        assert "points ↻" in words(screen, "#knobs")


async def test_a_recording_plays_until_the_learner_runs(tmp_path: Path):
    runs = app_at()[1]
    lesson = replace(neuron(), folder=tmp_path)
    (tmp_path / "demo.jsonl").write_text("{}")
    player: list[FakeSession] = []

    def open_recording(path: Path) -> FakeSession:
        player.append(FakeSession(Request(str(path)), [*runs.opening(), *runs.run()], lambda _: []))
        return player[-1]

    app = LessonApp(Walk(lesson), runs, open_recording=open_recording)
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        assert "recording" in words(app.lesson_screen, "#head")
        assert app.lesson_screen.study.lab.shown.step == 150
        assert not app.lesson_screen.walk.state.done
        await pilot.press("space")
        await done(pilot)
        assert app.lesson_screen.study.lab.demo is None
        assert player[0].closed
        assert app.lesson_screen.walk.state.done


async def test_a_run_that_was_left_is_shown_and_not_the_recording(tmp_path: Path):
    runs = app_at()[1]
    lesson = replace(neuron(), folder=tmp_path)
    (tmp_path / "demo.jsonl").write_text("{}")
    (tmp_path / "watch.left.npz").write_bytes(b"x")
    app = LessonApp(Walk(lesson), runs, saves=tmp_path, open_recording=lambda path: pytest.fail(f"{path} plays"))
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        assert runs.opened[0].request.resume == str(tmp_path / "watch.left.npz")
        assert app.lesson_screen.study.lab.demo is None
        assert "recording" not in words(app.lesson_screen, "#head")


async def test_a_step_that_begins_where_another_ended_trains_that_one_first(tmp_path: Path):
    app, runs = app_at("inside", saves=tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        assert len(runs.opened) >= 2
        first = runs.opened[0]
        assert any(isinstance(command, Play) for command in first.sent)
        assert any(isinstance(command, Save) for command in first.sent)
        assert app.lesson_screen.study.lab.preparing == ""
        assert app.lesson_screen.walk.states["watch"].outcome is not None
        assert app.ran == []


async def test_what_is_quoted_and_missing_is_trained_silently():
    app, _ = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        assert app.lesson_screen.walk.states["watch"].outcome is not None
        assert not app.lesson_screen.walk.state.done


async def test_a_run_that_stopped_early_is_not_taken_up_again(tmp_path: Path):
    app, runs = app_at(saves=tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("full_stop")
        await done(pilot)
        runs.live.tell(RunEnded(1, "early", {}, {}))
        await done(pilot)
        assert not app.lesson_screen.study.save(lambda: None)
        assert Save(str(tmp_path / "watch.left.npz")) not in commands(runs, Save)


async def test_a_run_left_half_way_is_taken_up_again(tmp_path: Path):
    app, runs = app_at(saves=tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("full_stop")
        await done(pilot)
        there: list[bool] = []
        assert app.lesson_screen.study.save(lambda: there.append(True))
        await done(pilot)
        assert there == [True]
        assert commands(runs, Save) == [Save(str(tmp_path / "watch.left.npz"))]
    (tmp_path / "watch.left.npz").write_bytes(b"x")
    app, runs = app_at(saves=tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        assert runs.opened[0].request.resume == str(tmp_path / "watch.left.npz")
        assert not (tmp_path / "watch.left.npz").exists()


async def test_a_saved_run_that_cannot_be_read_is_made_anew(tmp_path: Path):
    app, runs = app_at("inside", saves=tmp_path)
    app.lesson_screen.walk.keep("watch", neuron_run())
    broken = tmp_path / "watch.npz"
    broken.write_bytes(b"no run")
    runs.opening = lambda: []
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        assert runs.live.request.resume == str(broken)
        runs.live.tell(Failed("saved file 'watch.npz' cannot be used; press r", 3))
        runs.live.die()
        await done(pilot)
        assert not broken.exists()
        await pilot.press("r")
        await done(pilot)
        assert runs.opened[1].request.resume is None
        assert Play() in runs.opened[1].sent


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


@pytest.mark.parametrize("view", [recorded.cnn, recorded.mlp, recorded.rnn])
async def test_other_runs_do_no_harm(view):
    app, _ = app_at(view=view())
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("space")
        await done(pilot)
        assert app.lesson_screen.study.lab.view.step == view().step
