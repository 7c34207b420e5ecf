"""A curve in words, for those who hear a screen or read it in a log."""

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite

from tuidl.headless import number
from tuidl.view import RunView

FLAT = 0.02  # of the whole span: movement below it counts as none
PARTS = 10  # the curve is looked at in this many parts


def described(view: RunView) -> list[str]:
    """One paragraph for each curve of the run."""
    told = []
    for name in ("loss", "val_loss", "accuracy", "val_accuracy", "exact", "val_exact", "error", "val_error"):
        steps, values = view.series(name)
        if len(values) > 1:
            told.append(curve(name, steps, values))
    return told


def curve(name: str, steps: Sequence[int], values: Sequence[float]) -> str:
    """From where to where, where fastest, since when flat, how often up and down."""
    label = number.label(name).capitalize()
    seen = [(step, value) for step, value in zip(steps, values, strict=True) if isfinite(value)]
    ending = _lost(steps, values)
    if not seen:
        return f"{label}: not one finite value."
    (first, start), (last, end) = seen[0], seen[-1]
    lowest, highest = min(seen, key=lambda p: p[1]), max(seen, key=lambda p: p[1])
    span = highest[1] - lowest[1]

    def say(value: float) -> str:
        return number.measured(name, value)

    if span <= FLAT * max(abs(start), abs(end)) or span == 0.0:
        return f"{label} stayed near {say(end)} from step {first} to step {last}.{ending}"
    verb = "fell" if end < start else "rose"
    if abs(end - start) < FLAT * span:
        verb = "went"
    sentences = [f"{label} {verb} from {say(start)} at step {first} to {say(end)} at step {last}"]
    knots = _knots(seen)
    if verb != "went":
        left, right = max(
            pairwise(knots),
            key=lambda pair: (pair[1][1] - pair[0][1]) * (1 if end > start else -1),
        )
        sentences[0] += f", fastest between steps {left[0]} and {right[0]}"
    flat = _flat_since(seen, FLAT * span)
    if flat is not None and flat[0] < last - (last - first) / PARTS:
        sentences.append(f"It has been flat since step {flat[0]}")
    turns = _turns([value for _, value in seen], span / PARTS)
    if turns > 1:
        sentences.append(f"It changed direction {turns} times")
    best = lowest if name.endswith("loss") else highest
    if best[0] != last and abs(best[1] - end) > FLAT * span:
        word = "lowest" if name.endswith("loss") else "highest"
        sentences.append(f"Its {word} was {say(best[1])} at step {best[0]}")
    return ". ".join(sentences) + "." + ending


def _lost(steps: Sequence[int], values: Sequence[float]) -> str:
    """Where the curve left the numbers."""
    lost = [step for step, value in zip(steps, values, strict=True) if not isfinite(value)]
    if not lost:
        return ""
    return (
        f" At step {lost[0]} it was not a number."
        if isfinite(values[-1])
        else f" From step {lost[0]} on it is not a number."
    )


def _knots(seen: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """Ten parts of the curve as the points between them."""
    places = sorted({round(part * (len(seen) - 1) / PARTS) for part in range(PARTS + 1)})
    return [seen[place] for place in places]


def _flat_since(seen: Sequence[tuple[int, float]], tolerance: float) -> tuple[int, float] | None:
    """The earliest point after which the curve stays within ``tolerance`` of its end."""
    end = seen[-1][1]
    since = None
    for point in reversed(seen):
        if abs(point[1] - end) > tolerance:
            break
        since = point
    return since


def _turns(values: Sequence[float], size: float) -> int:
    """How often the curve turned by more than ``size``."""
    turns, direction, extreme = 0, 0, values[0]
    for value in values[1:]:
        moved = value - extreme
        if direction == 0:
            if abs(moved) > size:
                direction, extreme = (1 if moved > 0 else -1), value
        elif moved * direction > 0:
            extreme = value
        elif abs(moved) > size:
            turns, direction, extreme = turns + 1, -direction, value
    return turns
