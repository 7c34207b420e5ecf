import gzip
import os
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.conftest import idx_bytes, write_idx, write_pair
from tuidl.data import idx, load
from tuidl.errors import DataError


def test_digits() -> None:
    data = load("digits", {}, seed=0)
    assert (data.kind, data.n, data.validation, data.shape) == ("images", 1438, 359, (8, 8, 1))
    assert (data.x.min(), data.x.max(), data.low, data.high) == (0, 1, 0, 1)
    assert set(np.unique(data.x * 16).tolist()) == set(range(17))
    assert data.classes == tuple("0123456789")
    whole = np.bincount(data.y) + np.bincount(data.val_y)
    assert whole.tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert (np.abs(np.bincount(data.val_y) - whole * 359 / 1797) < 1).all()
    assert data.x.tobytes() == load("digits", {}, seed=0).x.tobytes()


def test_digits_on_a_larger_sheet_moved_by_chance() -> None:
    plain = load("digits", {}, seed=3)
    still = load("digits", {"margin": 2}, seed=3)
    assert still.shape == (12, 12, 1)
    assert (still.x[:, 2:10, 2:10] == plain.x).all()
    assert still.x.sum() == plain.x.sum()
    moved = load("digits", {"margin": 2, "shift": 2}, seed=3)
    assert (moved.y == plain.y).all()
    assert moved.x.tobytes() != still.x.tobytes()
    assert (moved.x.sum(axis=(1, 2)) == plain.x.sum(axis=(1, 2))).all()
    held = load("digits", {"margin": 2, "validation_shift": 2}, seed=3)
    assert held.x.tobytes() == still.x.tobytes()
    assert held.val_x.tobytes() == moved.val_x.tobytes() != still.val_x.tobytes()
    with pytest.raises(DataError, match="shift = 17 must be a whole number from 0 to 16"):
        load("digits", {"shift": 17})


def test_a_margin_is_for_its_own_set_and_a_shift_for_any(tmp_path: Path) -> None:
    write_pair(tmp_path, "train-", 12)
    write_pair(tmp_path, "t10k-", 6)
    data = load(str(tmp_path), {"margin": 2, "validation_shift": 3}, stand_in=True)
    alone = load(str(tmp_path))
    assert data.x.tobytes() == alone.x.tobytes()
    assert data.val_x.shape == alone.val_x.shape
    assert data.val_x.tobytes() != alone.val_x.tobytes()


def test_few_digits_keep_all_classes() -> None:
    data = load("digits", {"n": 200, "validation": 100}, seed=5)
    assert (data.n, data.validation) == (200, 100)
    assert np.bincount(data.y).min() >= 19


def test_training_and_held_out_digits_are_different_ones() -> None:
    data = load("digits", {}, seed=0)
    seen = {image.tobytes() for image in data.x}
    assert not any(image.tobytes() in seen for image in data.val_x)


@pytest.mark.parametrize("tail", ["", ".gz"])
@pytest.mark.parametrize("dot", ["-", "."])
def test_a_pair_of_your_own(tmp_path: Path, tail: str, dot: str) -> None:
    write_pair(tmp_path / "own", tail=tail, dot=dot)
    data = load(str(tmp_path / "own"), {"validation": 5})
    assert (data.n, data.validation, data.shape, data.classes) == (15, 5, (4, 4, 1), ("0", "1", "2"))
    assert data.x.max() <= 1
    again = load(str(tmp_path / "own" / f"images{dot}idx3-ubyte{tail}"), {"validation": 5})
    assert again.n == 15


def test_two_pairs_stay_as_they_are_split(tmp_path: Path) -> None:
    write_pair(tmp_path, "train-", 12)
    write_pair(tmp_path, "t10k-", 6)
    data = load(str(tmp_path))
    assert (data.n, data.validation) == (12, 6)
    assert data.y.tolist() == [0, 1, 2] * 4
    fewer = load(str(tmp_path), {"n": 6, "validation": 3})
    assert np.bincount(fewer.y).tolist() == [2, 2, 2]
    assert np.bincount(fewer.val_y).tolist() == [1, 1, 1]
    with pytest.raises(DataError, match="has 12 training and 6 held-out examples, but n = 13 and validation = 6: ask"):
        load(str(tmp_path), {"n": 13})


def test_pairs_that_do_not_go_together(tmp_path: Path) -> None:
    write_pair(tmp_path, "train-", 12)
    write_pair(tmp_path, "t10k-", 6, side=5)
    with pytest.raises(DataError, match="hold images of different sizes: expected one size"):
        load(str(tmp_path))
    write_pair(tmp_path, "other-", 6)
    with pytest.raises(DataError, match="expected one pair of IDX files, or a train- and a t10k- pair"):
        load(str(tmp_path))
    write_idx(tmp_path / "apart" / "images-idx3-ubyte", np.zeros((4, 2, 2)))
    with pytest.raises(DataError, match=r"no labels beside it: expected labels-idx1-ubyte or labels-idx1-ubyte\.gz"):
        load(str(tmp_path / "apart"))
    write_idx(tmp_path / "apart" / "labels-idx1-ubyte", np.zeros(5))
    with pytest.raises(DataError, match="holds 4 images, but labels-idx1-ubyte 5 labels: not a pair"):
        load(str(tmp_path / "apart"))


def test_black_images_do_not_divide_by_zero(tmp_path: Path) -> None:
    write_idx(tmp_path / "images-idx3-ubyte", np.zeros((6, 2, 2)))
    write_idx(tmp_path / "labels-idx1-ubyte", np.zeros(6))
    data = load(str(tmp_path))
    assert data.x.max() == 0
    assert data.classes == ("0", "1")


IMAGES = idx_bytes(np.arange(5 * 3 * 3).reshape(5, 3, 3))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a", b"", "is no IDX file of images: it begins with nothing, expected 0x00000803"),
        ("a", b"PK\3\4 zip", "is no IDX file of images: it begins with 0x504b0304, expected 0x00000803"),
        ("a", IMAGES[:9], "ends within its header: fetch or copy it again"),
        ("a", IMAGES[:-1], "is cut short: its header promises 45 bytes, 44 are there"),
        ("a", IMAGES + b"x", "goes on after the 45 bytes its header promises: not an IDX file"),
        ("a.gz", IMAGES, "is not a sound gzip file: fetch or copy it again"),
        ("a.gz", gzip.compress(IMAGES, mtime=0)[:-12], "ends in the middle of its gzip data: fetch or copy it again"),
        ("a.gz", gzip.compress(IMAGES[:-1], mtime=0), "is cut short: its header promises 45 bytes, 44 are there"),
        (
            "a",
            b"\0\0\x08\x03" + b"\xff" * 12,
            "claims to hold 4294967295×4294967295×4294967295 bytes of images: 1 to 1000000 examples of at most "
            "256×256 pixels and 256 MB in all are possible",
        ),
        (
            "a",
            b"\0\0\x08\x03" + bytes(12),
            "claims to hold 0×0×0 bytes of images: 1 to 1000000 examples of at most 256×256 pixels and 256 MB in all "
            "are possible",
        ),
    ],
)
def test_a_bad_idx_file_is_named(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(DataError) as error:
        idx.read(file, 3)
    assert str(error.value) == f"{file} {sentence}"


def test_a_folder_or_nothing_in_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read: Is a directory"):
        idx.read(tmp_path, 1)
    with pytest.raises(DataError, match="cannot be read: No such file or directory"):
        idx.read(tmp_path / "none", 1)


def test_a_promise_of_much_allocates_little(tmp_path: Path) -> None:
    """200 MB promised, nothing there; and a gzip file that unpacks to more than it promises."""
    header = (0x803).to_bytes(4, "big") + b"".join(size.to_bytes(4, "big") for size in (200_000, 32, 32))
    (tmp_path / "a").write_bytes(header + bytes(100))
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(IMAGES + bytes(50_000_000)))
    for name in ("a", "bomb.gz"):
        tracemalloc.start()
        with pytest.raises(DataError):
            idx.read(tmp_path / name, 3)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 4_000_000


@settings(max_examples=150)
@given(
    packed=st.booleans(),
    changes=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=6),
    keep=st.integers(0, 300),
    more=st.binary(max_size=8),
)
def test_mutated_files_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    packed: bool,
    changes: list[tuple[int, int]],
    keep: int,
    more: bytes,
) -> None:
    content = bytearray(gzip.compress(IMAGES, mtime=0) if packed else IMAGES)
    for place, byte in changes:
        if place < len(content):
            content[place] = byte
    file = tmp_path_factory.mktemp("idx") / ("a.gz" if packed else "a")
    file.write_bytes(bytes(content[:keep]) + more)
    try:
        array = idx.read(file, 3)
    except DataError as error:
        assert str(error).startswith(str(file))  # noqa: PT017 - both ways are fine
    else:
        assert array.ndim == 3


def test_mnist_that_is_not_here_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TUIDL_MNIST", raising=False)
    with pytest.raises(DataError) as error:
        load("mnist")
    assert str(error.value) == (
        "MNIST is not here: 'tuidl data get mnist' fetches it (12 MB); if you have its four files, "
        "'tuidl data import FOLDER --name mnist' takes them"
    )


@pytest.mark.parametrize("inside", [".", "MNIST/raw"])
@pytest.mark.parametrize("tail", ["", ".gz"])
def test_mnist_is_found_where_it_is_usually_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: str, tail: str
) -> None:
    write_pair(tmp_path / "d" / inside, "train-", 30, tail=tail)
    write_pair(tmp_path / "d" / inside, "t10k-", 10, tail=tail)
    monkeypatch.setenv("TUIDL_MNIST", str(tmp_path / "d"))
    data = load("mnist")
    assert (data.n, data.validation, len(data.classes), data.label) == (30, 10, 10, "MNIST digits")


@pytest.mark.mnist
@pytest.mark.skipif("TUIDL_MNIST" not in os.environ, reason="TUIDL_MNIST does not say where MNIST is")
def test_mnist_itself() -> None:
    data = load("mnist")
    assert (data.n, data.validation, data.shape) == (60_000, 10_000, (28, 28, 1))
    assert data.y[:8].tolist() == [5, 0, 4, 1, 9, 2, 1, 3]
    assert data.val_y[:8].tolist() == [7, 2, 1, 0, 4, 1, 4, 9]
    assert data.x.mean() == pytest.approx(0.1307, abs=1e-4)
    assert data.x.std() == pytest.approx(0.3081, abs=1e-4)
    few = load("mnist", {"n": 1000, "validation": 200}, seed=1)
    assert (few.n, few.validation) == (1000, 200)
    assert np.bincount(few.y).min() > 80


def test_label_noise_changes_that_share_of_the_labels_to_learn_from() -> None:
    clean, noisy = (load("digits", {"label_noise": share}) for share in (0.0, 0.3))
    assert (clean.x == noisy.x).all()
    assert np.mean(clean.y != noisy.y) == pytest.approx(0.3, abs=0.03)
    assert (clean.val_y == noisy.val_y).all()
    assert set(noisy.y) == set(range(10))
