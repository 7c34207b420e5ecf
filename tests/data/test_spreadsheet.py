"""Tables as programs and people write them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.data import DataSet, load, spreadsheet
from tuidl.errors import DataError

PLAIN = {"standardise": False, "validation": 0}


def loaded(
    folder: Path, content: str | bytes, options: dict[str, object] | None = None, name: str = "t.csv"
) -> DataSet:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load(str(file), {**PLAIN, **(options or {})})


def refusal(folder: Path, content: str, options: dict[str, object] | None = None) -> str:
    with pytest.raises(DataError) as error:
        loaded(folder, content, options)
    return str(error.value).replace(str(folder / "t.csv"), "FILE")


def by_row(data: DataSet) -> list[tuple[float, ...]]:
    return sorted(map(tuple, np.round(data.x.astype(float), 4).tolist()))


NUMBERS = [(1.5, 2.0), (2.5, 3.0), (3.5, 5.0), (4.5, 7.0)]


@pytest.mark.parametrize(
    "content",
    [
        "a,b,kind\n1.5,2,x\n2.5,3,y\n3.5,5,x\n4.5,7,y\n",
        "a;b;kind\n1,5;2;x\n2,5;3;y\n3,5;5;x\n4,5;7;y\n",
        "a\tb\tkind\n1,5\t2\tx\n2,5\t3\ty\n3,5\t5\tx\n4,5\t7\ty\n",
        "a|b|kind\n1.5|2|x\n2.5|3|y\n3.5|5|x\n4.5|7|y\n",
        '"a","b","kind"\n"1.5","2","x"\n"2.5","3","y"\n"3.5","5","x"\n"4.5","7","y"\n',
        'a,b,kind\n"1,5",2,x\n"2,5",3,y\n"3,5",5,x\n"4,5",7,y\n',
        "\ufeffa, b, kind\r\n1.5, 2, x\r\n2.5, 3, y\r\n\r\n3.5, 5, x\r\n4.5, 7, y",
        "sep=;\na;b;kind\n1,5;2;x\n2,5;3;y\n3,5;5;x\n4,5;7;y\n",
        "a,b,kind,\n1.5,2,x,\n2.5,3,y,\n3.5,5,x,\n4.5,7,y,\n",
        ",a,b,kind\n0,1.5,2,x\n1,2.5,3,y\n2,3.5,5,x\n3,4.5,7,y\n",
        "1.5,2,x\n2.5,3,y\n3.5,5,x\n4.5,7,y\n",
        "a\tb\tkind\n1.5\t2\tx\n2.5\t3\ty\n3.5\t5\tx\n4.5\t7\ty\n".replace("\n", "\r\n"),
    ],
)
def test_the_same_table_in_many_spellings(tmp_path: Path, content: str) -> None:
    for name, packed in (("t.csv", content.encode()), ("t.tsv", content.encode("utf-16"))):
        data = loaded(tmp_path, packed, name=name)
        assert by_row(data) == NUMBERS
        assert data.classes == ("x", "y")
        assert data.features in (("a", "b"), ("x1", "x2"))


def test_thousands_and_decimals_as_in_europe(tmp_path: Path) -> None:
    data = loaded(tmp_path, "a;b;kind\n1.234,5;2;x\n2,5;3;y\n-3,25;5;x\n4,5;7;y\n")
    assert by_row(data)[-1] == (1234.5, 2.0)
    assert by_row(data)[0] == (-3.25, 5.0)
    said = refusal(tmp_path, "a;b;kind\n1.5;2;x\n2,5;3;y\n3,5;5;x\n4,5;7;y\n")
    assert said == "FILE, line 3: a is '2,5', not a number like others in that column"


def test_what_is_predicted(tmp_path: Path) -> None:
    rows = "".join(f"{k},{k / 4},{k % 3},{'ab'[k % 2]}\n" for k in range(40))
    content = "count,share,rest,letter\n" + rows
    assert loaded(tmp_path, content).classes == ("a", "b")
    share = loaded(tmp_path, content, {"target": "share"})
    assert (share.targets, share.classes) == (("share",), ())
    assert share.features == ("count", "rest", "letter=b")
    assert sorted(share.y[:, 0].tolist()) == [k / 4 for k in range(40)]
    assert loaded(tmp_path, content, {"target": "rest"}).classes == ("0", "1", "2")
    assert loaded(tmp_path, content, {"target": "count"}).targets == ("count",)  # 40 different whole numbers
    assert loaded(tmp_path, content, {"target": "count", "task": "classes"}).classes[:3] == ("0", "1", "2")
    assert loaded(tmp_path, content, {"target": "rest", "task": "numbers"}).targets == ("rest",)
    assert loaded(tmp_path, content, {"without": ["share", "rest"]}).features == ("count",)
    assert refusal(tmp_path, content, {"target": "shar"}) == "FILE has no column 'shar'; did you mean 'share'?"
    assert refusal(tmp_path, content, {"without": ["zzz"]}).startswith("FILE has no column 'zzz'; there are count, sha")
    assert refusal(tmp_path, content, {"without": ["letter"]}).endswith("name another target")
    assert refusal(tmp_path, content, {"task": "numbers"}) == (
        "FILE, line 2: letter is 'a', not a number; take it as classes (--task classes)"
    )
    few = refusal(tmp_path, content, {"without": ["count", "share", "rest"]})
    assert few == "FILE has no column left to predict 'letter' from; leave out fewer"


def test_targets_are_standardised_with_the_features_unless_said(tmp_path: Path) -> None:
    content = "a,b\n" + "".join(f"{k},{100 + 7.5 * k}\n" for k in range(30))
    data = loaded(tmp_path, content, {"standardise": True, "validation": 10, "test": 5})
    assert data.y.mean() == pytest.approx(0, abs=1e-6)
    assert data.test == 5
    everything = np.concatenate([data.raw_target(part) for part in (data.y, data.val_y, data.test_y)])
    assert sorted(everything[:, 0].tolist()) == pytest.approx([100 + 7.5 * k for k in range(30)], rel=1e-6)
    plain = loaded(tmp_path, content, {"standardise": True, "standardise_target": False})
    assert (plain.mean is not None, plain.target_mean) == (True, None)


def test_headers(tmp_path: Path) -> None:
    content = "1990,2000,kind\n" + "1,2,x\n3,4,y\n" * 3
    assert loaded(tmp_path, content, {"header": True}).features == ("1990", "2000")
    assert loaded(tmp_path, "1,2,x\n3,4,y\n" * 3).features == ("x1", "x2")
    without = loaded(tmp_path, "a,b,c\n" + "d,e,f\n" * 3, {"header": False})
    assert without.n == 4


GAPS = "a,b,kind\n" + "".join(
    f"{k if k % 5 else ''},{'NA' if k == 7 else 2 * k},{'?' if k == 3 else 'xy'[k % 2]}\n" for k in range(20)
)


def test_rows_with_gaps(tmp_path: Path) -> None:
    dropped = loaded(tmp_path, GAPS)
    assert dropped.n == 20 - 1 - 5
    assert dropped.notes == ("1 rows without kind are left out", "5 of 19 rows have a gap and are left out")
    filled = loaded(tmp_path, GAPS, {"missing": "mean", "validation": 6}, "g.csv")
    assert filled.n + filled.validation == 19
    both = np.concatenate([filled.x, filled.val_x])
    known = filled.x[:, 0][~np.isclose(filled.x[:, 0], np.round(filled.x[:, 0]), atol=1e-6)]
    assert np.isfinite(both).all()
    assert filled.notes[-1] == "gaps in 5 rows filled with the mean of the training rows"
    assert len(set(known.tolist())) <= 1  # one mean for all gaps of the column
    assert "5 of 19 rows have a gap; fill them" in refusal(tmp_path, GAPS, {"missing": "refuse"})
    mostly = "a,b,k\n" + "1,,x\n,2,y\n" * 4
    assert "only 0 of 8 rows have no gap" in refusal(tmp_path, mostly)
    assert loaded(tmp_path, mostly, {"missing": "mean"}).n == 8


def test_gaps_are_filled_from_the_training_rows_alone(tmp_path: Path) -> None:
    content = "a,kind\n" + "".join(f"{'' if k % 4 == 0 else k * k},{'xy'[k % 2]}\n" for k in range(60))
    data = loaded(tmp_path, content, {"missing": "mean", "validation": 20})
    squares = {float(k * k) for k in range(60) if k % 4}
    mean = np.mean([v for v in data.x[:, 0].tolist() if v in squares])
    rest = [v for v in (*data.x[:, 0].tolist(), *data.val_x[:, 0].tolist()) if v not in squares]
    assert len(rest) == 15
    assert rest == pytest.approx([mean] * 15, rel=1e-5)


def test_columns_of_words(tmp_path: Path) -> None:
    content = "colour,sex,size,kind\n" + "red,m,1,x\nblue,f,2,y\ngreen,m,3,x\nred,f,4,y\n"
    data = loaded(tmp_path, content)
    assert data.features == ("colour=blue", "colour=green", "colour=red", "sex=m", "size")
    assert by_row(data)[0] == (0, 0, 1, 0, 4)
    mixed = "a,kind\n" + "red,x\n1,y\n" * 4
    assert refusal(tmp_path, mixed) == "FILE, line 2: a is 'red', not a number like others in that column"


@settings(max_examples=60)
@given(
    rows=st.lists(
        st.tuples(st.floats(-1e6, 1e6).map(lambda v: round(v, 3)), st.integers(-999, 999), st.sampled_from("xyz")),
        min_size=6,
        max_size=30,
    ),
    sign=st.sampled_from(",;\t|"),
    comma=st.booleans(),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_any_table_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[float, int, str]],
    sign: str,
    comma: bool,
    ending: str,
    encoding: str,
) -> None:
    """Written in any of these ways, the numbers are those that were written."""
    folder = tmp_path_factory.mktemp("any")
    comma = comma and sign != ","
    lines = [sign.join(("größe", "zahl", "art"))]
    for number, whole, kind in rows:
        text = f"{number:.3f}".replace(".", ",") if comma else f"{number:.3f}"
        lines.append(sign.join((text, str(whole), kind)))
    try:
        data = loaded(folder, ending.join(lines).encode(encoding), {"validation": 0})
    except DataError as error:
        assert len({kind for *_, kind in rows}) < 2
        assert "different classes" in str(error)  # noqa: PT017
        return
    assert data.features == ("größe", "zahl")
    wanted = np.array([(number, whole) for number, whole, _ in rows], np.float32)
    assert sorted(map(tuple, data.x.tolist())) == sorted(map(tuple, wanted.tolist()))


def test_a_separator_in_quotes_does_not_count() -> None:
    assert spreadsheet.separator('a,b\n"x;y;z",1\n"p;q",2\n') == ","
    assert spreadsheet.separator("a;b\n1,5;2\n") == ";"
    assert spreadsheet.separator("") == ","


def test_ordered_rows_stay_as_they_stand_in_the_file(tmp_path: Path) -> None:
    content = "x,y\n" + "".join(f"{k},{'ab'[k // 50]}\n" for k in range(100))
    data = loaded(tmp_path, content, {"ordered": True, "validation": 20, "standardise": False})
    assert (data.n, len(data.val_x)) == (80, 20)
    assert np.all(np.diff(data.x[:, 0]) > 0)
    assert not np.all(np.diff(loaded(tmp_path, content, {"validation": 20, "standardise": False}).x[:, 0]) > 0)
