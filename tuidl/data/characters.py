"""Characters as tokens: a text file read with care, its vocabulary, its windows."""

import unicodedata
from pathlib import Path

import numpy as np

from tuidl.data.dataset import Ints
from tuidl.errors import DataError
from tuidl.language import tr

END = "\n"  # between items; token 0 where there is one
LARGEST = 16 << 20  # bytes of a text file
CHARACTERS = 256  # different ones


def read(path: Path) -> str:
    """A UTF-8 text file with plain line ends and tabs as spaces; DataError if it is empty, too large or not text."""
    size = path.stat().st_size
    if size > LARGEST:
        raise DataError(
            tr(
                "{path} has {size} MB: a text may have up to {largest} MB, keep a part of it",
                path=path,
                size=size >> 20,
                largest=LARGEST >> 20,
            )
        )
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            tr("{path} is not UTF-8 text (byte {start}): save it as UTF-8", path=path, start=error.start)
        ) from None
    content = unicodedata.normalize("NFC", content.replace("\r\n", END).replace("\r", END).replace("\t", " "))
    for char in sorted(set(content)):
        if char.isprintable() or char == END:
            continue
        kind = unicodedata.category(char)
        if kind in ("Cc", "Cn", "Co") and char != "\f":
            raise DataError(
                tr("{path} is not plain text: it holds the control character U+{ord:04X}", path=path, ord=ord(char))
            )
        # wide and unbreakable spaces become spaces, marks for writing direction and the like go
        content = content.replace(char, " " if kind == "Zs" else "")
    if not content.strip():
        raise DataError(tr("{path} is empty: expected text to learn from", path=path))
    return content.strip(END) + END


def vocabulary(path: Path, content: str) -> str:
    """All characters in it, in code order; DataError if they are too many."""
    found = sorted(set(content))
    if len(found) > CHARACTERS:
        raise DataError(
            tr(
                "{path} has {count} different characters: up to {characters} can be learned, keep one alphabet",
                path=path,
                count=len(found),
                characters=CHARACTERS,
            )
        )
    return "".join(found)


def tokens(content: str, known: str) -> Ints:
    """Each character's place in the vocabulary ``known``."""
    codes = np.frombuffer(content.encode("utf-32-le"), dtype="<u4")
    all_codes = np.frombuffer(known.encode("utf-32-le"), dtype="<u4")
    order = np.argsort(all_codes)
    return order[np.searchsorted(all_codes[order], codes)].astype(np.int32)


def windows(stream: Ints, time: int) -> tuple[Ints, Ints]:
    """Windows (n, time) of a stream and of the same one character later, side by side without gaps.

    The last window is moved back so that it is full: no character is left out, some are read twice.
    """
    pairs = len(stream) - 1
    starts = np.arange(0, pairs, time)
    starts[-1] = pairs - time
    places = starts[:, None] + np.arange(time)
    return np.ascontiguousarray(stream[places]), np.ascontiguousarray(stream[places + 1])
