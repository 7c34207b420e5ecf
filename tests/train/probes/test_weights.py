from pathlib import Path

import pytest

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import signals
from tuidl.train.knobs import element

KINDS = {
    "points": (lessons.POINTS, "h1", ()),
    "digits": (lessons.DIGITS, "conv1", ()),
    "lstm": (lessons.TEXT, "memory", ('type = "rnn"', 'type = "lstm"')),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(60, 60), (3, 2)])
def test_every_number_says_where_it_stands(tmp_path: Path, kind: str, size: tuple[int, int]) -> None:
    body, layer, change = KINDS[kind]
    experiment = made(lessons.written(tmp_path / "x", body, *([change] if change else [])), 2)
    found = experiment.probe(f"weights:{layer}", *size)
    assert isinstance(found, signals.Weights)
    for row in {0, found.grid.height - 1}:
        for column in {0, found.grid.width - 1}:
            one = element(found.place(row, column))
            assert one is not None
            assert found.grid.value(row, column) == pytest.approx(one.read(experiment._net), abs=1e-4)
            experiment.assign(found.place(row, column), 0.25)
            assert one.read(experiment._net) == 0.25


def test_of_a_large_matrix_each_part_can_be_seen(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x", lessons.DIGITS), 1)
    seen = set()
    for row in (*range(0, 27, 4), 26):
        experiment.choose("weights:out", (float(row), 9.0))
        found = experiment.probe("weights:out", 4, 5)
        assert isinstance(found, signals.Weights)
        assert found.size == (27, 10)
        assert found.top <= row < found.top + 5
        assert found.left == 6
        seen |= set(range(found.top, found.top + 5))
    assert seen == set(range(27))
    for beyond in ((1e9, -5.0), (float("nan"), 0.0)):
        experiment.choose("weights:out", beyond)
        assert isinstance(experiment.probe("weights:out", 4, 5), signals.Weights)
