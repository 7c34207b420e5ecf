"""What `relu` is tried on, how near it must come, and mistakes worth a sentence of their own."""

TOLERANCE = 1e-6  # absolute, on a


def cases(rng):
    """Named inputs, simplest first: the learner is shown the first one that disagrees."""
    yield "zero", (0.0,)
    yield "positive", (2.0,)
    yield "negative", (-2.0,)
    yield "a little above zero", (0.001,)
    yield "a little below zero", (-0.001,)
    yield "large", (40.0,)
    yield "large and negative", (-40.0,)
    for k in range(100):
        yield f"random {k}", (rng.normal(0.0, 3.0),)


# Each: a wrong function that people write, and what to tell them if theirs agrees with it on every case.
MISTAKES = [
    (lambda z: z, "That is linear: z as it came. What is negative must become 0."),
    (lambda z: min(z, 0.0), "You keep what is negative and drop what is positive. Turn it round."),
    (lambda z: abs(z), "That folds negative sums over. They must become 0."),
    (lambda z: 1.0 if z > 0.0 else 0.0, "That is a step from 0 to 1. Where z is positive, pass z itself on."),
    (lambda z: max(0.01 * z, z), "That is leaky ReLU. Here the flat part is 0."),
    (lambda z: min(max(z, 0.0), 1.0), "You cut off above 1, too. A ReLU has no upper end."),
]
