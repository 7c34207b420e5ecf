"""What `step` is tried on, how near it must come, and mistakes worth a sentence of their own."""

TOLERANCE = 1e-6  # absolute, on the new weight


def cases(rng):
    """Named inputs, simplest first: the learner is shown the first one that disagrees."""
    yield "flat ground", (1.0, 0.0, 0.1)
    yield "uphill to the right", (1.0, 2.0, 0.1)
    yield "downhill to the right", (1.0, -2.0, 0.1)
    yield "a weight of zero", (0.0, 0.5, 1.0)
    yield "a rate of zero", (3.0, 5.0, 0.0)
    for k in range(50):
        w, g, rate = rng.normal(), rng.normal(), rng.uniform(0.0, 1.0)
        yield f"random {k}", (float(w), float(g), float(rate))


# Each: a wrong function that people write, and what to tell them if theirs agrees with it on every case.
MISTAKES = [
    (lambda w, g, rate: w + rate * g, "That goes uphill. The gradient says where the loss grows: step against it."),
    (lambda w, g, rate: w - g, "The rate is missing: the step is the rate times the gradient."),
    (lambda w, g, rate: -rate * g, "That is the step by itself. Give the weight after it: add it to w."),
    (lambda w, g, rate: w - rate, "Every step is of equal length now. Multiply the rate by the gradient."),
    (lambda w, g, rate: w * (1 - rate * g), "You multiply the weight. The step is subtracted from it, whatever its size."),
    (lambda w, g, rate: rate * g - w, "The signs are turned round: it is w less the step."),
]
