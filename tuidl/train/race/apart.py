"""How far apart runs of a race are: the largest difference between a weight of one and the same weight of another."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.events import Evaluated, Event, Raced
from tuidl.train.race.lane import Lane

Weights = Mapping[str, NDArray[Any]]


def distance(one: Weights, other: Weights) -> float | None:
    """max |wᵢ − w′ᵢ| over all weights; None for networks that have not the same ones. NaN if any is no number."""
    if {name: array.shape for name, array in one.items()} != {name: array.shape for name, array in other.items()}:
        return None
    most = 0.0
    for name, array in one.items():
        difference = np.abs(array.astype(np.float64) - other[name])
        largest = float(difference.max(initial=0.0))
        if largest != largest:
            return nan
        most = max(most, largest)
    return most


def measured(event: Event, lane: Lane, lanes: Sequence[Lane]) -> Event:
    """An evaluation with ``apart``, the distance to the farthest of the others; only where all stand at its step."""
    if not isinstance(event, Evaluated):
        return event
    others = [other for other in lanes if other.seed == lane.seed and other is not lane]
    if not others or any(other.step != event.step for other in (lane, *others)):
        return event
    mine = lane.weights
    found = [far for other in others if (far := distance(mine, other.weights)) is not None]
    return replace(event, values={**event.values, "apart": float(np.max(found))}) if found else event


def told(events: Sequence[Raced], lanes: Sequence[Lane]) -> list[Raced]:
    """What runs told, the last evaluation of each with how far apart they are."""
    by_place = {(lane.contestant, lane.seed): lane for lane in lanes}
    return [replace(each, told=measured(each.told, by_place[each.contestant, each.seed], lanes)) for each in events]
