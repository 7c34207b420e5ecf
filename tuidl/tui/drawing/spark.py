"""A series as one row of blocks."""

from collections.abc import Sequence
from math import isfinite

STEPS = "▁▂▃▄▅▆▇█"


def spark(values: Sequence[float], low: float | None = None, high: float | None = None) -> str:
    """One block a value between ``low`` and ``high`` (the finite limits unless given); ``·`` where it is not finite."""
    finite = [v for v in values if isfinite(v)]
    bottom = min(finite, default=0.0) if low is None else low
    top = max(finite, default=1.0) if high is None else high
    span = top / 2 - bottom / 2 or 1.0
    return "".join(
        STEPS[min(max(int((v / 2 - bottom / 2) / span * 7 + 0.5), 0), 7)] if isfinite(v) else "·" for v in values
    )


def thinned(values: Sequence[float], width: int) -> list[float]:
    """At most ``width`` values: the last of each stretch."""
    if width < 1:
        return []
    if len(values) <= width:
        return list(values)
    return [values[(i + 1) * len(values) // width - 1] for i in range(width)]
