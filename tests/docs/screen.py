"""A look at a screen: tuidl in a terminal of its own, until it stands; then ctrl+q. ``python -m tests.docs.screen``."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence

STANDS = re.compile(rb"\x1b\[\?1049h.*\^p.{0,80}palette", re.DOTALL)  # the other screen, and its row of keys
QUIT = b"\x11"
PATIENCE = 90.0  # seconds; far more than it takes, for a busy machine


def visit(
    words: Sequence[str], environment: Mapping[str, str] = os.environ, options: Sequence[str] = ()
) -> tuple[int, bytes]:
    """Exit code and output of ``tuidl WORDS`` (``options``: of Python itself)."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    child = subprocess.Popen(
        [sys.executable, *options, "-m", "tuidl", *words],
        env={**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
        stdin=follower, stdout=follower, stderr=follower,
    )  # fmt: skip
    os.close(follower)
    seen, quitting, end = b"", False, time.monotonic() + PATIENCE
    while (left := end - time.monotonic()) > 0 and select.select([leader], [], [], left)[0]:
        try:
            part = os.read(leader, 65536)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        seen += part
        if not quitting and STANDS.search(seen):
            quitting = True
            os.write(leader, QUIT)
    os.close(leader)
    try:
        return child.wait(timeout=PATIENCE if quitting else 0.1), seen
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait(), seen


if __name__ == "__main__":
    code, output = visit(sys.argv[1:])
    if code:
        sys.stderr.write(f"{output[-4000:]!r}\n")
    raise SystemExit(code)
