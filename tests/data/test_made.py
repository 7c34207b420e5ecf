"""Sets made by a rule: that the rule holds, that seeds decide, that parts are apart."""

import datetime
import re

import numpy as np
import pytest

from tuidl.data import dates, load
from tuidl.errors import DataError


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("classification", {"n": 60}),
        ("curve", {"n": 60}),
        ("linear", {"n": 60}),
        ("strokes", {"n": 30}),
        ("copy", {"n": 60}),
        ("adding", {"n": 60}),
        ("parity", {"n": 60}),
        ("dates", {"n": 60}),
        ("communities", {"n": 40, "validation": 30}),
        ("shapes", {"n": 60}),
        ("moons", {"n": 60}),
    ],
)
def test_seeds_decide_and_parts_are_apart(name: str, options: dict[str, object]) -> None:
    given = {"validation": 20, "test": 10, **options}
    data, again, other = (load(name, given, seed) for seed in (1, 1, 2))
    assert (data.n, data.validation, data.test) == (given["n"], given["validation"], 10)
    for part in ("x", "y", "val_x", "val_y", "test_x", "test_y"):
        assert getattr(data, part).tobytes() == getattr(again, part).tobytes()
    assert data.x.tobytes() != other.x.tobytes()
    rows = [row.tobytes() for part in (data.x, data.val_x, data.test_x) for row in part]
    if name != "copy":  # of which there are few
        assert len(set(rows)) == len(rows)


def test_columns_of_a_made_table_are_what_they_are_called() -> None:
    options = {"features": 12, "informative": 4, "redundant": 3, "separation": 2.0, "n": 2000, "standardise": False}
    data = load("classification", options)
    assert [name.split()[0] for name in data.features] == ["informative"] * 4 + ["redundant"] * 3 + ["noise"] * 5
    x = data.x.astype(float)
    solved, *_ = np.linalg.lstsq(x[:, :4], x[:, 4:7], rcond=None)
    assert x[:, :4] @ solved == pytest.approx(x[:, 4:7], abs=1e-3)
    means = np.stack([x[data.y == kind].mean(axis=0) for kind in range(3)])
    assert np.ptp(means[:, :4], axis=0).max() > 2  # classes stand apart there
    assert np.ptp(means[:, 7:], axis=0).max() < 0.4  # and nowhere here
    with pytest.raises(DataError, match="informative = 2 must be a number whose power of 2 is at least classes · clus"):
        load("classification", {"informative": 2, "class_count": 5})


def test_label_noise_changes_that_share_of_the_labels() -> None:
    options = {"n": 3000, "validation": 0, "standardise": False}
    clean = load("classification", options)
    known = {row.tobytes(): label for row, label in zip(clean.x, clean.y, strict=True)}
    found = load("classification", {**options, "label_noise": 0.25})
    wrong = [known[row.tobytes()] != y for row, y in zip(found.x, found.y, strict=True)]
    assert np.mean(wrong) == pytest.approx(0.25, abs=0.03)


def test_numbers_over_a_curve() -> None:
    for shape, rule in (
        ("sine", lambda x: np.sin(2 * x)),
        ("step", lambda x: np.where(x < 0, -1, 1)),
        ("parabola", lambda x: x * x / 4),
        ("bump", lambda x: np.exp(-4 * x * x)),
    ):
        data = load("curve", {"shape": shape, "noise": 0})
        assert data.y == pytest.approx(rule(data.x), abs=1e-5)
    outlying = load("curve", {"outliers": 0.1, "n": 500, "validation": 500})
    assert 30 <= (abs(outlying.y) > 2).sum() <= 75
    assert abs(outlying.val_y).max() < 2


def test_a_weighted_sum() -> None:
    data = load("linear", {"noise": 0.01, "n": 500, "correlation": 0.5})
    weights, *_ = np.linalg.lstsq(data.x, data.y, rcond=None)
    assert (abs(weights[:3, 0]) > 0.45).all()
    assert weights[3:, 0] == pytest.approx(np.zeros(7), abs=0.01)
    assert np.corrcoef(data.x.T)[0, 5] == pytest.approx(0.5, abs=0.12)


def test_copying() -> None:
    data = load("copy", {"length": 3, "delay": 4, "symbols": 2, "n": 50})
    assert data.shape == (10,)
    assert (data.y[:, :7] == 1).all()
    assert (data.y[:, 7:] == data.x[:, :3]).all()
    assert (data.x[:, 6] == 2).all()
    assert set(np.unique(data.x[:, :3])) == {3, 4}


def test_adding() -> None:
    data = load("adding", {"time": 9, "n": 300})
    assert (data.x[..., 1].sum(axis=1) == 2).all()
    assert (data.x[:, :4, 1].sum(axis=1) == 1).all()
    assert (data.x[..., 0] * data.x[..., 1]).sum(axis=1) == pytest.approx(data.y[:, 0], abs=1e-6)
    assert (data.lengths(data.x) == 9).all()


def test_parity() -> None:
    data = load("parity", {"time": 7, "shortest": 3, "n": 150, "validation": 50})
    lengths = data.lengths(data.x)
    assert (lengths.min(), lengths.max()) == (3, 7)
    assert ((data.x[..., 0] == 1).sum(axis=1) % 2 == data.y).all()
    every = load("parity", {"time": 5, "n": 32, "validation": 0})
    assert len({row.tobytes() for row in every.x}) == 32
    with pytest.raises(DataError, match="there are 32 sequences of 5 to 5 bits, but 33 are asked for"):
        load("parity", {"time": 5, "n": 33, "validation": 0})


def test_dates() -> None:
    data = load("dates", {"n": 3000})
    kinds = set()
    for asked, answer in zip(data.x, data.y, strict=True):
        text, day = data.text(asked), data.answer(answer)
        assert re.fullmatch(r"‹\d{4}-\d\d-\d\d›", day)
        date = datetime.date.fromisoformat(day[1:-1])
        spelt = [dates.spelt(date, kind) for kind in range(dates.SPELLINGS)]
        kinds.add(spelt.index(text))
    assert kinds == set(range(7))
    assert dates.spelt(datetime.date(2021, 3, 9), 6) == "tuesday, 9 march 2021"
    assert [dates.spelt(datetime.date(2021, 3, day), 5).split()[1] for day in (1, 2, 3, 4, 11, 12, 13, 22, 31)] == [
        "1st,", "2nd,", "3rd,", "4th,", "11th,", "12th,", "13th,", "22nd,", "31st,",
    ]  # fmt: skip
    known = {data.answer(row) for row in data.y}
    assert not known & {data.answer(row) for row in data.val_y}
    with pytest.raises(DataError, match="leaves room for validation and test: there are 36525 days"):
        load("dates", {"n": 36_000, "validation": 1000})


def test_strokes_are_inked_on_paper_and_stay_on_it() -> None:
    data = load("strokes", {"n": 120, "validation": 12})
    assert data.shape == (28, 28, 1)
    assert np.bincount(data.y).tolist() == [20] * 6
    ink = data.x.sum(axis=(1, 2, 3))
    assert ink.min() > 12
    assert ink.max() < 350
    edge = data.x.copy()
    edge[:, 1:-1, 1:-1] = 0
    assert edge.mean() < 0.001  # nothing runs off the paper
    assert load("strokes", {"n": 12, "margin": 2, "slant": 0}).shape == (32, 32, 1)
    noisy = load("strokes", {"n": 12, "noise": 0.3})
    assert (noisy.x > 0).mean() > 0.4


def test_the_club_is_zacharys() -> None:
    data = load("karate", {"hops": 0})
    graph = data.graph
    assert (graph.nodes, len(graph.edges)) == (34, 78)
    degrees = graph.adjacency().sum(axis=1)
    assert (degrees[0], degrees[32], degrees[33], degrees[11]) == (16, 12, 17, 1)
    assert (data.n, data.validation) == (4, 30)
    assert np.bincount(graph.labels).tolist() == [17, 17]
    assert sorted([*graph.train, *graph.val]) == list(range(34))
    assert (data.y == graph.labels[graph.train]).all()
    assert (data.x == graph.features[graph.train]).all()
    mixed = load("karate", {"hops": 2})
    spread = graph.messages() @ (graph.messages() @ graph.features)
    assert mixed.val_x == pytest.approx(spread[graph.val], abs=1e-6)


def test_messages_are_symmetric_and_keep_their_size() -> None:
    graph = load("communities", {"nodes": 40}).graph
    s = graph.messages()
    assert s == pytest.approx(s.T)
    assert np.abs(np.linalg.eigvalsh(s.astype(float))).max() == pytest.approx(1, abs=1e-5)
    same = graph.labels[graph.edges[:, 0]] == graph.labels[graph.edges[:, 1]]
    assert same.mean() > 0.7


def test_shapes_of_graphs() -> None:
    data = load("shapes", {"n": 100, "nodes": 9})
    for matrix, kind in zip(data.x[..., 0], data.y, strict=True):
        degrees = np.sort(matrix.sum(axis=1))[::-1]
        degrees = degrees[degrees > 0].astype(int).tolist()
        size = len(degrees)
        assert (matrix == matrix.T).all()
        assert 6 <= size <= 9
        match data.classes[kind]:
            case "ring":
                assert degrees == [2] * size
            case "star":
                assert degrees == [size - 1] + [1] * (size - 1)
            case "path":
                assert degrees == [2] * (size - 2) + [1, 1]
            case "tree":
                assert sum(degrees) == 2 * (size - 1)
                assert degrees[0] == 3
            case _:
                half = size // 2
                assert sum(degrees) == 2 * (half * (half - 1) // 2 + (size - half) * (size - half - 1) // 2 + 1)
    with pytest.raises(
        DataError, match=r"there are hardly more than \d+ different graphs of up to 6 nodes, but 600 are"
    ):
        load("shapes", {"nodes": 6})
