"""A recorded run, played again: at its own pace, faster, or at once."""

import asyncio
from collections.abc import AsyncIterator
from math import inf
from pathlib import Path

from tuidl.commands import Command, Pause, Play, Reset, Stop
from tuidl.events import Envelope
from tuidl.session import recording


class ReplaySession:
    """Plays a recording at ``speed`` times its own pace (``inf``: at once). It begins by itself.

    ``Pause``, ``Play``, ``Reset`` (from the beginning) and ``Stop`` are obeyed; a recording cannot be steered further.
    Raises CheckpointError for a file that is no recording.
    """

    def __init__(self, path: Path | str, speed: float = 1.0) -> None:
        self.recording = recording.read(path)
        self._speed = speed
        self._playing = True
        self._place = 0
        self._closed = False
        self._asked = asyncio.Event()

    async def events(self) -> AsyncIterator[Envelope]:
        """The recorded envelopes, each when its time has come."""
        envelopes = self.recording.envelopes
        while not self._closed and self._place < len(envelopes):
            self._asked.clear()
            place = self._place
            before = envelopes[place - 1].at if place else 0.0
            wait = (envelopes[place].at - before) / self._speed if self._speed != inf else 0.0
            if not self._playing or wait > 0:
                try:
                    await asyncio.wait_for(self._asked.wait(), wait if self._playing else None)
                    continue  # something was asked: look again before playing on
                except TimeoutError:
                    pass
            self._place += 1
            yield envelopes[place]

    async def send(self, command: Command) -> None:
        """Pause, play on, begin again or stop."""
        match command:
            case Play():
                self._playing = True
            case Pause():
                self._playing = False
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
