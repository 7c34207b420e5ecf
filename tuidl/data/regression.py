"""Numbers to predict, made by a rule: a curve over one feature, a weighted sum of many."""

import numpy as np
from numpy.typing import NDArray

from tuidl.data.dataset import DataSet
from tuidl.data.options import Options
from tuidl.data.split import sizes_made
from tuidl.data.streams import stream
from tuidl.data.tables import Rows, cut
from tuidl.language import tr

MOST = 100_000
SHAPES = ("sine", "step", "parabola", "bump")
Doubles = NDArray[np.float64]


def curve(options: Options, seed: int) -> DataSet:
    """y over x from −3 to 3, plus ``noise``: sin 2x, a step at 0, x²/4, a bump e^(−4x²). A share are ``outliers``."""
    shape = options.choice("shape", "sine", SHAPES)
    noise = options.number("noise", 0.1, 0, 10)
    outliers = options.number("outliers", 0.0, 0, 1)
    counts = sizes_made(options, 200, 0.5, MOST)
    random = stream(seed, f"{options.source}/examples")
    x = random.uniform(-3, 3, (sum(counts), 1))
    rule = {
        "sine": np.sin(2 * x), "step": np.where(x < 0, -1.0, 1.0), "parabola": x**2 / 4, "bump": np.exp(-4 * x**2),
    }  # fmt: skip
    y = rule[shape] + noise * random.normal(size=x.shape)
    return _made(options, seed, x, y, outliers, ("x",), ("y",), counts, f"a {shape}")


def linear(options: Options, seed: int) -> DataSet:
    """y = Σ w x + ``noise``: the first ``informative`` of ``features`` columns have weights from ±0.5 to ±2, others 0.

    ``correlation`` is that of any two columns.
    """
    features = options.count("features", 10, 1, 200)
    informative = options.count("informative", min(3, features), 0, features)
    noise = options.number("noise", 0.5, 0, 100)
    correlation = options.number("correlation", 0.0, 0, 0.99)
    outliers = options.number("outliers", 0.0, 0, 1)
    counts = sizes_made(options, 200, 0.5, MOST)
    rule = stream(seed, f"{options.source}/rule")
    weights = rule.uniform(0.5, 2, informative) * rule.choice([-1, 1], informative)
    random = stream(seed, f"{options.source}/examples")
    shared = random.normal(size=(sum(counts), 1))
    own = random.normal(size=(sum(counts), features))
    x = np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own
    y = x[:, :informative] @ weights[:, None] + noise * random.normal(size=(len(x), 1))
    names = tuple(f"{'informative' if k < informative else 'noise'} {k + 1}" for k in range(features))
    return _made(options, seed, x, y, outliers, names, ("y",), counts, tr("a weighted sum"))


def _made(
    options: Options,
    seed: int,
    x: Doubles,
    y: Doubles,
    outliers: float,
    features: tuple[str, ...],
    targets: tuple[str, ...],
    counts: tuple[int, int, int],
    label: str,
) -> DataSet:
    """The examples; outliers, 5 to 10 deviations off, are among the training ones alone."""
    random = stream(seed, f"{options.source}/outliers")
    far = (random.random(len(y)) < outliers) & (np.arange(len(y)) < counts[0])
    away = y.std() * random.uniform(5, 10, y.shape) * random.choice([-1, 1], y.shape)
    moved = np.where(far[:, None], y + away, y)
    note = (tr("{sum} of the training examples are outliers", sum=int(far.sum())),) if outliers else ()
    rows = Rows(x.astype(np.float32), moved.astype(np.float32), features, targets=targets, notes=note)
    return cut(options, seed, rows, counts, label, standardise=False, shuffled=False)
