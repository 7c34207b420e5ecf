"""A learning rate that is too high or too low for this run."""

from statistics import fmean

import numpy as np

from tuidl.course.quote import formatted
from tuidl.train.doctor.case import Case, Finding
from tuidl.train.quantity import rms

WINDOWS = 10  # that the losses so far are cut into
FEWEST = 40  # steps, before which nothing is said
CLIMB, ABOVE_START = 2.0, 1.5  # times the best so far, times the first loss
FALL = 0.02  # of the loss: less than that in all this time is standing still
STILL = 2e-5  # of its own size that a layer's weights move in a step, at most
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
    text = (
        f"The loss climbs: {now:.3g} now, {best:.3g} at its best, {first:.3g} at the beginning. The rate "
        f"{case.rate:g} is too high."
    )
    lower = case.rates(0.1)
    return Finding("rate too high", "bad", text, "loss", f"Try {lower[1]:g}.", (lower,))


def too_low(case: Case) -> Finding | None:
    """Neither the loss nor the weights have moved to speak of."""
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
    if not 0 < moved <= STILL:
        return None
    text = (
        f"In {case.step} steps the loss went from {means[0]:.4g} to {means[-1]:.4g}, and the weights move by at most "
        f"{formatted(moved, '.1e')} of their size a step. The rate {case.rate:g} is too low."
    )
    higher = case.rates(10)
    return Finding("rate too low", "warn", text, "loss", f"Try {higher[1]:g}.", (higher,))


def windows(case: Case) -> list[float] | None:
    """Mean losses of WINDOWS equal parts of the run so far; None while it is too short to tell."""
    count = len(case.losses)
    if count < FEWEST:
        return None
    return [fmean(case.losses[count * k // WINDOWS : count * (k + 1) // WINDOWS]) for k in range(WINDOWS)]
