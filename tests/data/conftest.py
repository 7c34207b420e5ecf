import gzip
from pathlib import Path

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test; $TUIDL_MNIST stays out unless a test is about it."""
    place = tmp_path / "home"
    monkeypatch.setenv("TUIDL_HOME", str(place))
    monkeypatch.delenv("TUIDL_DATA_HOME", raising=False)
    return place


def idx_bytes(array: np.ndarray) -> bytes:
    header = (0x800 + array.ndim).to_bytes(4, "big") + b"".join(size.to_bytes(4, "big") for size in array.shape)
    return header + array.astype(np.uint8).tobytes()


def write_idx(path: Path, array: np.ndarray) -> Path:
    data = idx_bytes(array)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def write_pair(folder: Path, head: str = "", n: int = 20, side: int = 4, tail: str = "", dot: str = "-") -> None:
    pixels = np.arange(n * side * side) % 200
    write_idx(folder / f"{head}images{dot}idx3-ubyte{tail}", pixels.reshape(n, side, side))
    write_idx(folder / f"{head}labels{dot}idx1-ubyte{tail}", np.arange(n) % 3)
