"""What panels say under the cursor: moved by keys, by the mouse, and in panels with ways of their own."""

import re
from dataclasses import replace

import pytest

from tests.recordings import runs
from tests.tui.panels.alone import RUNS, One, text
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.number import precise
from tuidl.tui.panels import make
from tuidl.tui.panels.network import NetworkPanel
from tuidl.view import RunView


async def test_keys_move_the_cursor_and_say_the_value():
    panel = make("loss")
    app = One(panel)
    async with app.run_test(size=(60, 14)) as pilot:
        panel.show(runs.cnn())
        panel.focus()
        await pilot.pause()
        assert "←→ read values" in text(panel)
        await pilot.press("left")
        assert "step 812 · raw 0.232 · train 0.219 · val 0.297" in text(panel)
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
        ("filters:conv1", "cnn", ["right", "right", "down"], (5.0, -1.0), "filter f · peak"),
        ("filters:conv1", "cnn", ["right", "right", "]", "]"], (1.0, -1.0), "b, row 1, column 2 · weight −0.3969"),
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
        ("embedding:rnn", "rnn", ["right"], (4.0,), "e · −0.2954, −0.0523"),
        ("attention:rnn", "rnn", ["right", "down", "down", "down"], (0.0, 3.0, 0.0), "head 1 · asks m · asked · · 0."),
        ("distance:rnn", "rnn", ["right"], (0.0,), "the last letter · start 0.030 · now 0.050"),
        ("distance:rnn", "rnn", ["right", "right", "l"], (1.0,), "1 letter back · start 0.013 · now 0.041"),
        ("kernel:conv1", "cnn", ["right", "right", "down"], (1.0, 1.0), "out[1,1] "),
        ("layers", "cnn", ["down", "down"], (1.0,), "conv2 · |grad| 0.260 · |out| 0.400 · 278 784 FLOPs"),
        ("timing", "cnn", ["down", "down"], (1.0,), "conv1 · forward 31.0 µs, back 26.0 µs · 76 %"),
        ("surface", "neuron", ["right", "left"], None, "x 4.77 · y −2.77 · loss 0.0"),
        ("lossof", "cnn", ["right"], (79.0,), "p(right) 0.79 · squared error 0.044 · cross-entropy 0.236"),
        ("lossof", "cnn", ["g", "right", "left"], (78.0,), "p(right) 0.78 · squared error 0.076 · slope 0.220"),
        ("histograms", "deep", ["right", "down"], (1.0, 20.0), "h2 · −0.024 … 0.024 · 100.0 %"),
        ("histograms", "deep", ["l", "right", "right"], (0.0, 21.0), "h1 · 1.4·10⁻⁶ … 2.7·10⁻⁶ · 0.0 %"),
        ("weight-histogram:h20", "deep", ["right", "right"], (1.0,), "of"),
        ("rates", "deep", ["right", "right"], (1.0,), "1.3·10⁻³ … 1.8·10⁻³"),
        ("updates", "deep", ["down", "down"], (1.0,), "h2 · 3.815·10⁻⁹"),
        ("dead", "deep", ["down", "down"], (1.0,), "h2 · 5.00 %"),
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
    ("name", "run", "keys", "said"),
    [
        ("boundary", "mlp", ["right"], r"\(−?[\d.]+, −?[\d.]+\) · p\(orange\) "),  # the whole place
        ("layers", "cnn", ["down", "down"], r"conv2 · .*278 784 FLOPs "),  # what has no column here
        ("timing", "cnn", ["down"], r"data · forward 1\.\d+ µs · \d+ % "),  # and no way back that there is none of
        ("loss", "cnn", ["left"], r"step 812 · train 0\.219 · val 0\.297 "),  # of the batch's own there is no room
    ],
)
async def test_where_there_is_little_room_the_numbers_that_stand_nowhere_else_are_read(name, run, keys, said):
    panel = make(name)
    app = One(panel)
    async with app.run_test(size=(45, 21)) as pilot:
        panel.show(getattr(runs, run)())
        panel.focus()
        await pilot.press(*keys)
        assert re.search(said, text(panel).splitlines()[-1]), text(panel).splitlines()[-1]


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
        assert "20×20 → 10×10" in text(panel).splitlines()[0]
        assert "k filter 2 of 8 · z stride 2 · o padding same · i dilation 2" in text(panel)


async def test_a_narrow_kernel_panel_still_says_how_the_filter_slides():
    panel = make("kernel:conv1")
    async with One(panel).run_test(size=(45, 21)) as pilot:
        panel.show(runs.cnn())
        panel.focus()
        await pilot.press("k", "i")
        top, said = text(panel).splitlines()[0], text(panel)
        assert re.search(r"20×20 → \d+", top), top
        assert re.search(r"in 0 ━+ 0\.999 +out −\d.* ━+ \+\d", said), said
        for setting in ("k filter 2 of 8", "z stride 1", "o padding ", "i dilation 2"):
            assert setting in said, said


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


async def test_the_cursor_leaves_the_part_of_a_weight_matrix_that_is_shown():
    panel, whole = make("weights:h2"), runs.deep().signals["weights:h2"]
    part = replace(whole, shape=(64, 32), top=32)
    app = One(panel)
    async with app.run_test(size=(45, 18)) as pilot:
        panel.show(RunView(signals={"weights:h2": part}))
        panel.focus()
        await pilot.press("right", "up")
        assert panel.cursor == (32, 0)  # a recording has no other part
        type(app.screen).on_panel_assigning = lambda screen, event: None
        try:
            await pilot.press("up")
        finally:
            del type(app.screen).on_panel_assigning
        assert panel.cursor == (31, 0)
        assert app.heard[-1].value == (31.0, 0.0)
        assert "input 32 → unit 1" in text(panel).splitlines()[-1]
        panel.show(RunView(signals={"weights:h2": replace(part, top=0)}))
        assert f"input 32 → unit 1 · {precise(whole.grid.value(31, 0))}" in text(panel).splitlines()[-1]
        assert "64×32 · here 1–32 × 1–32" in text(panel)


async def test_grids_that_have_no_room_come_with_m_and_with_the_cursor():
    panel = make("gates:rnn")
    async with One(panel).run_test(size=(45, 14)) as pilot:
        panel.show(runs.rnn())
        panel.focus()
        await pilot.pause()
        names = runs.rnn().signals["gates:rnn"].names
        assert names[0] in text(panel)
        assert names[-1] not in text(panel)
        assert "m more" in text(panel).splitlines()[-1]
        await pilot.press("m")
        assert names[-1] in text(panel)
        spots = {panel.spot(panel.shown(), column, row) for column in range(41) for row in range(12)} - {None}
        assert max(k for k, *_ in spots) == len(names) - 1
        await pilot.press("m")
        assert names[0] in text(panel)
        await pilot.press("right", "left", *["right"] * 60)
        assert text(panel).splitlines()[-1].strip("╰─╯ ").startswith(names[panel.cursor[0]])
        assert names[panel.cursor[0]] in "".join(text(panel).splitlines()[1:-1])
        assert panel.cursor[0] > 0


async def test_the_mouse_reads_single_weights_of_filters():
    panel, told = make("filters:conv1"), runs.cnn()
    async with One(panel).run_test(size=(49, 20)) as pilot:
        panel.show(told)
        kernel = told.signals["filters:conv1"].kernels[1]
        wide, tall = panel._tiles.pixel
        left = panel._tiles.wide + panel._tiles.gap(Cells(*panel.inside, DARK))
        await pilot.hover(panel, offset=(2 + left + 2 * wide, 1 + tall))  # third column, third row of filter b
        assert f"b, row 3, column 3 · weight {precise(kernel.value(2, 2))}" in text(panel).splitlines()[-1]
        await pilot.hover(panel, offset=(2 + left, 1 - (-3 * tall // 2)))  # its name
        assert "filter b · peak" in text(panel).splitlines()[-1]


async def test_a_channel_of_the_filters_is_named_and_asked_for():
    panel = make("filters:conv1")
    signal = replace(runs.cnn().signals["filters:conv1"], channels=6)
    async with One(panel).run_test(size=(49, 20)) as pilot:
        panel.show(RunView(signals={"filters:conv1": signal}))
        panel.focus()
        await pilot.pause()
        assert "8 of 3×3×6 · mean" in text(panel).splitlines()[0]
        assert "[ ] weights · m responses · c channel" in text(panel).splitlines()[-1]
        await pilot.press("c")
        assert pilot.app.heard[-1].value == (0.0, 0.0)
        panel.show(RunView(signals={"filters:conv1": replace(signal, channel=5)}))
        assert "8 of 3×3×6 · ch. 6" in text(panel).splitlines()[0]
        await pilot.press("c")
        assert pilot.app.heard[-1].value == (0.0, -1.0)


async def test_filters_change_between_weights_and_responses_where_not_both_fit():
    panel = make("filters:conv1")
    async with One(panel).run_test(size=(49, 20)) as pilot:
        panel.show(runs.cnn())
        panel.focus()
        assert "m responses" in text(panel)
        await pilot.press("m")
        assert "m weights" in text(panel)
