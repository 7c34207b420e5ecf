"""What `step` is tried on, how near it must come, and mistakes worth a sentence of their own."""
from math import sqrt

TOLERANCE = 1e-6  # absolute, on each of the three numbers


def cases(rng):
    """Named inputs, simplest first: the learner is shown the first one that disagrees."""
    yield "a weight that nothing ever pulled", (1.0, 0.0, 0.0, 0.0, 1, 0.1)
    yield "the first step, a gradient of 2", (1.0, 2.0, 0.0, 0.0, 1, 0.1)
    yield "the first step, a gradient of −0.01", (1.0, -0.01, 0.0, 0.0, 1, 0.1)
    yield "the first step, a gradient of nearly 0", (1.0, 1e-6, 0.0, 0.0, 1, 0.1)
    yield "the second step", (0.9, 2.0, 0.2, 0.004, 2, 0.1)
    yield "a late step", (0.5, 1.0, 1.0, 1.0, 5000, 0.1)
    yield "a gradient that turned round", (0.5, -1.0, 1.0, 1.0, 5000, 0.1)
    for k in range(50):
        w, g, m = rng.normal(), rng.normal(), rng.normal()
        s, t, rate = rng.uniform(0.01, 2.0), int(rng.integers(1, 300)), rng.uniform(0.001, 1.0)
        yield f"random {k}", (float(w), float(g), float(m), float(s), t, float(rate))


def _adam(w, g, m, s, t, rate, sign=1.0, one=0.9, two=0.999, correct=(True, True), clock=None):
    """Adam with one thing changed."""
    t = t if clock is None else clock
    m, s = one * m + (1 - one) * g, two * s + (1 - two) * g * g
    mean, square = (m / (1 - one**t) if correct[0] else m), (s / (1 - two**t) if correct[1] else s)
    return w - sign * rate * mean / (sqrt(square) + 1e-8), m, s


def _kept(w, g, m, s, t, rate):
    """The corrected means are kept."""
    m, s = (0.9 * m + 0.1 * g) / (1 - 0.9**t), (0.999 * s + 0.001 * g * g) / (1 - 0.999**t)
    return w - rate * m / (sqrt(s) + 1e-8), m, s


def _old(w, g, m, s, t, rate):
    """The means of before are given back."""
    return _adam(w, g, m, s, t, rate)[0], m, s


def _summed(w, g, m, s, t, rate):
    """Momentum's sum in place of the mean."""
    m, s = 0.9 * m + g, 0.999 * s + 0.001 * g * g
    return w - rate * (m / (1 - 0.9**t)) / (sqrt(s / (1 - 0.999**t)) + 1e-8), m, s


def _rootless(w, g, m, s, t, rate):
    """Divided by the mean square itself."""
    m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
    return w - rate * (m / (1 - 0.9**t)) / (s / (1 - 0.999**t) + 1e-8), m, s


def _inside(w, g, m, s, t, rate):
    """The small number under the root."""
    m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
    return w - rate * (m / (1 - 0.9**t)) / sqrt(s / (1 - 0.999**t) + 1e-8), m, s


# Each: a wrong function that people write, and what to tell them if theirs agrees with it on every case.
MISTAKES = [
    (lambda *given: _adam(*given, correct=(False, False)), "The correction is missing: divide m by 1 − 0.9^t and s by 1 − 0.999^t in the step."),
    (lambda *given: _adam(*given, correct=(True, False)), "m is corrected, s is not. It began at 0, too."),
    (lambda *given: _adam(*given, correct=(False, True)), "s is corrected, m is not. It began at 0, too."),
    (lambda *given: _adam(*given, clock=1), "You correct every step as if it were the first. The power is t."),
    (lambda *given: _adam(*given, sign=-1.0), "That goes uphill. The step is subtracted from w."),
    (lambda *given: _adam(*given, one=0.999, two=0.9), "0.9 belongs to m, 0.999 to s."),
    (_kept, "You give back the corrected m and s. Keep them as they are: the next step corrects anew."),
    (_old, "w is right. But you give back the old m and s, so the next step remembers nothing."),
    (_summed, "That m is momentum's sum. Adam takes a mean: 0.1·g comes in."),
    (_rootless, "The root is missing: s holds squares, so divide by its root."),
    (_inside, "The 0.00000001 stands under your root. It is added to the root."),
]
