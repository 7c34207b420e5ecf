"""Archive: named arrays with a JSON head in one npz file, written whole or not at all, sealed.

A zip of plain npy members, not compressed, no pickle: NumPy can open it. Its comment, the last bytes of the file, is
the SHA-256 of every byte before: no bit can change unnoticed, be it in a number, in the head, in a name or in a date.
A reader believes nothing else until the seal is right, and even then looks at kinds, shapes and sizes before it takes
memory, for a seal says that a file is whole, not that it is harmless.
"""

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from tuidl.draft import Draft, ordinary
from tuidl.language import tr

Arrays = dict[str, NDArray[Any]]
LIMIT = 192 << 20  # bytes, all arrays together
MEMBERS = 1 << 19  # bytes of the zip directory: some thousand names
AROUND = 2 << 20  # bytes that the rest of a file takes at most: headers, names, directory
HEAD = "head"
HEADS = 4 << 20  # bytes of the head
KINDS = ("<f4", "<f8", "<i4", "<i8", "|u1", "|b1")
DIMENSIONS = 8
MARK = b"tuidl sha256 "
SEAL = len(MARK) + 64  # bytes of the comment
END = 22 + SEAL  # bytes of the zip's last record
BLOCK = 1 << 20
HEADER = re.compile(
    r"\{'descr': '(?P<kind>[<|]\w\d)', 'fortran_order': False, 'shape': \((?P<shape>(?:\d{1,12}, ?)*\d{0,12})\), \} *\n"
)


class Foreign(ValueError):
    """A file that was not written here."""


class Damaged(ValueError):
    """A file that was written here and is no longer what was written."""


def write(
    path: str | Path,
    head: Mapping[str, Any],
    arrays: Mapping[str, NDArray[Any]],
    previous: Path | None = None,
    limit: int = LIMIT,
) -> None:
    """Write a file: to a temporary one beside it first, flushed to disk, then renamed over the old one.

    ``previous``: where the old file goes on standing. OSError if the place cannot be written, ValueError for arrays
    that ``read`` would refuse; the old file is whole then.
    """
    text = np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), np.uint8)
    plain = {name: np.ascontiguousarray(array).reshape(np.shape(array)) for name, array in arrays.items()}
    for name, array in plain.items():
        if array.dtype.str not in KINDS or array.ndim > DIMENSIONS or name == HEAD:
            raise ValueError(
                tr("'{name}' ({dtype}, {n} dimensions) cannot be saved", name=name, dtype=array.dtype, n=array.ndim)
            )
    size = sum(array.nbytes for array in plain.values())
    if sum(50 + len(name.encode()) for name in (HEAD, *plain)) > MEMBERS:
        raise ValueError(tr("it has {n} arrays, more than a file holds", n=len(plain)))
    if size > limit or text.nbytes > HEADS:
        raise ValueError(
            tr("it takes {size:,.0f} MB and a file holds at most {most}", size=size / 2**20, most=limit >> 20)
        )
    with Draft(path, previous) as draft:
        with zipfile.ZipFile(draft.file, "w", zipfile.ZIP_STORED) as made:
            made.comment = bytes(SEAL)
            for name, array in {HEAD: text, **plain}.items():
                with made.open(zipfile.ZipInfo(f"{name}.npy"), "w") as member:  # with the date of every other file
                    np.lib.format.write_array(member, array, (1, 0), allow_pickle=False)
        end = draft.file.seek(0, os.SEEK_END) - SEAL
        draft.file.seek(end)
        draft.file.write(MARK)
        digest = _digest(draft.file, end + len(MARK))
        draft.file.write(digest)


def read(path: str | Path, limit: int = LIMIT) -> tuple[dict[str, Any], Arrays]:
    """Head and arrays of a file. OSError, Foreign or Damaged (their words fit after "it") for one that is none.

    Takes as much memory as the arrays, at most ``limit``.
    """
    with ordinary(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > limit + HEADS + AROUND:
            raise Foreign(tr("is larger than {limit} MB", limit=limit >> 20))
        _look_at_seal(file, size)
        try:
            with zipfile.ZipFile(file) as opened:
                return _members(opened, limit)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, KeyError) as error:
            raise Foreign(tr("is no archive: {error}", error=error)) from error
        except (ValueError, RecursionError, OverflowError) as error:
            raise error if isinstance(error, Foreign) else Foreign(tr("is no archive: {error}", error=error)) from error


def _digest(file: IO[bytes], end: int) -> bytes:
    total, left = hashlib.sha256(), end
    file.seek(0)
    while left > 0 and (part := file.read(min(left, BLOCK))):
        total.update(part)
        left -= len(part)
    return total.hexdigest().encode()


def _look_at_seal(file: IO[bytes], size: int) -> None:
    """Whether every byte is what was written; and whether the directory is small, before anything reads it."""
    file.seek(0)
    begins = file.read(4) == b"PK\x03\x04"
    file.seek(max(0, size - END))
    end = file.read(END)
    if len(end) < END or end[:4] != b"PK\x05\x06" or end[22:-64] != MARK:
        raise (
            Damaged(tr("is damaged, or was cut short"))
            if begins and size > END
            else Foreign(tr("was not made by tuidl"))
        )
    if _digest(file, size - 64) != end[-64:]:
        raise Damaged(tr("is damaged: its bytes are not those that were saved"))
    if int.from_bytes(end[12:16], "little") > MEMBERS:
        raise Foreign(tr("holds too many things"))


def _members(opened: zipfile.ZipFile, limit: int) -> tuple[dict[str, Any], Arrays]:
    arrays: Arrays = {}
    budget = limit + HEADS
    for member in opened.infolist():
        name = member.filename.removesuffix(".npy")
        if name == member.filename or name in arrays or member.flag_bits & 1:
            raise Foreign(tr("holds {filename!r:.60}, which does not belong into it", filename=member.filename))
        if member.compress_type != zipfile.ZIP_STORED:
            raise Foreign(tr("is compressed ({filename!r:.60})", filename=member.filename))
        arrays[name] = _array(opened, member, min(budget, HEADS) if name == HEAD else budget)
        budget -= arrays[name].nbytes
    head = json.loads(arrays.pop(HEAD).tobytes())
    if not isinstance(head, dict) or sum(array.nbytes for array in arrays.values()) > limit:
        raise Foreign(tr("has no head that belongs to it"))
    return head, arrays


def _array(opened: zipfile.ZipFile, member: zipfile.ZipInfo, budget: int) -> NDArray[Any]:
    """One array, after its header has been looked at."""
    with opened.open(member) as file:
        start = file.read(10)
        if start[:8] != b"\x93NUMPY\x01\x00":
            raise Foreign(tr("holds {filename!r:.60}, which is no array", filename=member.filename))
        length = int.from_bytes(start[8:], "little")
        header = HEADER.fullmatch(file.read(min(length, 4096)).decode("latin-1"))
        if header is None or header["kind"] not in KINDS:
            raise Foreign(tr("holds {filename!r:.60}, which is not of plain numbers", filename=member.filename))
        shape = tuple(int(size) for size in header["shape"].split(",") if size.strip())
        kind = np.dtype(header["kind"])
        wanted = prod(shape) * kind.itemsize
        if len(shape) > DIMENSIONS or wanted > budget or wanted != member.file_size - 10 - length:
            raise Foreign(tr("holds {filename!r:.60}, whose size is not what it says", filename=member.filename))
        array = np.empty(shape, kind)
        view = array.reshape(-1).view(np.uint8)
        for place in range(0, wanted, BLOCK):
            part = file.read(min(BLOCK, wanted - place))
            view[place : place + len(part)] = np.frombuffer(part, np.uint8)
            if len(part) < min(BLOCK, wanted - place):
                raise Foreign(tr("holds {filename!r:.60}, which is cut short", filename=member.filename))
        if file.read(1):  # at its end the checksum of the member is looked at too
            raise Foreign(tr("holds {filename!r:.60}, which is too long", filename=member.filename))
    if kind == np.bool_ and (array.view(np.uint8) > 1).any():
        raise Foreign(tr("holds {filename!r:.60}, which is not of true and false", filename=member.filename))
    return array
