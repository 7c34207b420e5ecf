"""One trial of a learner's file: the candidate process, watched from outside, and what came out of it."""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tuidl.language import VARIABLES, tr

CANDIDATE = (sys.executable, "-P", "-m", "tuidl.exercise.candidate")
WALL = 10.0  # seconds on the clock for calling, start of the process included
COMPILING = 60.0  # where it is compiled too
PRINTED = 8 << 10  # bytes of what it prints that are kept
NOISE = 256 << 10  # bytes printed after which it is stopped
ANSWERS = 64 << 20  # bytes of answers after which it is stopped


@dataclass
class Trial:
    """``lines``: what the candidate said; ``end``: why it said no more, the end of a sentence; empty: it was done."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    end: str = ""
    printed: str = ""


def environment(home: str) -> dict[str, str]:
    """All that the candidate may know."""
    return {
        "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONIOENCODING": "utf-8", "HOME": home, "TMPDIR": home,
        "NUMBA_CACHE_DIR": home, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8",
        **{name: os.environ[name] for name in VARIABLES if name in os.environ},
    }  # fmt: skip


def tried(job: Mapping[str, Any], compiled: bool) -> Trial:
    """Run the candidate to its end, or end it."""
    with tempfile.TemporaryDirectory(prefix="tuidl-code-") as home:
        child = subprocess.Popen(
            CANDIDATE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=home,
            env=environment(home), start_new_session=True, close_fds=True,
        )  # fmt: skip
        try:
            return _watched(child, json.dumps({**job, "compiled": compiled}).encode(), COMPILING if compiled else WALL)
        finally:
            _end(child)


def _watched(child: "subprocess.Popen[bytes]", job: bytes, seconds: float) -> Trial:
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    with suppress(BrokenPipeError):
        child.stdin.write(job)
        child.stdin.close()
    said, noise, count = bytearray(), bytearray(), 0
    end, deadline = "", time.monotonic() + seconds
    with selectors.DefaultSelector() as ready:
        ready.register(child.stdout, selectors.EVENT_READ, said)
        ready.register(child.stderr, selectors.EVENT_READ, noise)
        while ready.get_map() and not end:
            left = deadline - time.monotonic()
            events = ready.select(max(left, 0.0))
            if not events and left <= 0:
                end = tr("takes too long; is there a loop that never ends?")
            for key, _ in events:
                data = os.read(key.fd, 1 << 16)
                if not data:
                    ready.unregister(key.fileobj)
                elif key.data is noise:
                    count += len(data)
                    noise += data[: max(0, PRINTED - len(noise))]
                    if count > NOISE:
                        end = tr("prints more than {noise} KB; take the print out of the loop", noise=NOISE >> 10)
                else:
                    said += data
                    if len(said) > ANSWERS:
                        end = tr("answers with far more numbers than were asked for")
            if child.poll() is not None and not events:
                break
    lines = _lines(bytes(said))
    finished = bool(lines) and bool({"done", "fault"} & lines[-1].keys())
    if not end and not finished:
        end = _ending(child)
    return Trial(lines, "" if finished else end, bytes(noise).decode("utf-8", "replace"))


def _ending(child: "subprocess.Popen[bytes]") -> str:
    """Why a process that was not done has ended, as its code tells."""
    try:
        code = child.wait(2.0)
    except subprocess.TimeoutExpired:
        return tr("says nothing any more")
    if code == -signal.SIGXCPU or code == -signal.SIGKILL:
        return tr("takes too long; is there a loop that never ends?")
    if code in (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT):
        return tr("makes Python crash ({name})", name=signal.Signals(-code).name)
    if code < 0:
        return tr("was ended by signal {code}", code=-code)
    return tr("ends Python itself (exit code {code}); return the answer instead", code=code)


def _lines(said: bytes) -> list[dict[str, Any]]:
    found = []
    for line in said.splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            break
        if not isinstance(value, dict):
            break
        found.append(value)
    return found


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the candidate and whatever it has started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.kill()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    child.wait()
