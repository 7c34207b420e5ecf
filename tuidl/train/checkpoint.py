"""Checkpoint: a run in a file, complete: written whole or not at all, checked before it is believed.

An archive (``tuidl.archive``) of ``state/...`` and ``history/...``, whose head says of which run. The generation before
is kept beside it as ``NAME.previous``. A race in a file (``tuidl.train.race.saved``) is made of the same parts.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from tuidl import archive
from tuidl.commands import KnobValue
from tuidl.data import DataSet
from tuidl.errors import CheckpointError
from tuidl.language import later, tr
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
    keep(path, *parts(checkpoint))


def read(path: Path | str) -> Checkpoint:
    """Read and check a saved run. CheckpointError, one sentence, for a file that is none, is damaged or too new."""
    path, head, arrays = opened(path)
    if "lanes" in head:
        raise CheckpointError(
            tr("{path} holds a race and no single run; 'tuidl run LESSON --resume {path}' goes on", path=path)
        )
    return of(path, head, arrays)


def parts(checkpoint: Checkpoint) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Head and arrays of its file."""
    arrays: dict[str, NDArray[Any]] = {f"state/{name}": np.asarray(v) for name, v in checkpoint.state.items()}
    arrays |= {f"history/{name}": array for name, array in checkpoint.history.state().items()}
    return {
        "lesson": checkpoint.lesson,
        "request": checkpoint.request.to_json(),
        "knobs": dict(checkpoint.knobs),
        "seed": checkpoint.seed,
        "step": checkpoint.step,
        "steps": checkpoint.steps,
        "data": checkpoint.data,
    }, arrays  # fmt: skip


def keep(path: Path | str, head: Mapping[str, Any], arrays: Arrays) -> None:
    """Write a file; CheckpointError, with the older file untouched, if that cannot be."""
    path = Path(path).expanduser()
    try:
        archive.write(path, {"tuidl": FORMAT, **head}, arrays, path.with_name(f"{path.name}.previous"), LIMIT)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CheckpointError(
            tr("{path} cannot be written ({reason}); choose another place to save to", path=path, reason=reason)
        ) from error
    except ValueError as error:
        raise CheckpointError(tr("the run cannot be saved: {error}", error=error)) from error


def opened(path: Path | str) -> tuple[Path, dict[str, Any], Arrays]:
    """A file of a run or a race; its seal and its format are right. CheckpointError for one that is none."""
    path = Path(path).expanduser()
    try:
        head, arrays = archive.read(path, LIMIT)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CheckpointError(tr("saved run {path} cannot be read: {reason}", path=path, reason=reason)) from error
    except archive.Damaged as error:
        raise CheckpointError(
            tr("saved run {path} {error}{older}", path=path, error=error, older=_older(path))
        ) from error
    except archive.Foreign as error:
        raise CheckpointError(
            tr(
                "{path} is no saved run of tuidl (it {error}); 'tuidl run LESSON --save FILE' makes one",
                path=path,
                error=error,
            )
        ) from error
    if "tuidl" not in head:
        raise CheckpointError(
            tr("{path} is no saved run of tuidl; 'tuidl run LESSON --save FILE' makes one", path=path)
        )
    if head["tuidl"] != FORMAT:
        raise CheckpointError(
            tr(
                "saved run {path} has format {tuidl!r}, this tuidl reads {format}: update tuidl or train again",
                path=path,
                tuidl=head["tuidl"],
                format=FORMAT,
            )
        )
    return path, head, arrays


def of(path: Path, head: Mapping[str, Any], arrays: Arrays) -> Checkpoint:
    """The inverse of ``parts``. CheckpointError, one sentence, for what is no run."""
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
        raise incomplete(path) from error


def incomplete(path: Path, why: str = "") -> CheckpointError:
    """The file holds less than it should."""
    return CheckpointError(
        tr("saved run {path} is incomplete: {why}{older}", path=path, why=why, older=_older(path))
        if why
        else tr("saved run {path} is incomplete{older}", path=path, older=_older(path))
    )


def going_on(saved: Checkpoint, asked: Request) -> Request:
    """What a saved run is asked for when it goes on: what was settled stays so, unless it is asked for anew."""
    return replace(
        asked,
        experiment=saved.request.experiment,
        seed=saved.seed,
        knobs={**saved.knobs, **asked.knobs},
        data=asked.data or saved.request.data,
        steps=asked.steps if asked.steps is not None or asked.epochs is not None else saved.steps,
        evaluate_every=asked.evaluate_every or saved.request.evaluate_every,
        code=asked.code,  # never any out of a file: they would be carried out
    )


def agree(saved: Checkpoint, asked: Request) -> None:
    """CheckpointError where somebody asks for what the saved run has settled, or for less than it has done."""
    if asked.race or asked.seeds > 1:
        raise CheckpointError(tr("the saved run is a single one: leave --race and --seeds out, or begin a new race"))
    settled("run", asked, saved.seed, saved.request.experiment, saved.step)


OTHER = {
    "run": later("the saved run has {name} {known}, not {given}: leave the {name} out, or begin a new run"),
    "race": later("the saved race has {name} {known}, not {given}: leave the {name} out, or begin a new race"),
}
FEWER = {
    "run": later("the saved run has done {step} steps, {steps} were asked for: steps count from the run's begin"),
    "race": later("the saved race has done {step} steps, {steps} were asked for: steps count from the race's begin"),
}


def settled(what: Literal["run", "race"], asked: Request, seed: int, experiment: str | None, step: int) -> None:
    """CheckpointError where another seed or experiment is asked for, or fewer steps than ``step``."""
    for name, given, known in (("seed", asked.seed, seed), ("experiment", asked.experiment, experiment)):
        if given is not None and given != known:
            raise CheckpointError(tr(OTHER[what], name=name, known=known, given=given))
    if asked.steps is not None and asked.steps < step:
        raise CheckpointError(tr(FEWER[what], step=step, steps=asked.steps))


def _older(path: Path) -> str:
    previous = path.with_name(f"{path.name}.previous")
    return (
        tr("; the one before it is {previous}", previous=previous)
        if previous.exists()
        else tr("; train again and save again")
    )


def _under(arrays: Arrays, prefix: str) -> dict[str, NDArray[Any]]:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def _look_at_head(path: Path, head: Mapping[str, Any]) -> None:
    for key, kind in FIELDS.items():
        value: Any = head.get(key)
        if type(value) is not kind or (type(value) is int and not -COUNT <= value <= COUNT):
            raise incomplete(path, tr("'{key}' is missing", key=key))
    if head["step"] < 0 or not all(isinstance(value, KnobValue) for value in head["knobs"].values()):
        raise incomplete(path, tr("'step' or 'knobs' are of the wrong type"))


def whole(state: Mapping[str, NDArray[Any]], name: str, least: int) -> int:
    """A whole number of a state. ValueError if it is none, or too small."""
    value = state[name]
    if value.dtype.kind not in "iu" or value.shape or value < least:
        raise ValueError(
            tr(
                "'{name}' is {tolist!r:.40}, not a whole number from {least} on",
                name=name,
                tolist=value.tolist(),
                least=least,
            )
        )
    return int(value)
