from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.data import load, spreadsheet
from tuidl.data.split import stratified
from tuidl.data.streams import stream
from tuidl.errors import DataError


def test_iris_is_fishers() -> None:
    data = load("iris", {"n": 150, "validation": 0})
    assert data.classes == ("setosa", "versicolor", "virginica")
    assert data.features == ("sepal length", "sepal width", "petal length", "petal width")
    assert np.bincount(data.y).tolist() == [50, 50, 50]
    # means of the paper, cm
    assert data.x[data.y == 0].mean(0) == pytest.approx([5.006, 3.428, 1.462, 0.246], abs=1e-4)
    assert data.x[data.y == 2].mean(0) == pytest.approx([6.588, 2.974, 5.552, 2.026], abs=1e-4)


def test_iris_is_split_by_class_and_disjoint() -> None:
    data = load("iris", {}, seed=4)
    assert (data.n, data.validation, data.shape) == (120, 30, (4,))
    assert np.bincount(data.y).tolist() == [40, 40, 40]
    assert np.bincount(data.val_y).tolist() == [10, 10, 10]
    whole = load("iris", {"n": 150, "validation": 0})
    both = np.concatenate([data.x, data.val_x])
    assert sorted(map(tuple, both.tolist())) == sorted(map(tuple, whole.x.tolist()))


def test_standardised_by_the_training_rows_alone() -> None:
    data = load("iris", {"standardise": True}, seed=1)
    assert data.x.mean(0) == pytest.approx(np.zeros(4), abs=1e-5)
    assert data.x.std(0) == pytest.approx(np.ones(4), abs=1e-5)
    assert np.abs(data.val_x.mean(0)).max() > 1e-3
    plain = load("iris", {}, seed=1)
    assert data.raw(data.val_x) == pytest.approx(plain.val_x, abs=1e-5)
    assert data.describe()[-1] == "standardised: mean 0 and deviation 1 over the training part"


def test_what_is_held_out_does_not_depend_on_n() -> None:
    few, many = (load("iris", {"n": n, "validation": 30}, seed=2) for n in (9, 120))
    assert few.val_x.tobytes() == many.val_x.tobytes()
    assert np.bincount(few.y).tolist() == [3, 3, 3]


@settings(max_examples=40)
@given(y=st.lists(st.integers(0, 4), min_size=2, max_size=80), data=st.data())
def test_splits_are_disjoint_and_keep_shares(y: list[int], data: st.DataObject) -> None:
    labels = np.array(y, dtype=np.int32)
    held = data.draw(st.integers(0, len(y) - 1))
    n = data.draw(st.integers(1, len(y) - held))
    test = data.draw(st.integers(0, len(y) - held - n))
    train, out, tested = stratified(labels, n, held, stream(0, "test"), test)
    assert (len(train), len(out), len(tested)) == (n, held, test)
    assert len(set(train.tolist()) | set(out.tolist()) | set(tested.tolist())) == n + held + test
    assert out.tolist() == stratified(labels, n, held, stream(0, "test")).val.tolist()
    exact = np.bincount(labels, minlength=5) * held / len(y)
    assert (np.abs(np.bincount(labels[out], minlength=5) - exact) < 1).all()


def test_too_much_is_asked_of_iris() -> None:
    with pytest.raises(DataError) as error:
        load("iris", {"n": 140, "validation": 30})
    assert str(error.value) == (
        "data set 'iris' has 150 examples, but n = 140 and validation = 30 ask for 170: ask for fewer"
    )


def rows(count: int = 12) -> str:
    return "".join(f"{k},{k * 2.5},{'10' if k % 2 else '9'}\n" for k in range(count))


def test_a_csv_of_your_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("\ufeffwidth, height,kind\n" + rows().replace("\n", "\r\n"), encoding="utf-8")
    data = load(str(file), {"standardise": False, "validation": 4})
    assert (data.kind, data.label, data.features, data.classes) == ("points", "mine", ("width", "height"), ("9", "10"))
    assert (data.n, data.validation) == (8, 4)
    assert data.extent is not None
    assert load(str(file)).mean is not None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "{} has 0 columns; {expected} (2 to 1000 columns)"),
        ("a\n1\n", "{} has 1 columns; {expected} (2 to 1000 columns)"),
        ("a,,c\n" + rows(), "{} has a column without a printable name; give every column one in the first line"),
        ("a,b\x1b,c\n" + rows(), "{} has a column without a printable name; give every column one in the first line"),
        ("a,a,c\n" + rows(), "{} has two columns named 'a'; give one of them another name"),
        ("a,b,c\n1,2\n", "{}, line 2 has 2 columns where the first line has 3; {expected}"),
        ("a,b,c\n1,2,x\n1,two,x\n", "{}, line 3: b is 'two', not a number like others in that column"),
        ("a,b,c\n1,2,x\n1,1e40,x\n", "{}, line 3: b is '1e40', not a number like others in that column"),
        ("a,b,c\n1,nan,x\n1,,y\n", "{}: 'b' is empty; leave the column out (--without 'b')"),
        ("a,b,c\n1,2,\n", "{} holds 0 examples: at least 4 are needed"),
        ("a,b,c\n1,2,x\n", "{} holds 1 examples: at least 4 are needed"),
        ("a,b,c\n" + "1,2,x\n" * 5, "{} has 1 different classes in 5 examples: 2 to 100 are possible"),
        (
            "a,b,c\n" + "".join(f"1,2,k{k % 101}\n" for k in range(202)),
            "{} has 101 different classes in 202 examples: 2 to 100 are possible",
        ),
        (
            "a,b,c\n" + "".join(f"{k},who{k},x{k % 2}\n" for k in range(30)),
            "{}: 'b' holds 30 different words, up to 20 can be learned from; leave the column out (--without 'b')",
        ),
    ],
)
def test_a_csv_that_cannot_be_used_is_named(tmp_path: Path, content: str, sentence: str) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(content)
    with pytest.raises(DataError) as error:
        load(str(file))
    assert str(error.value) == sentence.replace("{expected}", spreadsheet.EXPECTED).replace("{}", str(file))


def test_a_csv_in_another_encoding_with_open_quotes_or_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes("a,b\n1,größer\n2,groß\n3,größer\n4,groß\n".encode("latin-1"))
    data = load(str(file))
    assert data.classes == ("groß", "größer")
    assert "not UTF-8: read as Windows-1252 (Western European)" in data.notes
    file.write_bytes("a,b\n1,größer\n2,groß\n3,größer\n4,groß\n".encode("utf-16"))
    assert load(str(file)).classes == ("groß", "größer")
    file.write_bytes(b"a,b\n1,x\x81\n")
    with pytest.raises(DataError, match=r"mine\.csv is no text \(byte 7\); expected"):
        load(str(file))
    file.write_text('a,b\n1,"x')
    with pytest.raises(DataError, match=r"mine\.csv is not a CSV file \(unexpected end of data\); expected"):
        load(str(file))
    monkeypatch.setattr(spreadsheet, "ROWS", 5)
    file.write_text("a,b,c\n" + rows())
    with pytest.raises(DataError, match="has more than 5 rows: keep a part of them"):
        load(str(file))
    monkeypatch.setattr(spreadsheet, "ROWS", 100)
    monkeypatch.setattr(spreadsheet, "CELLS", 20)
    with pytest.raises(DataError, match="has more than 0 million cells: keep a part of them"):
        load(str(file))
    monkeypatch.setattr(spreadsheet, "LARGEST", 1 << 20)
    file.write_bytes(b"a" * ((1 << 20) + 1))
    with pytest.raises(DataError, match="is larger than 1 MB"):
        load(str(file))


@settings(max_examples=60)
@given(
    content=st.binary(max_size=80)
    | st.text(alphabet="abc12.,;\t\n\"'-|\r ", max_size=200).map(str.encode)
    | st.lists(st.sampled_from(["1", "2,5", "x", "", "nan", '"q"', "1.5", "-", "é"]), min_size=8, max_size=60).map(
        lambda cells: "\n".join(";".join(cells[k : k + 3]) for k in range(0, len(cells) - 2, 3)).encode()
    )
)
def test_any_bytes_as_csv_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("csv") / "any.csv"
    file.write_bytes(content)
    try:
        data = load(str(file))
    except DataError as error:
        assert "any.csv" in str(error)  # noqa: PT017 - both ways are fine
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert np.isfinite(data.x).all()
        assert np.isfinite(data.y).all()
