from pathlib import Path

import pytest

from tests.cli.conftest import LESSONS
from tests.course import sample
from tests.course import test_race as races
from tests.train.test_kinds import ANSWERING, DECODER, ENCODER, FEW, LOOK, WROTE, written
from tuidl.course.load import read
from tuidl.train import buildable

NEURON = LESSONS / "1-01-neuron"


@pytest.mark.parametrize("folder", sorted(path.parent for path in LESSONS.glob("*/lesson.toml")), ids=lambda f: f.name)
def test_every_lesson_can_be_built_wherever_its_knobs_stand(folder: Path) -> None:
    assert list(buildable.mistakes(read(folder))) == []


@pytest.mark.parametrize(
    ("source", "layers"),
    [("dates", [*ENCODER, ANSWERING, *DECODER, *LOOK, WROTE]), ("karate", FEW), ("communities", FEW)],
)
def test_pairs_and_graphs_can_be_built_as_they_are_trained(tmp_path: Path, source: str, layers: list[str]) -> None:
    assert list(buildable.mistakes(read(written(tmp_path / "l", source, "", "cross-entropy", 10, layers)))) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("units = 1", "units = -1", "experiment 'neuron': layer 'neuron' (dense): Dense needs at least 1 unit, not -1"),
        ("units = 1", "units = true", "experiment 'neuron': layer 'neuron' (dense): a size cannot be True: give "),
        (
            "units = 1",
            "units = 2",
            "experiment 'neuron': neuron.weight: fixed values have shape (2, 1), the parameter (2, 2)",
        ),
        ("units = 1", "units = 1000000000000", "GB of memory; make its layers or batches smaller"),
        (
            'weight = [[{ knob = "w1" }], [',
            'weight = [[{ knob = "w1" }, 1.0], [',
            "must be numbers in rows of one length",
        ),
        ("n = 200", "n = -5", "data 'clouds': n = -5 must be a whole number from 1 to 100000"),
        ("n = 200", "n = 200\nwobble = 3", "data 'clouds': data set 'blobs' has no key 'wobble'; known are "),
        ('optimiser = "sgd"', 'optimiser = "sgd"\nmomentum = "x"', "momentum must be from 0 up to 1, not 'x'"),
        ('loss = "binary-cross-entropy"', 'loss = "cross-entropy"', "cross-entropy needs 'softmax'"),
    ],
)
def test_what_cannot_be_built(old: str, new: str, expected: str, tmp_path: Path) -> None:
    folder = sample.copied(tmp_path, NEURON, "lesson.toml", (old, new))
    found = list(buildable.mistakes(read(folder)))
    assert len(found) == 1
    assert expected in found[0]


def test_what_only_a_turned_knob_breaks_names_the_step_and_the_knob(tmp_path: Path) -> None:
    folder = sample.copied(tmp_path, LESSONS / "2-02-cnn", "lesson.toml", ("kernel = 3", "kernel = 11"))
    (found,) = buildable.mistakes(read(folder))
    assert found.startswith(
        "step 'shrink': with padding = valid: experiment 'cnn': layer 'conv2' (conv2d) has windows of"
    )


def test_every_contestant_of_a_race_is_built(tmp_path: Path) -> None:
    folder = races.folder(
        tmp_path, ("set = { rate = 1 }", 'set = { points = "none" }'), ("set = { rate = 0.1 }", "set = { rate = 1 }")
    )
    toml = folder / "lesson.toml"
    text = toml.read_text("utf-8").replace('choices = ["clouds", "corners"]', 'choices = ["clouds", "corners", "none"]')
    toml.write_text(text + '\n[data.none]\nsource = "blobs"\nn = -5\n', "utf-8")
    (told,) = buildable.mistakes(read(folder))
    assert told.startswith("contestant 'fast' of 'duel': data 'none': n = -5")
