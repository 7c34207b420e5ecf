"""Keeping compiled kernels is a convenience: where it cannot be done, as on a full disk, they work all the same."""

from contextlib import suppress
from typing import Any

from numba.core.caching import Cache

_save = Cache.save_overload


def _save_if_possible(self: Cache, signature: Any, data: Any) -> None:
    with suppress(OSError):  # numba would give up the compilation
        _save(self, signature, data)


Cache.save_overload = _save_if_possible
