"""A number of the network under a panel's cursor: what it is called, how far a key moves it, and those keys."""

from dataclasses import dataclass
from math import isfinite

from textual.binding import Binding

from tuidl.language import later
from tuidl.tui.drawing.axis import round_step

NEW = later("- + = new value")
PARTS = 50  # a key moves a weight by about one part in so many of the largest
KEYS = (
    Binding("equals_sign", "assign", later("Another value for the weight under the cursor"), show=False),
    Binding("plus", "nudge(1)", later("The weight under the cursor a little up"), show=False),
    Binding("minus", "nudge(-1)", later("The weight under the cursor a little down"), show=False),
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the network: what it is called, its ``place`` as in ``Assign``, its value, how far a key moves it."""

    name: str
    place: str
    value: float
    step: float = 0.1


def step(largest: float) -> float:
    """How far a key moves a weight among those up to ``largest``: 1, 2 or 5 times a power of ten."""
    size = abs(largest)
    return round_step(size / PARTS) if size > 0 and isfinite(size) else 0.1
