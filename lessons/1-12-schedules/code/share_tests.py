"""What `share` is tried on, how near it must come, and mistakes worth a sentence of their own."""
from math import cos, pi

TOLERANCE = 1e-6  # absolute


def cases(rng):
    """Named inputs, simplest first: the learner is shown the first one that disagrees."""
    yield "the first step of 100", (0, 100)
    yield "half way up", (9, 100)
    yield "the top", (19, 100)
    yield "the first step of the cosine", (20, 100)
    yield "half way down", (60, 100)
    yield "the last step", (99, 100)
    yield "a run of one step, without warm-up", (0, 1)
    yield "the last of four steps, without warm-up", (3, 4)
    for k in range(60):
        steps = int(rng.integers(5, 2000))
        yield f"random {k}", (int(rng.integers(steps)), steps)


def _late(t, steps):
    """The cosine where the warm-up is over."""
    warm = steps // 5
    return 0.5 * (1.0 + cos(pi * (t - warm) / (steps - warm)))


def _up(t, steps):
    return (t + 1) / (steps // 5)


# Each: a wrong function that people write, and what to tell them if theirs agrees with it on every case.
MISTAKES = [
    (lambda t, steps: 1.0, "This is a constant rate still. Let it depend on t."),
    (lambda t, steps: 0.5 * (1.0 + cos(pi * t / steps)), "A cosine from the first step on. In the first fifth the rate should rise."),
    (lambda t, steps: t / (steps // 5) if t < steps // 5 else _late(t, steps), "Your first step has a rate of 0 and goes nowhere. Count it: t + 1."),
    (lambda t, steps: _up(t, steps) if t < steps // 5 else 0.5 * (1.0 + cos(pi * t / steps)), "Your cosine begins at step 0, so the rate jumps where the warm-up ends. Count from there: t - warm."),
    (lambda t, steps: _up(t, steps) if t < steps // 5 else cos(pi * (t - steps // 5) / (steps - steps // 5)), "Your rate falls below zero: a cosine goes down to -1. Add 1 and halve it."),
    (lambda t, steps: _up(t, steps) if t < steps // 5 else 1.0 - (t - steps // 5) / (steps - steps // 5), "A straight line down. It ends where it should, but half a cosine was asked for."),
    (lambda t, steps: _up(t, steps) if t < steps // 5 else 1.0, "The way up is right. After it the rate should fall."),
]
