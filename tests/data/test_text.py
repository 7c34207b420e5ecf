from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl import paths
from tuidl.data import baseline, characters, load
from tuidl.data.dataset import DataSet
from tuidl.errors import DataError


def test_hello() -> None:
    data = load("hello")
    assert data.vocabulary == "helowrd"
    assert (data.n, data.validation, data.shape) == (1, 0, (4,))
    assert data.text(data.x[0]) == "hell"
    assert data.text(data.y[0]) == "ello"


def unwound(data: DataSet, x: np.ndarray, y: np.ndarray, length: int) -> str:
    """The stream that windows were cut from: the last one was moved back by what was missing."""
    missing = len(x) * x.shape[1] - (length - 1)
    whole = "".join(data.text(row) for row in x[:-1]) + data.text(x[-1])[missing:]
    return whole + data.text(y[-1])[-1]


@pytest.mark.parametrize(("name", "count"), [("countries", 195), ("elements", 118), ("names", 5163)])
@pytest.mark.parametrize("time", [5, 16, 31])
def test_names_are_held_out_whole(name: str, count: int, time: int) -> None:
    data = load(name, {"time": time}, seed=2)
    assert len(data.items) + len(data.val_items) == count
    assert not set(data.items) & set(data.val_items)
    assert len(data.val_items) == round(count / 10)
    letters = {
        "countries": "\n abcdefghijklmnopqrstuvwxyz",
        "elements": "\nabcdefghiklmnoprstuvwxyz",  # no element has a j or a q
        "names": "\nabcdefghijklmnopqrstuvwxyz",
    }
    assert data.vocabulary == letters[name]
    for items, x, y in ((data.items, data.x, data.y), (data.val_items, data.val_x, data.val_y)):
        stream = "\n" + "\n".join(items) + "\n"
        assert x.dtype == y.dtype == np.int32
        assert (x[:, 1:] == y[:, :-1]).all()
        assert unwound(data, x, y, len(stream)) == stream


def test_a_seed_decides_which_names_are_held_out() -> None:
    first, again, other = (load("countries", seed=s) for s in (0, 0, 1))
    assert first.val_items == again.val_items
    assert first.x.tobytes() == again.x.tobytes()
    assert first.val_items != other.val_items
    assert (len(load("countries", {"n": 50, "validation": 20}).items)) == 50


@settings(max_examples=50)
@given(length=st.integers(2, 200), time=st.integers(1, 50))
def test_windows_leave_no_character_out(length: int, time: int) -> None:
    if length <= time:
        return
    x, y = characters.windows(np.arange(length, dtype=np.int32), time)
    assert (y == x + 1).all()
    assert set(x.ravel().tolist()) == set(range(length - 1))
    assert x.size < length - 1 + time
    assert x.flags.c_contiguous
    assert y.flags.c_contiguous


def test_the_lists_are_what_they_say() -> None:
    for name, count in (("countries", 195), ("elements", 118), ("names", 5163)):
        lines = (paths.shipped("assets") / name / f"{name}.txt").read_text().splitlines()
        assert len(set(lines)) == len(lines) == count
        assert all(line.replace(" ", "").isalpha() and line.isascii() and line == line.lower() for line in lines)


def test_lines_of_your_own_are_items(tmp_path: Path) -> None:
    file = tmp_path / "pets.txt"
    file.write_bytes("\ufeffRex\r\nBello\r\n\r\nMinka\r\nRex\r\nLuna\u00a0B\r\nŻółw\r\n".encode())
    data = load(str(file), {"validation": 1, "time": 4})
    assert set(data.items) | set(data.val_items) == {"Rex", "Bello", "Minka", "Luna B", "Żółw"}
    assert data.vocabulary[0] == "\n"
    assert data.label == "pets"
    assert data.describe()[-1] == "4 items to learn from, 1 held out"


def test_a_long_text_is_cut_into_windows(tmp_path: Path) -> None:
    file = tmp_path / "book.txt"
    file.write_text("It was a dark and stormy night; the rain fell in torrents, except at times. " * 40)
    data = load(str(file), {"time": 20})
    assert data.items == ()
    assert (data.n, data.validation) == (137, 15)
    assert (data.x[:, 1:] == data.y[:, :-1]).all()
    assert data.notes == ("3041 characters in 152 windows",)
    with pytest.raises(DataError, match="has 152 windows of 20 characters, but n = 152 and validation = 1: ask for"):
        load(str(file), {"time": 20, "n": 152, "validation": 1})


def test_one_line_is_enough(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text("abracadabra abracadabra")
    data = load(str(file), {"time": 8})
    assert data.n + data.validation == 3
    with pytest.raises(DataError) as error:
        load(str(file), {"time": 60})
    assert str(error.value) == (
        "data set 'one.txt': one.txt gives a part of 24 characters, but a window needs time + 1 = 61: "
        "take a longer text or a smaller time"
    )


def test_ten_megabytes_are_read(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    line = "the quick brown fox jumps over the lazy dog and does so again and again\n"
    file.write_text(line * (10_000_000 // len(line)))
    data = load(str(file))
    assert (data.n, data.validation) == (4500, 500)
    file.write_text("a" * (characters.LARGEST + 1))
    with pytest.raises(DataError, match="has 16 MB: a text may have up to 16 MB, keep a part of it"):
        load(str(file))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty: expected text to learn from"),
        (b" \n\t\r\n", "is empty: expected text to learn from"),
        (b"gr\xfc\xdfe", "is not UTF-8 text (byte 2): save it as UTF-8"),
        (b"a\0b", "is not plain text: it holds the control character U+0000"),
        (b"a\x1b[31mb", "is not plain text: it holds the control character U+001B"),
        (
            "".join(chr(0x4E00 + k) for k in range(300)).encode(),
            "has 301 different characters: up to 256 can be learned, keep one alphabet",
        ),
    ],
)
def test_a_text_that_cannot_be_used_is_named(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "mine.txt"
    file.write_bytes(content)
    with pytest.raises(DataError) as error:
        load(str(file))
    assert str(error.value) == f"{file} {sentence}"


def test_marks_of_direction_do_not_reach_the_screen(tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("ab\u202ecd\u2066ef gh\u200b" * 9, encoding="utf-8")
    assert load(str(file)).vocabulary == "\n abcdefgh"


@settings(max_examples=60)
@given(content=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "ignore")))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("text") / "any.txt"
    file.write_bytes(content)
    try:
        data = load(str(file), {"time": 3})
    except DataError:
        return
    assert data.vocabulary.replace("\n", "").isprintable()
    assert data.x.max() < len(data.vocabulary)


def test_counting_pairs() -> None:
    data = load("hello")
    # h→e, e→l, l→l, l→o, each with 7 characters to choose from
    expected = -np.mean(np.log([2 / 8, 2 / 8, 2 / 9, 2 / 9]))
    assert baseline(data) == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(3))
def test_counting_pairs_of_countries_beats_guessing(seed: int) -> None:
    data = load("countries", seed=seed)
    assert 1.9 < baseline(data) < 2.9 < np.log(len(data.vocabulary))
