"""A race in a file: the checkpoints of all its runs in one sealed archive, and who races.

Arrays of one name, kind and shape lie in one: ``GROUP/NAME``, a row for each run of ``groups[GROUP]``. So a race of a
hundred runs has hardly more members than a single run, and reading it copies nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.commands import KnobValue
from tuidl.course.spec import Contestant
from tuidl.course.vocabulary import CONTESTANTS, SEEDS
from tuidl.errors import CheckpointError
from tuidl.language import tr
from tuidl.session import wire
from tuidl.session.request import Request
from tuidl.train import checkpoint
from tuidl.train.checkpoint import Checkpoint

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class SavedRace:
    """``request`` names its contestants, whatever the lesson says later; ``lanes``: contestant by contestant, seed by
    seed."""

    request: Request
    lanes: tuple[Checkpoint, ...]

    @property
    def lesson(self) -> str:
        """The lesson's id."""
        return self.lanes[0].lesson

    @property
    def step(self) -> int:
        """Steps of the run that went farthest."""
        return max(lane.step for lane in self.lanes)


def write(path: Path | str, race: SavedRace) -> None:
    """Write, flush and rename; CheckpointError, with the older file untouched, if that cannot be."""
    parts = [checkpoint.parts(lane) for lane in race.lanes]
    groups, arrays = _stacked([arrays for _, arrays in parts])
    heads = [head for head, _ in parts]
    checkpoint.keep(path, {"race": race.request.to_json(), "lanes": heads, "groups": groups}, arrays)


def read(path: Path | str) -> Checkpoint | SavedRace:
    """Read and check a saved run, or a saved race. CheckpointError, one sentence, for a file that is neither."""
    path, head, arrays = checkpoint.opened(path)
    if "lanes" not in head:
        return checkpoint.of(path, head, arrays)
    try:
        request = wire.checked(Request.from_json(head["race"]))
        heads = list(head["lanes"])
        if not (0 < len(request.race) <= CONTESTANTS and 0 < request.seeds <= SEEDS):
            raise ValueError("more contestants or seeds than can race")
        if not all(map(_sound, request.race)):
            raise ValueError("a contestant is of the wrong type")
        if len(heads) != len(request.race) * request.seeds or not all(isinstance(each, dict) for each in heads):
            raise ValueError("not a run for each contestant and seed")
        lanes = _taken_apart(arrays, head["groups"], len(heads))
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise checkpoint.incomplete(path) from error
    return SavedRace(request, tuple(checkpoint.of(path, each, lane) for each, lane in zip(heads, lanes, strict=True)))


def _sound(one: Contestant) -> bool:
    words = (one.name, one.experiment, *one.functions, *one.set) if isinstance(one.set, dict) else (None,)
    return all(isinstance(word, str) for word in words) and all(isinstance(v, KnobValue) for v in one.set.values())


def agree(saved: Checkpoint | SavedRace, asked: Request) -> None:
    """CheckpointError where somebody asks for what the saved run or race has settled, or for less than it has done."""
    if isinstance(saved, Checkpoint):
        checkpoint.agree(saved, asked)
        return
    known = saved.request
    for option, other in (
        ("race", asked.race and asked.race != known.race),
        ("seeds", asked.seeds > 1 and asked.seeds != known.seeds),
    ):
        if other:
            names = f" {tr('against')} ".join(one.name for one in known.race)
            raise CheckpointError(
                tr(
                    "the saved race is one of {names}, {seeds} seeds each: leave --{option} out, or begin a new race",
                    names=names,
                    seeds=known.seeds,
                    option=option,
                )
            )
    checkpoint.settled("race", asked, saved.lanes[0].seed, known.experiment, saved.step)


def _stacked(lanes: Sequence[Arrays]) -> tuple[list[list[int]], dict[str, NDArray[Any]]]:
    """Which runs each group has, and the arrays of all."""
    alike: dict[tuple[str, str, tuple[int, ...]], list[int]] = {}
    for number, arrays in enumerate(lanes):
        for name, array in arrays.items():
            alike.setdefault((name, array.dtype.str, array.shape), []).append(number)
    groups: dict[tuple[int, ...], int] = {}
    found = {}
    for (name, _, _), among in alike.items():
        group = groups.setdefault(tuple(among), len(groups))
        found[f"{group}/{name}"] = np.stack([lanes[number][name] for number in among])
    return [list(among) for among in groups], found


def _taken_apart(arrays: Arrays, groups: Sequence[Sequence[int]], count: int) -> list[dict[str, NDArray[Any]]]:
    """The inverse of ``_stacked``. ValueError or TypeError for what it never made."""
    lanes: list[dict[str, NDArray[Any]]] = [{} for _ in range(count)]
    for key, array in arrays.items():
        group, _, name = key.partition("/")
        among = groups[int(group)]
        if array.ndim < 1 or len(array) != len(among):
            raise ValueError(f"'{key}' has not a row for each run")
        for place, number in enumerate(among):
            if type(number) is not int or not 0 <= number < count:
                raise ValueError(f"there is no run {number!r:.20}")
            lanes[number][name] = array[place, ...]
    return lanes
