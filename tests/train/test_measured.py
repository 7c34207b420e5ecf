"""What a step on all examples measures, beside what evaluations do: curves and texts must say the same numbers."""

import pytest

from tests.train import lessons
from tuidl import paths
from tuidl.commands import Play
from tuidl.course import load
from tuidl.session.request import Request
from tuidl.view import RunView

WHOLE = [
    (folder.parent.name, name)
    for folder in sorted(paths.shipped("lessons").glob("*/lesson.toml"))
    for name, experiment in load.read(folder.parent).experiments.items()
    if experiment.batch == "all" and experiment.kind == "supervised"
]


@pytest.mark.parametrize(("folder", "experiment"), WHOLE)
def test_curves_of_runs_on_all_examples_go_through_every_evaluation(folder, experiment):
    asked = Request(str(paths.shipped("lessons") / folder), experiment, device="reference", steps=7, evaluate_every=3)
    view = RunView()
    for event in lessons.events(asked, Play()):
        view.apply(event)
    assert [step for step, _ in view.evaluations] == [0, 3, 6, 7]
    for name in ("loss", *(["accuracy"] if "accuracy" in view.steps else [])):
        first, series = view.trained(name)
        curve = dict(zip(series.places(first), series.ends, strict=True))
        assert list(curve) == list(range(8))
        for step, values in view.evaluations:
            assert curve[step] == pytest.approx(values[name], rel=1e-5)
