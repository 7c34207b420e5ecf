"""A curve in words, for those who hear a screen or read it in a log."""

from collections.abc import Sequence
from itertools import pairwise
from math import isfinite

from tuidl.headless import number
from tuidl.language import later, tr, trn
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
        return tr("{label}: not one finite value.", label=label)
    (first, start), (last, end) = seen[0], seen[-1]
    lowest, highest = min(seen, key=lambda p: p[1]), max(seen, key=lambda p: p[1])
    span = highest[1] - lowest[1]

    def say(value: float) -> str:
        return number.measured(name, value)

    if span <= FLAT * max(abs(start), abs(end)) or span == 0.0:
        stayed = tr(
            "{label} stayed near {end} from step {first} to step {last}",
            label=label,
            end=say(end),
            first=first,
            last=last,
        )
        return ". ".join([stayed, *ending]) + "."
    knots = _knots(seen)
    left, right = max(pairwise(knots), key=lambda pair: (pair[1][1] - pair[0][1]) * (1 if end > start else -1))
    if abs(end - start) < FLAT * span:
        way = later("{label} went from {start} at step {first} to {end} at step {last}")
    elif end < start:
        way = later(
            "{label} fell from {start} at step {first} to {end} at step {last}, "
            "fastest between steps {left} and {right}"
        )
    else:
        way = later(
            "{label} rose from {start} at step {first} to {end} at step {last}, "
            "fastest between steps {left} and {right}"
        )
    places = {"first": first, "last": last, "left": left[0], "right": right[0]}
    sentences = [tr(way, label=label, start=say(start), end=say(end), **places)]
    flat = _flat_since(seen, FLAT * span)
    if flat is not None and flat[0] < last - (last - first) / PARTS:
        sentences.append(tr("It has been flat since step {flat}", flat=flat[0]))
    turns = _turns([value for _, value in seen], span / PARTS)
    if turns > 1:
        sentences.append(trn("It changed direction once", "It changed direction {n} times", turns))
    best = lowest if name.endswith("loss") else highest
    if best[0] != last and abs(best[1] - end) > FLAT * span:
        word = later("Its lowest was {value} at step {step}")
        if not name.endswith("loss"):
            word = later("Its highest was {value} at step {step}")
        sentences.append(tr(word, value=say(best[1]), step=best[0]))
    return ". ".join([*sentences, *ending]) + "."


def _lost(steps: Sequence[int], values: Sequence[float]) -> list[str]:
    """Where the curve left the numbers."""
    lost = [step for step, value in zip(steps, values, strict=True) if not isfinite(value)]
    if not lost:
        return []
    if isfinite(values[-1]):
        return [tr("At step {step} it was not a number", step=lost[0])]
    return [tr("From step {step} on it is not a number", step=lost[0])]


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
