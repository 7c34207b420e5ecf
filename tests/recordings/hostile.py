"""Hypothesis strategies for signals with everything a run can throw at a drawing: NaN, infinities, 1e308, nothing."""

import itertools

from hypothesis import strategies as st

from tuidl import signals

numbers = st.one_of(
    st.sampled_from([float("nan"), float("inf"), float("-inf"), 1e308, -1e308, 0.0, -0.0, 1e-320, 1.0]),
    st.floats(-10, 10),
)
finite = st.one_of(st.sampled_from([1e308, -1e308, 0.0, 1e-320, 1.0]), st.floats(-10, 10))
names = st.text("abcdefghijk", min_size=1, max_size=14)


@st.composite
def fields(draw, largest=9):
    height, width = draw(st.integers(0, largest)), draw(st.integers(0, largest))
    levels, fine = (draw(st.binary(min_size=height * width, max_size=height * width)) for _ in range(2))
    return signals.Field(height, width, draw(numbers), draw(numbers), levels, draw(st.sampled_from([b"", fine])))


@st.composite
def boundaries(draw):
    classes = tuple(draw(st.lists(names, max_size=4)))
    point = st.tuples(numbers, numbers, st.integers(0, 4), st.booleans())
    pair = st.tuples(numbers, numbers)
    points, unit = tuple(draw(st.lists(point, max_size=6))), draw(st.sampled_from([("", 0, 0), ("h", 2, 4)]))
    target = draw(st.one_of(st.just(""), names))
    values = tuple(draw(st.lists(numbers, max_size=6)))
    return signals.Boundary(draw(fields()), draw(pair), draw(pair), points, classes, 0, 0, *unit, target, values)


@st.composite
def networks(draw):
    sizes = draw(st.lists(st.integers(1, 5), max_size=5))
    bare = draw(st.booleans())
    planes = tuple(() if bare else tuple(draw(fields(4)) for _ in range(n)) for n in sizes)
    gaps = tuple(tuple(tuple(draw(numbers) for _ in range(b)) for _ in range(a)) for a, b in itertools.pairwise(sizes))
    biases = tuple(tuple(draw(numbers) for _ in range(n)) for n in sizes[1:])
    followed = {}
    if sizes and draw(st.booleans()):
        outputs = tuple(tuple(draw(numbers) for _ in range(n)) for n in sizes[1:])
        followed = {"at": tuple(draw(numbers) for _ in range(sizes[0])), "sums": outputs, "outputs": outputs}
    known = tuple(f"l{i}" for i in range(len(sizes)))
    return signals.NetworkPicture(known, planes, gaps, biases, known, tuple(n * 3 for n in sizes), 7, **followed)


@st.composite
def filters(draw):
    n = draw(st.integers(0, 9))
    kernels = tuple(draw(fields(4)) for _ in range(n))
    responses = tuple(draw(fields()) for _ in range(draw(st.sampled_from([0, n]))))
    peaks = tuple(draw(numbers) for _ in range(n))
    return signals.Filters("conv1", kernels, responses, peaks, tuple(draw(st.booleans()) for _ in range(n)), 3)


@st.composite
def slidings(draw):
    def rows(most):
        height, width = draw(st.integers(0, most)), draw(st.integers(0, most))
        return tuple(tuple(draw(numbers) for _ in range(width)) for _ in range(height))

    return signals.Sliding(
        "conv1",
        3,
        tuple(rows(9) for _ in range(draw(st.integers(0, 2)))),
        tuple(tuple(rows(3) for _ in range(draw(st.integers(0, 2)))) for _ in range(draw(st.integers(0, 3)))),
        tuple(draw(st.lists(numbers, max_size=3))),
        draw(st.integers(1, 3)),
        draw(st.sampled_from(["valid", "same", "1", "2"])),
        draw(st.integers(1, 3)),
        *(draw(st.integers(0, 9)), draw(st.integers(1, 3)), draw(names)),
        *((draw(st.integers(0, 40)), draw(st.integers(0, 40))) for _ in range(2)),
        *(draw(st.integers(1, 9)), draw(st.integers(1, 4))),
        (draw(st.integers(-3, 3)), draw(st.integers(-3, 3))),
        draw(st.sampled_from([(), rows(9)])),
    )


@st.composite
def samples(draw):
    n = draw(st.integers(0, 12))
    return signals.Sample(
        1,
        draw(st.integers(0, 4)),
        tuple(draw(st.lists(names, max_size=12))),
        tuple(draw(numbers) for _ in range(n)),
        draw(numbers),
        draw(st.one_of(st.none(), fields())),
        tuple(draw(st.lists(st.tuples(names, numbers), max_size=4))),
        tuple(draw(st.lists(names, max_size=9))),
        tuple(draw(st.lists(st.tuples(names, names), max_size=9))),
        tuple(draw(st.lists(st.tuples(names, numbers, numbers), max_size=3))),
        tuple(draw(st.lists(numbers, max_size=9))),
        draw(st.sampled_from([(), ("2001-01-01›", "2001-11-01›"), ("a", "")])),
    )


answers = st.builds(
    signals.Answers, st.lists(st.tuples(*[st.text(max_size=30)] * 3), max_size=9).map(tuple), st.integers(0, 99)
)


@st.composite
def fits(draw):
    many = draw(st.integers(0, 9))
    curve = st.tuples(names, st.lists(numbers, min_size=many, max_size=many).map(tuple))
    points = st.lists(st.tuples(numbers, numbers), max_size=9).map(tuple)
    curves = tuple(draw(st.lists(curve, max_size=9)))
    return signals.Fit(draw(names), draw(numbers), draw(numbers), curves, draw(points))


@st.composite
def confusions(draw):
    n = draw(st.integers(0, 5))
    counts = tuple(tuple(draw(st.integers(0, 10 ** draw(st.integers(0, 6)))) for _ in range(n)) for _ in range(n))
    return signals.Confusion(tuple(draw(names) for _ in range(n)), counts, 9)


layer_tables = st.builds(
    signals.LayerTable,
    st.lists(
        st.tuples(
            names, names, st.lists(st.integers(1, 999), max_size=3).map(tuple), st.integers(0, 10**9), numbers, numbers
        ),
        max_size=9,
    ).map(tuple),
    st.integers(0, 10**9),
    st.lists(st.integers(0, 10**12), max_size=9).map(tuple),
)


timings = st.builds(
    signals.Timing,
    st.lists(st.tuples(names, numbers, numbers), max_size=9).map(tuple),
    st.integers(1, 10**6),
)


@st.composite
def profiles(draw):
    n = draw(st.integers(0, 25))
    values = tuple(draw(numbers) for _ in range(n))
    known = tuple(f"h{i}" for i in range(n))
    return signals.Profile("signal", known, values, draw(st.booleans()), draw(numbers), draw(st.booleans()))


histograms = st.builds(
    signals.Histogram,
    *(names, finite, finite, st.lists(st.integers(0, 10**9), max_size=70).map(tuple), names, st.booleans()),
    st.tuples(st.integers(0, 10**9), st.integers(0, 3)),
)


@st.composite
def spreads(draw):
    layers = tuple(draw(st.lists(names, max_size=9)))
    plain, sizes = (draw(fields()), draw(numbers), draw(numbers)), (draw(fields()), draw(numbers), draw(numbers))
    return signals.Spreads(layers, *plain, *sizes, tuple(draw(numbers) for _ in layers))


@st.composite
def functions(draw):
    many, roles = draw(st.integers(0, 9)), ("function", "slope", "other", "other slope")
    curves = tuple(
        (draw(names), role, tuple(draw(numbers) for _ in range(many))) for role in roles[: draw(st.integers(0, 4))]
    )
    counts = tuple(draw(st.lists(st.integers(0, 10**9), max_size=9)))
    low, high, here = draw(numbers), draw(numbers), draw(numbers)
    bounds, beyond = (draw(numbers), draw(numbers)), draw(st.tuples(st.integers(0, 10**6), st.integers(0, 3)))
    return signals.Function("f", "z", low, high, curves, bounds, counts, draw(names), beyond, here, draw(names))


@st.composite
def grids(draw):
    words = tuple(draw(st.lists(names, max_size=6)))
    shown = tuple(draw(fields()) for _ in range(draw(st.integers(0, 4))))
    return signals.Grids(words, shown, words, tuple(draw(st.lists(names, max_size=9))), "a", "b", 7, draw(names))


@st.composite
def scatters(draw):
    places = tuple(draw(st.lists(st.tuples(numbers, numbers), max_size=7)))
    near = tuple(draw(st.lists(st.tuples(st.integers(0, 9), numbers), max_size=5)))
    words = tuple(draw(st.lists(names, max_size=7)))
    return signals.Scatter(words, places, (draw(numbers), draw(numbers)), draw(st.integers(0, 9)), near)


@st.composite
def surfaces(draw):
    pair = st.tuples(numbers, numbers)
    path = tuple(draw(st.lists(pair, max_size=6)))
    steps, axes = tuple(range(len(path))), (draw(names), draw(names))
    return signals.Surface(
        draw(fields()), draw(st.booleans()), draw(pair), draw(pair), path, steps, axes, draw(numbers)
    )


@st.composite
def hiddens(draw):
    n = draw(st.integers(0, 12))
    text = st.text("ab \n", min_size=n, max_size=n)
    best = st.lists(st.tuples(st.sampled_from("ab \n"), numbers), max_size=5).map(tuple)
    return signals.Hidden(
        draw(fields()),
        9,
        draw(text),
        draw(text),
        draw(text),
        tuple(draw(numbers) for _ in range(n)),
        tuple(draw(best) for _ in range(n)),
    )


distances = st.builds(
    signals.Distance,
    names,
    st.lists(numbers, max_size=30).map(tuple),
    st.lists(numbers, max_size=30).map(tuple),
    st.sampled_from(["letter", "moment"]),
    st.integers(1, 32),
)


writings = st.builds(
    signals.Writing,
    st.lists(st.tuples(numbers, st.lists(st.tuples(names, st.booleans()), max_size=8).map(tuple)), max_size=4).map(
        tuple
    ),
)


@st.composite
def galleries(draw):
    n = draw(st.integers(0, 7))
    ints = st.integers(0, 3)
    return signals.Gallery(
        tuple(draw(fields()) for _ in range(n)),
        tuple(draw(ints) for _ in range(n)),
        tuple(draw(ints) for _ in range(n)),
        tuple(range(n)),
        tuple(draw(st.lists(names, max_size=3))),
        1,
        9,
    )


weights = st.builds(
    signals.Weights,
    names,
    fields(),
    st.lists(st.integers(1, 64), max_size=2).map(tuple),
    st.one_of(st.none(), st.integers(0, 9)),
)


KINDS = {  # what a probe may send -> made-up ones
    signals.Boundary: boundaries(),
    signals.Fit: fits(),
    signals.Answers: answers,
    signals.NetworkPicture: networks(),
    signals.Weights: weights,
    signals.Filters: filters(),
    signals.Sliding: slidings(),
    signals.Sample: samples(),
    signals.Confusion: confusions(),
    signals.LayerTable: layer_tables,
    signals.Timing: timings,
    signals.Profile: profiles(),
    signals.Histogram: histograms,
    signals.Spreads: spreads(),
    signals.Function: functions(),
    signals.Surface: surfaces(),
    signals.Grids: grids(),
    signals.Scatter: scatters(),
    signals.Hidden: hiddens(),
    signals.Distance: distances,
    signals.Writing: writings,
    signals.Gallery: galleries(),
}
PANELS = {  # panel -> what it draws
    "lossof": signals.Function,
    "surface": signals.Surface,
    "boundary": signals.Boundary,
    "unit": signals.Boundary,
    "network": signals.NetworkPicture,
    "weights": signals.Weights,
    "filters": signals.Filters,
    "kernel": signals.Sliding,
    "sample": signals.Sample,
    "gallery": signals.Gallery,
    "augmented": signals.Gallery,
    "confusion": signals.Confusion,
    "layers": signals.LayerTable,
    "timing": signals.Timing,
    "signal": signals.Profile,
    "gradients": signals.Profile,
    "updates": signals.Profile,
    "dead": signals.Profile,
    "saturated": signals.Profile,
    "activation": signals.Function,
    "histogram": signals.Histogram,
    "histograms": signals.Spreads,
    "weight-histogram": signals.Histogram,
    "rates": signals.Histogram,
    "maps": signals.Grids,
    "gates": signals.Grids,
    "attention": signals.Grids,
    "distance": signals.Distance,
    "embedding": signals.Scatter,
    "hidden": signals.Hidden,
    "next": signals.Hidden,
    "text": signals.Writing,
}
OTHERS = [("boundary", signals.Fit), ("text", signals.Answers)]  # what some may draw instead
