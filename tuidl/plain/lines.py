"""Lines in and out: what is said goes out a line at a time, what is typed comes in a line at a time."""

import asyncio
import sys
import threading
from typing import TextIO

from tuidl.language import tr

SPOKEN = str.maketrans({"−": "-", "≥": ">=", "≤": "<=", "≠": "!=", "…": "...", "“": '"', "”": '"', "↻": ""})


def _read_aloud(text: str) -> str:
    return text.translate(SPOKEN).replace("→", tr("to"))


class Lines:
    """``say`` and ``ask``; nothing moves the cursor, nothing has a colour, and no line is taken back."""

    def __init__(self, out: TextIO | None = None, typed: TextIO | None = None) -> None:
        self._out, self._typed = out or sys.stdout, typed or sys.stdin
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._reads = False

    def say(self, *texts: str) -> None:
        """Each text on a line of its own, signs that are read aloud badly in other words."""
        for text in texts:
            plain = "".join(char if char.isprintable() else " " for char in _read_aloud(text)).rstrip()
            self._write(plain + "\n")
        self._out.flush()

    async def ask(self, question: str) -> str | None:
        """The line typed next, without blanks around it; None once there is no more to come."""
        self._write(f"{_read_aloud(question)}: ")
        self._out.flush()
        if not self._reads:
            self._reads = True
            threading.Thread(target=self._read, args=(asyncio.get_running_loop(),), daemon=True).start()
        line = await self._lines.get()
        if line is None:
            self._out.write("\n")
            return None
        return line.strip()

    def _write(self, text: str) -> None:
        """What the line's encoding cannot hold is replaced."""
        coding = self._out.encoding or "utf-8"
        self._out.write(text.encode(coding, "replace").decode(coding))

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        """In a thread of its own, for a read cannot be ended from outside; it ends with the process."""
        while True:
            try:
                line = self._typed.readline()
            except (OSError, ValueError):
                line = ""
            try:
                loop.call_soon_threadsafe(self._lines.put_nowait, line or None)
            except RuntimeError:  # everybody has gone
                return
            if not line:
                return
