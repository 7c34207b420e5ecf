"""Measuring in a child process: the screen asks what a sandbox comes to, and never computes itself."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

from tuidl.language import tr
from tuidl.sandbox.description import Sandbox, plain
from tuidl.sandbox.facts import Sizes
from tuidl.session.process import environment

MEASURER = (sys.executable, "-P", "-m", "tuidl.train.measurer")
LIMIT = 1 << 22  # bytes of an answer


class Measuring(Protocol):
    """What measures sandboxes."""

    async def sizes(self, sandbox: Sandbox) -> Sizes:
        """What the sandbox comes to."""
        ...

    async def close(self) -> None:
        """Leave nothing behind."""
        ...


class Measure:
    """One child; it starts with the first question, and anew if it has ended. Questions are answered one by one."""

    def __init__(self, argv: Sequence[str] = MEASURER) -> None:
        self._argv = argv
        self._child: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def sizes(self, sandbox: Sandbox) -> Sizes:
        """What the sandbox comes to; a child that ends before it answers is told as a fault.

        Whoever asks may stop waiting: the answer is read all the same, so that the next one is not taken for it.
        """
        return await asyncio.shield(asyncio.ensure_future(self._answer(sandbox)))

    async def _answer(self, sandbox: Sandbox) -> Sizes:
        async with self._turn:
            try:
                child = await self._started()
                assert child.stdin is not None
                assert child.stdout is not None
                child.stdin.write(json.dumps(plain(sandbox)).encode() + b"\n")
                await child.stdin.drain()
                return Sizes.from_json(json.loads(await child.stdout.readline()))
            except (OSError, ValueError, KeyError, TypeError):
                await self.close()
                return Sizes(
                    fault=tr("the process that measures sandboxes ended by itself; change something to try again")
                )

    async def _started(self) -> asyncio.subprocess.Process:
        if self._child is None or self._child.returncode is not None:
            self._child = await asyncio.create_subprocess_exec(
                *self._argv, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL, env=environment(os.environ), limit=LIMIT,
            )  # fmt: skip
        return self._child

    async def close(self) -> None:
        """End the child; safe to call twice."""
        child, self._child = self._child, None
        if child is not None and child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
