"""Twins and races on the lesson screen: who joins, who is in hand, what is told to whom, and the way back."""

from pathlib import Path

import pytest

from tests.course import test_race as races
from tests.tui.lessons import LessonApp, neuron_run, walk_at
from tests.tui.raced import RacedRuns
from tests.tui.watching import SIZE, done, words
from tuidl.commands import Choose, Inspect, Only, Pause, Play, Reset, SetKnob, Step, Watch
from tuidl.course.load import read
from tuidl.events import Diverged, Failed, Raced, RunEnded, StepsEnded
from tuidl.tui.panels import Panel
from tuidl.tui.panels.curves import CurvePanel


def twins(step: str = "hand", **given) -> tuple[LessonApp, RacedRuns]:
    walk = walk_at(step)
    runs = RacedRuns(neuron_run(), **walk.lesson.settings(walk.step))
    return LessonApp(walk, runs, **given), runs


def sent(runs: RacedRuns, kind: type) -> list:
    return [command for command in runs.last.sent if isinstance(command, kind)]


def shown(app: LessonApp, name: str) -> list[Panel]:
    return [panel for panel in app.lesson_screen.panels if panel.panel == name and panel.display]


async def press(pilot, *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await done(pilot)


async def test_t_makes_a_twin_from_the_same_start_and_leaves_the_run_alone():
    app, runs = twins()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "full_stop", "t")
        screen = app.lesson_screen
        assert runs.opened[0].sent[-1] == Pause()
        request = runs.last.request
        assert [one.set for one in request.race] == [request.race[0].set] * 2
        assert request.race[0].experiment == "neuron"
        assert "1 ● as it is" in words(screen, "#lanes")
        assert "▸2 ◆ twin" in words(screen, "#lanes")
        assert screen.query_one("#lanes").display
        assert [panel.lane for panel in shown(app, "boundary")] == [0, 1]
        assert all(panel.key == "3" for panel in shown(app, "boundary"))


async def test_a_knob_is_turned_for_the_one_in_hand_and_all_run_together():
    app, runs = twins()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "t", "right")
        (turned,) = sent(runs, Only)
        assert turned.contestant == 1
        assert isinstance(turned.order, SetKnob)
        names = app.lesson_screen.study.contest.names
        assert names[0] != names[1]
        await press(pilot, "1", "right", "space")
        assert [only.contestant for only in sent(runs, Only)] == [1, 0]
        assert sent(runs, Play) == [Play()]
        assert "step 150 of" in words(app.lesson_screen, "#lanes")
        assert words(app.lesson_screen, "#lanes").count("★") == 1
        await press(pilot, "full_stop", "r")
        assert sent(runs, Step) == [Step(1)]
        assert sent(runs, Reset) == [Reset()]


async def test_space_begins_again_where_a_turned_knob_waits_for_it():
    app, runs = twins()
    runs.waiting = frozenset(("w1", "w2", "b", "points", "seed"))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "t", "f")
        lab = app.lesson_screen.study.lab
        lab.held = [knob.name for knob in lab.knobs].index("points")
        await press(pilot, "right", "space")
        kinds = [type(command) for command in runs.last.sent if not isinstance(command, Watch)]
        assert kinds == [Only, Reset, Play]


async def test_up_to_five_may_join_and_leave():
    app, runs = twins()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "t", "t", "t", "t")
        assert len(runs.last.request.race) == 5
        await press(pilot, "t")
        assert "5 race already" in app.lesson_screen.study.note
        await press(pilot, "2", "T")
        assert [one.name for one in runs.last.request.race] == ["as_it_is", "twin2", "twin3", "twin4"]
        assert len(shown(app, "boundary")) == 1  # no room for four: that of the one in hand
        await press(pilot, "T", "T", "T")
        assert app.lesson_screen.study.contest is None


async def test_esc_brings_the_run_back_as_it_was():
    app, runs = twins()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "space")
        assert app.lesson_screen.study.lab.view.step == 150
        await press(pilot, "t", "right", "space", "escape")
        screen = app.lesson_screen
        assert screen.study.contest is None
        assert runs.last.closed
        assert not runs.opened[0].closed
        assert screen.study.lab.view.step == 150
        assert [panel.lane for panel in screen.panels] == [None] * len(screen.panels)
        assert not screen.query_one("#lanes").display
        assert "your run is back" in screen.study.note
        await press(pilot, "r")
        assert isinstance(runs.opened[0].sent[-1], Reset)


async def test_the_learner_s_race_is_not_judged():
    app, _ = twins("watch")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "t", "space")
        assert not app.lesson_screen.walk.state.done
        await press(pilot, "escape", "space")
        assert app.lesson_screen.walk.state.done


async def test_curves_lie_over_each_other_with_a_mark_each():
    app, _ = twins("watch")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "t", "right", "space")
        (loss,) = [panel for panel in app.lesson_screen.panels if isinstance(panel, CurvePanel)][:1]
        lines = loss.lines(loss.data(loss.view))
        assert [line.role for line in lines] == ["race", "race"]
        assert lines[0].values[-1] == pytest.approx(2 * lines[1].values[-1])
        text = "\n".join(strip.text for strip in loss._strips)
        assert "●" in text
        assert "◆" in text
        loss.focus()
        await press(pilot, "right")
        assert all(line.label in loss.reading(loss.data(loss.view)) for line in lines)
        await press(pilot, "v")
        assert "held out" in loss.heading(None)[1]


async def test_seeds_become_a_band_with_their_number():
    app, runs = twins("watch")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "S", "space")
        assert runs.last.request.seeds == 5
        assert len(runs.last.request.race) == 1
        (loss,) = [panel for panel in app.lesson_screen.panels if isinstance(panel, CurvePanel)][:1]
        (line,) = loss.lines(loss.data(loss.view))
        assert line.label.endswith("5 seeds")
        assert all(low <= middle <= high for low, middle, high in zip(line.lows, line.values, line.highs, strict=True))
        assert line.lows[-1] < line.highs[-1]
        assert "median, lowest to highest" in loss.heading(None)[1]
        assert "5 seeds" in words(app.lesson_screen, "#lanes")
        await press(pilot, "S")
        assert runs.last.request.seeds == 10
        await press(pilot, "S")
        assert app.lesson_screen.study.contest is None


async def test_a_click_takes_a_contestant_in_hand():
    app, runs = twins()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "t", "space")
        study = app.lesson_screen.study
        assert study.contest.chosen == 1
        await pilot.click("#lanes", offset=(6, 0))
        await done(pilot)
        assert study.contest.chosen == 0
        right = shown(app, "boundary")[1]
        await pilot.click(right, offset=(right.size.width // 2, right.size.height // 2))
        await done(pilot)
        assert study.contest.chosen == 1
        assert isinstance(sent(runs, Choose)[-1], Choose)  # both look at the same place


async def test_digits_after_the_contestants_zoom_panels():
    app, _ = twins()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "t", "3")
        lab = app.lesson_screen.study.lab
        assert lab.zoomed == "boundary"
        assert [panel.lane for panel in app.lesson_screen.panels if panel.display] == [0, 1]
        await press(pilot, "1")
        assert app.lesson_screen.study.lab.zoomed == "boundary"
        await press(pilot, "3")
        assert app.lesson_screen.study.lab.zoomed == ""


async def test_the_microscope_looks_at_the_one_in_hand():
    app, runs = twins()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "t", "1", "s")
        (asked,) = sent(runs, Only)
        assert asked.contestant == 0
        assert isinstance(asked.order, Inspect)


async def test_what_a_race_cannot_do_is_said():
    app, _ = twins()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "T")
        assert app.lesson_screen.study.note == "nothing races: t makes a twin"
        await press(pilot, "L")
        assert "no race of yours" in app.lesson_screen.study.note
        await press(pilot, "t", "comma")
        assert "nothing was trained yet" in app.lesson_screen.study.note
        await press(pilot, "space", "c")
        assert "nothing to compare with yet" in app.lesson_screen.study.note


async def test_a_race_that_fails_says_so_and_can_begin_again():
    app, runs = twins()
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "t")
        runs.last.tell(Failed("no memory for so many", 2))
        runs.last.die()
        await done(pilot)
        assert "no memory" in app.lesson_screen.study.note
        failed = runs.last
        await press(pilot, "space")
        assert runs.last is not failed
        assert sent(runs, Play) == [Play()]


async def test_one_that_leaves_the_numbers_is_marked_and_the_other_goes_on():
    app, runs = twins("watch")
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "t")
        runs.last.tell(
            Raced(1, 0, StepsEnded(1, 1, {"loss": (2.0, 1.0)}, {"seconds": 0.1})),
            Raced(1, 0, Diverged(3, "The loss is no number.", 2)),
            Raced(1, 0, RunEnded(3, "diverged", {}, {})),
            Raced(0, 0, StepsEnded(1, 1, {"loss": (2.0, 1.0, 0.5, 0.4)}, {"seconds": 0.1})),
        )
        await done(pilot)
        assert "✖" in words(app.lesson_screen, "#lanes")
        assert "NaN at 3" in str([line.label for line in _loss(app)])


def _loss(app: LessonApp) -> list:
    panel = next(panel for panel in app.lesson_screen.panels if isinstance(panel, CurvePanel))
    return panel.lines(panel.data(panel.view))


# ---- a race of the lesson's own ------------------------------------------------------------------------------------


def lesson_race(tmp_path: Path) -> tuple[LessonApp, RacedRuns]:
    walk = walk_at("race", read(races.folder(tmp_path)))
    runs = RacedRuns(neuron_run(), **walk.lesson.settings(walk.step))
    return LessonApp(walk, runs), runs


async def test_a_step_that_is_a_race_opens_as_one_and_is_judged(tmp_path: Path):
    app, runs = lesson_race(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        screen = app.lesson_screen
        assert runs.opened[0].request.experiment == "duel"
        assert [one.name for one in runs.opened[0].request.race] == ["slow", "fast"]
        assert "1 ● slow" in words(screen, "#lanes")
        await press(pilot, "space")
        assert screen.walk.state.done
        assert screen.walk.state.outcome.rivals["fast"].step == 150
        assert "fast" not in screen.study.note
        await press(pilot, "T")
        assert screen.study.note == "this contestant belongs to the lesson"
        await press(pilot, "t")
        assert [one.name for one in runs.last.request.race] == ["slow", "fast", "twin1"]
        assert screen.study.contest.name(0) == "slow"
        await press(pilot, "T")
        assert [one.name for one in runs.last.request.race] == ["slow", "fast"]


async def test_the_race_is_gone_with_its_step(tmp_path: Path):
    app, runs = lesson_race(tmp_path)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "space", "n")
        assert app.lesson_screen.study.contest is None
        assert not runs.last.request.race
