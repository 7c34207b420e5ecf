"""Archives for tests, by hand: what ``tuidl.archive`` would write, and what it never would, under a right seal."""

import hashlib
import io
import zipfile

import numpy as np

from tuidl.archive import MARK, SEAL


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def sealed(content: bytes) -> bytes:
    """The same file, its last bytes made to fit the others."""
    return content[:-64] + hashlib.sha256(content[:-64]).hexdigest().encode()


def packed(parts: dict[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        file.comment = MARK + bytes(SEAL - len(MARK))
        for name, content in parts.items():
            file.writestr(name, content)
    return sealed(made.getvalue())


def array(values: np.ndarray, allow_pickle: bool = False) -> bytes:
    made = io.BytesIO()
    np.lib.format.write_array(made, values, allow_pickle=allow_pickle)
    return made.getvalue()


def lying(shape: str, kind: str = "<f4", order: str = "False") -> bytes:
    """An array whose header claims what does not follow."""
    head = f"{{'descr': {kind!r}, 'fortran_order': {order}, 'shape': {shape}, }}".encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head + bytes(64)
