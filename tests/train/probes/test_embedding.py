from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import signals
from tuidl.train.probes import embedding

EMBEDDED = ('name = "letters"\ntype = "one-hot"', 'name = "letters"\ntype = "embedding"\nunits = 6')


def test_tokens_on_the_plane_and_their_neighbours(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x", lessons.TEXT, EMBEDDED), 5)
    experiment.choose("embedding:letters", (4.0,))
    found = experiment.probe("embedding:letters", 60, 20)
    assert isinstance(found, signals.Scatter)
    assert len(found.names) == len(experiment._data.vocabulary) == len(found.places)
    assert found.chosen == 4
    rows = experiment._net.read("letters.weight").astype(np.float64)
    first, cosine = found.near[0]
    wanted = rows[first] @ rows[4] / np.linalg.norm(rows[first]) / np.linalg.norm(rows[4])
    assert cosine == pytest.approx(wanted)
    assert [k for k, _ in found.near] == sorted((k for k, _ in found.near), key=lambda k: -dict(found.near)[k])
    others = embedding.cosines(rows, 4)
    assert cosine == pytest.approx(max(np.delete(others, 4)))
    places = np.array(found.places)
    assert places.mean(axis=0) == pytest.approx([0, 0], abs=1e-9)
    assert places.var(axis=0).sum() == pytest.approx(sum(found.shares) * rows.var(axis=0).sum())
    assert found.shares[0] >= found.shares[1] >= 0


def test_other_layers_have_no_tokens(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x", lessons.TEXT))
    said = signals.Absent("'letters' (one-hot) has no embedding: open weights:memory")
    assert experiment.probe("embedding:letters", 9, 9) == said
    assert isinstance(experiment.probe("embedding:memory", 9, 9), signals.Absent)
    assert experiment.probe("embedding:none", 9, 9) is None
    assert embedding.cosines(np.array([[0.0, 0.0], [1.0, 0.0]]), 0).tolist() == [0.0, 0.0]
