"""Every probe on every kind of small net: at any size, over the wire, without changing the run, and with NaN in it."""

from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import signals
from tuidl.course import vocabulary
from tuidl.train import probes
from tuidl.train.supervised import Supervised

BODIES = {"points": lessons.POINTS, "digits": lessons.DIGITS, "text": lessons.TEXT, "attending": lessons.ATTENDING}
AUGMENT = '[[experiment.small.layers]]\nname = "varied"\ntype = "augment"\nrotate = 15\n\n[[experiment.small.layers]]\n'
BODIES["augmented"] = lessons.DIGITS.replace("[[experiment.small.layers]]\n", AUGMENT, 1)


def _panels(experiment: Supervised) -> list[str]:
    layers = [block.name for block in experiment._assembly.blocks]
    every = [(name, vocabulary.PANELS[name]) for name in probes.PROBES]
    return [
        f"{name}:{layer}" if layered else name for name, layered in every for layer in (layers if layered else [""])
    ]


def _made(folder: Path, body: str, steps: int = 3) -> Supervised:
    folder = lessons.written(folder / body, BODIES[body])
    experiment = made(folder)
    experiment.watch(tuple(_panels(experiment)))
    experiment.train(steps)
    return experiment


@pytest.mark.parametrize("body", BODIES)
def test_pictures_of_any_size_survive_the_wire_and_change_nothing(tmp_path: Path, body: str) -> None:
    experiment = _made(tmp_path, body)
    before = experiment.state()
    for size in ((1, 1), (33, 14), (300, 120)):
        for panel in _panels(experiment):
            signal = experiment.probe(panel, *size)
            if signal is not None and not isinstance(signal, signals.Absent):
                assert repr(signals.from_json(signals.to_json(signal))) == repr(signal)
    assert {name: array.tobytes() for name, array in before.items()} == {
        name: array.tobytes() for name, array in experiment.state().items()
    }
    twin = made(tmp_path / body)
    twin.train(3)
    assert twin.train(2)["loss"].tolist() == experiment.train(2)["loss"].tolist()


@pytest.mark.parametrize("body", BODIES)
def test_where_there_is_no_picture_the_panel_says_why_and_what_to_open(tmp_path: Path, body: str) -> None:
    experiment = _made(tmp_path, body)
    panels = _panels(experiment)
    assert [panel for panel in panels if experiment.probe(panel, 40, 20) is None] == []
    for panel in panels:
        said = experiment.probe(panel, 40, 20)
        if isinstance(said, signals.Absent) and ": open " in said.reason:
            other = said.reason.rpartition(": open ")[2]
            assert not isinstance(experiment.probe(other, 40, 20), signals.Absent | None), said


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("value", [np.nan, np.inf, 3e38])
def test_pictures_of_a_net_that_left_the_numbers_are_still_pictures(tmp_path: Path, body: str, value: float) -> None:
    experiment = _made(tmp_path, body)
    broken = {n: np.full_like(a, value) if n.endswith(".weight") else a for n, a in experiment.state().items()}
    experiment.restore(broken)
    with np.errstate(all="ignore"):
        experiment.train(1)
    for panel in _panels(experiment):
        signal = experiment.probe(panel, 20, 9)
        if signal is not None:
            assert signals.to_json(signal)["kind"] == type(signal).__name__


def test_every_panel_has_something_to_show(tmp_path: Path) -> None:
    missing = set(probes.PROBES)
    for body in BODIES:
        experiment = _made(tmp_path, body)
        for panel in _panels(experiment):
            name = panel.partition(":")[0]
            if name in missing and not isinstance(experiment.probe(panel, 33, 14), signals.Absent | None):
                missing.remove(name)
    assert missing == set()
