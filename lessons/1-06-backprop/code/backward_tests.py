"""What `backward` is tried on, how near it must come, and mistakes worth a sentence of their own."""
import numpy as np

TOLERANCE = 1e-6  # absolute, on every gradient


def cases(rng):
    """Named inputs, simplest first: the learner is shown the first one that disagrees."""
    yield "one example, one input, one unit", (np.array([[2.0]]), np.array([[3.0]]), np.array([[0.5]]))
    yield "two inputs", (np.array([[2.0, -1.0]]), np.array([[3.0], [1.0]]), np.array([[0.5]]))
    yield "two units", (np.array([[2.0]]), np.array([[3.0, -1.0]]), np.array([[0.5, -0.5]]))
    yield "two examples", (np.array([[2.0], [4.0]]), np.array([[3.0]]), np.array([[0.5], [-1.0]]))
    yield "no pull", (np.ones((3, 2)), np.ones((2, 2)), np.zeros((3, 2)))
    for m, n, k in [(1, 4, 3), (5, 3, 4), (32, 12, 10), (7, 1, 1)]:
        yield f"{m} examples, {n} inputs, {k} units", tuple(rng.normal(size=s) for s in ((m, n), (n, k), (m, k)))


def _right(a, w, dz):
    return dz @ w.T, a.T @ dz / len(a), dz.sum(axis=0) / len(a)


def _summed(a, w, dz):
    da, dw, db = _right(a, w, dz)
    return da, dw * len(a), db * len(a)


def _weights_summed(a, w, dz):
    da, dw, db = _right(a, w, dz)
    return da, dw * len(a), db


def _biases_summed(a, w, dz):
    da, dw, db = _right(a, w, dz)
    return da, dw, db * len(a)


def _averaged(a, w, dz):
    da, dw, db = _right(a, w, dz)
    return da / len(a), dw, db


def _against(a, w, dz):
    return tuple(-each for each in _right(a, w, dz))


def _mixed(a, w, dz):
    _, dw, db = _right(a, w, dz)
    return np.outer(dz.sum(axis=1), w.sum(axis=1)), dw, db


def _forgotten(a, w, dz):
    da, dw, db = _right(a, w, dz)
    return np.zeros(a.shape), dw, db


# Each: a wrong function that people write, and what to tell them if theirs agrees with it on every case.
MISTAKES = [
    (_summed, "Your dw and db are sums over the examples. Divide both by m."),
    (_weights_summed, "Your dw is a sum over the examples. Divide it by m, as you did with db."),
    (_biases_summed, "Your db is a sum over the examples. Divide it by m, as you did with dw."),
    (_averaged, "da belongs to each example by itself: there is nothing to divide by m."),
    (_against, "All three point the other way. Give the gradient; the step against it is made elsewhere."),
    (_mixed, "Your da adds weights and pulls first and multiplies then. Each weight meets the pull that it leads to."),
    (_forgotten, "dw and db are right. da is zero still: without it nothing behind this layer can learn."),
]
