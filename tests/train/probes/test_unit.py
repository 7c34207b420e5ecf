from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import signals
from tuidl.commands import Choose, Watch
from tuidl.events import Probed


def test_one_unit_over_the_plane(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x"), 5)
    experiment.choose("unit:h2", (2.0,))
    found = experiment.probe("unit:h2", 12, 10)
    assert isinstance(found, signals.Boundary)
    assert (found.layer, found.unit, found.units) == ("h2", 2, 4)
    assert (found.answer.low, found.answer.high) == (-1.0, 1.0)
    (left, right), (bottom, top) = found.x_range, found.y_range
    corner = np.array([[left + (right - left) / 24, top - (top - bottom) / 20]], np.float32)
    said = experiment._net.observe(corner, ["h2.tanh.out"])["h2.tanh.out"][0, 2]
    assert found.answer.value(0, 0) == pytest.approx(float(said), abs=0.01)


@pytest.mark.parametrize(("value", "unit"), [((4.0,), 0), ((-1.0,), 3), ((float("nan"),), 0), ((float("inf"),), 0)])
def test_a_choice_beyond_the_units_stays_within_them(tmp_path: Path, value: tuple[float, ...], unit: int) -> None:
    experiment = made(lessons.written(tmp_path / "x"))
    experiment.choose("unit:h1", value)
    found = experiment.probe("unit:h1", 9, 9)
    assert isinstance(found, signals.Boundary)
    assert found.unit == unit


def test_the_unit_chosen_in_the_network_is_shown_at_once(tmp_path: Path) -> None:
    watch = Watch((("network", 20, 20), ("unit:h1", 9, 9), ("unit:h2", 9, 9)))
    asked = lessons.request(lessons.written(tmp_path / "x"))
    events = list(lessons.events(asked, watch, Choose("network", (2.0, 3.0)), Choose("unit:h1", (1.0,))))
    shown = [
        (e.name, e.signal.unit) for e in events if isinstance(e, Probed) and isinstance(e.signal, signals.Boundary)
    ]
    assert shown[:2] == [("unit:h1", 0), ("unit:h2", 0)]
    assert ("unit:h2", 3) in shown
    assert shown[-2:] == [("unit:h1", 1), ("unit:h2", 3)]
