from typing import Any

import pytest

from tuidl.events import KernelCompiled
from tuidl.train.compiling import compiled


class _Experiment:
    def __init__(self, error: Exception | None = None) -> None:
        self._error = error

    def compile(self, progress: Any) -> None:
        progress("dense", 1, 2, 0.5)
        progress("relu", 2, 2, 0.25)
        if self._error:
            raise self._error


def test_each_kernel_is_told() -> None:
    found = list(compiled(_Experiment()))  # type: ignore[arg-type]
    assert found == [KernelCompiled("dense", 1, 2, {"seconds": 0.5}), KernelCompiled("relu", 2, 2, {"seconds": 0.25})]


def test_what_goes_wrong_is_raised_where_it_was_asked_for() -> None:
    with pytest.raises(MemoryError):
        list(compiled(_Experiment(MemoryError())))  # type: ignore[arg-type]
