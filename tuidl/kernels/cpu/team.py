"""Threads that carry out a program together with the caller."""

import threading

from tuidl.kernels.cpu.control import run

Job = tuple[int, int, int, int, int]  # code, length, arena, first step, steps


class Team:
    """``threads`` − 1 threads that wait for jobs; they end with the process."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self._begin = [threading.Semaphore(0) for _ in range(1, threads)]
        self._done = threading.Semaphore(0)
        self._job: Job = (0, 0, 0, 0, 0)
        for thread in range(1, threads):
            threading.Thread(target=self._work, args=(thread,), daemon=True, name=f"tuidl-{thread}").start()

    def _work(self, thread: int) -> None:
        while True:
            self._begin[thread - 1].acquire()
            code, length, arena, first, steps = self._job
            run(code, length, arena, thread, self.threads, first, steps)
            self._done.release()

    def run(self, job: Job) -> None:
        """Run a job on all threads; returns when all are done."""
        self._job = job
        for semaphore in self._begin:
            semaphore.release()
        code, length, arena, first, steps = job
        run(code, length, arena, 0, self.threads, first, steps)
        for _ in self._begin:
            self._done.acquire()
