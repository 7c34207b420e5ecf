"""How many threads run a program: one or all, whichever has lately been the faster.

On a machine with other work a second thread often comes late to the barrier and costs more than it brings. Results do
not depend on the number of threads, so it may change between two calls.
"""

TRIES = 4  # first calls, in which both ways take turns: threads start in the first of them
RETRY = 48  # calls between two looks at the slower way
SLOWER = 0.4  # weight of a newest time that is longer; a shorter one counts at once


class Choice:
    """Times both ways now and then and picks the faster."""

    def __init__(self, most: int, always: bool = False) -> None:
        self.most, self._always = most, always
        self._seconds: dict[int, float] = {}  # threads -> seconds a step, lately
        self._calls = 0

    def pick(self) -> int:
        """Threads for the next call."""
        if self.most == 1 or self._always:
            return self.most
        self._calls += 1
        if self._calls <= TRIES:
            return self.most if self._calls % 2 else 1
        faster = min(self._seconds, key=lambda threads: (self._seconds[threads], -threads))
        return (1 if faster == self.most else self.most) if self._calls % RETRY == 0 else faster

    def took(self, threads: int, seconds: float) -> None:
        """A call with so many threads took so long per step."""
        before = self._seconds.get(threads, seconds)
        self._seconds[threads] = before + (SLOWER if seconds > before else 1.0) * (seconds - before)
