"""The line between a screen and a run: one session at a time, its events handed on, commands sent in order."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from tuidl.commands import Command
from tuidl.errors import TuidlError
from tuidl.events import Event, Failed
from tuidl.session import Session

Open = Callable[[], Session]
Take = Callable[[Event], None]


class Feed:
    """Starts sessions and hands their events to ``take``; events of a session that was left are dropped."""

    def __init__(self, take: Take):
        self._take = take
        self._session: Session | None = None
        self._commands: asyncio.Queue[Command] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing: set[asyncio.Task[None]] = set()

    @property
    def alive(self) -> bool:
        """Whether a session runs."""
        return self._session is not None

    def start(self, opened: Open, *first: Command) -> None:
        """Leave the session there was and open another; ``first`` are sent at once."""
        self.leave()
        try:
            session = opened()
        except TuidlError as error:
            self._take(Failed(str(error), int(error.code)))
            return
        self._session = session
        self._commands = asyncio.Queue()
        for command in first:
            self._commands.put_nowait(command)
        for work in (self._read(session), self._write(session, self._commands)):
            task = asyncio.create_task(work)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def send(self, command: Command) -> None:
        """Ask the session for something; without one nothing happens."""
        if self._session is not None:
            self._commands.put_nowait(command)

    def leave(self) -> None:
        """Close the session in the background."""
        session, self._session = self._session, None
        tasks, self._tasks = self._tasks, set()
        if session is not None:
            closing = asyncio.create_task(_close(session, tasks))
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        """Close the session and wait for its end."""
        self.leave()
        while self._closing:
            await asyncio.gather(*self._closing)

    async def _read(self, session: Session) -> None:
        try:
            async for envelope in session.events():
                if session is not self._session:
                    return
                self._take(envelope.event)
        except TuidlError as error:
            if session is self._session:
                self._take(Failed(str(error), int(error.code)))
        if session is self._session:  # it ended by itself: commands would go nowhere
            self.leave()

    async def _write(self, session: Session, commands: "asyncio.Queue[Command]") -> None:
        while True:
            await session.send(await commands.get())


async def _close(session: Session, tasks: "set[asyncio.Task[None]]") -> None:
    await session.close()
    left = list(tasks)  # each takes itself out of the set when it is done
    for task in left:
        task.cancel()
    for task in left:
        with suppress(asyncio.CancelledError):
            await task
