"""What a process that runs a learner's code may use: seconds, memory, no files, no further processes.

This holds up honest mistakes, an endless loop or ten gigabytes, and what is cheap to hold up besides. It is no jail:
that needs another user, and the system's help.
"""

import os
import signal
import sys
from contextlib import suppress
from typing import Any

from tuidl.language import later, tr

SECONDS = 5  # of processor time; the clock on the wall is the parent's business
ASLEEP = 120  # seconds on the clock after which the system ends it
MEMORY = 2 << 30  # bytes of address space
FORBIDDEN = {  # audit event -> what the code tried
    "os.fork": later("start another process"),
    "os.forkpty": later("start another process"),
    "os.posix_spawn": later("start another process"),
    "os.spawn": later("start another process"),
    "os.exec": later("start another program"),
    "os.system": later("start another program"),
    "os.startfile": later("start another program"),
    "subprocess.Popen": later("start another program"),
    "_thread.start_new_thread": later("start a thread"),
    "pty.spawn": later("start another program"),
    "os.kill": later("end a process"),
    "os.killpg": later("end a process"),
    "os.putenv": later("change the environment"),
    "os.remove": later("delete a file"),
    "os.rename": later("rename a file"),
    "os.rmdir": later("delete a folder"),
    "os.mkdir": later("make a folder"),
    "os.link": later("make a link"),
    "os.symlink": later("make a link"),
    "os.truncate": later("change a file"),
    "os.chmod": later("change a file"),
    "os.chown": later("change a file"),
    "os.utime": later("change a file"),
    "shutil.rmtree": later("delete a folder"),
    "shutil.move": later("move a file"),
    "socket.connect": later("open a connection"),
    "socket.bind": later("open a connection"),
    "socket.sendto": later("open a connection"),
    "resource.setrlimit": later("change its limits"),
    "signal.pthread_kill": later("end a process"),
}
COMPILERS = ("numba", "torch", "tensorflow", "jax")  # what a learner would reach for to make it fast
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


class Refused(Exception):
    """The code tried what it may not."""


def lower(seconds: int = SECONDS, memory: int = MEMORY) -> None:
    """Hold this process to its limits, for good. Where the system knows none, the parent's clock is left."""
    if hasattr(signal, "alarm"):
        signal.alarm(ASLEEP)  # should the parent be gone
    try:
        import resource
    except ImportError:
        return
    for name, soft, hard in (
        ("RLIMIT_CPU", seconds, seconds + 2),
        ("RLIMIT_AS", memory, memory),
        ("RLIMIT_FSIZE", 0, 0),
        ("RLIMIT_CORE", 0, 0),
        ("RLIMIT_NPROC", 0, 0),
    ):
        limit = getattr(resource, name, None)
        if limit is not None:
            with suppress(ValueError, OSError):
                most = resource.getrlimit(limit)[1]
                if most != resource.RLIM_INFINITY:
                    soft, hard = min(soft, most), min(hard, most)
                resource.setrlimit(limit, (soft, hard))


def die_with_parent() -> None:
    """End when the parent ends, whatever happens to it (Linux)."""
    if sys.platform == "linux":
        with suppress(Exception):
            import ctypes

            ctypes.CDLL(None, use_errno=True).prctl(1, 9)  # PR_SET_PDEATHSIG, SIGKILL


def watch() -> None:
    """Refuse, from now on, what only a mistake or mischief would try; such a hook cannot be taken off."""

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event in FORBIDDEN:
            raise Refused(tr("it tries to {act}, which it may not here", act=tr(FORBIDDEN[event])))
        if event == "open" and len(given) == 3:
            mode, flags = given[1], given[2]
            writes = isinstance(mode, str) and set(mode) & set("wax+")
            if writes or (isinstance(flags, int) and flags & _WRITING and mode is None):
                raise Refused(tr("it tries to write a file, which it may not here"))
        if event == "import" and (name := str(given[0]).partition(".")[0]) in COMPILERS and name not in sys.modules:
            told = later("leave out '{name}': math and numpy are enough, and what you write is compiled as it is")
            raise Refused(tr(told, name=name))
        if event == "ctypes.dlopen":
            raise Refused(tr("it tries to load a library with ctypes, which it may not here"))

    sys.addaudithook(hook)
