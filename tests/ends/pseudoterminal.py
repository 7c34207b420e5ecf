"""A program in a real pseudo-terminal: type keys, wait for words on the screen, send signals."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import pyte

COLOUR = re.compile(rb"\x1b\[[0-9;:]*m")
UNFINISHED = re.compile(rb"\x1b(\[[0-9;:]*)?$")  # it may become a colour with what is read next
TUIDL = (sys.executable, "-m", "tuidl")
AT_ONCE = 65536  # bytes
PATIENCE = 90.0  # seconds until a word must be there; far more than it takes, for a busy machine
KEYS = {
    "enter": "\r", "escape": "\x1b", "space": " ", "tab": "\t", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C",
    "left": "\x1b[D", "ctrl+c": "\x03", "ctrl+p": "\x10", "ctrl+s": "\x13", "ctrl+t": "\x14", "f3": "\x1bOR",
}  # fmt: skip


class Terminal:
    """Runs ``python -m tuidl ...``, or another command, and keeps the screen that a person would see."""

    def __init__(
        self,
        *words: str,
        columns: int = 140,
        rows: int = 40,
        env: Mapping[str, str] | None = None,
        command: Sequence[str] = TUIDL,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environ = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        self.process = subprocess.Popen(
            [*command, *words],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environ,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        self.raw, self._seen = bytearray(), 0

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.hang_up()

    def hang_up(self) -> None:
        """The line is gone: nothing can be read or written any more, and the kernel says so."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    @property
    def text(self) -> str:
        """The screen's text."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def press(self, *keys: str) -> None:
        """Type keys by name, or characters."""
        for key in keys:
            os.write(self._master, KEYS.get(key, key).encode())

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)
        os.killpg(os.getpgid(self.process.pid), signal.SIGWINCH)

    def read(self, timeout: float, look: bool = True) -> bool:
        """Take in what the program writes next; False when it wrote nothing, or has closed the terminal.

        Without ``look`` it is only kept: drawing the screen costs more than many a program that writes to it.
        """
        ready, _, _ = select.select([self._master], [], [], timeout)
        if not ready:
            return False
        before = len(self.raw)
        with suppress(OSError):  # the other side is closed
            while ready and len(self.raw) - before < AT_ONCE:
                self.raw += os.read(self._master, AT_ONCE)
                ready, _, _ = select.select([self._master], [], [], 0)
        if look:
            self._look()
        return len(self.raw) > before

    def _look(self) -> None:
        """Draw what was read. Colours, most of it, are left out: the emulator would take longer than the program."""
        fresh = bytes(self.raw[self._seen :])
        cut = UNFINISHED.search(fresh)
        fresh = fresh[: cut.start()] if cut else fresh
        self._stream.feed(COLOUR.sub(b"", fresh))
        self._seen += len(fresh)

    def forget(self) -> None:
        """Let go of all that was written so far."""
        self.raw, self._seen = bytearray(), 0

    def until(self, wanted: str | Callable[[str], bool], patience: float = PATIENCE) -> str:
        """Read until a text stands on the screen (or a condition on it holds); the screen's text then."""
        holds = wanted if callable(wanted) else lambda text: wanted in text
        end = time.monotonic() + patience
        while not holds(self.text):
            left = end - time.monotonic()
            if left <= 0 or (not self.read(min(left, 1.0)) and self.process.poll() is not None):
                raise AssertionError(f"{wanted!r} did not come; the screen was:\n{self.text}")
        return self.text

    def end(self, patience: float = PATIENCE) -> int:
        """Read until the program has ended; its exit code."""
        end = time.monotonic() + patience
        while self.process.poll() is None:
            if time.monotonic() > end:
                raise AssertionError(f"it does not end; the screen is:\n{self.text}")
            self.read(0.2)
        while self.read(0):
            pass
        return self.process.returncode

    def children(self) -> list[int]:
        """Processes that the program has started."""
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in task.read_text().split()]

    @property
    def restored(self) -> bool:
        """Whether the terminal was given back: alternate screen and mouse reports off."""
        return all(code in self.raw for code in (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?25h"))
