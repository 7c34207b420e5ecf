"""What `bend` is tried on, how near it must come, and mistakes worth a sentence of their own."""
from math import exp

TOLERANCE = 1e-6  # absolute


def cases(rng):
    """Named inputs, simplest first: the learner is shown the first one that disagrees."""
    yield "zero", (0.0,)
    yield "one", (1.0,)
    yield "minus one", (-1.0,)
    yield "a small sum passes nearly as it is", (0.1,)
    yield "a large one is squeezed", (5.0,)
    yield "and a large negative one", (-5.0,)
    for k in range(100):
        yield f"random {k}", (float(rng.normal(0.0, 2.0)),)


# Each: a wrong function that people write, and what to tell them if theirs agrees with it on every case.
MISTAKES = [
    (lambda z: z, "This passes the sum on as it is: the border stays straight."),
    (lambda z: 1.0 / (1.0 + exp(-z)), "That is the sigmoid, from 0 to 1. tanh goes from -1 to 1."),
    (lambda z: 2.0 / (1.0 + exp(-z)) - 1.0, "Half as steep as tanh: the power has 2 times z in it."),
    (lambda z: 2.0 / (1.0 + exp(-2.0 * z)), "From 0 to 2. Take 1 away at the end."),
    (lambda z: 2.0 / (1.0 + exp(2.0 * z)) - 1.0, "Your curve falls. The power is of minus two times z."),
    (lambda z: 1.0 / (1.0 + exp(-2.0 * z)) - 1.0, "From -1 to 0. The division begins with a 2."),
    (lambda z: max(-1.0, min(1.0, z)), "Cut off at -1 and 1, with corners. tanh bends all the way."),
]
