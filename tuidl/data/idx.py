"""IDX files, the format of MNIST: a magic number, the sizes, then bytes (Y. LeCun). Plain or gzip-compressed."""

import gzip
import zlib
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from numpy.typing import NDArray

from tuidl.errors import DataError
from tuidl.language import tr

Bytes = NDArray[np.uint8]
MOST = 1_000_000  # examples
SIDE = 256  # pixels
LARGEST = 256 << 20  # bytes after unpacking
CHUNK = 1 << 20


def read(path: Path, dimensions: int) -> Bytes:
    """The array in an IDX file of unsigned bytes: labels have 1 dimension (n,), images 3 (n, height, width).

    Sizes are checked before anything is allocated, and no more is unpacked than they promise.
    DataError, in one sentence, for anything that is not such a file.
    """
    what = "images" if dimensions == 3 else "labels"
    unpack = gzip.open if path.name.endswith(".gz") else open
    try:
        with closing(cast(BinaryIO, unpack(path, "rb"))) as file:
            shape = _shape(path, file.read(4 + 4 * dimensions), dimensions, what)
            expected = int(np.prod(shape, dtype=np.int64))
            data = bytearray()
            while len(data) < expected and (part := file.read(min(CHUNK, expected - len(data)))):
                data += part
            if len(data) < expected:
                raise DataError(_cut(path, expected, len(data)))
            if file.read(1):
                raise DataError(
                    tr(
                        "{path} goes on after the {expected} bytes its header promises: not an IDX file",
                        path=path,
                        expected=expected,
                    )
                )
    except (gzip.BadGzipFile, zlib.error):
        raise DataError(tr("{path} is not a sound gzip file: fetch or copy it again", path=path)) from None
    except EOFError:
        raise DataError(tr("{path} ends in the middle of its gzip data: fetch or copy it again", path=path)) from None
    except OSError as error:
        raise DataError(tr("{path} cannot be read: {strerror}", path=path, strerror=error.strerror or error)) from None
    return np.frombuffer(data, dtype=np.uint8).reshape(shape)


def _shape(path: Path, header: bytes, dimensions: int, what: str) -> tuple[int, ...]:
    magic = 0x800 + dimensions
    if len(header) < 4 or int.from_bytes(header[:4], "big") != magic:
        found = f"{int.from_bytes(header[:4], 'big'):#010x}" if len(header) >= 4 else "nothing"
        raise DataError(
            tr(
                "{path} is no IDX file of {what}: it begins with {found}, expected {magic:#010x}",
                path=path,
                what=what,
                found=found,
                magic=magic,
            )
        )
    if len(header) < 4 + 4 * dimensions:
        raise DataError(tr("{path} ends within its header: fetch or copy it again", path=path))
    shape = tuple(int.from_bytes(header[4 + 4 * k : 8 + 4 * k], "big") for k in range(dimensions))
    bytes_ = 1
    for length in shape:
        bytes_ *= length
    if not 1 <= shape[0] <= MOST or any(not 1 <= side <= SIDE for side in shape[1:]) or bytes_ > LARGEST:
        sizes = "×".join(map(str, shape))
        raise DataError(
            tr(
                "{path} claims to hold {sizes} bytes of {what}: 1 to {most} examples of at most {side}×{side} pixels "
                "and {largest} MB in all are possible",
                path=path,
                sizes=sizes,
                what=what,
                most=MOST,
                side=SIDE,
                largest=LARGEST >> 20,
            )
        )
    return shape


def _cut(path: Path, expected: int, found: int) -> str:
    return tr(
        "{path} is cut short: its header promises {expected} bytes, {found} are there",
        path=path,
        expected=expected,
        found=max(found, 0),
    )
