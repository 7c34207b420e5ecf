"""The live progress bar on standard error: how far, how good, how fast, how long still."""

import time
from collections.abc import Callable
from math import isfinite
from typing import TextIO

from tuidl.events import Diagnosis, Diverged, Event, KernelCompiled
from tuidl.headless import number
from tuidl.language import tr
from tuidl.telling.outcome import Outcome
from tuidl.view import RunView

INTERVAL = 0.1  # seconds between two pictures
CLEAR = "\r\x1b[K"
GAUGE = 16  # columns of the bar at most


class Line:
    """Redraws one line. ``width``: columns of the terminal, asked before each picture. ``blocks``: not only ASCII."""

    def __init__(
        self,
        stream: TextIO,
        width: Callable[[], int],
        blocks: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.stream = stream
        self.width = width
        self.clock = clock
        self.blocks = blocks
        self._drawn = -INTERVAL
        self._shown = ""

    def show(self, made: Callable[[float], str]) -> None:
        """Draw what is made (given the time), at most ten times a second."""
        now = self.clock()
        if now - self._drawn >= INTERVAL:
            self._drawn, self._shown = now, made(now)
            self._write(CLEAR + self._shown)

    def above(self, text: str) -> None:
        """A note that stays, above the line."""
        self._write(f"{CLEAR}{text}\n{self._shown}")

    def clear(self) -> None:
        """Take the line away."""
        self._write(CLEAR)

    def compiling(self, event: KernelCompiled) -> str:
        """Which kernel is made."""
        parts = [tr("compiling kernel {index} of {total}", index=event.index, total=event.total), event.name]
        return self.line(event.index / max(event.total, 1), "", parts)

    def line(self, done: float, lead: str, parts: list[str]) -> str:
        """Gauge and as many parts as fit, the first ones first."""
        room = max(self.width() - 1, 20)
        gauge = self._gauge(done, min(GAUGE, room // 6))
        line = f"{gauge} {lead}".rstrip()
        for part in parts:
            if len(line) + 2 + len(part) > room:
                break
            line = f"{line}  {part}"
        return line

    def _gauge(self, done: float, columns: int) -> str:
        full = int(min(max(done, 0.0), 1.0) * columns)
        if self.blocks:
            return "█" * full + "░" * (columns - full)
        return "[" + "#" * max(full - 2, 0) + "-" * (columns - 2 - max(full - 2, 0)) + "]"

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


class Bar(Line):
    """The line of one run."""

    _began: tuple[float, int] | None = None

    def see(self, event: Event, view: RunView) -> None:
        """Draw; notes of the run doctor stay above the bar."""
        if isinstance(event, Diagnosis | Diverged):
            self.above(event.whole if isinstance(event, Diagnosis) else event.text)
        if isinstance(event, KernelCompiled):
            self.show(lambda _: self.compiling(event))
        elif view.started is not None:
            self.show(lambda now: self._training(view, now))
        else:
            self.show(lambda _: self._shown)

    def end(self, outcome: Outcome) -> None:
        """Take the bar away: what stays is the result."""
        self.clear()

    def _training(self, view: RunView, now: float) -> str:
        """What matters most comes first: a narrow terminal cuts from the right."""
        budget = max(view.budget, view.step, 1)
        parts = [
            f"{number.label(name)} {number.measured(name, view.latest(name))}"
            for name in ("loss", "accuracy")
            if isfinite(view.latest(name))
        ]
        if self._began is None:
            self._began = (now, view.step)
        then, first = self._began
        if view.step > first:  # by the clock on the wall: evaluations take their time too
            parts.append(
                tr("{clock} left", clock=number.clock((now - then) / (view.step - first) * (budget - view.step)))
            )
        if view.per_second > 0:
            parts.append(tr("{speed} samples/s", speed=number.speed(view.per_second)))
        parts.append(tr("step {step}/{budget}", step=view.step, budget=view.budget))
        return self.line(view.step / budget, f"{100 * view.step // budget:3d} %", parts)
