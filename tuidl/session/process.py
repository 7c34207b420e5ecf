"""A run in a child process: request and commands go in as lines, events come out as lines, words for its end."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from tuidl import paths
from tuidl.commands import Command
from tuidl.events import Envelope, Failed
from tuidl.language import tr
from tuidl.session import wire
from tuidl.session.mailbox import Mailbox
from tuidl.session.request import Request

WORKER = (sys.executable, "-P", "-m", "tuidl.train.worker")
ALLOWED = frozenset(
    (
        "PATH",
        "HOME",
        "USER",
        "LOGNAME",
        "LANG",
        "LANGUAGE",
        "TZ",
        "TMPDIR",
        "TEMP",
        "TMP",
        "SYSTEMROOT",
        "LD_LIBRARY_PATH",
    )
)
NUMERIC = ("NUMBA_", "CUDA_", "OPENBLAS_", "MKL_", "OMP_")  # they decide the last digits of sums
ALLOWED_PREFIXES = ("LC_", "XDG_", "TUIDL_", *NUMERIC)
GRACE = 2.0  # seconds that the child has to end by itself before it is killed
SILENT = 30.0  # seconds without a sign of life after which a run with a function of the learner's own ends
LOG_BYTES = 1 << 20

log = logging.getLogger("tuidl")


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """What the child may know of our environment, and where it finds this very tuidl."""
    kept = {name: value for name, value in given.items() if name in ALLOWED or name.startswith(ALLOWED_PREFIXES)}
    kept["PYTHONPATH"] = str(Path(__file__).parents[2])
    kept["PYTHONUNBUFFERED"] = "1"
    return kept


def log_path() -> Path:
    """Where the child's stderr goes."""
    return paths.state() / "training.log"


def _open_log() -> IO[bytes] | int:
    path = log_path()
    try:
        paths.private(path.parent)
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".log.1"))
        return path.open("ab")
    except OSError:
        return asyncio.subprocess.DEVNULL


def _end(code: int, written: bool) -> Failed:
    """Why a child that said nothing of it has ended; ``written``: a function of the learner's own was at work in it."""
    log_file = str(log_path())
    if code == 1 and written:
        told = tr(
            "your function gave no answer for {seconds:g} s: a loop in it may never end; mend it, then press r",
            seconds=SILENT,
        )
        return Failed(told, 1, log_file)
    if code < 0:
        try:
            name = tr("signal {code}, {name}", code=-code, name=signal.Signals(-code).name)
        except ValueError:
            name = tr("signal {code}", code=-code)
        return Failed(tr("the training process was killed ({name}); press r to start again", name=name), 1, log_file)
    return Failed(
        tr("the training process ended by itself (exit code {code}); press r to start again", code=code), 1, log_file
    )


class ProcessSession:
    """One child process; it starts with the first call of ``events`` or ``send``."""

    def __init__(self, request: Request, argv: Sequence[str] = WORKER, grace: float = GRACE) -> None:
        self._request = request
        self._argv = argv
        self._grace = grace
        self._child: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._mailbox = Mailbox()
        self._starting = asyncio.Lock()
        self._closed = False
        self._last = Envelope(-1, 0.0, Failed(""))

    @property
    def pid(self) -> int | None:
        """The child's process id, once it was started."""
        return self._child.pid if self._child else None

    async def _start(self) -> None:
        async with self._starting:
            if self._child is not None or self._closed:
                return
            try:
                self._child = await self._spawn()
            except OSError as error:
                await self._add(
                    Failed(tr("the training process cannot be started: {strerror}", strerror=error.strerror), 1)
                )
                self._closed = True
                await self._mailbox.close()
                return
            self._reader = asyncio.create_task(self._read(self._child))
            await self._write(wire.from_request(self._request))

    async def _spawn(self) -> asyncio.subprocess.Process:
        stderr = _open_log()
        try:
            return await asyncio.create_subprocess_exec(
                *self._argv,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=stderr,
                env=environment(os.environ),
                limit=wire.MAX_LINE,
                start_new_session=True,  # a Ctrl-C in the terminal is ours to handle, not the child's
            )
        finally:
            if not isinstance(stderr, int):
                stderr.close()

    async def _write(self, line: bytes) -> None:
        stdin = self._child.stdin if self._child else None
        if stdin is None or stdin.is_closing():
            return
        stdin.write(line)
        with suppress(ConnectionError):  # it has died: the stream will say so
            await stdin.drain()

    async def _read(self, child: asyncio.subprocess.Process) -> None:
        try:
            failed = await self._pass_on(child)
            code = await child.wait()
            if not (failed or self._closed or code == 0):
                await self._add(_end(code, bool(self._request.code) and self._last.seq >= 0))
        finally:
            await self._mailbox.close()

    async def _pass_on(self, child: asyncio.subprocess.Process) -> bool:
        """Put every line into the mailbox; True if the stream ended with a ``Failed``."""
        assert child.stdout is not None
        while True:
            try:
                line = await child.stdout.readline()
                if not line:
                    return isinstance(self._last.event, Failed) and self._last.seq >= 0
                self._last = wire.to_envelope(line)
            except ValueError as error:  # no message, or a line beyond the limit
                log.error(tr("the training process wrote a line that is no message: %s"), error)
                with suppress(ProcessLookupError):
                    child.kill()
                text = tr("the training process wrote something that is no message; press r to start again")
                await self._add(Failed(text, 1, str(log_path())))
                return True
            await self._mailbox.put(self._last)

    async def _add(self, event: Failed) -> None:
        self._last = Envelope(self._last.seq + 1, self._last.at, event)
        await self._mailbox.put(self._last)

    async def events(self) -> AsyncIterator[Envelope]:
        """The stream, until the child has ended; the last event says why if that was not asked for."""
        await self._start()
        while (envelope := await self._mailbox.get()) is not None:
            yield envelope

    async def send(self, command: Command) -> None:
        """Pass a command on; after the end of the child nothing happens."""
        await self._start()
        await self._write(wire.from_command(command))

    async def close(self) -> None:
        """End the child: first its input, then a signal, then a harder one. Safe to call twice; leaves no zombie."""
        self._closed = True
        async with self._starting:
            child, reader = self._child, self._reader
        await self._mailbox.close()
        if child is None or reader is None:
            return
        assert child.stdin is not None
        child.stdin.close()
        for stop in (child.terminate, child.kill):
            try:
                await asyncio.wait_for(asyncio.shield(reader), self._grace)
                return
            except TimeoutError:
                with suppress(ProcessLookupError):
                    stop()
        await reader
