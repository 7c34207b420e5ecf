"""lossof: what the loss makes of an answer, how hard it pulls there, and where the net's answers are now."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from tuidl import nn
from tuidl.kernels import Array
from tuidl.language import later, tr
from tuidl.signals import Function
from tuidl.train.probes import activation
from tuidl.train.probes.scene import LOOKED_AT, Scene

SURE = 1e-3  # the picture begins and ends so far from 0 and 1: the loss of p = 0 has no end
STEP = 1e-6  # of the central difference behind a slope
PLACES, BARS = 200, 50
MARGINS = ("hinge", "wasserstein")  # losses of target and output multiplied; other losses are of their difference
CALLED = {
    "mse": later("squared error"), "mae": later("absolute error"), "huber": "Huber", "hinge": later("hinge"),
    "kl": later("KL divergence"),
    "cross_entropy": "cross-entropy", "categorical_cross_entropy": "cross-entropy",
    "binary_cross_entropy": "cross-entropy", "wasserstein": "critic",
}  # fmt: skip


@lru_cache(maxsize=16)
def _judge(loss: nn.Loss, outputs: int) -> nn.Model:
    """A net that says what it is given, with this loss, in float64."""
    return nn.Model([nn.Flatten()], (outputs,), loss, device="reference", dtype=np.float64)


def losses(loss: nn.Loss, rows: Array, truth: int) -> Array:
    """The loss of each row of outputs (chances, where the loss wants an activation in front) of an example."""
    if loss.final is nn.Softmax:
        rows = np.log(rows)
    elif loss.final is nn.Sigmoid:
        rows = np.log(rows) - np.log1p(-rows)
    labels = np.full(len(rows), truth, np.int32)
    told = labels[:, None].astype(np.float64) if rows.shape[1] == 1 else labels
    each: Array = _judge(loss, rows.shape[1]).judge(rows, told)[0]
    return each


def answering(row: Array, truth: int, p: Array) -> Array:
    """Outputs that give the right answer the chance p; what is left, the others share as they do in ``row``."""
    if len(row) == 1:
        return np.asarray(p if truth == 1 else 1 - p)[:, None]
    others = np.delete(row, truth)
    total = float(others.sum())
    rest = others / total if np.isfinite(total) and total > 0 else np.full(len(others), 1 / len(others))
    made = np.insert((1 - p)[:, None] * rest, truth, p, axis=1)
    return np.asarray(np.maximum(made, 1e-300))  # a chance of exactly 0 has no logarithm


def slopes(loss: nn.Loss, row: Array, truth: int, p: Array) -> Array:
    """|dL/dz| of the sum behind the right answer: |dL/dp| p (1 − p), through sigmoid or softmax alike."""
    up, down = (losses(loss, answering(row, truth, p + by), truth) for by in (STEP, -STEP))
    return np.asarray(np.abs(up - down) / (2 * STEP) * p * (1 - p))


def probe(scene: Scene) -> Function | None:
    """Over p of the right answer; for outputs that are no chances over their error, or their margin."""
    net, data = scene.assembly.net, scene.data
    if not len(scene.shown_x) or not (data.classes or data.kind == "text"):
        return None
    outputs = net.predict(scene.shown_x[:LOOKED_AT])
    width = outputs.shape[-1]
    outputs, truths = outputs.reshape(-1, width).astype(np.float64), scene.shown_y[:LOOKED_AT].ravel()
    index = scene.index() * (len(truths) // max(min(len(scene.shown_x), LOOKED_AT), 1)) % len(truths)
    if activation.function(scene.assembly, scene.assembly.blocks[-1]) in ("sigmoid", "softmax"):
        return _of_chances(scene, outputs, truths, index)
    return _of_numbers(net.loss, outputs, truths, index)


def _of_chances(scene: Scene, outputs: Array, truths: Array, index: int) -> Function:
    loss, row, truth = scene.assembly.net.loss, outputs[index], int(truths[index])
    p = np.clip(np.linspace(0, 1, _places(scene) + 1), SURE, 1 - SURE)
    rows = answering(row, truth, p)
    own = CALLED[loss.name]
    others = {
        "cross-entropy": nn.BinaryCrossEntropy() if len(row) == 1 else nn.CrossEntropy(),
        "squared error": nn.MSE(),
    }
    curves = [(own, "function", _listed(losses(loss, rows, truth)))]
    curves += [("slope", "slope", _listed(slopes(loss, row, truth, p)))]
    for name, other in others.items():
        if name != own:
            curves.append((name, "other", _listed(losses(other, rows, truth))))
            curves.append((name, "other slope", _listed(slopes(other, row, truth, p))))
    said = outputs[:, 0] if len(row) == 1 else outputs[np.arange(len(truths)), truths]
    right = np.where(truths == 1, said, 1 - said) if len(row) == 1 else said
    here = float(right[index])
    note = ""
    if np.isfinite(here):
        at = np.clip(np.array([here]), SURE, 1 - SURE)
        pull = float(slopes(loss, row, truth, at)[0])
        note = tr("sample {n} · p {p:.3f} · pull {pull:.3f}", n=scene.index(), p=here, pull=pull)
    made = _function(own, tr("p(right)"), (0.0, 1.0), curves, right, here, tr("answers"), note)
    return replace(made, short=SURE)


def _of_numbers(loss: nn.Loss, outputs: Array, truths: Array, index: int) -> Function:
    """For outputs without sigmoid or softmax: over output − target, or over the margin t · output."""
    targets = truths[:, None] if outputs.shape[1] == 1 else np.eye(outputs.shape[1])[truths]
    margin = loss.name in MARGINS
    where = (2 * targets - 1) * outputs if margin else outputs - targets
    finite, reach = np.abs(where[np.isfinite(where)]), 2.0
    while finite.size and reach < 2**20 and float((finite <= reach).mean()) < 0.99:
        reach *= 2
    x = np.linspace(-reach, reach, PLACES // 2 + 1)
    rows, truth = x[:, None], int(margin)
    middle = losses(loss, rows, truth)
    pull = np.abs(losses(loss, rows + STEP, truth) - losses(loss, rows - STEP, truth)) / (2 * STEP)
    own = CALLED[loss.name]
    curves = [(own, "function", _listed(middle)), (tr("slope"), "slope", _listed(pull))]
    here = float(where[index, truths[index] if outputs.shape[1] > 1 else 0])
    return _function(
        own, tr("margin") if margin else tr("error"), (-reach, reach), curves, where.ravel(), here, tr("outputs"), ""
    )


def _function(
    name: str, variable: str, ends: tuple[float, float], curves: list[tuple[str, str, tuple[float, ...]]],
    numbers: Array, here: float, counted: str, note: str,
) -> Function:  # fmt: skip
    low, high = ends
    finite = numbers[np.isfinite(numbers)]
    counts, _ = np.histogram(finite, bins=BARS, range=ends)
    beyond = int((finite < low).sum()), int((finite > high).sum())
    least = 0.0 if name != CALLED["wasserstein"] else -float("inf")
    return Function(
        name, variable, low, high, tuple(curves), (least, float("inf")), tuple(int(n) for n in counts),
        tr("{what} of the examples", what=counted), beyond, here, note,
    )  # fmt: skip


def _places(scene: Scene) -> int:
    """A whole number of hundredths, or of fiftieths where there is little room: so round chances can be read."""
    return PLACES if scene.columns >= PLACES else 100 if scene.columns >= 60 else 50


def _listed(values: Array) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
