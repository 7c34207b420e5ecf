"""Checkpoint: a run in a file, complete: written whole or not at all, checked before it is believed.

An archive (``tuidl.archive``) of ``state/...`` and ``history/...``, whose head says of which run. The generation before
is kept beside it as ``NAME.previous``.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl import archive
from tuidl.commands import KnobValue
from tuidl.data import DataSet
from tuidl.errors import CheckpointError
from tuidl.session import wire
from tuidl.session.request import Request
from tuidl.train.history import History

FORMAT = 2
LIMIT = 96 << 20  # bytes of all arrays: what they become in memory takes as much again
COUNT = 1 << 53  # steps and seeds: beyond it numbers are no longer exact everywhere
FIELDS: dict[str, type] = {
    "lesson": str, "request": dict, "knobs": dict, "seed": int, "step": int, "steps": int, "data": str,
}  # fmt: skip

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A run, saved: with what it was asked for, how far it came, and what it said on the way."""

    lesson: str
    request: Request
    knobs: Mapping[str, KnobValue]
    seed: int
    step: int
    steps: int  # the budget
    data: str  # fingerprint
    state: Arrays
    history: History


def fingerprint(data: DataSet) -> str:
    """Tells data sets apart: sizes, and a checksum of about a thousand examples."""
    total = 0
    for array in (data.x, data.y, data.val_x, data.val_y):
        part = np.ascontiguousarray(array[:: max(1, len(array) // 1000)])
        total = zlib.crc32(part.tobytes(), total)
    return f"{data.name} {data.x.shape} {data.val_x.shape} {total:08x}"


def write(path: Path | str, checkpoint: Checkpoint) -> None:
    """Write, flush and rename; CheckpointError, with the older file untouched, if the place cannot be written."""
    path = Path(path).expanduser()
    arrays: dict[str, NDArray[Any]] = {f"state/{name}": np.asarray(v) for name, v in checkpoint.state.items()}
    arrays |= {f"history/{name}": array for name, array in checkpoint.history.state().items()}
    head = {
        "tuidl": FORMAT,
        "lesson": checkpoint.lesson,
        "request": checkpoint.request.to_json(),
        "knobs": dict(checkpoint.knobs),
        "seed": checkpoint.seed,
        "step": checkpoint.step,
        "steps": checkpoint.steps,
        "data": checkpoint.data,
    }
    try:
        archive.write(path, head, arrays, path.with_name(f"{path.name}.previous"), LIMIT)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CheckpointError(f"{path} cannot be written ({reason}); choose another place to save to") from error
    except ValueError as error:
        raise CheckpointError(f"the run cannot be saved: {error}") from error


def read(path: Path | str) -> Checkpoint:
    """Read and check a saved run. CheckpointError, one sentence, for a file that is none, is damaged or too new."""
    path = Path(path).expanduser()
    try:
        head, arrays = archive.read(path, LIMIT)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CheckpointError(f"saved run {path} cannot be read: {reason}") from error
    except archive.Damaged as error:
        raise CheckpointError(f"saved run {path} {error}{_older(path)}") from error
    except archive.Foreign as error:
        raise CheckpointError(
            f"{path} is no saved run of tuidl (it {error}); 'tuidl run LESSON --save FILE' makes one"
        ) from error
    _look_at_head(path, head)
    try:
        return Checkpoint(
            lesson=head["lesson"],
            request=wire.checked(Request.from_json(head["request"])),
            knobs=head["knobs"],
            seed=head["seed"],
            step=head["step"],
            steps=head["steps"],
            data=head["data"],
            state=_under(arrays, "state/"),
            history=History.of(_under(arrays, "history/")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CheckpointError(f"saved run {path} is incomplete{_older(path)}") from error


def agree(saved: Checkpoint, asked: Request) -> None:
    """CheckpointError where somebody asks for what the saved run has settled, or for less than it has done."""
    experiment = saved.request.experiment
    for name, given, settled in (("seed", asked.seed, saved.seed), ("experiment", asked.experiment, experiment)):
        if given is not None and given != settled:
            raise CheckpointError(
                f"the saved run has {name} {settled}, not {given}: leave the {name} out, or begin a new run"
            )
    if asked.steps is not None and asked.steps < saved.step:
        raise CheckpointError(
            f"the saved run has done {saved.step} steps, {asked.steps} were asked for: steps count from the run's begin"
        )


def _older(path: Path) -> str:
    previous = path.with_name(f"{path.name}.previous")
    return f"; the one before it is {previous}" if previous.exists() else "; train again and save again"


def _under(arrays: Arrays, prefix: str) -> dict[str, NDArray[Any]]:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def _look_at_head(path: Path, head: Mapping[str, Any]) -> None:
    if "tuidl" not in head:
        raise CheckpointError(f"{path} is no saved run of tuidl; 'tuidl run LESSON --save FILE' makes one")
    if head["tuidl"] != FORMAT:
        raise CheckpointError(
            f"saved run {path} has format {head['tuidl']!r}, this tuidl reads {FORMAT}: update tuidl or train again"
        )
    for key, kind in FIELDS.items():
        value: Any = head.get(key)
        if type(value) is not kind or (type(value) is int and not -COUNT <= value <= COUNT):
            raise CheckpointError(f"saved run {path} is incomplete: '{key}' is missing{_older(path)}")
    if head["step"] < 0 or not all(isinstance(value, KnobValue) for value in head["knobs"].values()):
        raise CheckpointError(f"saved run {path} is incomplete: 'step' or 'knobs' are of the wrong type{_older(path)}")


def whole(state: Mapping[str, NDArray[Any]], name: str, least: int) -> int:
    """A whole number of a state. ValueError if it is none, or too small."""
    value = state[name]
    if value.dtype.kind not in "iu" or value.shape or value < least:
        raise ValueError(f"'{name}' is {value.tolist()!r:.40}, not a whole number from {least} on")
    return int(value)
