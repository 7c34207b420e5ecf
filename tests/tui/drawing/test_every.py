"""Every drawing survives every signal in every size."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recordings import hostile
from tuidl.series import Series
from tuidl.signals import Field, Spreads
from tuidl.tui.drawing.answered import answered
from tuidl.tui.drawing.axis import spread
from tuidl.tui.drawing.boundary import boundary
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.chart import chart
from tuidl.tui.drawing.curve import Curve
from tuidl.tui.drawing.distance import distance
from tuidl.tui.drawing.filters import filters
from tuidl.tui.drawing.fit import fit
from tuidl.tui.drawing.following import following
from tuidl.tui.drawing.function import function
from tuidl.tui.drawing.gallery import gallery
from tuidl.tui.drawing.gauge import bar, meter
from tuidl.tui.drawing.grids import grids
from tuidl.tui.drawing.heat import heat, numbered
from tuidl.tui.drawing.hidden import hidden
from tuidl.tui.drawing.histogram import histogram
from tuidl.tui.drawing.ink import INKS
from tuidl.tui.drawing.layers import layers
from tuidl.tui.drawing.legend import legend
from tuidl.tui.drawing.matrix import matrix
from tuidl.tui.drawing.network import network
from tuidl.tui.drawing.profile import profile
from tuidl.tui.drawing.sample import sample
from tuidl.tui.drawing.scatter import scatter
from tuidl.tui.drawing.slide import Slide
from tuidl.tui.drawing.sliding import sliding
from tuidl.tui.drawing.spark import spark
from tuidl.tui.drawing.spreads import spreads
from tuidl.tui.drawing.surface import surface
from tuidl.tui.drawing.timing import timing
from tuidl.tui.drawing.weights import weights
from tuidl.tui.drawing.writing import writing

DRAWINGS = {
    "boundary": (hostile.boundaries(), lambda cells, signal: boundary(cells, signal, (0.5, float("nan")))),
    "answered": (hostile.answers, answered),
    "fit": (hostile.fits(), lambda cells, signal: fit(cells, signal, 0.5)),
    "distance": (hostile.distances, lambda cells, signal: distance(cells, signal, 1)),
    "network": (hostile.networks(), lambda cells, signal: network(cells, signal, (1, 0))),
    "filters": (hostile.filters(), lambda cells, signal: filters(cells, signal, cursor=(1, 3))),
    "kernels": (hostile.filters(), lambda cells, signal: filters(cells, signal, maps_first=True)),
    "sliding": (hostile.slidings(), lambda cells, signal: sliding(cells, signal, Slide(1), (1, 1))),
    "known kernel": (
        hostile.slidings(),
        lambda cells, signal: sliding(cells, signal, Slide(len(signal.kernels), 2, "same", 2), (0, 0)),
    ),
    "sample": (hostile.samples(), sample),
    "matrix": (hostile.confusions(), lambda cells, signal: matrix(cells, signal, (0, 0))),
    "layers": (hostile.layer_tables, lambda cells, signal: layers(cells, signal, "a", "a sentence")),
    "timing": (hostile.timings, lambda cells, signal: timing(cells, signal, 3e9, (float("inf"), 3), 0)),
    "profile": (hostile.profiles(), lambda cells, signal: profile(cells, signal, cursor=2)),
    "function": (hostile.functions(), lambda cells, signal: function(cells, signal, 1)),
    "slopes": (hostile.functions(), lambda cells, signal: function(cells, signal, 1, ("other slope", "slope"), True)),
    "histogram": (hostile.histograms, lambda cells, signal: histogram(cells, signal, 1)),
    "log histogram": (hostile.histograms, lambda cells, signal: histogram(cells, signal, 1, log=True)),
    "surface": (
        hostile.surfaces(),
        lambda cells, signal: surface(cells, signal, (0.5, float("nan")), (((0.0, 1e308), (float("nan"), 1.0)),)),
    ),
    "spreads": (hostile.spreads(), lambda cells, signal: spreads(cells, signal, False, (0, 1))),
    "sizes": (hostile.spreads(), lambda cells, signal: spreads(cells, signal, True)),
    "scatter": (hostile.scatters(), lambda cells, signal: scatter(cells, signal, 1)),
    "grids": (hostile.grids(), lambda cells, signal: grids(cells, signal, (0, 1, 1))),
    "hidden": (hostile.hiddens(), lambda cells, signal: hidden(cells, signal, 2)),
    "following": (hostile.hiddens(), lambda cells, signal: following(cells, signal, 1)),
    "writing": (hostile.writings, writing),
    "gallery": (hostile.galleries(), lambda cells, signal: gallery(cells, signal, 1)),
    "weights": (hostile.weights, lambda cells, signal: weights(cells, signal, cursor=(0, 0))),
    "heat": (hostile.fields(), lambda cells, signal: heat(cells, -1, -1, signal, "diverging", wide=2, tall=3)),
    "numbered": (hostile.fields(), lambda cells, signal: numbered(cells, 0, 0, signal, "sequential", 0.0, 1.0)),
}
SIZES = st.one_of(
    st.sampled_from([(1, 1), (0, 0), (20, 6), (56, 12), (3, 1), (1, 9)]),
    st.tuples(st.integers(0, 70), st.integers(0, 40)),
)
INK = st.sampled_from(sorted(INKS))


def whole(cells, size):
    assert (cells.width, cells.height) == size
    assert all(len(row) == size[0] for row in (*cells.chars, *cells.looks))
    assert all(len(char) == 1 for row in cells.chars for char in row)
    assert [strip.cell_length for strip in cells.strips()] == [size[0]] * size[1]


@pytest.mark.parametrize("name", DRAWINGS)
@given(data=st.data(), size=SIZES, ink=INK)
@settings(max_examples=60)
def test_any_signal_in_any_size(name, data, size, ink):
    strategy, draw = DRAWINGS[name]
    ink = INKS[ink]
    cells = Cells(*size, ink)
    draw(cells, data.draw(strategy))
    whole(cells, size)


@given(
    st.lists(st.lists(hostile.numbers, max_size=90), max_size=3),
    SIZES,
    INK,
    st.booleans(),
    st.booleans(),
    st.integers(0, 40),
)
@settings(max_examples=150)
def test_any_curves(numbers, size, ink, log, share, budget):
    ink = INKS[ink]
    cells = Cells(*size, ink)
    curves = [Curve(range(1, len(n) + 1), n, ink.one, "raw", "●", bold=False) for n in numbers]
    curves += [Curve(list(range(0, 7 * len(n), 7)), Series(n, 5).means, ink.two, "val", "◆") for n in numbers]
    curves += [Curve([1, 2, 3], [1.0, 0.5, 0.1], ink.accent, "you", bold=True, every=3, values=False)]
    y = spread([v for n in numbers for v in n], log)
    chart(cells, curves, spread([0, budget]), y, share=share, cursor=3)
    whole(cells, size)


@given(hostile.numbers, hostile.numbers, hostile.numbers, SIZES, INK)
@settings(max_examples=100)
def test_small_ones(a, b, c, size, ink):
    ink = INKS[ink]
    cells = Cells(*size, ink)
    bar(cells, 0, 0, size[0], a, ink.one)
    meter(cells, 0, 0, size[0], a, ink.one, b)
    legend(cells, 0, 0, size[0], "diverging", a, b)
    legend(cells, 0, 0, size[0], "sequential", a, b, "label", frozen=True)
    assert len(spark([a, b, c])) == 3
    whole(cells, size)


def test_shares_beyond_all_bounds_are_no_bars():
    """They come from a field whose limits are wrong way round; one bar would be higher than any number."""
    nothing = Field(0, 0, 0.0, 0.0, b"")
    signal = Spreads(("a",), nothing, 0.0, 0.0, Field(1, 2, 0.0, -1e308, b"\x00\x14"), 0.0, 0.0, (0.0,))
    cells = Cells(56, 12, INKS["ansi"])
    spreads(cells, signal, True)
    whole(cells, (56, 12))
