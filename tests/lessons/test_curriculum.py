"""The first part, row by row of the course's plan: every fact and number stands where it is taught, as it is computed.

What takes a training to see is tried in the tests of each lesson.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import exp, isclose, log

import numpy as np
import pytest

from tuidl import nn, paths
from tuidl.course.load import read
from tuidl.headless.unattended import trainer

LESSONS = paths.shipped("lessons")


def dense(*widths: int) -> int:
    """Parameters of a stack of dense layers."""
    return sum(n * m + m for n, m in pairwise(widths))


def grouped(number: int) -> str:
    """``235 146``."""
    return f"{number:,}".replace(",", " ")


def softmax(*scores: float) -> list[float]:
    return [exp(z) / sum(map(exp, scores)) for z in scores]


def facts() -> Iterator[tuple[str, str, str]]:
    """(lesson, file, text) of everything the plan wants to be said."""
    neuron = "1-01-neuron"
    yield neuron, "09-recap.md", "a weighted sum and a sigmoid: z = w₁·x₁ + w₂·x₂ + b, p = 1 / (1 + e⁻ᶻ)"
    yield neuron, "09-recap.md", "logistic regression"
    yield neuron, "09-recap.md", "One neuron cannot do XOR."
    mlp = "1-02-mlp"
    yield mlp, "09-iris.md", f"{dense(4, 8, 6, 3)} parameters"
    for n, m in pairwise((4, 8, 6, 3)):
        yield mlp, "09-iris.md", f"{n}·{m} + {m} = {dense(n, m)}"
    assert dense(2, 51, 1) == dense(2, 12, 12, 1)
    for page in ("07-wide.md", "08-deep.md"):
        yield mlp, page, f"{dense(2, 51, 1)} parameters"
    bend = "1-03-activations"
    for name in ("sigmoid", "tanh", "ReLU", "leaky"):
        yield bend, "03-zoo.md", f"{name:<9}"
    yield bend, "03-zoo.md", f"{nn.LeakyReLU().slope:g} or 1"
    yield bend, "02-flat.md", f"{3 * 2}·x − {4 - 3}"  # 3·(2·x + 1) − 4
    chances = [f"{share:.2f}" for share in softmax(2, 1, 0)]
    yield bend, "09-shares.md", f"From the sums 2, 1 and 0 it makes {chances[0]}, {chances[1]} and {chances[2]}"
    yield bend, "07-hot.md", "**dead unit"
    yield bend, "11-recap.md", "Hidden layers: ReLU first."
    yield bend, "11-recap.md", "Output: sigmoid for yes or no, softmax for one of many, nothing for a number."
    forward = "1-04-forward"
    yield forward, "02-layer.md", "zⱼ = Σᵢ xᵢ·wᵢⱼ + bⱼ"
    yield forward, "02-layer.md", "aⱼ = g(zⱼ)"
    yield forward, "10-recap.md", f"784-256-128-10 has {grouped(dense(784, 256, 128, 10))}"
    for score, chance in zip((2.0, 1.0, 0.1), softmax(2.0, 1.0, 0.1), strict=True):
        yield forward, "06-scores.md", f"{score:.1f} {exp(score):.2f} {chance:.2f}"
    yield forward, "lesson.toml", "The engine subtracts the largest score"
    losses = "1-05-losses"
    assert f"{-log(0.99):.2f}" == "0.01"
    yield losses, "02-price.md", f"p = 0.01 costs {-log(0.01):.1f}"
    yield losses, "02-price.md", f"p = 0.99 costs {-log(0.99):.2f}"
    for name in ("mean squared error", "squared sum"):
        yield losses, "03-sure.md", name
    yield losses, "05-free.md", "**binary cross-entropy**"
    yield losses, "08-which.md", "**categorical cross-entropy**"
    yield losses, "09-code.md", f"No answer then costs more than {-log(1e-7):.1f}"
    yield losses, "11-recap.md", "clip p at 1e-7"
    backprop = "1-06-backprop"
    yield backprop, "04-back.md", "**chain rule**"
    yield backprop, "02-error.md", "dz = p − y"
    yield backprop, "10-recap.md", "dw = aᵀ·dz / m"
    yield backprop, "10-recap.md", "A finite difference checks a gradient, to 10⁻⁵ and better."
    yield backprop, "10-recap.md", "Each pull is used again, never worked out twice."
    sgd = "1-07-sgd"
    yield sgd, "12-recap.md", "A step is w ← w − η·g"
    yield sgd, "12-recap.md", "A minibatch, 32 to 256 examples"
    yield sgd, "12-recap.md", "Full batch: few exact steps. Single examples: many rough ones"
    yield sgd, "12-recap.md", "An epoch is once through all examples."
    yield sgd, "12-recap.md", "Too low a rate creeps, too high a rate climbs."
    yield sgd, "12-recap.md", "The start counts."
    yield sgd, "lesson.toml", "mend a training whose examples come in a bad order"
    race = "1-08-optimizers"
    adam = nn.Adam(0.001)
    for name in ("SGD", "momentum", "Adagrad", "RMSprop", "Adam"):
        yield race, "09-readers.md", name
    yield race, "02-heavy.md", "v ← 0.9·v + g"
    yield race, "11-recap.md", f"with bias correction. Usual numbers: {adam.beta1:g}, {adam.beta2:g}, 10⁻⁸"
    assert adam.epsilon == 1e-8
    yield race, "02-heavy.md", "one start, the same batches"
    init = "1-09-init"
    yield init, "02-product.md", "**vanishing"
    yield init, "03-explode.md", "**NaN**"
    yield init, "10-recap.md", "Glorot, σ² = 2 / (n_in + n_out): for tanh."
    yield init, "10-recap.md", "He, σ² = 2 / n_in: for ReLU."
    yield init, "10-recap.md", "Equal starts stay equal."
    yield init, "10-recap.md", "twenty of them stay silent: layer 1 gets a gradient of about 10⁻¹⁴"
    heart = "1-10-regularization"
    yield heart, "01-heart.md", "200 handwritten digits"
    yield heart, "03-small.md", "This is **L2**, or ridge."
    yield heart, "09-recap.md", "L1, λ·Σ |w|, makes most of them zero."
    yield (
        heart,
        "09-recap.md",
        "Dropout leaves units out while training and scales up the rest. In use, it does nothing.",
    )
    yield heart, "02-halt.md", "**patience**"
    yield heart, "09-recap.md", "More examples are the best cure."
    yield heart, "09-recap.md", "--data mnist` trains 784-256-128-10"
    norm = "1-11-batchnorm"
    layer = nn.BatchNorm()
    yield norm, "09-recap.md", f"momentum {layer.momentum:g}, ε = {layer.epsilon:.5f}"
    yield norm, "03-inside.md", "y = γ·u + β"
    yield norm, "09-recap.md", "Rates may be ten times as large"
    yield norm, "06-one.md", "# A batch of one"
    falls = "1-12-schedules"
    yield falls, "04-drawn.md", "The rate starts at 0.1."
    yield falls, "04-drawn.md", "Step decay takes a tenth every 10 epochs. Exponential keeps 95 % each epoch."
    yield falls, "04-drawn.md", "**cosine decay**"
    yield falls, "07-warm.md", "**warm-up**"
    yield falls, "lesson.toml", "four schedules for 100 epochs"
    whole = "1-13-complete"
    yield whole, "01-watch.md", "A table of 1 000 rows. Each has 20 numbers, 15 of them"
    yield whole, "01-watch.md", "one of three classes"
    for rows in (1000 * 20 // 100, 1000 * 80 // 100, 800 * 20 // 100, 800 * 80 // 100):
        yield whole, "02-three.md", str(rows)
    yield whole, "02-three.md", "Mean and spread are those of the 640."
    yield whole, "03-layers.md", f"{grouped(dense(20, 64, 32, 16, 3))} + {2 * (64 + 32 + 16)} = "
    yield whole, "03-layers.md", "Dropout leaves out 0.3, 0.3 and 0.2"
    yield whole, "01-watch.md", "Adam with a rate of 0.001, batches of 32"
    yield whole, "01-watch.md", "It is 50 epochs."
    yield whole, "05-same.md", "plain gradient descent, momentum, RMSprop and Adam"


@pytest.mark.parametrize(("lesson", "file", "text"), facts())
def test_it_is_said_where_it_is_taught(lesson: str, file: str, text: str) -> None:
    written = " ".join((LESSONS / lesson / file).read_text("utf-8").split())
    assert " ".join(text.split()) in written


def test_twenty_sigmoid_layers_stay_silent_even_with_glorots_rule() -> None:
    train = trainer(LESSONS / "1-09-init", "cpu")
    knobs = {"activation": "sigmoid", "init": "glorot", "depth": 20}
    lesson = read(LESSONS / "1-09-init")
    for seed in range(3):
        (values,) = [v for _, v in train("deep", {**lesson.defaults(), **knobs}, seed, 0, 1).evaluations]
        assert 1e-15 < values["gradient[h1]"] < 1e-13  # about 10⁻¹⁴


def test_the_table_of_the_whole_recipe_is_as_said() -> None:
    lesson = read(LESSONS / "1-13-complete")
    options = lesson.data["table"].options
    assert (options["features"], options["informative"], options["class_count"]) == (20, 15, 3)
    assert options["n"] + options["validation"] + options["test"] == 1000


def test_softmax_of_very_large_scores_needs_the_largest_taken_away() -> None:
    scores = np.array([1000.0, 999.0])
    with np.errstate(all="ignore"):
        plain = np.exp(scores) / np.exp(scores).sum()
    assert np.isnan(plain).all()
    safe = np.exp(scores - scores.max())
    assert isclose(float((safe / safe.sum())[0]), softmax(1, 0)[0])
