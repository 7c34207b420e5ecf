"""Arguments and answers as JSON and back: numbers, texts, arrays, lists and tuples of them. Never pickle."""

import base64
from typing import Any

import numpy as np

from tuidl.language import tr

MOST = 1 << 22  # numbers of an array that is sent
KINDS = "biuf"  # of array elements: bool, whole, unsigned, float


class Unsendable(ValueError):
    """A value of a kind that no lesson expects; ``str`` says what it is."""


def encode(value: Any) -> Any:
    """The value as JSON; Unsendable for anything else."""
    match value:
        case None | bool() | str():
            return value
        case np.generic() if value.dtype.kind in KINDS:
            return encode(value.item())
        case int():
            return value if abs(value) < 1 << 63 else {"big": hex(value)}
        case float():
            return {"float": value.hex()}
        case np.ndarray():
            if value.dtype.kind not in KINDS:
                raise Unsendable(tr("an array of {dtype}", dtype=value.dtype))
            if value.size > MOST:
                raise Unsendable(tr("an array of {size:,} numbers", size=value.size))
            data = np.ascontiguousarray(value)
            raw = base64.b64encode(data.tobytes()).decode("ascii")
            return {"array": raw, "dtype": data.dtype.str, "shape": list(value.shape)}
        case list() | tuple():
            if len(value) > MOST:
                raise Unsendable(tr("a {name} of {count:,} values", name=type(value).__name__, count=len(value)))
            return {type(value).__name__: [encode(item) for item in value]}
    raise Unsendable(_article(type(value).__name__))


def decode(value: Any) -> Any:
    """The inverse of ``encode``; ValueError for anything else."""
    match value:
        case None | bool() | str() | int():
            return value
        case {"float": str(number)}:
            return float.fromhex(number)
        case {"big": str(number)}:
            return int(number, 16)
        case {"array": str(raw), "dtype": str(dtype), "shape": list(shape)}:
            kind = np.dtype(dtype)
            if kind.kind not in KINDS:
                raise ValueError(f"arrays of {kind} are not sent")
            return np.frombuffer(base64.b64decode(raw), kind).reshape([int(size) for size in shape]).copy()
        case {"list": list(items)}:
            return [decode(item) for item in items]
        case {"tuple": list(items)}:
            return tuple(decode(item) for item in items)
    raise ValueError("no value that was sent")


def plain(value: Any) -> Any:
    """The value with NumPy's single numbers as Python's own, and arrays row by row in memory, as a learner's function
    gets them."""
    return decode(encode(value))


def _article(name: str) -> str:
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
