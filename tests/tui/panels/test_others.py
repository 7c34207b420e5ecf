"""Other runs in a panel: pinned ones, contestants of a race, the way of a run before."""

from copy import copy, deepcopy
from dataclasses import replace

from tests.recordings import runs
from tests.tui.panels.alone import One, text
from tuidl.events import Evaluated, Raced, RaceStarted
from tuidl.race import RaceView
from tuidl.tui.drawing.overlay import band
from tuidl.tui.panels import make
from tuidl.view import RunView


async def test_a_pinned_run_stands_beside_the_run():
    panel = make("loss")
    async with One(panel).run_test(size=(60, 14)):
        panel.show(runs.cnn(400))
        panel.pin("run 1", runs.cnn())
        assert "run 1" in text(panel)
        panel.unpin()
        assert "run 1" not in text(panel)


async def test_other_runs_are_read_under_the_cursor_too():
    panel = make("loss")
    async with One(panel).run_test(size=(90, 14)):
        panel.show(runs.cnn())
        panel.lay([band("8 seeds", [([1, 800], [0.5, 0.25]), ([1, 800], [1.5, 0.75])])])
        assert "8 seeds" in text(panel)
        panel.cursor = 700.0
        panel.redraw()
        assert "· 8 seeds 1.00 " in text(panel).splitlines()[-1]


async def test_the_way_of_a_run_before_stays_until_it_is_cleared():
    panel = make("surface")
    async with One(panel).run_test(size=(60, 26)) as pilot:
        panel.show(runs.neuron())
        assert "before" not in text(panel)
        again = deepcopy(runs.neuron())
        panel.show(again)
        assert "a before" in text(panel)
        panel.focus()
        await pilot.press("c")
        assert "before" not in text(panel)
        other = deepcopy(again)
        other.signals["surface"] = replace(other.signals["surface"], axes=("main way, 90 %", "second, 5 %"))
        panel.show(other)
        assert "before" not in text(panel)


async def test_a_lesson_may_name_the_weights_of_its_surface():
    panel = make("surface", options={"names": ["w₁", "w₂"]})
    async with One(panel).run_test(size=(60, 26)):
        panel.show(runs.neuron())
        assert "→ w₁ · ↑ w₂" in text(panel)
        found = deepcopy(runs.neuron())
        found.signals["surface"] = replace(found.signals["surface"], axes=("main way, 90 %", "second, 5 %"))
        panel.show(found)
        assert "→ main way, 90 % · ↑ second, 5 %" in text(panel)


async def test_how_far_apart_contestants_are_is_drawn_without_the_first():
    panel = make("apart", options={"range": [1e-8, 1e-2]})
    app = One(panel)
    async with app.run_test(size=(70, 20)) as pilot:
        panel.show(RunView())
        assert "○ no data yet" in text(panel)
        race = RaceView()
        race.apply(RaceStarted("lesson-small", "own", ("engine", "yours"), ((), ()), (0,), 40))
        for step, values in ((20, {"apart": 3e-7}), (40, {"apart": 4.8e-7})):
            for contestant in (0, 1):
                race.apply(Raced(contestant, 0, Evaluated(step, 1, {"loss": 0.5, **values}, {})))
        panel.compete(("engine", "yours"), race)
        panel.show(RunView())
        assert "◆ yours 4.8·10⁻⁷" in text(panel)
        assert "engine" not in text(panel)
        assert "0.01 " in text(panel)
        await pilot.press("tab", "v")  # there are no weights of held-out examples
        assert "◆ yours 4.8·10⁻⁷" in text(panel)
        assert "held out" not in text(panel)


async def test_the_loss_of_a_race_has_the_unit_of_its_runs():
    panel = make("loss")
    async with One(panel).run_test(size=(70, 14)):
        view = copy(runs.neuron())  # it is every test's
        view.started = replace(view.started, unit="deviations²")
        panel.compete(("sgd", "adam"), RaceView())
        panel.show(view)
        assert "deviations²" in panel.heading(None)[1]


async def test_the_ways_of_a_race_lie_over_one_surface():
    panel = make("surface")
    app = One(panel)
    async with app.run_test(size=(70, 30)):
        race, view = RaceView(), runs.neuron()
        race.apply(RaceStarted("lesson-neuron", "duel", ("sgd", "adam", "far"), ((), (), ()), (0,), 150))
        mine = view.signals["surface"]
        race.lanes[1, 0].signals["surface"] = replace(mine, path=tuple((x / 2, y) for x, y in mine.path))
        race.lanes[2, 0].signals["surface"] = replace(mine, axes=("main way, 90 %", "second, 5 %"))
        panel.compete(race, 0)
        panel.show(view)
        assert text(panel).count("◆") > 2  # in the legend, where it is now, and on its way
        assert "▲" not in text(panel)  # over other directions: not on this plane
        assert "others" in text(panel)
        panel.compete(None, 0)
        panel.redraw(afresh=True)
        assert "others" not in text(panel)
