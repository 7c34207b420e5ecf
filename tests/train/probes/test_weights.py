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
