"""What every panel does: states, strips only when something changed, cursor, names."""

import subprocess
import sys
from copy import copy, deepcopy
from dataclasses import replace
from itertools import count

import pytest
from textual.app import App, ComposeResult

from tests.recordings import runs
from tuidl.errors import LessonError
from tuidl.events import Evaluated, KernelCompiled, Probed, Raced, RaceStarted, StateChanged
from tuidl.race import RaceView
from tuidl.signals import Absent
from tuidl.tui.drawing.overlay import band
from tuidl.tui.drawing.theme import register
from tuidl.tui.panels import PANELS, Panel, make
from tuidl.tui.panels.network import NetworkPanel
from tuidl.view import RunView

NAMES = {
    "weights": "weights:h2",
    "filters": "filters:conv1",
    "histogram": "histogram:h20",
    "activation": "activation:h20",
    "unit": "unit:b",
    "maps": "maps:conv1",
    "gates": "gates:rnn",
    "attention": "attention:rnn",
    "distance": "distance:rnn",
    "embedding": "embedding:rnn",
    "kernel": "kernel:conv1",
    "weight-histogram": "weight-histogram:h20",
}
RUNS = {
    "cnn": (
        *("loss", "accuracy", "schedule", "lossof"),
        *(
            "filters:conv1",
            "maps:conv1",
            "kernel:conv1",
            "sample",
            "gallery",
            "augmented",
            "confusion",
            "layers",
            "timing",
        ),
    ),
    "neuron": ("surface",),
    "mlp": ("boundary", "unit:b", "network"),
    "rnn": ("hidden", "next", "text", "gates:rnn", "attention:rnn", "embedding:rnn", "distance:rnn"),
    "deep": (
        *("signal", "gradients", "updates", "dead", "saturated", "weights:h2"),
        *("histogram:h20", "histograms", "weight-histogram:h20", "rates", "activation:h20"),
    ),
}


class One(App[None]):
    """One panel, alone."""

    CSS = "Screen { background: $background; }"

    def __init__(self, *panels: Panel):
        super().__init__()
        register(self)
        self.theme = "tuidl-dark"
        self.shown = panels
        self.heard: list[Panel.Chosen] = []

    def compose(self) -> ComposeResult:
        yield from self.shown

    def on_panel_chosen(self, message: Panel.Chosen) -> None:
        self.heard.append(message)


def text(panel: Panel) -> str:
    return "\n".join(panel.render_line(y).text for y in range(panel.size.height))


def strips(panel: Panel) -> list[int]:
    return [id(panel.render_line(y)) for y in range(panel.size.height)]


def test_every_name_has_a_panel_and_a_run_to_show_it():
    shown = {name for names in RUNS.values() for name in names}
    assert {NAMES.get(name, name) for name in PANELS} == {*shown, "apart"}  # which only a race has: below


def test_panels_need_no_numerics():
    code = (
        "import sys, tuidl.tui.panels; sys.exit(bool({'numpy', 'numba', 'tuidl.nn', 'tuidl.train'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_unknown_names_are_explained():
    with pytest.raises(LessonError, match=r"panel 'weight:conv1' is unknown; did you mean 'weights'\?"):
        make("weight:conv1")
    with pytest.raises(LessonError, match="'filters' needs a layer"):
        make("filters")


@pytest.mark.parametrize(("run", "names"), RUNS.items())
async def test_every_panel_with_and_without_data(run, names):
    panels = [make(name, "2") for name in names]
    async with One(*panels).run_test(size=(80, 30)) as pilot:
        for width, height in ((60, 24), (20, 6), (5, 3), (1, 1)):
            for panel in panels:
                panel.styles.width, panel.styles.height, panel.styles.min_height = width, height, 1
            await pilot.pause()
            for panel in panels:
                panel.show(RunView())
                assert panel.size == (width, height)
                assert ("○ no data yet" in text(panel)) == (width >= 20)
                panel.show(getattr(runs, run)())
                assert "no data" not in text(panel)
                assert ("─ 2 " in text(panel)) == (width >= 20)
                name, columns, rows = panel.wants
                assert name == panel.panel
                assert columns >= 1
                assert rows >= 1


@pytest.mark.parametrize("name", ["loss", "filters:conv1", "confusion", "sample"])
async def test_nothing_is_drawn_when_nothing_changed(name):
    panel = make(name)
    app = One(panel)
    async with app.run_test(size=(60, 20)) as pilot:
        panel.show(runs.cnn())
        before = strips(panel)
        panel.show(runs.cnn())
        assert strips(panel) == before
        panel.pointed = True
        await pilot.pause()
        assert strips(panel) != before
        panel.pointed = False
        app.theme = "tuidl-light"
        await pilot.pause()
        assert panel.render_line(0)._segments[0].style.bgcolor.name == "#fcfbf8"


async def test_a_busy_run_is_drawn_at_most_as_often_as_the_interval(monkeypatch):
    clock = count()
    monkeypatch.setattr("tuidl.tui.panels.panel.monotonic", lambda: next(clock) * 0.001)
    panel = make("sample")
    app = One(panel)
    async with app.run_test(size=(60, 20)):
        view = runs.turned(runs.cnn(), "none", 0)
        view.pending.clear()
        view.apply(StateChanged("playing", 812))
        panel.show(view)
        before = strips(panel)
        later = view.signals["sample"]
        view.apply(Probed("sample", 813, type(later)(7, 1, later.classes, later.probabilities, 0.1, later.image)))
        panel.show(view)
        assert strips(panel) == before
        panel.redraw()
        assert "sample 7" in text(panel)


async def test_states():
    panel = make("loss", "1")
    app = One(panel)
    async with app.run_test(size=(60, 14)) as pilot:
        panel.show(runs.turned(runs.rnn(), "hidden", 32))
        assert "↻ hidden changed 64 → 32: press r" in text(panel)
        panel.labels = {"hidden": "hidden units"}
        panel.redraw(afresh=True)
        assert "↻ hidden units changed 64 → 32: press r" in text(panel)
        panel.show(runs.diverged(runs.cnn(290), 290))
        assert text(panel).startswith("╭─ ✖ 1 loss")
        assert "✖ NaN at 290" in text(panel)
        assert "last finite weights kept" in text(panel)
        panel.show(runs.cnn())
        panel.zoomed = True
        await pilot.pause()
        assert text(panel).startswith("╭─ ▸ 1 loss")
        panel.tabs = ((("1", "loss"), ("2", "filters")), 0)
        await pilot.pause()
        assert text(panel).startswith("╭─▸1 loss  2 filters ─")


async def test_compiling_says_how_far_it_is():
    panel = make("loss")
    async with One(panel).run_test(size=(60, 14)):
        view = RunView()
        view.apply(KernelCompiled("dense", 3, 9, {}))
        panel.show(view)
        assert "preparing kernels, 3 of 9" in text(panel)


async def test_a_prediction_is_shown_before_the_run():
    panel = make("loss")
    async with One(panel).run_test(size=(60, 14)):
        view = RunView()
        view.apply(runs.cnn().started)
        panel.show(view)
        assert "no data yet" in text(panel)
        panel.predict([(0, 2.3), (1500, 0.3)])
        assert "your prediction" in text(panel)


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


async def test_the_mean_may_be_longer_or_none():
    panel = make("loss")
    async with One(panel).run_test(size=(90, 14)) as pilot:
        panel.show(runs.cnn())
        panel.focus()
        await pilot.pause()
        before = text(panel)
        await pilot.press("m")
        assert "log · nats · mean ×4" in text(panel)
        await pilot.press("m")
        assert "log · nats · raw" in text(panel)
        await pilot.press("left")
        assert "step 812 · train 0." in text(panel)
        assert " raw " not in text(panel).splitlines()[-1]
        await pilot.press("m")
        panel.cursor = None
        panel.redraw()
        assert text(panel) == before


async def test_keys_move_the_cursor_and_say_the_value():
    panel = make("loss")
    app = One(panel)
    async with app.run_test(size=(60, 14)) as pilot:
        panel.show(runs.cnn())
        panel.focus()
        await pilot.pause()
        assert "←→ read values" in text(panel)
        await pilot.press("left")
        assert "step 812 · train 0." in text(panel)
        await pilot.press("left", "left")
        assert app.heard[-1].value[0] < 812
        await pilot.press("l")
        assert "log" not in text(panel).splitlines()[0]


@pytest.mark.parametrize(
    ("name", "run", "keys", "value", "said"),
    [
        ("hidden", "rnn", ["right"] * 4, (3.0, 0.0), "says"),
        ("hidden", "rnn", ["right", "down", "down", "right"], (1.0, 0.0), "after “z” · unit 2 · "),
        ("hidden", "rnn", ["right", "down", "up", "]"], (0.0, 1.0), "says"),
        ("boundary", "mlp", ["right", "right"], None, "p(orange)"),
        ("unit:b", "mlp", ["right", "right"], (2.0,), "b[3] "),
        ("unit:b", "mlp", ["u"], (3.0,), "u next unit"),
        ("unit:b", "mlp", ["right", "U"], (1.0,), "b[3] "),
        ("network", "mlp", ["right", "left", "down"], (1.0, 1.0), "a2"),
        ("filters:conv1", "cnn", ["right", "right", "down"], (5.0,), "filter f · peak"),
        ("filters:conv1", "cnn", ["right", "right", "]", "]"], (1.0,), "filter b · row 1, column 2 · weight −0.3969"),
        ("network", "mlp", ["right", "]", "]"], (2.0, 0.0), "a2 → b1 · weight "),
        ("network", "mlp", ["right", "[", "["], (2.0, 0.0), "a6 → b1 · weight "),
        ("network", "mlp", ["right", "["], (2.0, 0.0), "b1 · bias +0.1000"),
        ("network", "mlp", ["right", "]", "[", "left"], (1.0, 0.0), "a1 · a · 2 weights in · bias −"),
        ("confusion", "cnn", ["right", "down", "down"], (2.0, 0.0), "2 called 0 · 0 of 55 · 0.0 %"),
        ("sample", "cnn", ["down", "down"], None, "1 · 15.10 %"),
        ("sample", "cnn", ["down", "down", "down", "down"], None, "3 · true · 78.80 %"),
        ("sample", "cnn", ["right"], (192.0,), "╯"),
        ("sample", "cnn", ["i", "up", "left"], None, "pixel row 10, column 10 · 0"),
        ("sample", "cnn", ["i", "i", "down"], None, "0 · 0.00 %"),
        ("next", "rnn", ["down", "down"], None, "surprise "),
        ("text", "rnn", ["right", "down", "right"], (1.0, 1.0), "temperature 0.8 · word 2 of 5 · made up · menagaamal"),
        ("text", "rnn", ["right", "right", "right"], (0.0, 2.0), "copied · fiji"),
        ("gallery", "cnn", ["right", "right"], (1.0,), "example 1"),
        ("augmented", "cnn", ["right", "right"], (9.0,), "first: as it is · ←→ another example · ↑↓ read"),
        ("augmented", "cnn", ["left"], (6.0,), "as it is"),
        ("augmented", "cnn", ["down", *["down"] * 8], None, "varied 8 · true 3 · says 8"),
        ("weights:h2", "deep", ["right", "right", "down"], (1.0, 1.0), "input 2 → unit 2"),
        ("signal", "deep", ["down", "down"], (1.0,), "h2 · 0.140"),
        ("histogram:h20", "deep", ["right", "right"], (1.0,), "of"),
        ("maps:conv1", "cnn", ["right", "right", "down"], (0.0, 1.0, 1.0), "1 · row 2 · column 2 · 0"),
        ("gates:rnn", "rnn", ["right", "right", "down"], (0.0, 1.0, 1.0), "forget · unit 2 · after z · 0 "),
        ("gates:rnn", "rnn", ["right", *["right"] * 20], (1.0, 0.0, 0.0), "input · unit 1 · after · · 1.00"),
        ("embedding:rnn", "rnn", ["right"], (4.0,), "e · −0.30, −0.05"),
        ("attention:rnn", "rnn", ["right", "down", "down", "down"], (0.0, 3.0, 0.0), "head 1 · asks m · asked · · 0."),
        ("distance:rnn", "rnn", ["right"], (0.0,), "the last letter · start 0.030 · now 0.050"),
        ("distance:rnn", "rnn", ["right", "right", "l"], (1.0,), "1 letter back · start 0.013 · now 0.041"),
        ("kernel:conv1", "cnn", ["right", "right", "down"], (0.0,), "out[1,1] "),
        ("layers", "cnn", ["down", "down"], (1.0,), "conv2 · 278 784 FLOPs · |grad| 0.260 · |out| 0.400"),
        ("timing", "cnn", ["down", "down"], (1.0,), "conv1 · forward 31.0 µs · back 26.0 µs · 76 %"),
        ("surface", "neuron", ["right", "left"], None, "x 4.77 · y −2.77 · loss 0.0"),
        ("lossof", "cnn", ["right"], (79.0,), "p(right) 0.79 · squared error 0.044 · cross-entropy 0.236"),
        ("lossof", "cnn", ["g", "right", "left"], (78.0,), "p(right) 0.78 · squared error 0.076 · slope 0.220"),
        ("histograms", "deep", ["right", "down"], (1.0, 20.0), "h2 · −0.024 … 0.024 · 100.0 %"),
        ("histograms", "deep", ["l", "right", "right"], (0.0, 21.0), "h1 · 1.4·10⁻⁶ … 2.7·10⁻⁶ · 0.0 %"),
        ("weight-histogram:h20", "deep", ["right", "right"], (1.0,), "of"),
        ("rates", "deep", ["right", "right"], (1.0,), "1.3·10⁻³ … 1.8·10⁻³"),
        ("updates", "deep", ["down", "down"], (1.0,), "h2 · 3.8·10⁻⁹"),
        ("dead", "deep", ["down", "down"], (1.0,), "h2 · 5 %"),
        ("activation:h20", "deep", ["right", "left"], (39.0,), "z −0.1 · 805 of 4 784 · slope 0.990 · tanh −0.100"),
    ],
)
async def test_cursors(name, run, keys, value, said):
    panel = make(name)
    app = One(panel)
    async with app.run_test(size=(70, 30)) as pilot:
        panel.show(getattr(runs, run)())
        panel.focus()
        await pilot.press(*keys)
        assert said in text(panel).splitlines()[-1]
        if value is not None:
            assert app.heard[-1].value == value
            assert app.heard[-1].panel == name


@pytest.mark.parametrize(
    "name", ["loss", "boundary", "network", "filters:conv1", "confusion", "hidden", "signal", "weights:h2"]
)
async def test_the_mouse_reads_and_a_click_chooses(name):
    run = next(run for run, names in RUNS.items() if name in names)
    panel = make(name)
    app = One(panel)
    async with app.run_test(size=(70, 30)) as pilot:
        panel.show(getattr(runs, run)())
        before = text(panel).splitlines()[-1]
        spot = (20, 5)
        if isinstance(panel, NetworkPanel):
            x, y = panel.layout_shown.corners[1, 0]
            spot = (x + 3, y + 2)
        await pilot.hover(panel, offset=spot)
        assert text(panel).splitlines()[-1] != before
        assert app.heard == []
        await pilot.click(panel, offset=spot)
        assert [message.panel for message in app.heard] == [name]


async def test_the_next_characters_follow_the_hidden_state():
    panel = make("next")
    async with One(panel).run_test(size=(30, 14)):
        panel.show(runs.rnn())
        panel.follow("hidden", (33.0,))
        assert "after “port”" in text(panel)


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


async def test_a_filter_slides_by_itself_until_it_is_held_and_not_without_motion():
    panel = make("kernel:conv1")
    app = One(panel)
    async with app.run_test(size=(70, 30)) as pilot:
        panel.show(runs.cnn())
        assert "row 0, column 0" in text(panel)
        app.animation_level = "full"
        panel.step()
        panel.step()
        assert "row 0, column 2" in text(panel)
        app.animation_level = "none"
        panel.step()
        assert "row 0, column 2" in text(panel)
        app.animation_level = "full"
        panel.focus()
        await pilot.press("down")
        assert "row 0, column 2" in text(panel)
        await pilot.press("down")
        panel.step()
        assert "row 1, column 2" in text(panel)
        await pilot.press("z", "o", "i", "k")
        assert "20 → 10 · filter 2 of 8 · stride 2 · padding same" in text(panel)


async def test_layers_that_do_not_fit_come_with_the_cursor():
    panel = make("histograms")
    async with One(panel).run_test(size=(60, 12)) as pilot:
        panel.show(runs.deep())
        assert "h8 " in text(panel)
        assert "h20" not in text(panel)
        assert "+ 12 more" in text(panel)
        panel.focus()
        await pilot.press("right", *["down"] * 19)
        assert "h20 " in text(panel)
        assert "h1 " not in text(panel)
        await pilot.click(panel, offset=(30, 1))
        assert " h13 · " in text(panel).splitlines()[-1]


async def test_filters_change_between_weights_and_responses_where_not_both_fit():
    panel = make("filters:conv1")
    async with One(panel).run_test(size=(49, 20)) as pilot:
        panel.show(runs.cnn())
        panel.focus()
        assert "m responses on the sample" in text(panel)
        await pilot.press("m")
        assert "m weights" in text(panel)


async def test_a_picture_that_cannot_be_drawn_says_why():
    view = RunView()
    view.apply(Probed("boundary", 3, Absent("a plane has two inputs, these data have 4 inputs")))
    panel = make("boundary", "2")
    async with One(panel).run_test(size=(60, 16)) as pilot:
        panel.show(view)
        await pilot.pause()
        assert "a plane has two inputs, these data have 4 inputs" in text(panel)
        assert "no data yet" not in text(panel)
        assert panel.shown() is None
        await pilot.press("tab", "right")
        assert panel.cursor is None


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


@pytest.mark.parametrize("size", [(74, 26), (36, 12), (24, 8)])
@pytest.mark.parametrize("name", PANELS.keys() - {"apart"})
async def test_every_panel_reads_a_value_by_keys_and_by_mouse(name, size):
    name = NAMES.get(name, name)
    run = next(run for run, names in RUNS.items() if name in names)
    panel = make(name)
    assert panel.directions
    async with One(panel).run_test(size=size) as pilot:
        panel.show(getattr(runs, run)())
        panel.focus()
        await pilot.press("right" if panel.directions == "x" else "down")
        if panel.cursor is None:  # there the first step to the side asks for another example
            await pilot.press("down")
        assert panel.cursor is not None
        by_keys = text(panel).splitlines()[-1].strip("╰─╯ ")
        assert by_keys
        assert any(char.isdigit() for char in by_keys) or name == "text"
        panel.cursor = None
        data, inside = panel.shown(), panel.inside
        spots = [
            (column, row)
            for row in range(inside.height)
            for column in range(inside.width)
            if panel.spot(data, column, row) is not None
        ]
        assert spots
        column, row = spots[len(spots) // 2]
        await pilot.hover(panel, offset=(column + 2, row + 1))
        assert text(panel).splitlines()[-1].strip("╰─╯ ")
