"""Makers: processes that compile kernels into the cache, so that nobody else has to hold the compiler's memory.

What LLVM and numba take to compile a kernel stays in a process until it ends, tens of megabytes for a network. A maker
(``python -m tuidl.kernels.cpu.maker``) reads names, one a line, and answers each with one line as soon as it lies in
the cache: whether it had to be compiled, and in how many seconds. It ends with its input.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

COMMAND = (sys.executable, "-m", "tuidl.kernels.cpu.maker")
ROOM = Path(__file__).parents[3]  # the package's, wherever the process was started


class Made(NamedTuple):
    """A kernel that lies in the cache; ``fresh`` if it had to be compiled, in so many seconds."""

    name: str
    fresh: bool
    seconds: float


def made(names: Sequence[str], processes: int) -> Generator[Made, None, None]:
    """Each kernel, in this order, as soon as it is ready; so many processes make them.

    OSError if no process can be started, or if one cannot go on; what was made until then is kept.
    """
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for name in names:
        waiting.put(name)
    told: queue.SimpleQueue[Made | OSError] = queue.SimpleQueue()
    makers: list[subprocess.Popen[str]] = []
    try:
        for _ in range(min(processes, len(names))):
            makers.append(_start())
            threading.Thread(target=_supply, args=(makers[-1], waiting, told), name="maker", daemon=True).start()
        ready: dict[str, Made] = {}
        for name in names:
            while name not in ready:
                answer = told.get()
                if isinstance(answer, OSError):
                    raise answer
                ready[answer.name] = answer
            yield ready[name]
    finally:
        for maker in makers:
            maker.kill()
            maker.wait()


def _start() -> "subprocess.Popen[str]":
    path = os.pathsep.join(filter(None, (str(ROOM), os.environ.get("PYTHONPATH", ""))))
    return subprocess.Popen(
        COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


def _supply(
    maker: "subprocess.Popen[str]", waiting: "queue.SimpleQueue[str]", told: "queue.SimpleQueue[Made | OSError]"
) -> None:
    """Give a maker one name after the other, as long as there are any, and pass its answers on."""
    assert maker.stdin
    assert maker.stdout
    with maker.stdin as asked, maker.stdout as answers:
        try:
            while True:
                name = waiting.get_nowait()
                asked.write(f"{name}\n")
                asked.flush()
                answer = json.loads(answers.readline() or '"it ended early"')
                if isinstance(answer, str):
                    raise OSError(f"kernel '{name}': {answer}")
                told.put(Made(name, *answer))
        except queue.Empty:
            pass
        except (OSError, ValueError) as error:  # ValueError: an answer that was cut off
            told.put(error if isinstance(error, OSError) else OSError(f"it ended early: {error}"))


def main() -> None:
    """Make what is asked for, until nothing is asked any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asks decides when it is over
    from tuidl.kernels.cpu import executor  # noqa: F401 - declares the kernels
    from tuidl.kernels.cpu.control import prepare
    from tuidl.kernels.cpu.kernel import named

    prepare()
    for line in sys.stdin:
        began = perf_counter()
        try:
            hits = named(line.strip()).compiled.cache_hits
            answer: object = [not hits, perf_counter() - began]
        except Exception as error:  # the compiler's: told, not raised
            answer = f"{type(error).__name__}: {error}"
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
