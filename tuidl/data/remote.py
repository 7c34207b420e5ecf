"""Remote: a file that lies on a mirror, and how to know it again."""

import gzip
import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 16

Told = Callable[[str, int, int], None]  # name of the file, bytes that are here, bytes in all (0: not known)


@dataclass(frozen=True, slots=True)
class Remote:
    """A gzip-compressed file on a mirror: its name, and size and SHA-256 of what is in it, however it was packed."""

    name: str
    size: int
    sha256: str

    def sound(self, path: Path) -> bool:
        """Whether a packed file is here and holds what it should. No more is unpacked than that."""
        digest, size = hashlib.sha256(), 0
        try:
            with gzip.open(path, "rb") as unpacked:
                while part := unpacked.read(min(CHUNK, self.size + 1 - size)):
                    digest.update(part)
                    size += len(part)
        except (OSError, EOFError, zlib.error):
            return False
        return size == self.size and digest.hexdigest() == self.sha256
