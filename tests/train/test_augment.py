"""Augmentation in a lesson: its words, knobs turned while it trains, a run saved in an epoch, a run in the shell."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.train import lessons
from tuidl import nn
from tuidl.cli import root
from tuidl.commands import Play, Save, SetKnob, Step
from tuidl.course import vocabulary
from tuidl.course.load import read
from tuidl.course.references import mistakes
from tuidl.errors import Exit, LessonError
from tuidl.events import Diagnosis, Evaluated, StepsEnded
from tuidl.nn.layers.augment import STRENGTHS
from tuidl.train import assemble, plan
from tuidl.train.supervised import Supervised

FIRST = "[[experiment.small.layers]]"
LAYER = f"""{FIRST}
name = "other"
type = "augment"
rotate = {{ knob = "turn" }}
shift = 0.1
zoom = {{ knob = "zoom" }}
flip = {{ knob = "flip" }}
noise = 0.05
fill = "nearest"

{FIRST}"""
KNOBS = """
[knobs.turn]
type = "int"
default = 15
range = [0, 180]
change = "live"
label = "rotate"
help = "Degrees."

[knobs.zoom]
type = "float"
default = 0.1
range = [0.0, 2.0]
change = "live"
label = "zoom"
help = "How much larger or smaller."

[knobs.flip]
type = "bool"
default = false
change = "live"
label = "flip"
help = "Mirrored or not."
"""


def lesson(folder: Path, *changes: tuple[str, str]) -> Path:
    return lessons.written(folder / "small", lessons.DIGITS + KNOBS, (FIRST, LAYER), *changes)


def losses(found: Any) -> list[float]:
    return [number for event in found if isinstance(event, StepsEnded) for number in event.values["loss"]]


def net(folder: Path) -> nn.Model:
    return assemble.build(plan.make(lessons.request(folder), read(folder), {})).net


def test_the_words_are_those_of_the_layer() -> None:
    assert vocabulary.AUGMENTATIONS == STRENGTHS
    assert vocabulary.LAYERS["augment"] == (*STRENGTHS, "fill")


def test_a_lesson_says_what_is_done(tmp_path: Path) -> None:
    first = net(lesson(tmp_path, ("flip = { knob", "flip_vertical = true\nflip = { knob"))).network.layers[0]
    said = "Augment(rotate=15, shift=0.1, zoom=0.1, flip_vertical=0.5, noise=0.05, fill='nearest')"
    assert first.describe() == said


@pytest.mark.parametrize("device", ["cpu", "reference"])
@pytest.mark.parametrize(
    ("knob", "value", "strength", "number"),
    [("turn", 90, "rotate", 90.0), ("flip", True, "flip", 0.5), ("zoom", 0.5, "zoom", 0.5)],
)
def test_strengths_are_turned_while_it_trains(
    tmp_path: Path, knob: str, value: float, strength: str, number: float, device: str
) -> None:
    folder = lesson(tmp_path)
    asked = lessons.request(folder, device=device)
    still = losses(lessons.events(asked, Step(4)))
    turned = losses(lessons.events(asked, Step(2), SetKnob(knob, value), Step(2)))
    assert still[:2] == turned[:2]
    assert still[2] != turned[2]
    experiment = Supervised(plan.make(asked, read(folder), {}))
    experiment.turn(knob, value)
    assert experiment.state()[f"net/other.{strength}"] == [number]
    begun = Supervised(plan.make(lessons.request(folder, device=device, knobs={knob: value}), read(folder), {}))
    assert begun.state()[f"net/other.{strength}"] == [number]


def test_a_strength_that_cannot_be_is_told_and_the_run_goes_on(tmp_path: Path) -> None:
    asked = lessons.request(lesson(tmp_path))
    found = list(lessons.events(asked, Step(2), SetKnob("zoom", 1.5), Step(2)))
    (said,) = [event for event in found if isinstance(event, Diagnosis)]
    assert said.text == "knob 'zoom' cannot be 1.5: Augment needs zoom from 0 up to 1, not 1.5"
    assert losses(found) == losses(lessons.events(asked, Step(4)))


@pytest.mark.parametrize("device", ["cpu", "reference"])
def test_saved_in_the_middle_of_an_epoch_it_goes_on_to_the_bit(tmp_path: Path, device: str) -> None:
    folder, path = lesson(tmp_path), str(tmp_path / "run.npz")
    asked = lessons.request(folder, device=device)
    whole = list(lessons.events(asked, Step(3), SetKnob("turn", 60), Step(3)))
    list(lessons.events(asked, Step(3), SetKnob("turn", 60), Save(path)))
    resumed = list(lessons.events(lessons.request(folder, device=device, resume=path), Step(3)))
    assert losses(resumed) == losses(whole)  # those before are told again
    values = [[e.values for e in events if isinstance(e, Evaluated)][-1] for events in (whole, resumed)]
    assert values[0] == values[1]


def test_an_evaluation_sees_images_as_they_are(tmp_path: Path) -> None:
    first = []
    for folder in (lesson(tmp_path), lessons.written(tmp_path / "plain", lessons.DIGITS)):
        found = lessons.events(lessons.request(folder), Play())
        first.append(next(event for event in found if isinstance(event, Evaluated)))
    assert first[0].values == first[1].values


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            ("shift = 0.1", "shift = -0.1"),
            r"layer 'other' \(augment\): Augment needs shift from 0 up, not -0.1",
        ),
        (
            ("shift = 0.1", 'shift = "far"'),
            r"layer 'other' \(augment\): Augment needs a number for shift, not 'far'",
        ),
        (
            ("shift = 0.1", "shift = 0.1\nfrozen = true"),
            r"layer 'other' \(augment\) has no weights; leave its 'frozen'",
        ),
        (
            ('"nearest"', '"wrap"'),
            r"layer 'other' \(augment\): Augment fills with a number or with 'nearest', not 'wrap'",
        ),
        (('source = "digits"', 'source = "moons"'), r"layer 'other' \(augment\) needs images .*, but its input is 2"),
        (('source = "digits"', 'source = "hello"'), r"layer 'other' \(augment\) reads numbers, but the data are text"),
    ],
)
def test_what_cannot_be_is_one_sentence(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    folder = lesson(tmp_path, change, *([] if "digits" not in change[0] else [("n = 80\nvalidation = 40\n", "")]))
    with pytest.raises(LessonError, match=said):
        net(folder)


def test_lint_names_knobs_of_the_wrong_kind_and_unknown_keys(tmp_path: Path) -> None:
    folder = lesson(tmp_path, ('rotate = { knob = "turn" }', 'rotate = { knob = "flip" }'))
    here = "experiment 'small', layer 'other': rotate: knob 'flip' is of type bool, and float or int is needed"
    assert here in list(mistakes(read(folder, strict=False)))
    with pytest.raises(LessonError, match=r"'other'.*'turn'"):
        read(lesson(tmp_path, ("shift = 0.1", "turn = 0.1")))


def test_a_run_in_the_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path / "home"))
    words = ["run", str(lesson(tmp_path)), "--headless", "--json", "--seed", "1", "--set", "turn=5", "--device", "cpu"]
    done = [CliRunner().invoke(root, words, prog_name="tuidl") for _ in range(2)]
    assert {each.exit_code for each in done} == {Exit.MISSED}  # 12 steps are too few
    told = [[json.loads(line) for line in each.stdout.splitlines()] for each in done]
    assert len(told[0]) > 3
    for line in (line for lines in told for line in lines):
        line.pop("time", None)
    assert told[0] == told[1]
