"""Three runs as they stream in, made up but deterministic: a small net on two spirals, a convolution on a digit, a
recurrent net on names. ``cnn()``, ``mlp()`` and ``rnn()`` fold them into a RunView."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from math import atan2, cos, exp, hypot, log, log10, pi, sin, tanh
from random import Random

from tests.recordings import pictures
from tuidl import signals
from tuidl.events import Diverged, Evaluated, Event, KnobTurned, LayerInfo, Probed, RunStarted, StateChanged, StepsEnded
from tuidl.signals import Field
from tuidl.view import RunView

THREE = (
    "..........................",
    "...........#####..........",
    ".........#########........",
    "........###+...####.......",
    ".......##+......###.......",
    "................###.......",
    "...............###........",
    "............+####.........",
    "..........######..........",
    "...........+#####.........",
    "...............+###.......",
    "................+###......",
    ".................###......",
    ".................###......",
    "................###.......",
    ".......#+.....####........",
    "......##########+.........",
    ".......#######............",
    "..........................",
    "..........................",
)
DIGITS = tuple("0123456789")
NAMES = "·zimbabwe·mongolia·kazakhstan·portugal·nicaragua·senegal·"


def fold(events: Iterator[Event]) -> RunView:
    """The view after all events."""
    view = RunView()
    for event in events:
        view.apply(event)
    view.apply(StateChanged("paused", view.step))
    return view


def started(lesson: str, experiment: str, steps: int, layers: tuple[LayerInfo, ...], **knobs: float) -> RunStarted:
    parameters = sum(layer.parameters for layer in layers)
    return RunStarted(
        lesson, experiment, 7, "cpu", 2, tuple(knobs.items()), steps, 32, 2000, 500, parameters, layers, "made up"
    )


def losses(random: Random, now: int, start: float, end: float, pace: float, noise: float) -> list[float]:
    return [
        (end + (start - end) / (1 + (s / pace) ** 1.7)) * exp(random.gauss(0, noise * min(1.0, s / pace)))
        for s in range(1, now + 1)
    ]


def curve_events(lesson: RunStarted, values: list[float], gap: float, every: int) -> Iterator[Event]:
    yield lesson
    yield StateChanged("playing", 0)
    for first in range(0, len(values), 50):
        part = tuple(values[first : first + 50])
        right = tuple(max(0.05, 1 - v / 2.4) for v in part)
        rates = tuple(0.1 * 0.5 ** ((first + k) // 200) for k in range(len(part)))
        yield StepsEnded(first + 1, first // 63 + 1, {"loss": part, "accuracy": right, "rate": rates}, {"seconds": 0.5})
    for step in range(0, len(values), every):
        smooth = sum(values[max(0, step - 20) : step + 20]) / len(values[max(0, step - 20) : step + 20])
        smooth += gap * step / len(values)
        right = max(0.1, 1 - smooth / 2.4)
        yield Evaluated(step, 1, {"val_loss": smooth, "val_accuracy": right}, {})


def plane(answer, size: int = 24, low: float = -1.0, high: float = 1.0) -> Field:
    at = [-1.1 + 2.2 * (i + 0.5) / size for i in range(size)]
    return Field.of([[answer(x, -y) for x in at] for y in at], low, high)


def spiral(x: float, y: float) -> float:
    """Above 0 on one arm, below on the other."""
    return tanh(3.5 * sin(atan2(y, x) + hypot(x, y) * 1.45 * 2 * pi) + 0.3)


@cache
def mlp(now: int = 760) -> RunView:
    """A 2-6-6-1 net on two spirals."""
    random = Random(4)
    layers = (LayerInfo("a", "dense", (6,), 18), LayerInfo("b", "dense", (6,), 42), LayerInfo("out", "dense", (1,), 7))
    begun = started("lesson-mlp", "spirals", 1500, layers, rate=0.02, hidden=6)
    turns = [(cos(k * 1.1 + 0.4), sin(k * 1.1 + 0.4), random.uniform(-0.5, 0.5)) for k in range(6)]
    mixes = [[random.gauss(0, 1.5) for _ in range(6)] for _ in range(6)]
    last = [-5.05, 4.55, 3.98, 3.93, 4.29, -4.89]

    def first(k: int, x: float, y: float) -> float:
        return tanh(4 * (turns[k][0] * x + turns[k][1] * y + turns[k][2]))

    def second(k: int, x: float, y: float) -> float:
        return tanh(sum(mixes[j][k] * first(j, x, y) for j in range(6)))

    def answer(x: float, y: float) -> float:
        return (spiral(x, y) + 1) / 2

    points = []
    for k in range(110):
        for kind in (0, 1):
            r = 0.15 + 0.85 * k / 110
            angle = pi / 2 + pi * kind - r * 1.45 * 2 * pi + random.gauss(0, 0.12)
            x, y = r * cos(angle), r * sin(angle)
            points.append((x, y, 1 - kind, (answer(x, y) > 0.5) == (kind == 0)))
    wrong = sum(not point[3] for point in points)
    boundary = signals.Boundary(
        plane(answer, 40, 0.0, 1.0), (-1.1, 1.1), (-1.1, 1.1), tuple(points), ("blue", "orange"), wrong, len(points)
    )
    planes = (
        (plane(lambda x, y: x, 10), plane(lambda x, y: y, 10)),
        tuple(plane(lambda x, y, k=k: first(k, x, y), 10) for k in range(6)),
        tuple(plane(lambda x, y, k=k: second(k, x, y), 10) for k in range(6)),
        (plane(answer, 10, 0.0, 1.0),),
    )
    weights = (
        tuple(tuple(4 * turns[k][i] for k in range(6)) for i in range(2)),
        tuple(map(tuple, mixes)),
        tuple((w,) for w in last),
    )
    biases = (tuple(4 * t[2] for t in turns), (0.1,) * 6, (-0.35,))
    network = signals.NetworkPicture(
        ("input", "a", "b", "out"), planes, weights, biases, ("tanh", "tanh", "sigmoid"), (2, 6, 6, 1), 67
    )

    def events() -> Iterator[Event]:
        yield from curve_events(begun, losses(random, now, 0.7, 0.03, 120, 0.02), 0.03, 20)
        yield Probed("boundary", now, boundary)
        one = signals.Boundary(
            plane(lambda x, y: second(2, x, y), 40), *(boundary.x_range, boundary.y_range), tuple(points),
            ("blue", "orange"), layer="b", unit=2, units=6,
        )  # fmt: skip
        yield Probed("unit:b", now, one)
        yield Probed("network", now, network)

    return fold(events())


@cache
def neuron(now: int = 60) -> RunView:
    """One neuron on two clouds of points."""
    random = Random(2)
    begun = started("lesson-neuron", "one", 150, (LayerInfo("neuron", "dense", (1,), 3),), rate=0.5)
    w1, w2, b = 5.16, -2.82, 0.63

    def answer(x: float, y: float) -> float:
        return 1 / (1 + exp(-(w1 * x + w2 * y + b)))

    points = []
    for k in range(120):
        kind = k % 2
        x, y = random.gauss(0.45 if kind else -0.45, 0.3), random.gauss(-0.25 if kind else 0.25, 0.3)
        points.append((x, y, kind, (answer(x, y) > 0.5) == bool(kind)))
    network = signals.NetworkPicture(
        ("input", "neuron"),
        ((plane(lambda x, y: x, 14), plane(lambda x, y: y, 14)), (plane(answer, 14, 0.0, 1.0),)),
        (((w1,), (w2,)),),
        ((b,),),
        ("sigmoid",),
        (2, 1),
        3,
        (((0.013,), (-0.008,)),),
        ("x1", "x2"),
        (0.45, -0.25),
        ((w1 * 0.45 - w2 * 0.25 + b,),),
        ((answer(0.45, -0.25),),),
    )

    valley = [[log10(0.02 + 0.02 * (x - 5) ** 2 + 0.01 * (y + 3) ** 2) for x in range(-8, 9)] for y in range(8, -9, -1)]
    way = tuple((5.16 * (1 - 0.8**k), -2.82 * (1 - 0.8**k)) for k in range(20))
    slope = signals.Surface(
        *(Field.of(valley), True, (-8.0, 8.0), (-8.0, 8.0)),
        *(way, tuple(range(0, 60, 3)), ("neuron[0,0]", "neuron[1,0]"), 0.05),
    )

    def events() -> Iterator[Event]:
        yield from curve_events(begun, losses(random, now, 0.7, 0.05, 30, 0.0), 0.0, 1)
        wrong = sum(not p[3] for p in points)
        yield Probed(
            "boundary",
            now,
            signals.Boundary(
                plane(answer, 40, 0.0, 1.0), (-1.1, 1.1), (-1.1, 1.1), tuple(points), ("blue", "orange"), wrong, 120
            ),
        )
        yield Probed("surface", now, slope)
        yield Probed("network", now, network)

    return fold(events())


@cache
def cnn(now: int = 812) -> RunView:
    """Eight filters of 3×3 on a three."""
    random = Random(7)
    layers = (
        LayerInfo("conv1", "conv", (26, 26, 8), 80),
        LayerInfo("conv2", "conv", (11, 11, 16), 1168),
        LayerInfo("dense", "dense", (10,), 4010),
    )
    begun = started("lesson-cnn", "digits", 1500, layers, rate=0.0006)
    ink = {".": 0.0, "+": 0.5, "#": 1.0}
    image = [[ink[char] * random.uniform(0.85, 1.0) for char in row[3:23]] for row in THREE]
    kernels, responses, peaks = [], [], []
    for k in range(8):
        angle = k * pi / 4
        kernel = [
            [(cos(angle) * (c - 1) + sin(angle) * (r - 1)) * 0.45 + random.gauss(0, 0.25) for c in range(3)]
            for r in range(3)
        ]
        if k == 0:
            kernel = [[-abs(v) for v in row] for row in kernel]
        answers = [
            [
                max(0.0, sum(kernel[a][b] * image[r + a][c + b] for a in range(3) for b in range(3)))
                for c in range(0, 17)
            ]
            for r in range(0, 17)
        ]
        kernels.append(kernel)
        responses.append(answers)
        peaks.append(max(map(max, answers)))
    top = max(peaks)
    filters = signals.Filters(
        "conv1",
        tuple(Field.of(kernel, -1.2, 1.2) for kernel in kernels),
        tuple(Field.of(answers, 0.0, top) for answers in responses),
        tuple(peaks),
        tuple(peak <= 0 for peak in peaks),
        191,
    )
    answers_of = signals.Grids(tuple(map(str, range(1, 9))), filters.responses, total=16, note="on sample 191")
    slides = signals.Sliding(
        *("conv1", 191, (tuple(tuple(round(v, 3) for v in row) for row in image),)),
        tuple((tuple(tuple(round(v, 3) for v in row) for row in kernel),) for kernel in kernels),
        *((0.1,) * 8, 1, "valid", 1),
    )
    p = [0.0, 0.151, 0.003, 0.788, 0.0, 0.043, 0.0, 0.002, 0.002, 0.01]
    sample = signals.Sample(191, 3, DIGITS, tuple(p), -log(0.788), Field.of(image, 0.0, 1.0))
    counts = [[0] * 10 for _ in range(10)]
    for k in range(10):
        counts[k][k] = random.randint(33, 57)
    for row, column, n in ((0, 3, 1), (1, 5, 1), (1, 7, 2), (2, 4, 1), (5, 2, 1), (7, 1, 3), (9, 1, 1), (9, 4, 4)):
        counts[row][column] = n
    table = signals.LayerTable(
        tuple(
            (a.name, a.kind, a.output, a.parameters, g, o)
            for a, g, o in zip(layers, (0.14, 0.26, 1.07), (0.5, 0.4, 1.9), strict=True)
        ),
        5258,
        (97344, 278784, 8000),
    )
    images = [Field.of([row[i % 3 :] + row[: i % 3] for row in image], 0.0, 1.0) for i in range(9)]

    def events() -> Iterator[Event]:
        yield from curve_events(begun, losses(random, now, 2.1, 0.06, 180, 0.3), 0.06, 25)
        yield Probed("filters:conv1", now, filters)
        yield Probed("kernel:conv1", now, slides)
        yield Probed("sample", now, sample)
        yield Probed("lossof", now, pictures.loss_of())
        yield Probed("maps:conv1", now, answers_of)
        yield Probed("confusion", now, signals.Confusion(DIGITS, tuple(map(tuple, counts)), 500))
        yield Probed("layers", now, table)
        parts = (("data", 1e-6, 0.0), ("conv1", 3.1e-5, 2.6e-5), ("dense", 4e-6, 1.2e-5), ("update", 8e-7, 0.0))
        yield Probed("timing", now, signals.Timing(parts, 32))
        yield Probed(
            "gallery",
            now,
            signals.Gallery(tuple(images), (3,) * 9, (5, 8, 2, 9, *(3,) * 5), tuple(range(9)), DIGITS, 4, 500),
        )
        yield Probed(
            "augmented",
            now,
            signals.Gallery(tuple(images), (3,) * 9, (3,) * 8 + (8,), (7,) * 9, DIGITS, 1, 9),
        )

    return fold(events())


@cache
def rnn(now: int = 460) -> RunView:
    """A recurrent net that spells countries."""
    random = Random(3)
    begun = started("lesson-rnn", "names", 1100, (LayerInfo("rnn", "rnn", (64,), 5952),), rate=0.003, hidden=64)
    reads, truths = NAMES[:46].replace("·", " "), NAMES[1:47].replace("·", " ")
    units = []
    for k in range(32):
        value, row = random.gauss(0, 1), []
        for _ in reads:
            keep = 0.3 + 0.65 * (k / 32)
            value = keep * value + random.gauss(0, 1.6 * (1 - keep))
            row.append(tanh(2.2 * value))
        units.append(row)
    letters = "abcdefghijklmnopqrstuvwxyz "
    best, guesses, surprise = [], "", []
    for t, truth in enumerate(truths):
        new = t and reads[t] == " "
        p = random.uniform(0.01, 0.1) if new or t == 0 else random.uniform(0.1, 0.9)
        others = random.sample([char for char in letters if char != truth], 8)
        shares = [(1 - p) * 0.55**i * 0.44 for i in range(8)]
        ranked = sorted([(truth, p), *zip(others, shares, strict=True)], key=lambda item: -item[1])
        best.append(tuple(ranked))
        guesses += ranked[0][0]
        surprise.append(-log(p))
    hidden = signals.Hidden(Field.of(units, -1.0, 1.0), 64, reads, guesses, truths, tuple(surprise), tuple(best))
    words = ["luvenia", "comolia", "fiji", "ponauta", "siae", "benia", "menagaamal", "moines", "melghana", "heniga"]
    words += ["neman", "ghanala", "sias", "bruzis", "nedrian"]
    lines = tuple(
        (t, tuple((word, word == "fiji") for word in words[i * 5 : i * 5 + 5])) for i, t in enumerate((0.5, 0.8, 1.2))
    )

    def events() -> Iterator[Event]:
        yield from curve_events(begun, losses(random, now, 3.3, 0.7, 170, 0.06), 2.6, 20)
        yield Probed("hidden", now, hidden)
        yield Probed("text", now, signals.Writing(lines, now))
        yield Probed("embedding:rnn", now, pictures.embedding())
        yield Probed("gates:rnn", now, pictures.gates(units, reads))
        yield Probed("distance:rnn", now, pictures.distance())
        yield Probed("attention:rnn", now, pictures.attention(reads))

    return fold(events())


@cache
def deep(depth: int = 20) -> RunView:
    """Twenty layers whose signal dies."""
    random = Random(1)
    names = tuple(f"h{i + 1}" for i in range(depth))
    begun = started("lesson-init", "deep", 600, tuple(LayerInfo(n, "dense", (32,), 1056) for n in names), scale=0.05)
    grid = [[random.gauss(0, 0.05) for _ in range(32)] for _ in range(32)]
    steps = [k / 10 - 4 for k in range(81)]
    bent = signals.Function(
        "tanh",
        "z",
        -4.0,
        4.0,
        (
            ("tanh", "function", tuple(tanh(z) for z in steps)),
            ("slope", "slope", tuple(1 - tanh(z) ** 2 for z in steps)),
        ),
        (-1.0, 1.0),
        tuple(round(900 * exp(-((k - 20) ** 2) / 9)) for k in range(40)),
        "sums of h20",
        note="0 % on the flat part",
    )
    counts = [round(400 * exp(-((i - 20) ** 2) / 40)) for i in range(41)]

    def events() -> Iterator[Event]:
        yield begun
        yield Probed("signal", 0, signals.Profile("signal", names, tuple(0.5 * 0.28**k for k in range(depth))))
        yield Probed(
            "gradients", 0, signals.Profile("gradient", names, tuple(1e-3 * 0.3 ** (depth - k) for k in range(depth)))
        )
        yield Probed("weights:h2", 0, signals.Weights("h2", Field.of(grid), (32, 32), 32))
        yield Probed("activation:h20", 0, bent)
        ratios = tuple(2e-3 * 0.5 ** (depth - k) for k in range(depth))
        yield Probed("updates", 0, signals.Profile("last step ÷ weights", names, ratios, mark=1e-3))
        for panel, what in (("dead", "dead units"), ("saturated", "sums on the flat part")):
            shares = tuple(min(1.0, k / depth) for k in range(depth))
            yield Probed(panel, 0, signals.Profile(what, names, shares, log=False, share=True))
        rows = [[exp(-((c - 20) ** 2) / (1 + 30 * 0.6**k)) for c in range(41)] for k in range(depth)]
        sizes = [[exp(-((c - 38 + 1.6 * k) ** 2) / 8) for c in range(41)] for k in range(depth)]
        plain, decades = (Field.of(rows), -1.0, 1.0), (Field.of(sizes), -12.0, 0.0)
        yield Probed("histograms", 0, signals.Spreads(names, *plain, *decades, (0.0,) * depth))
        yield Probed("weight-histogram:h20", 0, signals.Histogram("h20 weights", -0.25, 0.25, tuple(counts)))
        yield Probed("rates", 0, signals.Histogram("rate of each weight", -3.0, 2.0, tuple(counts), "η is 0.01", True))
        yield Probed("histogram:h20", 0, signals.Histogram("outputs of h20", -1.0, 1.0, tuple(counts), "tanh"))

    return fold(events())


def diverged(view: RunView, step: int) -> RunView:
    """The same run, broken at a step."""
    broken = deepcopy(view)
    broken.apply(Diverged(step, "the loss is NaN", step - 1))
    return broken


def turned(view: RunView, name: str, value: float) -> RunView:
    """The same run after a reset knob was turned."""
    stale = deepcopy(view)
    stale.apply(KnobTurned(name, value, stale.step, pending=True))
    return stale
