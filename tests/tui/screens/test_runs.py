"""What the lesson screen makes of its run: how it ends, what is played, what is taken up again."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.recordings import runs as recorded
from tests.tui.fakes import FakeSession
from tests.tui.lessons import LessonApp, app_at, neuron, neuron_run
from tests.tui.watching import SIZE, commands, done, until, words
from tuidl.commands import Play, Save
from tuidl.course.walk import Walk
from tuidl.events import Diagnosis, Diverged, Failed, KernelCompiled, RunEnded, StateChanged
from tuidl.session.request import Request


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


async def test_why_it_stopped_does_not_hide_the_keys_for_ever(monkeypatch):
    monkeypatch.setattr("tuidl.tui.screens.asking.SHOWN", 0.01)
    app, runs = app_at()
    async with app.run_test(size=(80, 24)) as pilot:
        await done(pilot)
        why = "Stopped early at step 7: val_loss no better for 5 evaluations since step 2 (0.5), weights are back."
        runs.live.tell(StateChanged("playing", 7), Diagnosis("stopping", "note", why, 7), RunEnded(7, "early", {}, {}))
        await until(pilot, lambda: not app.lesson_screen.study.note)
        await done(pilot)
        assert words(app.lesson_screen, "#keys").strip().startswith("space run")


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


@pytest.mark.parametrize("view", [recorded.cnn, recorded.mlp, recorded.rnn])
async def test_other_runs_do_no_harm(view):
    app, _ = app_at(view=view())
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("space")
        await done(pilot)
        assert app.lesson_screen.study.lab.view.step == view().step
