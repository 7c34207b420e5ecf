"""What `batchnorm` is tried on, how near it must come, and mistakes worth a sentence of their own."""

import numpy as np

TOLERANCE = 1e-6  # absolute, on every number


def cases(rng):
    """Named inputs, simplest first: the learner is shown the first one that disagrees."""
    yield "centred already", (np.array([-1.0, 1.0]), 1.0, 0.0, 1e-5)
    yield "a mean of 4", (np.array([2.0, 4.0, 6.0]), 1.0, 0.0, 1e-5)
    yield "gamma", (np.array([2.0, 4.0, 6.0]), 3.0, 0.0, 1e-5)
    yield "beta", (np.array([2.0, 4.0, 6.0]), 1.0, -0.5, 1e-5)
    yield "all alike", (np.array([7.0, 7.0, 7.0, 7.0]), 2.0, 1.0, 1e-5)
    yield "one image", (np.array([5.0]), 1.0, 0.0, 1e-5)
    yield "a large epsilon", (np.array([0.0, 2.0]), 1.0, 0.0, 3.0)
    for n in (8, 32, 32):
        x = rng.normal(rng.normal(), 2.0, n)
        yield f"random {n}", (x, float(rng.uniform(0.5, 2.0)), float(rng.normal()), 1e-5)


def _normal(x, epsilon):
    c = x - np.mean(x)
    return c / np.sqrt(np.mean(c * c) + epsilon)


# Each: a wrong function that people write, and what to tell them if theirs agrees with it on every case.
MISTAKES = [
    (lambda x, gamma, beta, epsilon: x * 1.0, "That is x as it came. Take away its mean, and divide by its spread."),
    (lambda x, gamma, beta, epsilon: _normal(x, epsilon), "Centred and scaled. Now gamma times that, plus beta."),
    (lambda x, gamma, beta, epsilon: gamma * (x - np.mean(x)) + beta, "The spread is missing: divide by the root of the variance plus epsilon."),
    (lambda x, gamma, beta, epsilon: gamma * (x - np.mean(x)) / (np.mean((x - np.mean(x)) ** 2) + epsilon) + beta, "You divide by the variance. The spread is its root."),
    (lambda x, gamma, beta, epsilon: gamma * x / np.sqrt(np.mean((x - np.mean(x)) ** 2) + epsilon) + beta, "The mean is still in it. Take it away before you divide."),
    (lambda x, gamma, beta, epsilon: gamma * (x - np.mean(x)) / (np.std(x) + epsilon) + beta, "Epsilon belongs under the root, beside the variance."),
    (lambda x, gamma, beta, epsilon: gamma * (_normal(x, epsilon) + beta), "You multiply beta by gamma too. First gamma, then plus beta."),
]
