"""What `dense` is tried on, how near it must come, and mistakes worth a sentence of their own."""

import numpy as np

TOLERANCE = 1e-6  # absolute, on every sum


def cases(rng):
    """Named inputs, simplest first: the learner is shown the first one that disagrees."""
    yield "one input, one unit", (np.array([2.0]), np.array([[3.0]]), np.array([0.0]))
    yield "a bias", (np.array([2.0]), np.array([[3.0]]), np.array([1.0]))
    yield "two inputs", (np.array([1.0, -1.0]), np.array([[2.0], [5.0]]), np.array([0.5]))
    yield "two units", (np.array([2.0]), np.array([[1.0, -4.0]]), np.array([0.0, 1.0]))
    yield "two inputs, two units", (np.array([1.0, 2.0]), np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.0, 0.0]))
    yield "all inputs zero", (np.zeros(3), rng.normal(size=(3, 2)), np.array([1.0, -1.0]))
    for n, m in [(5, 3), (3, 5), (64, 32), (16, 10)]:
        yield f"random {n} × {m}", (rng.normal(size=n), rng.normal(size=(n, m)), rng.normal(size=m))


# Each: a wrong function that people write, and what to tell them if theirs agrees with it on every case.
MISTAKES = [
    (lambda x, w, b: b + 0.0, "That is only the biases. Add x[i] * w[i, j] for every input i."),
    (lambda x, w, b: x @ w, "The bias is missing: start each sum at b[j]."),
    (lambda x, w, b: np.maximum(x @ w + b, 0.0), "That is the layer with its ReLU. Give back the sums as they are."),
    (lambda x, w, b: x[-1] * w[-1] + b, "Only the last input counts in yours: z[j] = ... in the inner loop begins anew each time. Use +=."),
    (lambda x, w, b: (x @ w + b) / len(x), "You divide by the number of inputs. A sum it is, not a mean."),
    (lambda x, w, b: x @ w + len(x) * b, "Your bias is added once for each input. Add it once for each unit."),
]
