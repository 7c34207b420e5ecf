"""All kernels compiled and kept, several processes at a time: afterwards no lesson waits for a compiler."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from time import perf_counter
from typing import NamedTuple

from tuidl.kernels.cpu import executor  # noqa: F401 - declares the kernels
from tuidl.kernels.cpu.kernel import KERNELS, ROUTINES


class Made(NamedTuple):
    """A kernel that is ready; ``fresh`` if it had to be compiled, in so many seconds."""

    name: str
    fresh: bool
    seconds: float


def names() -> list[str]:
    """What there is to compile."""
    return [*ROUTINES, *KERNELS]


def make(name: str) -> Made:
    """Compile one, or find it in the cache."""
    began = perf_counter()
    each = ROUTINES[name] if name in ROUTINES else KERNELS[name]
    hits = each.compiled.cache_hits
    return Made(name, not hits, perf_counter() - began)


def compiled(processes: int) -> Iterator[Made]:
    """Each kernel as it becomes ready. Processes are new ones: what is forked beside threads may hang."""
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        waiting = [pool.submit(make, name) for name in names()]
        try:
            for done in as_completed(waiting):
                yield done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
