# ruff: noqa: PT017
"""Reading lesson folders: the model lessons as they are, and damaged at random."""

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.course import sample
from tuidl.course.load import read
from tuidl.course.spec import KnobRef
from tuidl.errors import LessonError


def test_the_neuron_lesson() -> None:
    lesson = sample.lesson()
    assert (lesson.id, lesson.slug, lesson.number, lesson.minutes) == ("lesson-neuron", "neuron", "1.1", 12)
    assert [step.kind for step in lesson.steps] == [
        "run", "read", "tune", "run", "code", "predict", "tune", "quiz", "recap",
    ]  # fmt: skip
    experiment = lesson.experiments["neuron"]
    assert experiment.rate == KnobRef("rate")
    assert experiment.seed == KnobRef("seed")
    assert (experiment.batch, experiment.pace, experiment.evaluate_every) == ("all", "frame", 1)
    assert experiment.stride == 1
    layer = experiment.layers[0]
    assert layer.options["weight"] == [[KnobRef("w1")], [KnobRef("w2")]]
    assert layer.options["bias"] == [KnobRef("b")]
    assert lesson.data["clouds"].options["centres"] == [[-1.0, 0.6], [1.0, -0.4]]
    assert lesson.data["clouds"].classes == ("blue", "orange")
    assert lesson.knobs["w1"].tensor == "neuron.weight[0,0]"
    assert lesson.step("single").single
    assert lesson.step("hand").solution == {"w1": 3.0, "w2": -1.5, "b": 0.0}
    assert lesson.settings(lesson.step("corners"))["points"] == "corners"
    assert lesson.step("corners").ask[0].choices[1].curve[0] == (0.0, 1.1)
    assert lesson.step("corners").ask[1].edges == (0.0, 0.6, 0.9, 1.0)
    assert lesson.terms["learning rate"].letter == "η"
    assert lesson.pages["01-watch.md"].startswith("# Watch one neuron learn\n")
    assert lesson.goals[0].check == "accuracy >= 0.95 within 150 steps"


def test_the_init_lesson() -> None:
    lesson = sample.lesson(sample.INIT)
    assert lesson.experiments["deep"].layers[0].repeat == KnobRef("depth")
    assert lesson.measures["kept"] == "signal[h20] / signal[h1]"
    assert lesson.panels["signal"].options["range"] == (1e-12, 1e6)
    repair = lesson.step("copies").repair
    assert repair is not None
    assert repair.mends == ({"init": "glorot"}, {"init": "he"})
    assert len(repair.decoys) == 7
    assert lesson.terms["Glorot initialisation"].also == ("Xavier",)


def test_a_whole_number_for_a_float_knob_becomes_one(tmp_path: Path) -> None:
    folder = sample.copied(
        tmp_path, sample.NEURON, "lesson.toml", ("w1 = 0.0, w2", "w1 = 0, w2"), ("default = 0.1", "default = 1")
    )
    lesson = read(folder)
    assert isinstance(lesson.step("hand").set["w1"], float)
    assert isinstance(lesson.knobs["rate"].default, float)


@pytest.mark.parametrize("seed", range(150))
def test_damaged_lessons_give_a_lesson_or_a_sentence(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    source = (sample.NEURON, sample.INIT)[seed % 2]
    folder = tmp_path / source.name
    shutil.copytree(source, folder)
    file = folder / "lesson.toml"
    lines = file.read_text("utf-8").splitlines()
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(lines))
        match rng.randrange(6):
            case 0:
                del lines[place]
            case 1:
                lines.insert(place, lines[rng.randrange(len(lines))])
            case 2:
                lines[place] = (
                    lines[place].partition("=")[0] + "= " + rng.choice(["-1", "[]", "{}", '""', "1e999", "nan"])
                )
            case 3:
                middle = rng.randrange(len(lines[place]) + 1)
                lines[place] = lines[place][:middle] + rng.choice('{}[]"=.@#\0é7') + lines[place][middle + 1 :]
            case 4:
                lines[place] = lines[place].replace('"', "", 1)
            case 5:
                words = lines[place].split()
                rng.shuffle(words)
                lines[place] = " ".join(words)
    file.write_text("\n".join(lines), "utf-8")
    try:
        lesson = read(folder)
    except LessonError as error:
        assert str(error).startswith("lesson '")
        assert "\n" not in str(error)
    else:
        assert lesson.steps


def test_a_frame_may_take_more_than_one_step(tmp_path: Path) -> None:
    folder = sample.copied(tmp_path, sample.NEURON, "lesson.toml", ('pace = "frame"', 'stride = 5\npace = "frame"'))
    assert read(folder).experiments["neuron"].stride == 5


@pytest.mark.parametrize("file", ["lesson.toml", "01-watch.md"])
def test_files_as_other_editors_write_them_are_read(tmp_path: Path, file: str) -> None:
    folder = sample.copied(tmp_path)
    raw = (folder / file).read_bytes()
    (folder / file).write_bytes(b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"))
    assert replace(read(folder), folder=sample.NEURON) == read(sample.NEURON)
