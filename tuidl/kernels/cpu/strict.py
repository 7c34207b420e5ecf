"""A learner's function compiled so that it behaves as in Python: indices are checked, a division by zero raises."""

from collections.abc import Callable, Iterator, Sequence
from types import CodeType, FunctionType
from typing import Any

from numba import njit, typeof

STRICT: dict[str, Any] = {"boundscheck": True, "error_model": "python"}


def dispatcher(function: Callable[..., Any]) -> Any:
    """The function for numba, with those of its own file that it uses: compiled when they are first called.

    The function itself stays as it is.
    """
    return _copied(function, {})


def compiled(function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    """The function, compiled for arguments like these. Whatever is raised says why that cannot be."""
    made = dispatcher(function)
    made.compile(tuple(typeof(value) for value in arguments))
    return made


def _copied(function: Any, known: dict[str, Any]) -> Any:
    code, room = function.__code__, dict(function.__globals__)
    made = known[function.__name__] = njit(**STRICT)(
        FunctionType(code, room, function.__name__, function.__defaults__, function.__closure__)
    )
    for name in _names(code):
        other = room.get(name)
        if isinstance(other, FunctionType) and other.__code__.co_filename == code.co_filename:
            room[name] = known[other.__name__] if other.__name__ in known else _copied(other, known)
    return made


def _names(code: CodeType) -> Iterator[str]:
    """The names from outside that a function uses, and the functions inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
