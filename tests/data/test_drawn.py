"""Drawings and points as data sets: kept whole or not at all, and read as any other."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tuidl import data, paths
from tuidl.commands import Keep
from tuidl.data import drawn, shelf
from tuidl.errors import TuidlError
from tuidl.events import Kept

SQUARE = (0.0, 0.5, 1.0, 0.0)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TUIDL_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def test_drawings_come_back_as_images_with_their_labels() -> None:
    images = [tuple(float(k == place) for k in range(12)) for place in range(10)]
    labels = ["cat", "dog"] * 5
    found = drawn.keep("pets", (3, 4), images, labels)
    assert (found.kind, found.shape, found.classes) == ("images", (3, 4, 1), ("cat", "dog"))
    assert found.label == "pets"
    assert (found.n, found.validation) == (8, 2)
    assert "pets" in {entry.name for entry in data.entries()}
    again = data.load("pets")
    whole = {
        tuple(image.ravel().tolist()): again.classes[label]
        for x, y in ((again.x, again.y), (again.val_x, again.val_y)) for image, label in zip(x, y, strict=True)
    }  # fmt: skip
    assert whole == dict(zip(images, labels, strict=True))


def test_points_come_back_where_they_were_drawn() -> None:
    points = [(0.25, -1.5), (2.0, 0.125), (-1.0, 0.5), (1.5, 1.0), (0.0, 0.0)]
    found = drawn.keep("spots", (2,), points, ["1", "2", "1", "2", "1"])
    assert (found.kind, found.classes, found.mean) == ("points", ("1", "2"), None)
    assert sorted(map(tuple, np.concatenate([found.x, found.val_x]).tolist())) == sorted(points)


@pytest.mark.parametrize(
    ("name", "labels", "said"),
    [
        ("one", ["a"] * 5, "all 5 drawings are of class a"),
        ("few", ["a", "b"], "2 drawings cannot be a data set yet: at least 4 are needed"),
        ("none", [], "0 drawings cannot be a data set yet"),
        ("moons", ["a", "b"] * 2, "there is a data set 'moons' already"),
        ("mine", ["a", "b"] * 2, "there is a data set 'mine' already"),
        ("My Own", ["a", "b"] * 2, "cannot be used"),
        ("blank", ["a", ""] * 2, "labels must be"),
        ("odd", ["a", "b"] * 3, "not of one size"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_sentence(home: Path, name: str, labels: list[str], said: str) -> None:
    drawn.keep("mine", (2, 2), [SQUARE] * 4, ["a", "b"] * 2)
    before = sorted(home.rglob("*"))
    images = [SQUARE] * (5 if name == "odd" else len(labels))
    with pytest.raises(TuidlError, match=said) as caught:
        drawn.keep(name, (2, 2), images, labels)
    assert "\n" not in str(caught.value)
    assert sorted(home.rglob("*")) == before


@pytest.mark.parametrize("name", ["mine", "old"])
def test_a_set_that_has_grown_takes_the_place_of_what_it_was(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    labels = ["a", "b"] * 2
    drawn.keep(name, (2, 2), [SQUARE] * 4, labels)
    grown = drawn.keep(name, (2, 2), [SQUARE] * 6, [*labels, "c", "c"], again=True)
    assert (grown.n + grown.validation, grown.classes) == (6, ("a", "b", "c"))
    assert [path.name for path in paths.data().iterdir()] == [name]
    with pytest.raises(TuidlError, match="there is a data set 'moons' already"):
        drawn.keep("moons", (2, 2), [SQUARE] * 4, labels, again=True)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez_compressed", full)
    with pytest.raises(TuidlError, match="No space left on device"):
        drawn.keep(name, (2, 2), [SQUARE] * 4, labels, again=True)
    assert data.load(name).classes == ("a", "b", "c")


def test_drawings_join_those_that_have_the_name_already() -> None:
    images = [(1.0, *(k / 255 for k in range(first, first + 11))) for first in range(7)]
    first = drawn.kept(Keep("pets", (3, 4), tuple(images[:4]), ("cat", "dog", "cat", "dog")))
    assert first == Kept("pets", 4, 2)
    one = Keep("pets", (3, 4), (images[4],), ("cow",))
    assert drawn.kept(one) == Kept("pets", 5, 3, before=4)
    others = replace(one, examples=tuple(images[5:]), labels=("hen", "hen"), before=4)
    assert drawn.kept(others) == Kept("pets", 6, 3, before=4)
    found = data.load("pets")
    whole = {
        tuple(image.ravel().tolist()): found.classes[label]
        for x, y in ((found.x, found.y), (found.val_x, found.val_y)) for image, label in zip(x, y, strict=True)
    }  # fmt: skip
    expected = dict(zip([*images[:4], *images[5:]], ["cat", "dog", "cat", "dog", "hen", "hen"], strict=True))
    assert whole == {tuple(np.float32(image).tolist()): label for image, label in expected.items()}
    whole_again = replace(one, examples=tuple(images[:4]), labels=("a", "b", "a", "b"), before=0)
    assert drawn.kept(whole_again) == Kept("pets", 4, 2)


@pytest.mark.parametrize(
    "there",
    [
        {"x": np.zeros((4, 2, 3), np.uint8)},
        {"x": np.zeros((4, 2, 2))},
        {"y": np.arange(4)},
        {"note": np.zeros(3)},
        {},
        None,
        "options",
    ],
)
def test_drawings_join_no_others(home: Path, there: dict[str, np.ndarray] | str | None) -> None:
    (home / "mine").mkdir(parents=True)
    arrays = {"x": np.zeros((4, 2, 2), np.uint8), "y": np.array(["a", "b"] * 2)}
    if isinstance(there, str):  # it was brought, and is read in a way of its own
        np.savez(home / "mine" / "mine.npz", **arrays)
        (home / "mine" / shelf.KEPT).write_text('{"validation": 1}')
    elif there:
        np.savez(home / "mine" / "mine.npz", **(arrays | there))
    elif there is None:
        (home / "mine" / "mine.npz").write_bytes(b"PK\3\4 no archive")
    asked = Keep("mine", (2, 2), (SQUARE,) * 4, ("a", "b") * 2)
    with pytest.raises(TuidlError, match="there is a data set 'mine' already"):
        drawn.kept(asked)
    points = Keep("spots", (2,), ((0.0, 1.0),) * 4, ("a", "b") * 2)
    assert drawn.kept(points).before == 0
    with pytest.raises(TuidlError, match="there is a data set 'spots' already"):
        drawn.kept(points)  # a plane is kept whole
    assert drawn.kept(replace(points, before=0)).before == 0


def test_a_full_disk_keeps_nothing_and_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez_compressed", full)
    with pytest.raises(TuidlError, match="No space left on device; your drawings are still here"):
        drawn.keep("mine", (2, 2), [SQUARE] * 4, ["a", "b"] * 2)
    assert shelf.names() == ()
    assert list(paths.data().iterdir()) == []


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TUIDL_DATA_HOME", str(tmp_path / "file"))
    with pytest.raises(TuidlError, match="'mine' cannot be kept in"):
        drawn.keep("mine", (2, 2), [SQUARE] * 4, ["a", "b"] * 2)


def test_points_take_the_place_of_a_set_of_points() -> None:
    moons = data.load("moons", {"n": 30})
    found = drawn.taught(moons, [(0.5, -1.0, 1), (2.0, 0.25, 0)])
    assert found.x.tolist() == [[0.5, -1.0], [2.0, 0.25]]
    assert found.y.tolist() == [1, 0]
    assert (found.validation, found.extent, found.classes) == (0, moons.extent, moons.classes)


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ([], "no points"),
        ([(float("nan"), 0.0, 0)], "lies at"),
        ([(0.0, 1e30, 0)], "lies at"),
        ([(0.0, 0.0, 2)], "of class 2"),
        ([(0.0, 0.0, -1)], "of class -1"),
    ],
)
def test_points_that_cannot_be_trained_on_are_refused(points: list[drawn.Point], said: str) -> None:
    with pytest.raises(TuidlError, match=said):
        drawn.taught(data.load("moons", {"n": 30}), points)


def test_images_are_no_place_for_points() -> None:
    with pytest.raises(TuidlError, match="handwritten digits"):
        drawn.taught(data.load("digits"), [(0.0, 0.0, 1)])
