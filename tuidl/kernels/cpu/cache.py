"""Where compiled kernels are kept. Must be imported before numba.

Numba notices edits of a kernel's own file only, and it stores pickles: so every state of the sources has its own
folder, and the folder is private. Without a writable place the kernels are compiled into a temporary one.
"""

import atexit
import hashlib
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from tuidl import paths
from tuidl.program import tensor


def fingerprint() -> str:
    """A name for this state of the kernel sources and of the compiler."""
    sources = [*sorted(Path(__file__).parent.glob("*.py")), Path(tensor.__file__)]  # kernels have LANES compiled in
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources))
    for package in ("numba", "llvmlite", "numpy"):
        digest.update(version(package).encode())
    return digest.hexdigest()[:16]


def _own(place: Path) -> bool:
    """Whether nobody else can put pickles there."""
    status = place.stat()
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def folder() -> tuple[Path, bool]:
    """The cache folder, and whether it will be there the next time."""
    wanted = paths.cache() / "kernels" / fingerprint()
    try:
        if _own(paths.private(wanted)):
            return wanted, True
    except OSError:
        pass
    passing = Path(tempfile.mkdtemp(prefix="tuidl-kernels-"))
    atexit.register(shutil.rmtree, passing, ignore_errors=True)
    return passing, False


FOLDER, LASTING = folder()
os.environ["NUMBA_CACHE_DIR"] = str(FOLDER)
