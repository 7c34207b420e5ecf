"""Envelopes waiting for a slow reader: pictures may replace older ones, training steps are joined, the rest is kept."""

import asyncio
from collections import deque
from dataclasses import replace

from tuidl.events import Envelope, Event, Probed, Raced, StepsEnded

FULL = 2000  # envelopes; then the writer waits, and with it, at the end of the pipe, the training


def joined(earlier: StepsEnded, later: StepsEnded) -> StepsEnded | None:
    """Both batches of steps as one, or None if they are not neighbours."""
    if later.first != earlier.last + 1 or later.width != earlier.width or set(later.values) != set(earlier.values):
        return None
    return StepsEnded(
        first=earlier.first,
        epoch=later.epoch,
        values={name: earlier.values[name] + numbers for name, numbers in later.values.items()},
        time={
            name: earlier.time.get(name, 0.0) + later.time.get(name, 0.0)
            for name in sorted(set(earlier.time) | set(later.time))
        },
        width=later.width,
    )


def told(event: Event) -> tuple[tuple[int, int] | None, Event]:
    """Which run of a race tells it (None: there is one run only), and what."""
    return ((event.contestant, event.seed), event.told) if isinstance(event, Raced) else (None, event)


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
        run, event = told(envelope.event)
        if isinstance(event, Probed):
            for place, waiting in enumerate(self._waiting):
                other, picture = told(waiting.event)
                if other == run and isinstance(picture, Probed) and picture.name == event.name:
                    del self._waiting[place]
                    break
        elif isinstance(event, StepsEnded):
            place = next(
                (i for i in range(len(self._waiting) - 1, -1, -1) if told(self._waiting[i].event)[0] == run), -1
            )
            before = told(self._waiting[place].event)[1] if place >= 0 else None
            both = joined(before, event) if isinstance(before, StepsEnded) else None
            if both is not None:
                last = place == len(self._waiting) - 1
                again = both if run is None else Raced(*run, both)
                self._waiting[place] = replace(envelope if last else self._waiting[place], event=again)
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
