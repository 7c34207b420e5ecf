from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import signals
from tuidl.nn.distance import at_reading

KINDS = ("rnn", "lstm", "gru")


@pytest.mark.parametrize("kind", KINDS)
def test_now_and_at_the_start(tmp_path: Path, kind: str) -> None:
    folder = lessons.written(tmp_path / "x", lessons.TEXT, ('type = "rnn"', f'type = "{kind}"'))
    fresh, trained = made(folder), made(folder, 8)
    first, later = fresh.probe("distance:memory", 60, 20), trained.probe("distance:memory", 60, 20)
    assert isinstance(first, signals.Distance)
    assert isinstance(later, signals.Distance)
    assert first.now == first.start == later.start  # whenever one looks, the start is the start
    assert later.now != later.start
    assert later.moment == "letter"
    x, y = trained._data.val_x[: later.examples], trained._data.val_y[: later.examples]
    g, _ = at_reading(trained._net, x, y, "memory")
    assert len(later.now) == g.shape[1]
    for back in (0, 3):
        assert later.now[back] == pytest.approx(sqrt(np.square(g[:, -1 - back], dtype=np.float64).mean()))


def test_an_rnn_forgets_faster_than_the_loss_falls(tmp_path: Path) -> None:
    found = made(lessons.written(tmp_path / "x", lessons.TEXT)).probe("distance:memory", 60, 20)
    assert isinstance(found, signals.Distance)
    assert found.now[-1] < found.now[0]


def test_what_it_says_where_there_is_no_sequence(tmp_path: Path) -> None:
    words = made(lessons.written(tmp_path / "words", lessons.TEXT))
    first = words._assembly.blocks[0].name
    said = words.probe(f"distance:{first}", 60, 20)
    assert isinstance(said, signals.Absent)
    assert first in said.reason
    assert words.probe("distance:none", 60, 20) is None
    points = made(lessons.written(tmp_path / "points"))
    assert isinstance(points.probe("distance:h1", 60, 20), signals.Absent)
