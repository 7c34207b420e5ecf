"""What `cross_entropy` is tried on, how near it must come, and mistakes worth a sentence of their own."""
from math import log

import numpy as np

TOLERANCE = 1e-6  # absolute, on every chance and on the loss


def cases(rng):
    """Named inputs, simplest first: the learner is shown the first one that disagrees."""
    yield "two equal scores", (np.zeros(2), 0)
    yield "three scores", (np.array([2.0, 1.0, 0.1]), 0)
    yield "the same, class 2 is right", (np.array([2.0, 1.0, 0.1]), 2)
    yield "negative scores", (np.array([-3.0, -1.0, -2.0]), 1)
    yield "huge scores", (np.array([1000.0, 1001.0]), 1)
    yield "sure and wrong", (np.array([0.0, 50.0, 0.0]), 0)
    for k in range(50):
        yield f"random {k}", (rng.normal(0.0, 3.0, 10), int(rng.integers(10)))


def _softmax(z):
    e = np.exp(z - np.max(z))
    return e / np.sum(e)


def _overflowing(z, y):
    with np.errstate(all="ignore"):
        p = np.exp(z) / np.sum(np.exp(z))
    return p, -log(max(p[y], 1e-7))


# Each: a wrong function that people write, and what to tell them if theirs agrees with it on every case.
MISTAKES = [
    (_overflowing, "e to the power of 1001 is too large for a computer. Subtract the largest score from all of them first."),
    (lambda z, y: (_softmax(z), -log(_softmax(z)[y])), "Right, but nothing is clipped: let the chance count as 1e-7 at least."),
    (lambda z, y: (_softmax(z), -log(np.max(_softmax(z)))), "That is the price of the largest chance. Pay for the right class: p[y]."),
    (lambda z, y: (_softmax(z), log(max(_softmax(z)[y], 1e-7))), "Your loss falls below zero: the minus is missing."),
    (lambda z, y: (_softmax(z), (1.0 - _softmax(z)[y]) ** 2), "That is squared error. Cross-entropy takes the log of the chance."),
    (lambda z, y: (z - np.max(z), -log(max(_softmax(z)[y], 1e-7))), "Your p are scores still. Take np.exp of them and divide by their sum."),
    (lambda z, y: (np.exp(z - np.max(z)), -log(max(np.exp(z - np.max(z))[y], 1e-7))), "Your p do not sum to 1. Divide them by their sum."),
]
