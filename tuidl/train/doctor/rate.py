"""A learning rate that is too high or too low for this run."""

from math import hypot
from statistics import fmean

import numpy as np

from tuidl.course.quote import formatted
from tuidl.language import later, tr
from tuidl.train.doctor.case import Case, Finding
from tuidl.train.quantity import rms

WINDOWS = 10  # that the losses so far are cut into
FEWEST = 40  # steps, before which nothing is said
CLIMB, ABOVE_START = 2.0, 1.5  # times the best so far, times the first loss
FALL = 0.02  # of the loss: less than that in all this time is standing still
STILL = 2e-5  # of its own size that a layer's weights move in a step, at most
FLAT = 0.02  # of the loss: less than that, and the loss is level wherever the weights went, at any rate
PATIENCE = 0.2  # of the budget


def too_high(case: Case) -> Finding | None:
    """The loss stands far above its best, and above where it began."""
    means = windows(case)
    if means is None:
        return None
    first, now = case.losses[0], means[-1]
    best = min(first, *means)
    if not (now > CLIMB * max(best, 1e-9) and now > ABOVE_START * first):
        return None
    text = tr(
        "The loss climbs: {now:.3g} now, {best:.3g} at its best, {first:.3g} at the beginning. The rate "
        "{rate:g} is too high.",
        now=now,
        best=best,
        first=first,
        rate=case.rate,
    )
    symptom = tr(
        "The loss climbs: {now:.3g} now, {best:.3g} at its best, {first:.3g} at the beginning.",
        now=now,
        best=best,
        first=first,
    )
    lower = case.rates(0.1)
    return Finding(later("rate too high"), "bad", text, symptom, "loss", tr("Try {lower:g}.", lower=lower[1]), (lower,))


def too_low(case: Case) -> Finding | None:
    """Neither the loss nor the weights have moved to speak of, and not because the loss is level here.

    To first order no step as long as the weights w changes the loss L by more than ‖∇L‖ ‖w‖. Where that is little,
    the run has come to a plateau or to the best this net can do, and a higher rate would not lead on.
    """
    means, before = windows(case), case.before
    if means is None or before is None or case.step < PATIENCE * case.steps or case.step <= before.step:
        return None
    if abs(means[0] - means[-1]) > FALL * abs(means[0]):
        return None
    steps = case.step - before.step
    old = {layer.name: layer.weight for layer in before.layers if layer.weight is not None}
    moved = 0.0
    for layer in case.weighted:
        was = old.get(layer.name)
        if layer.weight is None or was is None or was.shape != layer.weight.shape:
            return None
        moved = max(moved, rms(np.subtract(layer.weight, was)) / max(rms(layer.weight), 1e-12) / steps)
    if not 0 < moved <= STILL or _reach(case) < FLAT * abs(means[-1]):
        return None
    text = tr(
        "In {step} steps the loss went from {means:.4g} to {means2:.4g}, and the weights move by at most "
        "{formatted} of their size a step. The rate {rate:g} is too low.",
        step=case.step,
        means=means[0],
        means2=means[-1],
        formatted=formatted(moved, ".1e"),
        rate=case.rate,
    )
    symptom = tr(
        "In {step} steps the loss went from {means:.4g} to {means2:.4g}.",
        step=case.step,
        means=means[0],
        means2=means[-1],
    )
    higher = case.rates(10)
    advice = tr("Try {higher:g}.", higher=higher[1])
    return Finding(later("rate too low"), "warn", text, symptom, "loss", advice, (higher,))


def _reach(case: Case) -> float:
    """‖∇L‖ ‖w‖ over all weights that learn."""
    gradients, weights = [], []
    for layer in case.weighted:
        assert layer.gradient is not None
        assert layer.weight is not None
        gradients.append(float(np.linalg.norm(layer.gradient.astype(np.float64))))
        weights.append(float(np.linalg.norm(layer.weight.astype(np.float64))))
    return hypot(*gradients) * hypot(*weights)


def windows(case: Case) -> list[float] | None:
    """Mean losses of WINDOWS equal parts of the run so far; None while it is too short to tell."""
    count = len(case.losses)
    if count < FEWEST:
        return None
    return [fmean(case.losses[count * k // WINDOWS : count * (k + 1) // WINDOWS]) for k in range(WINDOWS)]
