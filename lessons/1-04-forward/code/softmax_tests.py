"""What `softmax` is tried on, how near it must come, and mistakes worth a sentence of their own."""

import numpy as np

TOLERANCE = 1e-6  # absolute, on every chance


def cases(rng):
    """Named inputs, simplest first: the learner is shown the first one that disagrees."""
    yield "all zero", (np.zeros(3),)
    yield "the three of the lesson", (np.array([2.0, 1.0, 0.1]),)
    yield "two classes", (np.array([5.0, 4.0]),)
    yield "negative scores", (np.array([-3.0, -1.0, -2.0]),)
    yield "scores near a thousand", (np.array([1000.0, 1001.0, 999.0]),)
    yield "one far ahead", (np.array([800.0, 0.0, -5.0]),)
    yield "one very far ahead", (np.array([3000.0, 0.0, -5.0]),)
    yield "all far below zero", (np.array([-2000.0, -2001.0]),)
    yield "ten classes", (np.arange(10.0),)
    for k in range(40):
        yield f"random {k}", (rng.normal(0.0, 5.0, 10) + rng.choice([-1000.0, 0.0, 1000.0]),)


def _shares(z, less=0.0):
    e = np.exp(z - less)
    return e / np.sum(e)


# Each: a wrong function that people write, and what to tell them if theirs agrees with it on every case.
MISTAKES = [
    (lambda z: _shares(z), "Right as long as scores are small. Near a thousand it is infinity over infinity: subtract the largest."),
    (lambda z: np.exp(z - np.max(z)), "The largest is 1 in yours. Divide by the sum, so that they add up to 1."),
    (lambda z: np.exp(z - np.max(z)) / np.sum(np.exp(z)), "Above the line you subtract the largest, below it not. Take the same powers in both."),
    (lambda z: _shares(z, np.min(z)), "You subtract the smallest. A score far ahead still overflows: subtract the largest."),
    (lambda z: _shares(z, np.mean(z)), "You subtract the mean. A score very far ahead still overflows: subtract the largest."),
    (lambda z: _shares(np.max(z) - z), "The sign is turned round: your largest score gets the smallest chance."),
]
