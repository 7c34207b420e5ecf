"""A recorded run, played again: at its own pace, faster, slower, step by step, or at once."""

import asyncio
from collections.abc import AsyncIterator
from math import inf
from pathlib import Path

from tuidl.commands import Command, Pause, Play, Reset, Step, Stop
from tuidl.events import Envelope, Event, StepsEnded
from tuidl.session import recording
from tuidl.session.mailbox import told


class ReplaySession:
    """Plays a recording at ``speed`` times its own pace (``inf``: at once). It begins by itself.

    ``stays``: after the last event it waits for a ``Reset``. ``Pause``, ``Play``, ``Step`` (on to the next training
    steps that were told, in a race those of all runs, then a pause), ``Reset`` (from the beginning) and ``Stop`` are
    obeyed; a recording cannot be steered further. Raises CheckpointError for a file that is no recording.
    """

    def __init__(self, path: Path | str, speed: float = 1.0, stays: bool = False) -> None:
        self.recording = recording.read(path)
        self._speed, self._stays = speed, stays
        self._playing = True
        self._steps = 0  # to be told without waiting
        self._told: tuple[int, int] | None = None  # the run of a race that told its steps of those last
        self._place = 0
        self._closed = False
        self._asked = asyncio.Event()

    @property
    def speed(self) -> float:
        """Times its own pace; it can be changed at any moment."""
        return self._speed

    @speed.setter
    def speed(self, value: float) -> None:
        self._speed = value
        self._asked.set()

    @property
    def playing(self) -> bool:
        """Whether it goes on by itself."""
        return self._playing

    @property
    def over(self) -> bool:
        """Whether everything was told."""
        return self._place >= len(self.recording.envelopes)

    async def events(self) -> AsyncIterator[Envelope]:
        """The recorded envelopes, each when its time has come."""
        envelopes = self.recording.envelopes
        while not self._closed:
            self._asked.clear()
            place = self._place
            if place >= len(envelopes):
                if not self._stays:
                    return
                await self._asked.wait()
                continue
            before = envelopes[place - 1].at if place else 0.0
            wait = (envelopes[place].at - before) / self._speed if self._speed != inf else 0.0
            if self._steps:
                wait = 0.0
            elif not self._playing or wait > 0:
                try:
                    await asyncio.wait_for(self._asked.wait(), wait if self._playing else None)
                    continue  # something was asked: look again before playing on
                except TimeoutError:
                    pass
            if self._steps and self._full(envelopes[place].event):
                continue
            self._place += 1
            yield envelopes[place]

    def _full(self, event: Event) -> bool:
        """Count the steps that are told without waiting; True where a race is to be told no further: this would be the
        next step of a run that has told one."""
        run, own = told(event)
        if not isinstance(own, StepsEnded):
            return False
        if run is None:
            self._steps -= 1
            return False
        over, self._told = self._told is not None and run <= self._told, run
        if over:
            self._steps -= 1
            self._told = run if self._steps else None
        return over and not self._steps

    async def send(self, command: Command) -> None:
        """Pause, play on, take steps, begin again or stop."""
        match command:
            case Play():
                self._playing = True
            case Pause():
                self._playing = False
            case Step(count):
                self._playing, self._steps, self._told = False, count, None
            case Reset():
                self._place = 0
            case Stop():
                self._closed = True
            case _:
                return
        self._asked.set()

    async def close(self) -> None:
        """End the replay; safe to call twice."""
        self._closed = True
        self._asked.set()
