"""Back in time: keys and mouse ask for steps, the scrubber shows them, the old curve stays beside the new one."""

from pathlib import Path

import pytest
from textual.events import Key

from tests.tui.fakes import FakeRuns
from tests.tui.lessons import LessonApp, app_at, neuron_run, walk_at
from tests.tui.watching import SIZE, commands, done, until, words
from tuidl.commands import Compare, Play, Rewind, SetKnob, Step
from tuidl.events import Compared, Diagnosis, Diverged, Rewound, RunEnded, StateChanged, StepsEnded
from tuidl.tui.canvas import Canvas
from tuidl.tui.panels.curves import CurvePanel
from tuidl.tui.rows import scrub
from tuidl.tui.screens.comparison import Comparison
from tuidl.tui.scrubber import Scrubber


async def trained(pilot, *keys: str) -> None:
    await done(pilot)
    await pilot.press("space", *keys)
    await done(pilot)


def asked(runs: FakeRuns) -> list[int]:
    return [command.step for command in commands(runs, Rewind)]


def loss(app: LessonApp) -> CurvePanel:
    return next(panel for panel in app.lesson_screen.panels if isinstance(panel, CurvePanel))


async def test_comma_goes_one_step_back_and_the_arrows_scrub():
    app, runs = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await trained(pilot)
        screen = app.lesson_screen
        assert not screen.query_one(Scrubber).display
        await pilot.press("comma")
        await done(pilot)
        assert asked(runs) == [149]
        assert isinstance(app.focused, Scrubber)
        assert "back at 149 of 150" in words(screen, "#pulse")
        assert "3.0 MB of 64 MB" in words(screen, "#pulse")
        assert "back in time" in words(screen, "#head")
        for key in ("left", "shift+left", "right", "home", "end", "comma"):
            await pilot.press(key)
            await done(pilot)
        assert asked(runs) == [149, 148, 138, 139, 0, 150, 149]
        assert screen.study.lab.view.step == 149
        assert not commands(runs, SetKnob)
        await pilot.press("down", "left")
        await done(pilot)
        assert app.focused is None
        assert [command.name for command in commands(runs, SetKnob)] == ["w2"]
        assert screen.query_one(Scrubber).display


@pytest.mark.parametrize("size", [SIZE, (80, 24)])
async def test_while_the_arrows_scrub_the_bottom_row_says_so(size):
    app, _ = app_at("hand")
    async with app.run_test(size=size) as pilot:
        await trained(pilot)
        await pilot.press("comma")
        await done(pilot)
        row = words(app.lesson_screen, "#keys")
        assert row.strip().startswith("space run")
        for told in ("←→ a step", "⇧←→ ten", "home end", "esc leave", "c compare"):
            assert told in row, row
        bottom = app.lesson_screen.query_one("#keys", Canvas)
        assert "⇧←→" in bottom.render_line(0).text
        await pilot.press("escape")
        await until(pilot, lambda: "⇧←→" not in bottom.render_line(0).text)


async def test_of_many_wishes_the_last_is_sent_once_the_first_was_answered():
    app, runs = app_at("hand")
    back = runs.back
    runs.back = lambda step: []  # the answer is on its way
    async with app.run_test(size=SIZE) as pilot:
        await trained(pilot)
        await pilot.press("comma", "comma", "comma")
        await done(pilot)
        assert asked(runs) == [149]
        assert app.lesson_screen.study.aim == 147
        runs.back = back
        runs.live.tell(*back(149))
        await done(pilot)
        assert asked(runs) == [149, 147]
        assert app.lesson_screen.study.aim is None
        assert app.lesson_screen.study.lab.view.step == 147


async def test_a_wish_that_is_refused_is_told():
    app, runs = app_at("hand")
    runs.back = lambda step: [Diagnosis("rewind", "bad", "steps 0 to 9 can be gone back to, not 149", 150)]
    async with app.run_test(size=SIZE) as pilot:
        await trained(pilot, "comma")
        assert "can be gone back to" in words(app.lesson_screen, "#knobs")
        await pilot.press("comma")
        await done(pilot)
        assert asked(runs) == [149, 149]


async def test_keys_in_one_burst_scrub_before_the_scrubber_is_there():
    app, runs = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await trained(pilot)
        for key in ("comma", "left", "left"):
            app.post_message(Key(key, "," if key == "comma" else None))
        await done(pilot)
        assert asked(runs) == [149, 147]
        assert not commands(runs, SetKnob)


async def test_less_than_goes_to_the_evaluation_before():
    app, runs = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await trained(pilot, "less_than_sign", "less_than_sign")
        assert asked(runs) == [140, 130]


async def test_the_mouse_drags_the_run_through_time():
    app, runs = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await trained(pilot, "comma")
        bar = app.lesson_screen.query_one(Scrubber)
        look = scrub.Scrub(0, 150, 149, None, 3 << 20, 64 << 20)
        column = [scrub.column_of(look, SIZE[0], step) for step in (90, 30)]
        await pilot.mouse_down(bar, offset=(column[0], 0))
        await pilot.hover(bar, offset=(column[1], 0))
        await pilot.mouse_up(bar, offset=(column[1], 0))
        await pilot.hover(bar, offset=(column[0], 0))
        await done(pilot)
        assert asked(runs)[1:] == [scrub.step_at(look, SIZE[0], each) for each in column]
        assert abs(app.lesson_screen.study.lab.view.step - 30) <= 2


async def test_on_a_small_screen_the_pulse_is_where_it_is_dragged():
    app, runs = app_at("hand")
    async with app.run_test(size=(80, 24)) as pilot:
        await trained(pilot)
        assert "150 of 150" in words(app.lesson_screen, "#pulse")
        await pilot.click("#pulse", offset=(40, 0))
        await done(pilot)
        assert 0 < asked(runs)[0] < 150
        assert f"back at {asked(runs)[0]}".replace(" ", "") in words(app.lesson_screen, "#pulse").replace(" ", "")
        assert "kB" not in words(app.lesson_screen, "#pulse")


async def test_a_line_grows_beside_the_old_one():
    app, runs = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await trained(pilot, "comma", *["shift+left"] * 5)
        screen = app.lesson_screen
        at = screen.study.lab.view.step
        assert at == 99
        old = screen.study.lab.view.branches[0]
        assert old.steps["loss"].count == 150
        panel = loss(app)
        await until(pilot, lambda: "before" in panel._cells.text())
        runs.live.tell(StepsEnded(at + 1, 1, {"loss": (0.3,) * 30}, {"seconds": 0.1}))
        await done(pilot)
        assert not screen.query_one(Scrubber).display
        assert "back in time" not in words(screen, "#head")
        await until(pilot, lambda: "before" in panel._cells.text())
        assert screen.study.lab.view.steps["loss"].count == 129
        await pilot.press("comma")
        await done(pilot)
        assert asked(runs)[-1] == 128


async def test_space_goes_on_from_there():
    app, runs = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await trained(pilot, "comma", "shift+left")
        plays = len(commands(runs, Play))
        await pilot.press("space")
        await done(pilot)
        assert len(commands(runs, Play)) == plays + 1
        assert not app.lesson_screen.query_one(Scrubber).display
        assert app.focused is None


async def test_after_the_loss_left_the_numbers_only_good_steps_are_asked_for():
    app, runs = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        runs.live.tell(StepsEnded(1, 1, {"loss": (0.5,) * 9}, {"seconds": 0.1}))
        runs.live.tell(Diverged(9, "The loss is no number.", 7), RunEnded(9, "diverged", {}, {}))
        await done(pilot)
        await pilot.press("comma")
        await done(pilot)
        assert asked(runs) == [7]
        assert "diverged" not in words(app.lesson_screen, "#head")


async def test_a_run_that_left_the_numbers_at_once_can_be_taken_back_to_its_start():
    app, runs = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        runs.live.tell(StepsEnded(1, 1, {"loss": (0.5, float("nan"))}, {"seconds": 0.1}))
        runs.live.tell(Diverged(2, "The loss is no number.", 0), RunEnded(2, "diverged", {}, {}))
        await done(pilot)
        await pilot.press("comma")
        await done(pilot)
        assert asked(runs) == [0]
        assert "diverged" not in words(app.lesson_screen, "#head")


async def test_where_there_is_nothing_to_go_back_to_it_is_said():
    app, runs = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("comma")
        await done(pilot)
        assert "nothing was trained yet" in words(app.lesson_screen, "#knobs")
        runs.live.die()
        await done(pilot)
        await pilot.press("comma")
        await done(pilot)
        assert "space runs" in words(app.lesson_screen, "#knobs")
        assert asked(runs) == []


async def test_a_comma_in_a_number_is_its_point():
    app, runs = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await trained(pilot, "equals_sign", "1", "comma", "5", "enter")
        assert commands(runs, SetKnob) == [SetKnob("w1", 1.5)]
        assert asked(runs) == []


async def test_b_pins_the_curves_and_lets_go_of_them(tmp_path: Path):
    app, _ = app_at()
    async with app.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("b")
        await done(pilot)
        assert "nothing to pin yet" in words(app.lesson_screen, "#knobs")
        await trained(pilot, "b")
        assert [pinned.label for pinned in loss(app).others] == ["run at 150"]
        assert "pinned: run at 150" in words(app.lesson_screen, "#knobs")
        await pilot.press("comma", "b")
        await done(pilot)
        assert [pinned.label for pinned in loss(app).others] == ["run at 150", "line 2 at 149"]
        await pilot.press("b")
        await done(pilot)
        assert loss(app).others == ()


async def test_c_says_how_two_lines_differ():
    app, runs = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await trained(pilot, "c")
        assert "nothing to compare with" in words(app.lesson_screen, "#knobs")
        await pilot.press("comma", "shift+left")
        await done(pilot)
        runs.live.tell(StepsEnded(140, 1, {"loss": (0.3,) * 5}, {"seconds": 0.1}))
        await done(pilot)
        await pilot.press("c")
        await done(pilot)
        assert commands(runs, Compare) == [Compare()]
        runs.live.tell(Compared(1, 0, 144, (("w1", 2.0, 0.5),), {"loss": 141}, (("neuron", 0.25),)))
        await done(pilot)
        assert isinstance(app.screen, Comparison)
        said = app.screen.query_one(Canvas).picture().text()
        for part in ("line 2 beside line 1", "step 144", "parts at step 141", "25.0 %", "neuron", "2.0", "0.5"):
            assert part in said
        await pilot.press("escape")
        await done(pilot)
        assert app.screen is app.lesson_screen


async def test_c_compares_on_a_branch_that_was_gone_back_on():
    app, runs = app_at("hand")
    async with app.run_test(size=SIZE) as pilot:
        await trained(pilot, "comma", "shift+left")
        assert "c compare" in words(app.lesson_screen, "#keys")
        assert not app.lesson_screen.study.lab.view.branched
        runs.live.tell(StepsEnded(140, 1, {"loss": (0.3,) * 5}, {"seconds": 0.1}))
        await done(pilot)
        runs.live.tell(Rewound(143, 2, 1, 1, 0, 144, (), 0, 64 << 20), StepsEnded(1, 1, {"loss": (0.3,) * 143}, {}))
        await done(pilot)
        await pilot.press("c")
        await done(pilot)
        assert commands(runs, Compare) == [Compare()]


async def test_turned_knobs_go_back_with_the_run():
    walk = walk_at("hand")
    runs = FakeRuns(neuron_run(), **walk.lesson.settings(walk.step))
    app = LessonApp(walk, runs)
    async with app.run_test(size=SIZE) as pilot:
        await trained(pilot)
        app.lesson_screen.study.lab.values["w1"] = 3.0
        await pilot.press("comma")
        await done(pilot)
        assert app.lesson_screen.study.lab.values == {}


@pytest.mark.parametrize("size", [SIZE, (80, 24)])
async def test_a_goes_to_the_end_of_the_line_that_was_left_and_back(size):
    app, runs = app_at("hand")
    answer = runs.answer

    def answered(command):
        if isinstance(command, Step):
            return [StepsEnded(140, 1, {"loss": (0.5,) * 11}, {"seconds": 0.1}), StateChanged("paused", 150)]
        return answer(command)

    runs.answer = answered
    async with app.run_test(size=size) as pilot:
        await trained(pilot, "a")
        screen = app.lesson_screen
        assert "this run has one line" in screen.study.note
        await pilot.press("comma", "shift+left", "full_stop")
        await done(pilot)
        view = screen.study.lab.view
        assert (view.line, view.lines) == (1, (0, 1))
        await pilot.press("a")
        await done(pilot)
        assert [(c.step, c.line) for c in commands(runs, Rewind)] == [(149, None), (139, None), (150, 0)]
        assert (view.line, view.along, list(view.branches)) == (0, 0, [1])
        assert "line 1 · back at 150 of 150" in words(screen, "#pulse")
        assert "a other line" in words(screen, "#keys")
        assert isinstance(app.focused, Scrubber)
        assert [line.label for line in loss(app)._behind(view)] == ["line 2"]
        await pilot.press("a")
        await done(pilot)
        assert commands(runs, Rewind)[-1] == Rewind(150, 1)
        assert "line 2 · back at 150 of 150" in words(screen, "#pulse")
        assert "┃" in words(screen, "#pulse")  # where it parted
        assert [line.label for line in loss(app)._behind(view)] == ["before"]
