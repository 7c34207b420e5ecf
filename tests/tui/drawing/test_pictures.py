"""Drawings of signals, as strings: filters, sample, gallery, weights, tables and text."""

from dataclasses import replace
from math import nan

import pytest

from tests.recordings import runs
from tuidl.signals import Field, Histogram, LayerTable, Profile, Weights, Writing
from tuidl.tui.drawing.cells import BOLD, UNDERLINE, Cells
from tuidl.tui.drawing.field import cut
from tuidl.tui.drawing.filters import filters, name, tiles
from tuidl.tui.drawing.following import following
from tuidl.tui.drawing.gallery import gallery
from tuidl.tui.drawing.hidden import hidden, last_word, start, wide
from tuidl.tui.drawing.histogram import bins, histogram
from tuidl.tui.drawing.histogram import reading as bin_reading
from tuidl.tui.drawing.ink import ANSI, DARK
from tuidl.tui.drawing.layers import layers
from tuidl.tui.drawing.profile import layer_at, profile
from tuidl.tui.drawing.sample import sample
from tuidl.tui.drawing.weights import weights
from tuidl.tui.drawing.writing import writing

CNN, RNN = runs.cnn().signals, runs.rnn().signals


def drawn(draw, width, height, *arguments, ink=DARK, **options):
    cells = Cells(width, height, ink)
    draw(cells, *arguments, **options)
    return cells


def test_filters_with_responses_where_both_fit():
    cells = drawn(filters, 56, 22, CNN["filters:conv1"], marked=frozenset((7,)))
    text = cells.text()
    assert "▸h" in text
    assert text.count("peak") == 8
    assert "0  ✘" in text
    assert text.splitlines()[-1].startswith("weights −1.2 ━")
    assert "response 0 ━" in text


def test_filters_alone_are_larger():
    cells = Cells(45, 18, DARK)
    both, alone = tiles(Cells(56, 22, DARK), CNN["filters:conv1"]), tiles(cells, CNN["filters:conv1"])
    assert (both.pixel, alone.pixel, alone.response) == ((2, 2), (3, 3), 0)
    filters(cells, CNN["filters:conv1"])
    assert "number = peak" in cells.text()
    assert "dead ✘" in cells.text()
    assert tiles(cells, CNN["filters:conv1"], maps_first=True).pixel == (0, 0)


def test_a_tiny_peak_is_not_cut_to_another_number():
    signal = CNN["filters:conv1"]
    tiny = replace(signal, peaks=(9.0e-5,) * len(signal.peaks), dead=(False,) * len(signal.peaks))
    assert "<0.001" in drawn(filters, 56, 22, tiny).text()
    assert "·10" not in drawn(filters, 45, 18, tiny).text()


def test_filters_in_sixteen_colours_are_tenths():
    signal = CNN["filters:conv1"]
    assert "weights in tenths, 9 = more" in drawn(filters, 56, 22, signal, ink=ANSI).text()
    small = replace(signal, responses=tuple(cut(response, 0, 0, 12, 12) for response in signal.responses))
    cells = drawn(filters, 56, 36, small, ink=ANSI)  # room for two rows of each weight
    assert tiles(cells, small).pixel[1] == 4
    assert "weights in tenths, 9 = more" in cells.text()


def test_names_of_many_filters():
    assert [name(k) for k in (0, 25, 26, 53)] == ["a", "z", "a2", "b3"]


def test_a_zoomed_sample_fills_the_lab():
    for width, height, bars in ((98, 36, 3), (150, 48, 4)):
        rows = drawn(sample, width, height, CNN["sample"]).text().splitlines()
        empty = next(y for y in range(height - 1, 0, -1) if rows[y].startswith("▀"))
        assert empty >= 0.8 * height - 1
        assert [y for y, row in enumerate(rows) if row.endswith((".0", ".1", ".2", ".3"))][-1] >= 9 * bars
    flower = replace(
        CNN["sample"], image=None, features=tuple((f"feature {k}", 1.0) for k in range(4)),
        probabilities=(0.1, 0.7, 0.2), classes=("setosa", "versicolor", "virginica"), truth=1,
    )  # fmt: skip
    rows = drawn(sample, 98, 36, flower).text().splitlines()
    assert [rows[y].split()[0] for y in (17, 21, 25)] == ["setosa", "versicolor", "virginica"]
    assert drawn(sample, 45, 14, flower).text().splitlines()[-2] == "✔ says versicolor and it is versicolor"


def test_sample_says_what_the_net_says():
    cells = drawn(sample, 38, 13, CNN["sample"])
    text = cells.text()
    assert "✔ says 3 and it is 3" in text
    assert "loss 0.238 · second guess 1" in text
    assert "78.8" in text
    low = drawn(sample, 38, 4, CNN["sample"]).text().splitlines()
    assert "78.8" in low[0]
    assert "15.1" in low[1]


def test_gallery_marks_the_wrong_ones():
    text = drawn(gallery, 60, 26, CNN["gallery"], cursor=1).text()
    assert "✘ 3 → 5" in text
    assert "▸ 3 → 8" in text
    assert text.endswith("4 wrong of 500")


def test_small_weights_carry_numbers_and_copies_are_warned_of():
    matrix = Weights("out", Field.of([[-0.5, 0.5], [0.25, 0.25]], -0.5, 0.5), (2, 2), 1)
    cells = drawn(weights, 40, 8, matrix, cursor=(0, 1))
    assert "−0.50  +0.50" in cells.text()
    assert "1 of 2 units differ" in cells.text()
    assert "fixed" in drawn(weights, 40, 8, matrix, limits=(-1, 1)).text()


def test_layers():
    table = LayerTable(
        (("conv1", "conv", (26, 26, 8), 80, 0.14, nan), ("dense", "dense", (10,), 4010, 1.07, nan)), 4090
    )
    assert drawn(layers, 38, 7, table, doctor="filter a is dead").text() == (
        "layer        out    params    |grad|\n"
        "conv1    26×26×8        80     0.140\n"
        "dense         10     4 010      1.07\n"
        "total                4 090\n"
        "\n"
        "! filter a is dead\n"
    )
    narrow = drawn(layers, 18, 4, table).text()
    assert "|grad|" not in narrow
    assert "out" in narrow


def test_profile_bars_are_log_and_mark_one():
    cells = drawn(profile, 40, 8, Profile("signal", ("h1", "h2", "h3"), (1.0, 0.01, nan)), limits=(1e-4, 1e4))
    lines = cells.text().splitlines()
    assert lines[0].count("▆") == 2 * lines[2].count("▆")
    assert lines[4].endswith("NaN")
    assert "fixed" in lines[6]
    assert layer_at(Profile("signal", ("h1", "h2", "h3"), (1.0, 0.01, nan)), 40, 8, 5, 2) == 1


def test_many_layers_stand_side_by_side():
    deep = Profile("signal", tuple(f"h{i}" for i in range(20)), tuple(10.0**-i for i in range(20)))
    assert drawn(profile, 50, 8, deep).text().splitlines()[-1].strip().startswith("h0")


def test_histogram():
    signal = Histogram("h", -1.0, 1.0, (1, 2, 4, 2, 1, 0), "tanh")
    assert drawn(histogram, 12, 4, signal).text() == "    ▄▄\n  ▂▂██▂▂\n▅▅██████▅▅▁▁\n−1.0  0  1.0"
    assert bins(signal, 3) == (3, 6, 1)
    assert bin_reading(signal, 1, 3) == "−0.33 … 0.33 · 6 of 10"
    assert bin_reading(Histogram("h", 9.5, 10.5, (1,) * 40), 20, 41) == "10.000 … 10.025 · 1 of 40"
    assert bin_reading(Histogram("h", -0.25, 0.25, (1,) * 40), 20, 41) == "0.000 … 0.013 · 1 of 40"


@pytest.mark.parametrize(
    ("width", "told"),
    [
        (60, "12 (3.0 %) below −0.25, 1 (0.2 %) above 0.25"),
        (41, "3.0 % below −0.25, 0.2 % above 0.25"),
        (16, "3.2 % outside"),
    ],
)
def test_a_histogram_says_what_lies_outside_its_range(width, told):
    signal = Histogram("h", -0.25, 0.25, (100, 187, 100), beyond=(12, 1))
    drawn_ = drawn(histogram, width, 8, signal).text().splitlines()
    assert drawn_[0].startswith(told)
    assert "▆" in drawn_[1] or "▄" in drawn_[1]  # the highest bar is below it
    assert bin_reading(signal, 0, width).endswith("100 of 400")
    inside = drawn(histogram, width, 8, replace(signal, beyond=(0, 0))).text()
    assert "%" not in inside


def test_hidden_states_stand_under_their_letters():
    cells = drawn(hidden, 99, 23, RNN["hidden"], cursor=33)
    lines = cells.text().splitlines()
    assert lines[0].startswith("reads    z i m b a b w e · m o n g o l i a")
    assert lines[1].startswith("guesses  i m b a b w")
    assert cells.looks[1][9].flags & UNDERLINE
    assert lines[2].strip() == "▼▼"
    assert "cursor at t = 33, after “port” ▲▲" in cells.text()
    assert "32 of" in cells.text()


def test_a_short_text_has_broad_columns():
    word = replace(
        RNN["hidden"], states=cut(RNN["hidden"].states, 0, 0, 4, 16), units=16, reads="hell", guesses="ello",
        truths="ello", surprise=(0.1, 0.1, 0.1, 5.0), best=RNN["hidden"].best[:4],
    )  # fmt: skip
    for columns, step in ((99, 20), (9 + 4 * 8, 8), (4 * 5, 4), (12, 2)):
        cells = drawn(hidden, columns, 23, word, cursor=2)
        assert wide(cells, word) == step
        if columns > 40:
            lines = cells.text().splitlines()
            assert lines[0].index("h") == 9 + step // 2 - 1
            assert lines[2].index("▼▼") == lines[0].index("l")
            assert lines[3].endswith("▀" * 4 * step)


def test_long_texts_scroll_with_the_cursor():
    cells = Cells(29, 20, DARK)
    assert start(cells, RNN["hidden"], 3) == 0
    assert start(cells, RNN["hidden"], 45) == 32  # no labels in a narrow panel: 14 letters
    assert last_word("senegal port", 11) == "port"


def test_the_next_characters():
    cells = drawn(following, 23, 8, RNN["hidden"], 33)
    first = cells.text().splitlines()[0]
    assert first.startswith("u █")
    assert first.endswith("62.8 ✔")
    assert cells.looks[0][0].flags & BOLD
    assert cells.text().splitlines()[-1].startswith("all others")


def test_copied_words_are_faint():
    cells = drawn(writing, 36, 4, Writing(((0.5, (("luvenia", False), ("fiji", True))),)))
    assert cells.text() == "T 0.5  luvenia  (fiji)\n\n\nbright made up   (faint) copied"
    assert cells.looks[0][7].fg == DARK.bright
    assert cells.looks[0][16].fg == DARK.faint
