import hashlib
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.conftest import write_pair
from tuidl import paths
from tuidl.data import bring, entries, load
from tuidl.data.arrays import SHAPES
from tuidl.errors import DataError, UsageError

X = np.arange(24, dtype=np.float64).reshape(8, 3)
Y = np.array(["cat", "dog"] * 4)


def test_arrays_of_your_own(tmp_path: Path) -> None:
    np.savez(tmp_path / "mine.npz", x=X, y=Y)
    data = load(str(tmp_path / "mine.npz"), {"standardise": False, "validation": 2})
    assert (data.kind, data.n, data.features, data.classes) == ("table", 6, ("x1", "x2", "x3"), ("cat", "dog"))
    np.savez_compressed(tmp_path / "numbers.npz", x=X.astype(np.int16), y=np.arange(8) % 3 * 5)
    assert load(str(tmp_path / "numbers.npz")).classes == ("0", "5", "10")


def test_arrays_of_images_sequences_and_numbers(tmp_path: Path) -> None:
    file = tmp_path / "mine.npz"
    random = np.random.default_rng(0)
    pixels = random.integers(0, 256, (12, 5, 6), dtype=np.uint8)
    kinds = np.arange(12) % 3
    for x, shape in ((pixels, (5, 6, 1)), (pixels[..., None], (5, 6, 1)), (pixels[..., None] / 255, (5, 6, 1))):
        np.savez(file, x=x, y=kinds)
        data = load(str(file), {"validation": 0})
        assert (data.kind, data.shape, data.classes) == ("images", shape, ("0", "1", "2"))
        assert data.x.mean() == pytest.approx(pixels.mean() / pixels.max(), abs=0.01)
    np.savez(file, x=np.stack([pixels] * 3, axis=-1), y=kinds)
    assert load(str(file)).shape == (5, 6, 3)
    np.savez(file, x=random.normal(size=(12, 7, 2)), y=kinds)
    data = load(str(file))
    assert (data.kind, data.shape, data.features, data.classes) == ("sequences", (7, 2), ("x1", "x2"), ("0", "1", "2"))
    np.savez(file, x=random.normal(size=(12, 7, 2)), y=random.normal(size=12))
    assert load(str(file)).targets == ("y",)
    np.savez(file, x=random.normal(size=(30, 4)), y=random.normal(size=(30, 2)))
    data = load(str(file))
    assert (data.kind, data.targets, data.y.shape[1]) == ("table", ("y1", "y2"), 2)
    np.savez(file, x=random.normal(size=(30, 4)), y=np.arange(30))
    assert load(str(file)).targets == ("y",)
    assert len(load(str(file), {"task": "classes"}).classes) == 30
    np.savez(file, x=random.normal(size=(30, 4)), y=np.arange(30) % 2)
    assert load(str(file), {"task": "numbers"}).targets == ("y",)


def test_arrays_that_were_split_before(tmp_path: Path) -> None:
    """As others keep MNIST: x_train, y_train, x_test, y_test in one file."""
    file = tmp_path / "mine.npz"
    x = np.random.default_rng(0).integers(0, 256, (30, 4, 4), dtype=np.uint8)
    y = (np.arange(30) % 3).astype(np.uint8)
    np.savez(file, x_train=x[:20], y_train=y[:20], x_test=x[20:], y_test=y[20:])
    data = load(str(file))
    assert (data.n, data.validation, data.classes) == (20, 10, ("0", "1", "2"))
    assert (data.val_y == y[20:]).all()
    np.savez(file, x_train=x[:20], y_train=y[:20], x_test=x[20:, :3], y_test=y[20:])
    with pytest.raises(DataError, match="expected images of one size"):
        load(str(file))


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"x": X}, "{} holds no array y: expected x and y, as from np.savez(FILE, x=x, y=y)"),
        ({"x": X, "y": Y[:3]}, f"{{}} holds x (8, 3) and y (3,): expected {SHAPES}"),
        ({"x": X[0], "y": Y[:3]}, f"{{}} holds x (3,) and y (3,): expected {SHAPES}"),
        ({"x": X * 1j, "y": Y}, "{} holds x of complex128 and y of <U3: expected numbers and class numbers or names"),
        ({"x": X * np.nan, "y": Y}, "{}: x holds NaN or numbers beyond 1e30; fill or drop those rows"),
        ({"x": X, "y": Y.astype(object)}, "{}: y holds Python objects (pickle), expected plain numbers or words"),
        (
            {"x": X, "y": Y.astype("S3")},
            "{} holds x of float64 and y of |S3: expected numbers and class numbers or names",
        ),
        ({"x": X, "y": np.arange(8) * np.nan}, "{}: y holds NaN or numbers beyond 1e30; fill or drop those rows"),
        ({"x": X[:, :, None, None, None], "y": Y}, f"{{}} holds x (8, 3, 1, 1, 1) and y (8,): expected {SHAPES}"),
        ({"x": X[:, :, None, None].repeat(2, 3), "y": Y}, f"{{}} holds x (8, 3, 1, 2) and y (8,): expected {SHAPES}"),
        (
            {"x": X.reshape(8, 3, 1, 1) * 9, "y": Y},
            "{}: pixels run from 0 to 207: expected bytes, or numbers from 0 to 1",
        ),
        ({"x": X, "y": np.zeros(8, int)}, "{} has 1 different classes in 8 examples: 2 to 100 are possible"),
        ({"x": X, "y": np.array(["a\x1b", "b"] * 4)}, "{} has a class without a printable name: 'a\\x1b'"),
    ],
)
def test_arrays_that_cannot_be_used_are_named(tmp_path: Path, arrays: dict[str, np.ndarray], sentence: str) -> None:
    file = tmp_path / "mine.npz"
    np.savez(file, **arrays)
    with pytest.raises(DataError) as error:
        load(str(file))
    assert str(error.value) == sentence.replace("{}", str(file))


def test_a_promise_of_much_in_an_npz_is_refused_first(tmp_path: Path) -> None:
    file = tmp_path / "mine.npz"
    for shape, sentence in (((10**12, 3), "x claims 22888183 MB"), ((10**6, 3), "x is cut short")):
        header = io.BytesIO()
        np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": shape})
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("x.npy", header.getvalue() + bytes(64))
            archive.writestr("y.npy", b"")
        with pytest.raises(DataError, match=sentence):
            load(str(file))


@settings(max_examples=80)
@given(
    packed=st.booleans(), changes=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 255)), min_size=1, max_size=8)
)
def test_mutated_arrays_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, packed: bool, changes: list[tuple[int, int]]
) -> None:
    buffer = io.BytesIO()
    (np.savez_compressed if packed else np.savez)(buffer, x=X, y=Y)
    content = bytearray(buffer.getvalue())
    for place, byte in changes:
        content[place % len(content)] = byte
    file = tmp_path_factory.mktemp("npz") / "any.npz"
    file.write_bytes(content)
    try:
        data = load(str(file))
    except DataError as error:
        assert str(file) in str(error)  # noqa: PT017 - both ways are fine
    else:
        assert np.isfinite(data.x).all()


def test_nothing_there_a_folder_of_nothing_and_a_file_of_no_kind(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"there is nothing at .*/none\.txt; expected a text file"):
        load(str(tmp_path / "none.txt"))
    with pytest.raises(DataError, match=r"the folder .* holds 0 usable files; expected a text file"):
        load(str(tmp_path))
    (tmp_path / "a.gif").write_bytes(b"x")
    with pytest.raises(DataError, match=r"a\.gif is of no known kind; expected a text file"):
        load(str(tmp_path / "a.gif"))


def test_an_unknown_name_gets_a_hint() -> None:
    with pytest.raises(DataError) as error:
        load("moon")
    assert str(error.value) == "there is no data set 'moon'; did you mean 'moons'?"
    for name in ("qqqqq", ""):
        with pytest.raises(DataError) as error:
            load(name)
        assert str(error.value) == f"there is no data set '{name}'; 'tuidl data list' names all"


def test_a_file_of_the_lesson(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("ant\nbee\ncat\ndog\n")
    assert load("words.txt", {"time": 2}, folder=tmp_path).n > 0


def test_a_set_that_stands_in_for_another_leaves_its_keys_aside() -> None:
    options = {"n": 5000, "noise": 0.1, "classes": ["a", "b"], "label": "moons", "standardise": True}
    data = load("iris", options, stand_in=True)
    assert (data.n, data.classes[0], data.label) == (120, "setosa", "iris flowers")
    assert data.mean is not None


def test_bring_keeps_a_copy_under_a_name(tmp_path: Path, home: Path) -> None:
    (tmp_path / "pets.txt").write_text("rex\nbello\nminka\nluna\n")
    assert bring(tmp_path / "pets.txt", "pets").kind == "text"
    (tmp_path / "pets.txt").unlink()
    assert set(load("pets", {"time": 3}).items) <= {"rex", "bello", "minka", "luna"}
    assert [entry.name for entry in entries()][-1] == "pets"
    assert sorted(f.name for f in (home / "data" / "pets").iterdir()) == ["pets.txt"]
    write_pair(tmp_path / "images")
    assert bring(tmp_path / "images", "pets").kind == "images"
    assert load("pets").kind == "images"
    assert sorted(f.name for f in (home / "data").iterdir()) == ["pets"]


def test_bring_keeps_how_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "houses.csv"
    file.write_text("price,rooms,street\n" + "".join(f"{k * 1.5},{k % 4},way {k}\n" for k in range(40)))
    with pytest.raises(DataError, match="'street' holds 40 different words, up to 20 can be"):
        bring(file, "houses", {"target": "price"})
    found = bring(file, "houses", {"target": "price", "without": ["street"]})
    file.unlink()
    again = load("houses")
    assert (found.targets, again.targets, again.features) == (("price",), ("price",), ("rooms",))
    assert load("houses", {"n": 10, "target": "rooms"}, stand_in=True).targets == ("price",)
    assert load("houses", {"target": "rooms"}).classes == ("0", "1", "2", "3")
    (paths.data() / "houses" / "reading.json").write_text("[oops")
    with pytest.raises(DataError, match="'street' holds 40 words in 40 rows, too many to be classes; name"):
        load("houses")


def test_bring_mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TUIDL_MNIST", raising=False)
    write_pair(tmp_path / "one")
    with pytest.raises(DataError, match="is not MNIST: expected a folder with train-images-idx3-ubyte, "):
        bring(tmp_path / "one", "mnist")
    for head in ("train-", "t10k-"):
        write_pair(tmp_path / "d" / "MNIST" / "raw", head, tail=".gz")
    bring(tmp_path / "d", "mnist")
    assert load("mnist").label == "MNIST digits"
    assert [entry.name for entry in entries()].count("mnist") == 1


@pytest.mark.parametrize("name", ["", "a/b", "..", "A", "-a", "a" * 33, "a b"])
def test_a_name_that_cannot_be_used(tmp_path: Path, name: str) -> None:
    (tmp_path / "pets.txt").write_text("rex\nbello\nminka\nluna\n")
    with pytest.raises(UsageError, match=r"--name .* cannot be used: take up to 32 of a-z, 0-9 and -"):
        bring(tmp_path / "pets.txt", name)
    with pytest.raises(UsageError, match="--name 'iris' is a set that ships with tuidl: take another name"):
        bring(tmp_path / "pets.txt", "iris")


def test_bad_data_are_not_kept(tmp_path: Path, home: Path) -> None:
    (tmp_path / "bad.csv").write_text("a,b\n")
    with pytest.raises(DataError, match="holds 0 examples"):
        bring(tmp_path / "bad.csv", "bad")
    assert not home.exists()


def test_a_home_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pets.txt").write_text("rex\nbello\nminka\nluna\n")
    monkeypatch.setenv("TUIDL_DATA_HOME", str(tmp_path / "pets.txt"))
    with pytest.raises(DataError, match=r"pets\.txt cannot be copied to .*pets\.txt: "):
        bring(tmp_path / "pets.txt", "pets")


def test_every_entry_loads_and_describes_itself() -> None:
    for entry in entries():
        if entry.name == "mnist":
            continue
        data = load(entry.name)
        assert (data.name, data.kind) == (entry.name, entry.kind)
        assert all("\n" not in fact and fact for fact in data.describe())
        assert len(entry.summary) <= 60


def test_the_files_that_ship_are_the_ones_described() -> None:
    assets = paths.shipped("assets")
    described = 0
    for origin in assets.glob("*/ORIGIN.md"):
        for name, digest in re.findall(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", origin.read_text(encoding="utf-8")):
            assert hashlib.sha256((origin.parent / name).read_bytes()).hexdigest() == digest
            described += 1
    assert described == sum(1 for f in assets.glob("*/*") if f.name != "ORIGIN.md") == 11


def test_nothing_is_compiled_for_data() -> None:
    heavy = ("numba", "textual", "rich", "plotext", "PIL", "urllib.request")
    code = f"import sys, tuidl.data; print([name for name in {heavy} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
