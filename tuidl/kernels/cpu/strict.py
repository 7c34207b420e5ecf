"""A learner's function compiled so that it behaves as in Python: indices are checked, a division by zero raises."""

from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any

from numba import njit, typeof

STRICT: dict[str, Any] = {"boundscheck": True, "error_model": "python"}


def dispatcher(function: Callable[..., Any]) -> Any:
    """The function for numba, and the functions beside it in its file: compiled when they are first called."""
    file, room = function.__code__.co_filename, function.__globals__
    for name, value in list(room.items()):
        if isinstance(value, FunctionType) and value.__code__.co_filename == file:
            room[name] = njit(**STRICT)(value)
    return njit(**STRICT)(function)


def compiled(function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    """The function, compiled for arguments like these. Whatever is raised says why that cannot be."""
    made = dispatcher(function)
    made.compile(tuple(typeof(value) for value in arguments))
    return made
