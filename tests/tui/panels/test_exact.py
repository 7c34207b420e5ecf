"""What is read under the cursor is what the network holds: every number worked out here once more, from its weights.

Two hidden layers of tanh and a sigmoid on points of the plane, computed by hand in NumPy.
"""

import re
from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl.signals import Boundary
from tuidl.train.probes.scene import LOOKED_AT
from tuidl.train.supervised import Supervised
from tuidl.tui.drawing.number import count
from tuidl.tui.panels import make

COLUMNS, ROWS = 56, 38
WATCHED = ("updates", "network", "rates", "boundary", "unit:h1")


class By:
    """The network by hand."""

    def __init__(self, experiment: Supervised):
        read = experiment._assembly.net.read
        self.w = [read(f"{name}.weight").astype(float) for name in ("h1", "h2", "out")]
        self.b = [read(f"{name}.bias").astype(float) for name in ("h1", "h2", "out")]
        self.x, self.y = experiment._x.astype(float), experiment._y.reshape(-1)
        self.val = experiment._plan.data.val_x.astype(float), experiment._plan.data.val_y.reshape(-1)
        self.h1, self.h2, self.z, self.p = self.forward(self.x)
        slope = ((self.p - self.y) / len(self.y))[:, None]
        back2 = slope @ self.w[2].T * (1 - self.h2**2)
        back1 = back2 @ self.w[1].T * (1 - self.h1**2)
        self.gradients = [self.x.T @ back1, self.h1.T @ back2, self.h2.T @ slope]

    def forward(self, x):
        h1 = np.tanh(x @ self.w[0] + self.b[0])
        h2 = np.tanh(h1 @ self.w[1] + self.b[1])
        z = (h2 @ self.w[2] + self.b[2])[:, 0]
        return h1, h2, z, 1 / (1 + np.exp(-z))


def rms(values):
    return float(np.sqrt(np.mean(np.square(values))))


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> tuple[Supervised, By, np.ndarray]:
    folder = lessons.written(Path(tmp_path_factory.mktemp("exact")) / "x", lessons.POINTS, ("n = 60", "n = 600"))
    experiment = made(folder, 11, WATCHED)
    before = By(experiment)
    experiment.train(1)
    after = By(experiment)
    return experiment, after, after.w[1] - before.w[1]


def read(experiment: Supervised, name: str, cursor, take=lambda signal: signal) -> str:
    """What a panel says at a place."""
    panel, signal = make(name), experiment.probe(name, COLUMNS, ROWS)
    panel.cursor = cursor
    return panel.reading(take(signal))


def number(said: str) -> float:
    """The last number of what is said."""
    for low, high in zip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789", strict=True):
        said = said.replace(low, high)
    found = re.findall(r"([+−]?\d[\d.]*)(?:·10(-?\d+))?(?: %)?$", said.strip())
    assert found, said
    return float(found[-1][0].replace("−", "-")) * 10.0 ** int(found[-1][1] or 0)


def close(said: str, value: float, within: float = 1e-3) -> None:
    assert number(said) == pytest.approx(value, rel=within, abs=1e-4), said


def test_weights_and_biases(trained):
    experiment, by, _ = trained
    close(read(experiment, "weights:h2", (2, 1)), by.w[1][2, 1])
    close(read(experiment, "network", (2, 3, 1)), by.w[1][1, 3])
    close(read(experiment, "network", (2, 3, 4)), by.b[1][3])
    close(read(experiment, "network", (2, 3)), by.b[1][3])


def test_sizes_layer_by_layer(trained):
    experiment, by, step = trained
    for place, (outputs, gradient) in enumerate(zip((by.h1, by.h2), by.gradients, strict=False)):
        close(read(experiment, "signal", place), rms(outputs))
        close(read(experiment, "gradients", place), rms(gradient))
    close(read(experiment, "updates", 1), rms(step) / rms(by.w[1]))
    table = experiment.probe("layers", COLUMNS, ROWS)
    for row, outputs, gradient in zip(table.rows, (by.h1, by.h2, by.p), by.gradients, strict=True):
        assert row[4] == pytest.approx(rms(gradient), rel=1e-4)  # the same examples as in the panels above
        assert row[5] == pytest.approx(rms(outputs), rel=1e-4)


def test_shares_of_units_and_sums(trained):
    experiment, by, _ = trained
    flat = np.abs(by.h2) >= 0.97
    close(read(experiment, "dead", 1), 100 * flat.all(axis=0).mean())
    close(read(experiment, "saturated", 1), 100 * flat.mean(), 1e-2)


def test_counts(trained):
    experiment, by, _ = trained
    for name, values, at in (("histogram:h2", by.h2[:LOOKED_AT], 36), ("weight-histogram:h1", by.w[0], 25)):
        signal = experiment.probe(name, COLUMNS, ROWS)
        edges = np.linspace(signal.low, signal.high, len(signal.counts) + 1)
        told = int(np.histogram(values, edges)[0][at])
        panel = make(name)
        panel._size = panel.size.__class__(COLUMNS + 4, ROWS + 2)
        panel.cursor = at
        assert panel.reading(signal).endswith(f"{count(told)} of {count(values.size)}")
    spread = experiment.probe("histograms", COLUMNS, ROWS)
    outputs = by.h1[:LOOKED_AT]
    share = np.mean((outputs >= 0) & (outputs < spread.high / spread.plain.width * 2))
    assert number(read(experiment, "histograms", (0, spread.plain.width // 2))) == pytest.approx(100 * share, abs=0.06)


def test_answers(trained):
    experiment, by, _ = trained
    plane = experiment.probe("boundary", 40, 30)
    assert isinstance(plane, Boundary)
    x, y = 0.5, -0.25
    close(read(experiment, "boundary", (x, y)), float(by.forward(np.array([[x, y]]))[3][0]), 0.06)
    val_x, val_y = by.val
    said = by.forward(val_x)[3] > 0.5
    counted = int(((val_y == 0) & ~said).sum())
    assert f"{counted} of {int((val_y == 0).sum())}" in read(experiment, "confusion", (0, 0))


def test_one_example(trained):
    experiment, by, _ = trained
    shown, truth = by.val
    p = float(by.forward(shown[:1])[3][0])
    close(read(experiment, "sample", 1), 100 * p)
    picture = experiment.probe("sample", COLUMNS, ROWS)
    assert picture.loss == pytest.approx(-np.log(p if truth[0] else 1 - p), rel=1e-4)


def test_functions(trained):
    experiment, by, _ = trained
    signal = experiment.probe("activation:h2", COLUMNS, ROWS)
    places = np.linspace(signal.low, signal.high, len(signal.curves[0][2]))
    close(read(experiment, "activation:h2", 50), float(np.tanh(places[50])))
    sums = by.h1[:LOOKED_AT] @ by.w[1] + by.b[1]
    counted, _ = np.histogram(sums, bins=len(signal.counts), range=(signal.low, signal.high))
    assert tuple(counted) == signal.counts
    answers = experiment.probe("lossof", COLUMNS, ROWS)
    places = np.linspace(answers.low, answers.high, len(answers.curves[0][2]))
    close(read(experiment, "lossof", 30), float(-np.log(places[30])), 5e-3)
