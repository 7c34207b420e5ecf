"""What stands beside pictures: ranges said once, units that are true, numbers to four figures under the cursor."""

from dataclasses import replace
from math import inf, log

import pytest

from tests.recordings import runs
from tests.tui.panels.alone import One, text
from tuidl import signals
from tuidl.signals import Field, Profile, Sample, Weights
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.facts import facts
from tuidl.tui.drawing.function import reading as function_reading
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.profile import profile
from tuidl.tui.drawing.profile import reading as profile_reading
from tuidl.tui.drawing.weights import reading as weight_reading
from tuidl.tui.panels import make
from tuidl.view import RunView


async def shown(name: str, view: RunView, size: tuple[int, int], *keys: str) -> str:
    panel = make(name)
    async with One(panel).run_test(size=size) as pilot:
        panel.show(view)
        await pilot.pause()
        await pilot.press(*keys)
        return text(panel)


@pytest.mark.parametrize("size", [(45, 21), (100, 38)])
async def test_the_range_of_hidden_states_is_said_once(size):
    told = await shown("hidden", runs.rnn(), size)
    assert "−1 ━" in told
    assert "━ +1" in told
    assert "−1…1" not in told


async def test_an_embedding_says_how_far_it_reaches():
    told = await shown("embedding:rnn", runs.rnn(), (90, 24))
    places = runs.rnn().signals["embedding:rnn"].places
    assert min(x for x, _ in places) < 0 < max(x for x, _ in places)
    assert " · x −" in told.splitlines()[0]
    assert " · y −" in told.splitlines()[0]


async def test_a_bias_is_read_as_exactly_as_a_weight():
    picture = runs.mlp().signals["network"]
    biases = tuple(tuple(-0.12345 for _ in row) for row in picture.biases)
    view = replace(runs.mlp(), signals={"network": replace(picture, biases=biases)})
    assert "bias −0.1235" in (await shown("network", view, (70, 30), "right", "right")).splitlines()[-1]


async def test_what_a_bar_of_answers_says_holds_for_a_sigmoid_too():
    told = await shown("sample", runs.cnn(), (60, 24))
    assert "probability, %" in told
    assert "softmax" not in told


async def test_a_name_and_a_time_are_told_apart():
    told = await shown("timing", runs.cnn(), (45, 21))
    assert "a step of 128: " in told or "a step of 32: " in told


def test_a_token_that_is_a_blank_is_seen_in_its_reading():
    one = Sample(0, 0, (), (), 0.0, tokens=("\n", " "), tags=(("a", "\n"), (" ", "b")))
    assert facts(one) == ["¶ · is a · says ¶", "· · is · · says b"]


def test_rows_that_are_no_inputs_are_named_by_their_tensor():
    grid = Field.of([[0.1, 0.2]] * 8)
    gates = Weights("m", grid, (2, 4, 2), tensor="m.weight")
    assert weight_reading(gates, 5, 1).startswith("m.weight[1,1,1] · ")
    assert weight_reading(replace(gates, shape=(8, 2)), 5, 1).startswith("input 6 → unit 2 · ")


def test_the_mark_that_bars_are_held_against_has_its_label():
    cells = Cells(41, 8, DARK)
    profile(cells, Profile("last step", ("h", "out"), (0.111, 0.013), mark=1e-3))
    rows = cells.text().splitlines()
    column = rows[1].index("┊")
    assert any(row[column:].startswith("10⁻³") for row in rows)


@pytest.mark.parametrize(
    ("values", "share", "said"),
    [((0.00564321,), False, "5.643·10⁻³"), ((0.0123,), True, "1.23 %"), ((float("nan"),), False, "NaN")],
)
def test_the_number_of_a_layer_is_read_to_four_figures(values, share, said):
    assert profile_reading(Profile("x", ("h",), values, share=share), 0) == f"h · {said}"


@pytest.mark.parametrize(
    ("sample", "cell", "said"),
    [
        (
            Sample(0, 0, (), (), 0.0, tokens=("un", "chat"), tags=(("D", "D"), ("N", "V"))),
            (8, 0),
            "chat · is N · says V",
        ),
        (Sample(0, 0, ("a", "b"), (0.2, 0.8), 0.0, course=(1.0, 2.0, 3.0)), (2, 0), "moment 3 · 3.000"),
    ],
)
async def test_tokens_and_moments_are_read_with_the_mouse(sample, cell, said):
    panel = make("sample")
    async with One(panel).run_test(size=(45, 21)) as pilot:
        panel.show(RunView(signals={"sample": sample}))
        await pilot.hover(panel, offset=(cell[0] + 2, cell[1] + 1))
        assert said in text(panel).splitlines()[-1]


async def test_an_embedded_word_is_read_at_each_of_its_letters():
    panel = make("embedding:rnn")
    words = signals.Scatter(("film", "plot"), ((0.0, 0.0), (1.0, 1.0)), (0.5, 0.5), 0, ())
    async with One(panel).run_test(size=(45, 21)) as pilot:
        panel.show(RunView(signals={"embedding:rnn": words}))
        await pilot.pause()
        y = next(k for k, line in enumerate(text(panel).splitlines()) if "plot" in line)
        x = text(panel).splitlines()[y].index("plot")
        for letter in range(4):
            await pilot.hover(panel, offset=(x + letter, y))
            assert "plot · +1.0000, +1.0000" in text(panel).splitlines()[-1]


def test_curves_that_end_short_of_where_they_are_infinite_say_where():
    curve = tuple(-log(p) for p in (0.001, 0.5, 0.999))
    told = signals.Function("loss", "p", 0.0, 1.0, (("loss", "function", curve),), (0.0, inf), short=0.001)
    assert [function_reading(told, k) for k in range(3)] == [
        "p 0.001 · loss 6.91",
        "p 0.5 · loss 0.693",
        "p 0.999 · loss 0.0010",
    ]
