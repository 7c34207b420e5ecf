"""Gradients that fade on their way back through the layers, or outgrow the weights."""

from math import isfinite

from tuidl.course.quote import formatted
from tuidl.events import Tries
from tuidl.language import later, tr
from tuidl.train.doctor.case import LEARNING, Case, Finding, Layer
from tuidl.train.quantity import rms

DEEP = 3  # layers from which on the way back is long enough to speak of
TIMES = 1000.0  # smaller at the first layer than at the last
OUTGROWN = 10.0  # times the weights; a fiftieth is usual


def vanishing(case: Case) -> Finding | None:
    """The first layer's gradient is a thousandth of the last one's, or less."""
    ends = _ends(case)
    if ends is None:
        return None
    first, last = ends
    far, near = _size(first), _size(last)
    if not near > 0 or far * TIMES > near:
        return None
    times = tr("{grouped} times smaller", grouped=_grouped(near / far)) if far > 0 else tr("nothing left of it")
    text = tr(
        "The gradient fades on its way back: {formatted} in '{name}', "
        "{formatted2} in '{first_name}', {times}; "
        "the first layers hardly learn.",
        formatted=formatted(near, ".1e"),
        name=last.name,
        formatted2=formatted(far, ".1e"),
        first_name=first.name,
        times=times,
    )
    symptom = tr(
        "The gradient is {formatted} in '{name}' and {formatted2} in '{first_name}': {times}.",
        formatted=formatted(near, ".1e"),
        name=last.name,
        formatted2=formatted(far, ".1e"),
        first_name=first.name,
        times=times,
    )
    advice = tr("Try fewer layers, ReLU, or larger first weights.")
    return Finding(
        later("vanishing gradient"),
        "warn",
        text,
        symptom,
        "gradients",
        advice,
        (*_starts(case), ("activation", "relu"), _fewer(case)),
    )


def exploding(case: Case) -> Finding | None:
    """A layer's gradient is many times as large as its weights, and the loss does not fall.

    Weights may be small on their way from one side of 0 to the other.
    """
    if case.losses and case.losses[-1] < LEARNING * case.losses[0]:
        return None
    worst: tuple[float, Layer, float] | None = None
    for layer in case.weighted:
        assert layer.weight is not None
        gradient, weights = _size(layer), rms(layer.weight)
        times = gradient / weights if weights > 0 and isfinite(gradient) else 0.0
        if times >= OUTGROWN and (worst is None or times > worst[0]):
            worst = (times, layer, weights)
    if worst is None:
        return None
    times, layer, weights = worst
    text = tr(
        "The gradient explodes: {formatted} in '{name}', "
        "{grouped} times as large as the weights there ({weights:.2g}).",
        formatted=formatted(_size(layer), ".1e"),
        name=layer.name,
        grouped=_grouped(times),
        weights=weights,
    )
    symptom = tr(
        "The gradient in '{name}' is {formatted}, {grouped} times as large as the weights there ({weights:.2g}).",
        name=layer.name,
        formatted=formatted(_size(layer), ".1e"),
        grouped=_grouped(times),
        weights=weights,
    )
    advice = tr("Try smaller first weights, fewer layers, or clipping.")
    tries: Tries = (("clip", 1.0), *_starts(case), _fewer(case))
    return Finding(later("exploding gradient"), "warn", text, symptom, "gradients", advice, tries)


def _starts(case: Case) -> Tries:
    """First weights that suit the activation: He for ReLU, else Glorot."""
    relu = any("relu" in layer.activation for layer in case.layers)
    return (("init", "he" if relu else "glorot"),)


def _fewer(case: Case) -> tuple[str, int]:
    """Half as many hidden layers."""
    return "depth", max(1, (len(case.weighted) - 1) // 2)


def _ends(case: Case) -> tuple[Layer, Layer] | None:
    """The first and the last layer that learn, where there are layers enough between."""
    layers = [layer for layer in case.weighted if layer.kind != "embedding"]
    return (layers[0], layers[-1]) if len(layers) >= DEEP else None


def _size(layer: Layer) -> float:
    assert layer.gradient is not None
    return rms(layer.gradient)


def _grouped(number: float) -> str:
    return f"{number:,.0f}".replace(",", " ")
