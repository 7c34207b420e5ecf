"""Pictures of the made-up runs that need no run to be made."""

from math import cos, exp, log, sin

from tuidl import signals
from tuidl.signals import Field


def loss_of() -> signals.Function:
    """Cross-entropy beside the squared error."""
    chances = [min(max(k / 100, 1e-3), 1 - 1e-3) for k in range(101)]
    return signals.Function(
        "cross-entropy",
        "p(right)",
        0.0,
        1.0,
        (
            ("cross-entropy", "function", tuple(-log(p) for p in chances)),
            ("slope", "slope", tuple(1 - p for p in chances)),
            ("squared error", "other", tuple((1 - p) ** 2 for p in chances)),
            ("squared error", "other slope", tuple(2 * p * (1 - p) ** 2 for p in chances)),
        ),
        (0.0, float("inf")),
        tuple(round(40 * (k / 50) ** 4) for k in range(50)),
        "answers of the examples",
        here=0.788,
        note="sample 191 · p 0.788 · pull 0.212",
    )


def _read(text: str) -> tuple[str, ...]:
    return tuple(char.replace(" ", "·") for char in text[:20])


def gates(units: list[list[float]], text: str) -> signals.Grids:
    """Three gates of eight units."""
    grids = tuple(Field.of([[(v + 1) / 2 for v in row[k : k + 20]] for row in units[:8]], 0.0, 1.0) for k in (0, 9, 18))
    return signals.Grids(("forget", "input", "output"), grids, (), _read(text), "unit", "after", 3)


def attention(text: str) -> signals.Grids:
    """One head that looks back, and its mirror image."""
    asked = [[exp(-abs(r - c - 2)) / 3 if c <= r else 0.0 for c in range(20)] for r in range(20)]
    heads = (Field.of(asked, 0.0, 1.0), Field.of([row[::-1] for row in asked], 0.0, 1.0))
    return signals.Grids(("head 1", "head 2"), heads, _read(text), _read(text), "asks", "asked", 2, "row asks column")


def distance() -> signals.Distance:
    """A gradient that has grown since the start of the run, and fades all the same."""
    start = tuple(0.03 * 0.42**back for back in range(24))
    now = tuple(0.05 * 0.66**back * (1 + 0.3 * sin(back)) for back in range(24))
    return signals.Distance("rnn", now, start, "letter", 32)


def embedding() -> signals.Scatter:
    """The letters on two circles: vowels within, the others without."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    places = tuple(
        ((0.3 if letter in "aeiou" else 1.0) * cos(k * 2.4), (0.3 if letter in "aeiou" else 1.0) * sin(k * 2.4))
        for k, letter in enumerate(letters)
    )
    near = ((8, 0.93), (0, 0.88), (14, 0.71), (20, 0.66), (24, 0.2), (7, -0.4))
    return signals.Scatter(tuple(letters), places, (0.41, 0.22), 4, near)
