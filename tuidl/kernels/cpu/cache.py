"""Where compiled kernels are kept. Must be imported before numba.

Numba notices edits of a kernel's own file only, and it stores pickles: so every state of the sources has its own
folder, and the folder is private. Without a writable place the kernels are compiled into a temporary one.
"""

import hashlib
import os
import tempfile
from importlib.metadata import version
from pathlib import Path

from tuidl import paths


def fingerprint() -> str:
    """A name for this state of the kernel sources and of the compiler."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources))
    for package in ("numba", "llvmlite", "numpy"):
        digest.update(version(package).encode())
    return digest.hexdigest()[:16]


def folder() -> tuple[Path, bool]:
    """The cache folder, and whether it will be there the next time."""
    wanted = paths.cache() / "kernels" / fingerprint()
    try:
        return paths.private(wanted), True
    except OSError:
        return Path(tempfile.mkdtemp(prefix="tuidl-kernels-")), False


FOLDER, LASTING = folder()
os.environ["NUMBA_CACHE_DIR"] = str(FOLDER)
