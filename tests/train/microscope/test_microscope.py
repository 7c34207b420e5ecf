"""The microscope over whole runs: what it tells, how much, and that nothing of the run is changed."""

import json
import re
from math import isnan, nan
from pathlib import Path

import numpy as np
import pytest

from tests.nn import networks
from tests.train import lessons
from tests.train import test_kinds as kinds
from tests.train.probes.experiment import made as made_experiment
from tuidl import nn, signals
from tuidl.commands import Inspect, Step
from tuidl.course.load import read
from tuidl.data import load
from tuidl.errors import UsageError
from tuidl.events import Envelope, Probed
from tuidl.nn.walk import Walk
from tuidl.program.operation import OPERATIONS
from tuidl.session import wire
from tuidl.signals import Closeup, Dissection, Slope
from tuidl.train import plan
from tuidl.train.microscope import Microscope, Specimen
from tuidl.train.microscope.gradients import Gradients
from tuidl.train.microscope.naming import BRIEF
from tuidl.train.microscope.table import COLUMNS, ROWS
from tuidl.train.supervised import Supervised

SHIPPED = sorted((Path(__file__).parents[3] / "lessons").glob("*/lesson.toml"))


def _supervised(folder: Path, device: str = "reference") -> Supervised:
    return Supervised(plan.make(lessons.request(folder, device=device), read(folder), {}))


def _told(experiment: Supervised, asked: Inspect) -> dict[str, Dissection | Closeup]:
    return {probed.name: probed.signal for probed in experiment.inspect(asked)}


@pytest.mark.parametrize("text", [lessons.POINTS, lessons.DIGITS, lessons.TEXT], ids=["points", "digits", "text"])
def test_training_goes_on_bit_for_bit(tmp_path: Path, text: str) -> None:
    folder = lessons.written(tmp_path / "small", text)
    looked, plain = _supervised(folder), _supervised(folder)
    for experiment in (looked, plain):
        experiment.train(3)
    whole = _told(looked, Inspect(2))["microscope"]
    for number in range(len(whole.lines)):
        _told(looked, Inspect(2, number))
    for experiment in (looked, plain):
        experiment.train(3)
    assert networks.same(looked.state(), plain.state())


def test_it_looks_at_the_step_that_comes_next_and_stays_there(tmp_path: Path) -> None:
    experiment = _supervised(lessons.written(tmp_path / "small"))
    experiment.train(4)
    (first, _) = experiment.inspect(Inspect(1))
    experiment.train(1)
    (close,) = experiment.inspect(Inspect(1, 3))
    assert (first.step, close.step) == (4, 4)
    (again, _) = experiment.inspect(Inspect(1))
    assert again.step == 5
    assert again.signal.loss != first.signal.loss


def test_an_instruction_of_a_walk_does_what_a_training_step_does() -> None:
    """All instructions one by one give the weights that one call of ``train`` gives, dropout's mask included."""
    net = networks.model("noise", "reference", dtype=np.float64)
    x, y = networks.data("noise")
    net.train(x, y, networks.batches(len(y), 2, 5))
    walk = Walk(net, x[:1], y[:1])
    for place in range(len(walk.program.instructions) + 1):
        walk.to(place)
    after = {name: walk.read(walk.layout.persistent[name]) for name in net.tensors()}
    net.train(x, y, np.zeros((1, 1), np.int32))
    assert all(np.array_equal(after[name], net.read(name)) for name in net.tensors())
    walk.to(0)
    assert walk.place == 0


def test_a_loop_answers_and_refuses_in_a_sentence(tmp_path: Path) -> None:
    folder = lessons.written(tmp_path / "small")
    found = list(lessons.events(lessons.request(folder), Step(2), Inspect(0), Inspect(0, 1, row=1)))
    names = [event.name for event in found if isinstance(event, Probed) and "o" in event.name and event.step == 2]
    assert names.count("microscope") == 1
    assert names.count("closeup") == 2
    one = nn.Model([nn.Dense(2)], (3,))
    other = nn.Model([nn.Dense(2)], (3,), shares=one)
    with pytest.raises(UsageError, match="shares"):
        Microscope(other, Specimen(np.zeros((1, 3), np.float32), np.zeros(1, np.int32)))


@pytest.mark.parametrize("lesson", SHIPPED, ids=lambda path: path.parent.name)
def test_every_experiment_of_the_course_in_few_bytes_that_survive_the_wire(lesson: Path) -> None:
    folder = lesson.parent
    for name in read(folder).experiments:
        request = lessons.request(folder, device="reference", experiment=name)
        experiment = Supervised(plan.make(request, read(folder), {}))
        whole = _told(experiment, Inspect(0))["microscope"]
        assert whole.chain[0].name == "x"
        assert whole.chain[-1].name == "loss"
        assert len(json.dumps(signals.to_json(whole))) < 1 << 18
        for number, line in enumerate(whole.lines):
            assert line.agreed == line.checked, line
            close = _told(experiment, Inspect(0, number))["closeup"]
            assert len(close.values) <= ROWS
            assert all(len(row) <= COLUMNS for row in close.values)
            told = wire.from_envelope(Envelope(0, 0.0, Probed("closeup", 0, close)))
            assert len(told) < 1 << 15
            assert wire.to_envelope(told).event.signal == close
        assert (
            wire.to_envelope(wire.from_envelope(Envelope(0, 0.0, Probed("microscope", 0, whole)))).event.signal == whole
        )


@pytest.mark.parametrize("odd", [nan, float("inf"), 1e300])
def test_numbers_that_are_none_are_told_as_they_are(odd: float) -> None:
    net = networks.model("tanh", "reference", dtype=np.float64)
    x, y = networks.data("tanh")
    weights = net.read("dense_1.weight")
    weights[0, 0] = odd
    net.write("dense_1.weight", weights)
    scope = Microscope(net, Specimen(x[:1], y[:1]))
    whole = scope.dissection()
    for number, line in enumerate(whole.lines):
        for reading in line.tensors:
            close = scope.closeup(Inspect(0, number, reading.tensor, row=99, column=99))
            json.dumps(signals.to_json(close), allow_nan=False)
    if isnan(odd):
        assert isnan(whole.loss)
        assert any(line.checked > line.agreed for line in whole.lines)


def test_verdicts() -> None:
    def verdict(gradient: float, above: float, below: float, here: float = 1.0) -> str:
        return Slope("w", gradient, 1e-5, above, here, below).verdict

    assert verdict(0.5, 1 + 5e-6, 1 - 5e-6) == "agree"
    assert verdict(0.6, 1 + 5e-6, 1 - 5e-6) == "differ"
    assert verdict(0.0, 1 + 5e-6, 1.0) == "corner"
    assert verdict(2.0, 1 + 5e-6, 1.0) == "differ"
    assert verdict(nan, 1.0, 1.0) == "none"
    assert verdict(0.0, 1.0, 1.0) == "agree"


def test_a_wrong_gradient_is_found() -> None:
    net = networks.model("tanh", "reference", dtype=np.float64)
    x, y = networks.data("tanh")
    walk = Walk(net, x[:1], y[:1])
    found = Gradients(walk)
    found.values["dense_1.weight.grad"][0, 0] += 0.01
    assert found.slope("dense_1.weight.grad", (0, 0)).verdict == "differ"
    assert found.slope("dense_1.weight.grad", (0, 1)).verdict == "agree"


def test_a_gradient_that_comes_in_parts_is_checked_once_it_is_complete() -> None:
    x, y = networks.data("causal characters")  # a residual branch: two uses of one value
    net = networks.model("causal characters", "reference", dtype=np.float64)
    scope = Microscope(net, Specimen(x[:1], y[:1]))
    closeups = [scope.closeup(Inspect(0, number)) for number in range(len(scope.dissection().lines))]
    assert any("part of" in close.unchecked for close in closeups)
    assert all(close.slope.verdict != "differ" for close in closeups if close.slope is not None)


def test_short_equations_are_of_operations_that_there_are() -> None:
    assert set(BRIEF) <= set(OPERATIONS)


@pytest.mark.parametrize(
    ("source", "loss", "layers", "label"),
    [
        ("diabetes", "mean-squared-error", [kinds.HIDDEN, kinds.NUMBER], r"progression \d+"),
        ("senses", "cross-entropy", [kinds.WORDS, kinds.EACH, kinds.SAID], r"(\w+ )+\w+"),
        ("karate", "cross-entropy", kinds.FEW, "34 moments"),
    ],
)
def test_examples_of_every_kind_have_a_label(
    tmp_path: Path, source: str, loss: str, layers: list[str], label: str
) -> None:
    made = made_experiment(kinds.written(tmp_path / "l", source, "", loss, 10, layers), 2)
    told = made.inspect(Inspect(0))[0].signal
    assert isinstance(told, signals.Dissection)
    assert re.fullmatch(label, told.label)


def _company(name: str) -> tuple[nn.Model, Microscope]:
    """A network that has trained a little, and one of its examples with three after it at hand."""
    net = networks.model(name, "reference", dtype=np.float64)
    x, y = networks.data(name)
    net.train(x, y, networks.batches(len(y), 4, 3))
    return net, Microscope(net, Specimen(x[:1], y[:1], company=(x[:4], y[:4])))


def test_batch_normalisation_of_one_row_is_shown_with_other_examples_beside_it() -> None:
    """One row is its own mean: all that follows would be 0, and no gradient would come back."""
    net, scope = _company("batchnorm")
    whole = scope.dissection()
    assert (whole.batch, whole.about) == (4, "first of 4 · p")
    first = networks.data("batchnorm")[0][:4]
    h = net.observe(first, ["dense_1.out"])["dense_1.out"]
    wanted = (h - h.mean(axis=0)) / np.sqrt(h.var(axis=0) + 1e-5) * net.read("batchnorm_1.gamma")
    number = next(k for k, line in enumerate(whole.lines) if line.operation == "batchnorm.train")
    shown = np.array(scope.closeup(Inspect(0, number)).values)
    assert shown == pytest.approx(wanted + net.read("batchnorm_1.beta"), rel=1e-9)
    weights = [k for k, line in enumerate(whole.lines) if line.operation == "dense.backward_weight"]
    slopes = [scope.closeup(Inspect(0, k, row=1, column=1)).slope for k in weights]
    assert [slope is not None and slope.gradient != 0 and slope.verdict == "agree" for slope in slopes] == [True, True]
    alone = Microscope(net, Specimen(first[:1], networks.data("batchnorm")[1][:1]))
    assert alone.dissection().batch == 1


@pytest.mark.parametrize("name", ["normalised pictures", "tanh", "layernorm"])
def test_an_example_that_needs_no_company_stays_alone(name: str) -> None:
    """Of an image every pixel is a row."""
    assert _company(name)[1].dissection().batch == 1


def test_the_examples_beside_are_those_after_it_in_the_training_set() -> None:
    data = load("iris")
    taken = Specimen.take(data, data.n - 2)
    assert taken.company is not None
    assert taken.company[1].tolist() == data.y[[-2, -1, 0, 1]].tolist()
    assert np.array_equal(np.asarray(taken.company[0])[:1], np.asarray(taken.x))
