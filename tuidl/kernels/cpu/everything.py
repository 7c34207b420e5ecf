"""All kernels compiled and kept, several processes at a time: afterwards no lesson waits for a compiler."""

from collections.abc import Iterator

from tuidl.kernels.cpu import executor, maker  # noqa: F401 - declares the kernels
from tuidl.kernels.cpu.kernel import KERNELS, ROUTINES


def names() -> list[str]:
    """What there is to compile."""
    return [*ROUTINES, *KERNELS]


def compiled(processes: int) -> Iterator[maker.Made]:
    """Each kernel as it becomes ready. OSError if the processes cannot do it."""
    return maker.made(names(), processes)
