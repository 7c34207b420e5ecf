"""How a reference kernel is registered: a function of its operands by name, writing into its out operands."""

from collections.abc import Callable
from typing import Any

from tuidl.program import OPERATIONS

KERNELS: dict[str, Callable[..., None]] = {}


def reference(operation: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register the function for an operation; its parameters must be the operation's operands.

    A function with a last parameter ``step`` gets the number of the step.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        code: Any = function.__code__
        names = code.co_varnames[: code.co_argcount]
        wanted = tuple(OPERATIONS[operation].by_name)
        if names not in (wanted, (*wanted, "step")):
            raise ValueError(f"{operation} takes {wanted}, its reference takes {names}")
        KERNELS[operation] = function
        return function

    return register
