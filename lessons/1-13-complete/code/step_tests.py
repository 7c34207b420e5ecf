"""What `step` is tried on, how near it must come, and mistakes worth a sentence of their own."""

TOLERANCE = 1e-9  # absolute, on both numbers


def cases(rng):
    """Named inputs, simplest first."""
    yield "the first step: m = 0", (1.0, 0.5, 0.0, 0.1)
    yield "no gradient: it goes on rolling", (1.0, 0.0, 2.0, 0.1)
    yield "a gradient against what is kept", (0.0, -1.0, 2.0, 0.5)
    for k in range(5):
        w, g, m = rng.normal(size=3)
        yield f"random {k + 1}", (float(w), float(g), float(m), float(rng.uniform(0.001, 1)))


MISTAKES = [
    (lambda w, g, m, rate: (w - rate * m, 0.9 * m + g), "The weight moved along the old m. Make the new m first."),
    (lambda w, g, m, rate: (w - rate * (0.9 * m + 0.1 * g), 0.9 * m + 0.1 * g), "That is a mean of gradients: nine tenths of m, and g in full."),
    (lambda w, g, m, rate: (w - rate * (m + g), m + g), "Here m is kept whole and never fades. Keep nine tenths of it."),
    (lambda w, g, m, rate: (w + rate * (0.9 * m + g), 0.9 * m + g), "That goes uphill. The weight moves against m."),
    (lambda w, g, m, rate: (w - rate * (0.9 * m + g), m), "The weight is right. Give the new m back too."),
]
