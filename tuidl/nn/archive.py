"""Named arrays with a JSON head in one npz file: written whole or not at all, checked before it is read.

No pickle, ever. A reader learns names, dtypes, shapes and sizes from the headers and refuses what is too large, of a
strange kind or damaged (a SHA-256 over the contents stands in the head) before any array is made.
"""

import ast
import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from tuidl.draft import Draft
from tuidl.errors import CheckpointError

Arrays = dict[str, NDArray[Any]]
LIMIT = 256 * 2**20  # bytes, all arrays together
MEMBERS = 2**19  # bytes of the zip directory: some thousand names
HEAD = "head"
KINDS = {"<f4", "<f8", "<i4", "<i8", "|u1", "|b1"}


def _digest(arrays: Mapping[str, NDArray[Any]]) -> str:
    """A fingerprint of names, kinds, shapes and values."""
    total = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        total.update(f"{name} {array.dtype.str} {np.shape(arrays[name])};".encode())
        total.update(array.tobytes())
    return total.hexdigest()


def write(path: str | Path, head: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write a file: to a temporary one beside it first, flushed to disk, then renamed over the old one.

    OSError if the place cannot be written; the old file is whole then.
    """
    text = json.dumps({**head, "sha256": _digest(arrays)}).encode()
    named: dict[str, Any] = {HEAD: np.frombuffer(text, np.uint8), **{k: np.asarray(v) for k, v in arrays.items()}}
    with Draft(path) as draft:
        np.savez(draft.file, allow_pickle=False, **named)


def _look_at_end(file: BinaryIO) -> None:
    """ValueError unless the zip's last record announces a small directory: reading a large one takes memory."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 22))
    end = file.read(22)
    if len(end) < 22 or end[:4] != b"PK\x05\x06":
        raise ValueError("it is no npz file, or is cut short")
    if int.from_bytes(end[12:16], "little") > MEMBERS:
        raise ValueError("it holds too many things")


def _array(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: int) -> NDArray[Any]:
    """One array, after its header has been looked at; ValueError if it is not plain numbers or too large."""
    with archive.open(member) as file:
        magic = file.read(8)
        if magic[:6] != b"\x93NUMPY" or magic[6] not in (1, 2):
            raise ValueError(f"'{member.filename}' is no array")
        width = 2 if magic[6] == 1 else 4
        (length,) = struct.unpack("<H" if width == 2 else "<I", file.read(width))
        if length > 4096:
            raise ValueError(f"'{member.filename}' has an absurd header")
        header = ast.literal_eval(file.read(length).decode("latin-1").strip())
        kind, shape = header["descr"], header["shape"]
        if kind not in KINDS or header["fortran_order"] is not False or not isinstance(shape, tuple) or len(shape) > 8:
            raise ValueError(f"'{member.filename}' holds {kind!r}, not plain numbers")
        if any(type(size) is not int or size < 0 for size in shape):
            raise ValueError(f"'{member.filename}' has a strange shape")
        count = 1
        for size in shape:
            count *= size
        bytes_wanted = count * np.dtype(kind).itemsize
        if bytes_wanted > budget:
            raise ValueError(f"'{member.filename}' is too large")
        data = file.read(bytes_wanted + 1)
        if len(data) != bytes_wanted:
            raise ValueError(f"'{member.filename}' is cut short or too long")
    return np.frombuffer(data, kind).reshape(shape).copy()


def read(path: str | Path) -> tuple[dict[str, Any], Arrays]:
    """Head and arrays of a file. CheckpointError in one sentence if it is missing, foreign, too large or damaged."""
    try:
        source = Path(path)
        if not source.is_file():
            raise CheckpointError(f"'{path}' is not there, or is no file; check the path")
        arrays: Arrays = {}
        budget = LIMIT
        with source.open("rb") as file:
            _look_at_end(file)
            with zipfile.ZipFile(file) as archive:
                for member in archive.infolist():
                    if not member.filename.endswith(".npy") or member.flag_bits & 1:
                        raise ValueError(f"'{member.filename}' does not belong into it")
                    if member.compress_type != zipfile.ZIP_STORED:
                        raise ValueError(f"'{member.filename}' is compressed")
                    array = _array(archive, member, budget)
                    budget -= array.nbytes
                    arrays[member.filename.removesuffix(".npy")] = array
        head = json.loads(arrays.pop(HEAD).tobytes())
        if not isinstance(head, dict) or head.pop("sha256", None) != _digest(arrays):
            raise ValueError("its contents do not match its checksum")
    except CheckpointError:
        raise
    except (OSError, ValueError, KeyError, SyntaxError, TypeError, RecursionError, MemoryError, EOFError,
            NotImplementedError, struct.error, zlib.error, zipfile.BadZipFile) as error:  # fmt: skip
        raise CheckpointError(
            f"'{path}' cannot be read: {error or type(error).__name__}; use a file that tuidl saved"
        ) from error
    return head, arrays
