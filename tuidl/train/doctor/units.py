"""Units that have stopped to learn: dead ones, and ones that are driven to the end of their range."""

import numpy as np

from tuidl.course.quote import formatted
from tuidl.events import Tries
from tuidl.language import later, tr
from tuidl.train.doctor import rate
from tuidl.train.doctor.case import LEARNING, Case, Finding, Layer

DEAD_SHARE, FULL_SHARE = 0.5, 0.6
FULL = 0.99  # of the way from the middle of the range to its end
FLAT = {"tanh": 0.0, "sigmoid": 0.5, "hard-sigmoid": 0.5}  # activation -> the middle of its range, 1 its upper end


def dead(case: Case) -> Finding | None:
    """Half of a layer's ReLU units or more give 0 for every example."""
    worst: tuple[float, Layer, int, int] | None = None
    for layer in case.layers:
        if layer.activation != "relu" or layer.outputs is None or case.step == 0:
            continue
        silent, units = int((layer.outputs <= 0).all(axis=0).sum()), layer.outputs.shape[1]
        if silent / units >= DEAD_SHARE and (worst is None or silent / units > worst[0]):
            worst = (silent / units, layer, silent, units)
    if worst is None:
        return None
    _, layer, silent, units = worst
    text = tr(
        "{silent} of the {units} ReLU units of '{name}' give 0 for every example: no gradient reaches them any more.",
        silent=silent,
        units=units,
        name=layer.name,
    )
    symptom = tr(
        "{silent} of the {units} units of '{name}' give 0 for every example.",
        silent=silent,
        units=units,
        name=layer.name,
    )
    advice = tr("Try a lower rate than {rate:g}, or leaky ReLU.", rate=case.rate)
    tries: Tries = (case.rates(0.1), ("activation", "leaky-relu"), ("init", "he"))
    return Finding(later("dead units"), "warn", text, symptom, f"histogram:{layer.name}", advice, tries)


def saturated(case: Case) -> Finding | None:
    """Most outputs of a hidden layer stand at the ends of tanh or sigmoid, and the loss does not fall.

    A network that has learnt its examples is sure of them, and may saturate.
    """
    means = rate.windows(case)
    if means is not None and means[-1] < LEARNING * means[0]:
        return None
    worst: tuple[float, Layer] | None = None
    for layer in case.layers:
        if layer.activation not in FLAT or layer.last or layer.outputs is None:
            continue
        middle = FLAT[layer.activation]
        share = float(np.mean(np.abs(layer.outputs - middle) > FULL * (1 - middle)))
        if share >= FULL_SHARE and (worst is None or share > worst[0]):
            worst = (share, layer)
    if worst is None:
        return None
    share, layer = worst
    text = tr(
        "{share:.0%} of what '{name}' says stands at the ends of {activation}, where its slope is nearly "
        "0: hardly any gradient comes through.",
        share=share,
        name=layer.name,
        activation=layer.activation,
    )
    middle = FLAT[layer.activation]
    symptom = tr(
        "{share:.0%} of what '{name}' says is below {least} or above {most}.",
        share=share,
        name=layer.name,
        least=formatted(middle - FULL * (1 - middle)),
        most=formatted(middle + FULL * (1 - middle)),
    )
    advice = tr("Try smaller weights, a lower rate, or inputs of smaller size.")
    tries: Tries = (("init", "glorot"), case.rates(0.1), ("activation", "relu"))
    text, symptom = (words.replace("%", " %", 1) for words in (text, symptom))
    return Finding(later("saturated units"), "warn", text, symptom, f"histogram:{layer.name}", advice, tries)
