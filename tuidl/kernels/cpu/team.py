"""Threads that carry out a program together with the caller."""

import threading

from tuidl.kernels.cpu.control import run

Job = tuple[int, int, int, int, int]  # code, length, arena, first step, steps


class Team:
    """``threads`` − 1 threads that wait for jobs until the team is closed."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self._begin = [threading.Semaphore(0) for _ in range(1, threads)]
        self._done = threading.Semaphore(0)
        self._busy = 0  # threads that have begun a job and were not waited for
        self._job: Job | None = None
        for thread in range(1, threads):
            threading.Thread(target=self._work, args=(thread,), daemon=True, name=f"tuidl-{thread}").start()

    def _work(self, thread: int) -> None:
        while True:
            self._begin[thread - 1].acquire()
            if self._job is None:
                return
            code, length, arena, first, steps = self._job
            run(code, length, arena, thread, self.threads, first, steps)
            self._done.release()

    def _wait(self) -> None:
        while self._busy:
            self._done.acquire()
            self._busy -= 1

    def run(self, job: Job) -> None:
        """Run a job on all threads; returns when all are done."""
        self._wait()  # a caller who was interrupted twice may have left before the others were done
        self._job = job
        for semaphore in self._begin:
            self._busy += 1
            semaphore.release()
        code, length, arena, first, steps = job
        try:
            run(code, length, arena, 0, self.threads, first, steps)
        finally:  # the others still use the caller's arrays
            self._wait()

    def close(self) -> None:
        """Let the threads end."""
        self._wait()
        self._job = None
        for semaphore in self._begin:
            semaphore.release()
