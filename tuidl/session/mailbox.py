"""Envelopes waiting for a slow reader: pictures may replace older ones, training steps are joined, the rest is kept."""

import asyncio
from collections import deque
from dataclasses import replace

from tuidl.events import Envelope, Probed, StepsEnded

FULL = 2000  # envelopes; then the writer waits, and with it, at the end of the pipe, the training


def joined(earlier: StepsEnded, later: StepsEnded) -> StepsEnded | None:
    """Both batches of steps as one, or None if they are not neighbours."""
    if later.first != earlier.last + 1 or set(later.values) != set(earlier.values):
        return None
    return StepsEnded(
        first=earlier.first,
        epoch=later.epoch,
        values={name: earlier.values[name] + numbers for name, numbers in later.values.items()},
        time={
            name: earlier.time.get(name, 0.0) + later.time.get(name, 0.0)
            for name in sorted(set(earlier.time) | set(later.time))
        },
    )


class Mailbox:
    """A queue between one writer and one reader on the same event loop."""

    def __init__(self) -> None:
        self._waiting: deque[Envelope] = deque()
        self._changed = asyncio.Condition()
        self._closed = False

    def __len__(self) -> int:
        return len(self._waiting)

    async def put(self, envelope: Envelope) -> None:
        """Add one; waits while the box is full. Nothing is taken after ``close``."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self._waiting) < FULL or self._closed)
            if self._closed:
                return
            self._add(envelope)
            self._changed.notify_all()

    def _add(self, envelope: Envelope) -> None:
        event = envelope.event
        if isinstance(event, Probed):
            for place, other in enumerate(self._waiting):
                if isinstance(other.event, Probed) and other.event.name == event.name:
                    del self._waiting[place]
                    break
        elif isinstance(event, StepsEnded) and self._waiting and isinstance(self._waiting[-1].event, StepsEnded):
            both = joined(self._waiting[-1].event, event)
            if both is not None:
                self._waiting[-1] = replace(envelope, event=both)
                return
        self._waiting.append(envelope)

    async def get(self) -> Envelope | None:
        """The oldest one; waits for it. None when the box is closed and empty."""
        async with self._changed:
            await self._changed.wait_for(lambda: bool(self._waiting) or self._closed)
            if not self._waiting:
                return None
            envelope = self._waiting.popleft()
            self._changed.notify_all()
            return envelope

    async def close(self) -> None:
        """Nothing more will come; what waits may still be read."""
        async with self._changed:
            self._closed = True
            self._changed.notify_all()
