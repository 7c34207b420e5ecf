"""Pace: how many steps at once, and when a picture is due."""

import time

PACES = ("full", "frame")
FRAME = 1 / 15  # seconds that a frame lasts at most
CHUNK = 0.06  # seconds of training between two looks at the inbox, on screen
FIXED = 64  # steps between two looks without a screen: the same on every machine
FIRST = 1.0  # seconds that the second picture of a panel waits at most
SHARE = 0.03  # of the time that all pictures together may cost
FRAMED = 0.05  # of the time that each may cost where training waits for frames anyway


class Pace:
    """``full``: as many steps as fit into a chunk. ``frame``: one stride, then the next when the frame is over.

    A stride is one step, or as many as the lesson says.

    Without a screen there is no clock: chunks are fixed, and pictures come with evaluations.
    """

    def __init__(self, asked: str | None = None, live: bool = False) -> None:
        self.live = live or asked is not None  # somebody is looking
        self._asked = asked
        self.name = asked or "full"
        self.interval = 0.1
        self._size = 1
        self._stride = 1
        self._next_step = 0.0
        self._due: dict[str, float] = {}

    def begin(self, pace: str, stride: int = 1) -> None:
        """A run begins that would like this pace, ``stride`` steps a frame; a pace that was asked for stays."""
        self._stride = stride
        self.name = self._asked or pace

    def on_screen(self, pace: str, interval: float) -> None:
        """Somebody is looking."""
        self.name, self._asked, self.live, self.interval = pace, pace, True, min(max(interval, 0.02), 5.0)
        self._due, self._next_step = {}, 0.0

    @property
    def framed(self) -> bool:
        """One stride at a time."""
        return self.live and self.name == "frame"

    def wait(self) -> float:
        """Seconds until the next step may be taken."""
        return max(self._next_step - time.monotonic(), 0.0) if self.framed else 0.0

    def rest(self) -> None:
        """Sleep until then; not at all where nothing is waited for: on a busy machine that alone takes 1 ms."""
        left = self.wait()
        if left > 0:
            time.sleep(left)

    def steps(self) -> int:
        """How many steps to take at once."""
        if not self.live:
            return FIXED
        return self._stride if self.framed else self._size

    def took(self, steps: int, seconds: float) -> None:
        """So long did they take."""
        if self.framed:
            self._next_step = time.monotonic() - seconds + min(self.interval, FRAME)
        elif self.live and seconds > 0:
            ideal = steps * CHUNK / seconds
            self._size = int(min(max(ideal, self._size / 4, 1), self._size * 4))

    def due(self, panel: str) -> bool:
        """Whether a picture of this panel is wanted again."""
        return self._due.get(panel, 0.0) <= time.monotonic()

    def drew(self, panel: str, seconds: float, panels: int = 1) -> None:
        """The picture, one of so many, took so long: the next one waits."""
        between = 0.0 if self.framed else self.interval
        share = FRAMED if self.framed else SHARE / max(panels, 1)
        wait = max(between, seconds / share - seconds)
        if panel not in self._due:  # the first time kernels may have been compiled for it
            wait = min(wait, max(between, FIRST))
        self._due[panel] = time.monotonic() + wait
