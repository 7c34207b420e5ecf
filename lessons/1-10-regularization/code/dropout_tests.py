"""What `dropout` is tried on, how near it must come, and mistakes worth a sentence of their own."""

import numpy as np

TOLERANCE = 1e-6  # absolute, on every number


def cases(rng):
    """Named inputs, simplest first: the learner is shown the first one that disagrees."""
    yield "a rate of 0", (np.array([1.0, 2.0]), np.array([0.3, 0.8]), 0.0)
    yield "one kept", (np.array([4.0]), np.array([0.9]), 0.5)
    yield "one left out", (np.array([4.0]), np.array([0.1]), 0.5)
    yield "both", (np.array([1.0, 1.0, -2.0]), np.array([0.1, 0.6, 0.9]), 0.5)
    yield "a low rate", (np.array([1.0, 2.0, 3.0]), np.array([0.1, 0.5, 0.9]), 0.2)
    yield "a high rate", (np.array([1.0, 2.0, 3.0]), np.array([0.1, 0.5, 0.9]), 0.75)
    for n in (8, 64, 64):
        yield f"random {n}", (rng.normal(size=n), rng.random(n), float(rng.uniform(0.1, 0.8)))


# Each: a wrong function that people write, and what to tell them if theirs agrees with it on every case.
MISTAKES = [
    (lambda x, noise, rate: x * 1.0, "Nothing is left out. Where noise < rate, the answer is 0."),
    (lambda x, noise, rate: np.where(noise < rate, 0.0, x), "What stays has to speak for the others too: divide it by 1 - rate."),
    (lambda x, noise, rate: np.where(noise < rate, 0.0, x * (1.0 - rate)), "You make what stays smaller. Divide by 1 - rate instead."),
    (lambda x, noise, rate: np.where(noise >= rate, 0.0, x / (1.0 - rate)), "You keep what should go: left out is where noise is below the rate."),
    (lambda x, noise, rate: np.where(noise < 0.5, 0.0, x / (1.0 - rate)), "You compare with one half. The rate says how many are left out."),
    (lambda x, noise, rate: x / (1.0 - rate), "You scale up, but nothing is left out. Where noise < rate, the answer is 0."),
]
