"""What every panel does: states, strips only when something changed, cursor, names."""

import subprocess
import sys
from dataclasses import replace
from itertools import count

import pytest

from tests.recordings import runs
from tests.tui.panels.alone import RUNS, One, text
from tuidl.errors import LessonError
from tuidl.events import KernelCompiled, Probed, StateChanged
from tuidl.signals import Absent
from tuidl.tui.panels import PANELS, Panel, make
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


async def test_a_panel_opened_in_the_middle_of_a_run_says_when_it_has_something():
    view = replace(runs.cnn(), signals={})
    panel = make("updates", "2")
    async with One(panel).run_test(size=(60, 24)) as pilot:
        panel.show(view)
        await pilot.pause()
        assert "with the next step" in text(panel)
        panel.show(replace(view, step=0))
        await pilot.pause()
        assert "space starts the run" in text(panel)


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
