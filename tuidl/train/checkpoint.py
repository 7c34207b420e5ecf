"""Checkpoint: a run in a file, complete: written whole or not at all, checked before it is believed.

An npz archive, not compressed, without pickle: ``meta`` (JSON as bytes), ``state/...`` and ``history/...``. The SHA-256
of all arrays stands in ``meta``. The generation before is kept beside it as ``NAME.previous``.
"""

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.commands import KnobValue
from tuidl.data import DataSet
from tuidl.draft import Draft
from tuidl.errors import CheckpointError
from tuidl.session.request import Request
from tuidl.train.history import History

FORMAT = 1
LARGEST = 1 << 30  # bytes
MOST = 10_000  # arrays
DIMENSIONS = 8
KINDS = "iufb"  # of numbers: nothing in a file may be an object

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


def _digest(arrays: Arrays) -> str:
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def write(path: Path | str, checkpoint: Checkpoint) -> None:
    """Write, flush and rename; CheckpointError, with the older file untouched, if the place cannot be written."""
    path = Path(path).expanduser()
    arrays: dict[str, NDArray[Any]] = {f"state/{name}": np.asarray(v) for name, v in checkpoint.state.items()}
    arrays |= {f"history/{name}": array for name, array in checkpoint.history.state().items()}
    meta = {
        "tuidl": FORMAT,
        "lesson": checkpoint.lesson,
        "request": checkpoint.request.to_json(),
        "knobs": dict(checkpoint.knobs),
        "seed": checkpoint.seed,
        "step": checkpoint.step,
        "steps": checkpoint.steps,
        "data": checkpoint.data,
        "sha256": _digest(arrays),
    }
    told = np.frombuffer(json.dumps(meta, ensure_ascii=False).encode(), np.uint8)
    try:
        with Draft(path, previous=path.with_name(f"{path.name}.previous")) as draft:
            np.savez(draft.file, allow_pickle=False, **{"meta": told, **arrays})
    except OSError as error:
        reason = error.strerror or str(error)
        raise CheckpointError(f"{path} cannot be written ({reason}); choose another place to save to") from error


def read(path: Path | str) -> Checkpoint:
    """Read and check a saved run. CheckpointError, one sentence, for a file that is none, is damaged or too new."""
    path = Path(path).expanduser()
    try:
        with path.open("rb") as file:
            arrays = _arrays(path, file)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CheckpointError(f"saved run {path} cannot be read: {reason}") from error
    meta = _meta(path, arrays.pop("meta", None))
    if _digest(arrays) != meta["sha256"]:
        raise CheckpointError(f"saved run {path} is damaged: its numbers are not those that were saved{_older(path)}")
    try:
        return Checkpoint(
            lesson=meta["lesson"],
            request=Request.from_json(meta["request"]),
            knobs=meta["knobs"],
            seed=meta["seed"],
            step=meta["step"],
            steps=meta["steps"],
            data=meta["data"],
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


def _arrays(path: Path, file: io.BufferedReader) -> dict[str, NDArray[Any]]:
    """Every array, after names, sizes and types were looked at."""
    foreign = CheckpointError(f"{path} is no saved run of tuidl; 'tuidl run LESSON --save FILE' makes one")
    if os.fstat(file.fileno()).st_size > LARGEST:
        raise CheckpointError(f"saved run {path} is larger than {LARGEST >> 20} MB; it was not made by tuidl")
    found: dict[str, NDArray[Any]] = {}
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > MOST or sum(entry.file_size for entry in entries) > LARGEST:
                raise foreign
            for entry in entries:
                if entry.compress_type != zipfile.ZIP_STORED or not entry.filename.endswith(".npy"):
                    raise foreign
                with archive.open(entry) as part:
                    found[entry.filename.removesuffix(".npy")] = _array(part.read(), foreign)
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        if zipfile.is_zipfile(path):
            raise CheckpointError(f"saved run {path} is damaged{_older(path)}") from error
        raise foreign from error
    if "meta" not in found:
        raise foreign
    return found


def _array(content: bytes, foreign: CheckpointError) -> NDArray[Any]:
    """One npy file; its header must promise numbers, and exactly those that are there."""
    stream = io.BytesIO(content)
    version = np.lib.format.read_magic(stream)
    if version not in ((1, 0), (2, 0)):
        raise foreign
    reader = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, _, kind = reader(stream)
    size = int(np.prod(shape, dtype=object)) * kind.itemsize
    if kind.kind not in KINDS or kind.hasobject or len(shape) > DIMENSIONS or size != len(content) - stream.tell():
        raise foreign
    return np.asarray(np.load(io.BytesIO(content), allow_pickle=False))


def _meta(path: Path, told: NDArray[Any] | None) -> dict[str, Any]:
    try:
        meta = json.loads(bytes(told.astype(np.uint8))) if told is not None else None
    except ValueError:
        meta = None
    if not isinstance(meta, dict) or "tuidl" not in meta:
        raise CheckpointError(f"{path} is no saved run of tuidl; 'tuidl run LESSON --save FILE' makes one")
    if meta["tuidl"] != FORMAT:
        raise CheckpointError(
            f"saved run {path} has format {meta['tuidl']!r}, this tuidl reads {FORMAT}: update tuidl or train again"
        )
    kinds = {"lesson": str, "request": dict, "knobs": dict, "seed": int, "step": int, "steps": int, "data": str}
    for key, kind in {**kinds, "sha256": str}.items():
        if not isinstance(meta.get(key), kind):
            raise CheckpointError(f"saved run {path} is incomplete: '{key}' is missing{_older(path)}")
    return meta
