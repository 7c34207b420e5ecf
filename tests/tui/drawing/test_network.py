import re
from dataclasses import replace

import pytest

from tests.recordings import runs
from tuidl.signals import Field, NetworkPicture
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.layout import label, layout, units
from tuidl.tui.drawing.network import network

MLP = runs.mlp().signals["network"]
NEURON = runs.neuron().signals["network"]


def test_every_unit_has_a_picture_and_a_name():
    cells = Cells(62, 36, DARK)
    found = network(cells, MLP)
    assert len(found.corners) == 15
    text = cells.text()
    for name in ("x1", "x2", "a1", "a6", "b1", "b6", "out"):
        assert name in text
    assert label(MLP, 3, 0, "p(orange)") == "p(orange)"


def test_pictures_do_not_overlap():
    for width, height in ((62, 36), (45, 18), (100, 40), (30, 14)):
        found = layout(Cells(width, height, DARK), MLP)
        cells = [
            (x + dx, y + dy) for x, y in found.corners.values() for dx in range(found.wide) for dy in range(found.tall)
        ]
        assert len(cells) == len(set(cells))
        assert all(0 <= x < width and 0 <= y < height for x, y in cells)


def test_positive_links_are_solid_and_negative_dashed():
    cells = Cells(56, 20, DARK)
    network(cells, NEURON)
    text = cells.text()
    assert "+5.16" in text
    assert "−2.82" in text
    assert "+0.013" in text
    count = {True: 0, False: 0}
    for row in range(10):
        for upper, line in ((True, row), (False, 19 - row)):
            count[upper] += sum(0x2800 < ord(char) <= 0x28FF for char in cells.chars[line])
    assert count[True] > count[False] > 0


def test_a_followed_example_is_added_up():
    cells = Cells(56, 30, DARK)
    network(cells, NEURON, answer="p(orange)")
    text = cells.text()
    assert "+0.45 × +5.16" in text
    assert "sum z" in text
    z = 5.16 * 0.45 + 2.82 * 0.25 + 0.63
    assert f"+{z:.2f}" in text


def test_where_weights_stand_on_their_links_the_sum_has_room_beside_a_small_picture():
    cells = Cells(41, 18, DARK)  # as in a terminal of 80×24
    network(cells, NEURON, answer="p(orange)")
    lines = [line.strip("⠀ ▀") for line in cells.text().splitlines()]
    z = 5.16 * 0.45 + 2.82 * 0.25 + 0.63
    assert any("sum z" in line and line.endswith(f"+{z:.2f}") for line in lines)
    assert any(line.endswith("p(orange)   0.97") for line in lines)
    assert "+5.16" in cells.text()


@pytest.mark.parametrize("size", [(40, 18), (38, 19), (56, 30)])
def test_each_of_several_outputs_says_its_share_of_a_followed_example(size: tuple[int, int]) -> None:
    plane = Field(2, 2, 0.0, 1.0, bytes([0, 100, 200, 254]))
    picture = NetworkPicture(
        names=("in", "h", "out"),
        planes=((plane,) * 2, (plane,) * 8, (plane,) * 3),
        weights=(((0.5,) * 8,) * 2, ((1.0, -1.0, 0.5),) * 8),
        biases=((0.0,) * 8, (0.0,) * 3),
        activations=("relu", "softmax"),
        sizes=(2, 8, 3),
        parameters=51,
        at=(0.1, 0.2),
        sums=((1.0,) * 8, (2.0, 1.0, 0.0)),
        outputs=((1.0,) * 8, (0.665, 0.245, 0.09)),
    )
    cells = Cells(*size, DARK)
    network(cells, picture)
    for said in ("out1 0.67", "out2 0.24", "out3 0.09"):
        assert said in cells.text()


def test_the_chosen_unit_says_what_leads_into_it():
    cells = Cells(62, 36, DARK)
    network(cells, MLP, (1, 2))
    text = cells.text()
    assert "▸a3" in text
    assert "bias" in text


def test_big_layers_say_how_many_units_are_left_out():
    cells = Cells(62, 36, DARK)
    network(cells, replace(MLP, sizes=(2, 32, 6, 1)))
    assert "+ 26 more" in cells.text()


def test_without_planes_units_are_dots():
    bare = replace(MLP, planes=((), (), (), ()))
    assert units(bare) == [2, 6, 6, 1]
    cells = Cells(62, 20, DARK)
    network(cells, bare)
    assert cells.text().count("●") == 15


def test_narrow_gaps_leave_numbers_out_rather_than_on_top_of_each_other() -> None:
    plane = Field(2, 2, -1.0, 1.0, bytes([0, 100, 200, 254]))
    picture = NetworkPicture(
        names=("in", "hidden", "out"),
        planes=((plane,) * 2, (plane,) * 4, (plane,)),
        weights=(((0.5,) * 4,) * 2, ((1.68,), (2.55,), (-1.16,), (0.22,))),
        biases=((0.0,) * 4, (0.34,)),
        activations=("tanh", "sigmoid"),
        sizes=(2, 4, 1),
        parameters=17,
        changes=(((0.01,) * 4,) * 2, ((0.033,), (0.006,), (-0.028,), (0.022,))),
    )
    for width, height in ((38, 17), (45, 20), (60, 17), (66, 34)):
        cells = Cells(width, height, DARK)
        network(cells, picture)
        text = cells.text()
        bias = [line for line in text.splitlines() if "bias" in line]
        assert all(line.split("bias")[0].strip(" ▀⠀") == "" or line.split("bias")[0].endswith(" ") for line in bias)
        for shown in ("+0.033", "+0.006"):
            assert (shown in text) == ("+0.022" in text)


@pytest.mark.parametrize("run", [runs.neuron, runs.mlp])
def test_in_no_size_does_a_weight_run_into_a_name(run):
    signal = run().signals["network"]
    for width in range(18, 80):
        for height in range(5, 30, 2):
            cells = Cells(width, height, DARK)
            network(cells, signal, answer="p(orange)")
            assert not re.search(r"\d▸?p\(|\)[\d+−]", cells.text()), (width, height)
