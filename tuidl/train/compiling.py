"""Compiling, told while it goes on: the kernels are made in a thread, their names come out as events."""

import queue
import threading
from collections.abc import Iterator

from tuidl.events import KernelCompiled
from tuidl.train.experiment import Experiment


def compiled(experiment: Experiment) -> Iterator[KernelCompiled]:
    """Makes everything ready that the first step needs; one event per kernel. Its errors are raised here."""
    told: queue.SimpleQueue[KernelCompiled | None] = queue.SimpleQueue()
    failed: list[BaseException] = []

    def progress(name: str, index: int, total: int, seconds: float) -> None:
        told.put(KernelCompiled(name, index, total, {"seconds": seconds}))

    def work() -> None:
        try:
            experiment.compile(progress)
        except BaseException as error:  # raised again below, in the thread that asked
            failed.append(error)
        finally:
            told.put(None)

    worker = threading.Thread(target=work, name="compile", daemon=True)
    worker.start()
    while (event := told.get()) is not None:
        yield event
    worker.join()
    if failed:
        raise failed[0]
