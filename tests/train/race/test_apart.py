"""How far apart runs of a race are, and a race of written functions against the engine."""

from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tuidl.commands import Play
from tuidl.course.lint import lint
from tuidl.course.load import read
from tuidl.course.written import Written
from tuidl.errors import LessonError
from tuidl.events import Diverged, Evaluated, Event, Raced, RunEnded
from tuidl.train.race.apart import distance

FUNCTIONS = ("activations.write", "forward.write", "losses.write", "backprop.write", "init.mend", "sgd.write")
RACE = """
[data.clouds]
source = "blobs"
n = 40
validation = 10

[experiment.net]
kind = "supervised"
data = "clouds"
loss = "cross-entropy"
optimiser = "sgd"
rate = 0.1
batch = 8
steps = 10
evaluate_every = 5

[[experiment.net.layers]]
name = "h"
type = "dense"
units = 3
activation = "relu"
init = "he"

[[experiment.net.layers]]
name = "out"
type = "dense"
units = "classes"
init = "he"

[experiment.own]
kind = "race"
of = "net"

[[experiment.own.contestants]]
name = "engine"
[[experiment.own.contestants]]
name = "yours"
functions = [NAMES]
"""
UPHILL = "def step(w: float, g: float, rate: float) -> float:\n    return w + rate * g\n"
LOST = "def step(w: float, g: float, rate: float) -> float:\n    return w / (g - g)\n"


def written(tmp_path: Path, names: tuple[str, ...] = FUNCTIONS) -> Path:
    quoted = ", ".join(f'"lesson-{name}"' for name in names)
    return lessons.written(tmp_path / "small", lessons.POINTS + RACE.replace("NAMES", quoted))


def raced(folder: Path, *code: Written, device: str = "reference") -> list[Event]:
    return list(lessons.events(lessons.request(folder, experiment="own", code=code, device=device), Play()))


def told(found: list[Event], contestant: int, kind: type) -> list[object]:
    return [e.told for e in found if isinstance(e, Raced) and e.contestant == contestant and isinstance(e.told, kind)]


def apart(found: list[Event], contestant: int = 1) -> dict[int, float | None]:
    return {e.step: e.values.get("apart") for e in told(found, contestant, Evaluated)}  # type: ignore[attr-defined]


def test_the_distance_is_the_largest_difference_of_any_weight() -> None:
    one = {"w": np.array([[1.0, 2.0]], np.float32), "b": np.array([0.5], np.float32)}
    other = {"w": np.array([[1.0, 2.25]], np.float32), "b": np.array([0.75], np.float32)}
    assert distance(one, one) == 0.0
    assert distance(one, other) == distance(other, one) == 0.25
    assert distance(one, {"w": one["w"]}) is None
    assert distance(one, {**one, "b": np.zeros(2, np.float32)}) is None
    lost = distance(one, {**one, "b": np.array([np.nan], np.float32)})
    assert lost is not None
    assert lost != lost


def test_functions_of_six_lessons_train_as_the_engine_does(tmp_path: Path) -> None:
    found = raced(written(tmp_path))
    far = apart(found)
    assert list(far) == [0, 5, 10]
    assert far[5] is not None
    assert far[10] is not None
    assert max(far[5], far[10]) < 1e-6
    assert apart(found, 0)[10] == far[10]
    assert told(found, 1, Evaluated) != told(found, 0, Evaluated)  # in the last digits: other sums were made


def test_a_wrong_function_is_seen_at_once(tmp_path: Path) -> None:
    far = apart(raced(written(tmp_path), Written("write", UPHILL, "lesson-sgd")))
    assert far[0] is None or far[0] < 1e-6
    assert far[5] is not None
    assert far[5] > 0.01


def test_one_that_fails_ends_its_own_run_alone_and_says_why(tmp_path: Path) -> None:
    found = raced(written(tmp_path), Written("write", LOST, "lesson-sgd"))
    assert told(found, 1, Diverged)
    assert told(found, 0, RunEnded)
    assert not told(found, 0, Diverged)


def test_a_race_without_functions_measures_nothing(tmp_path: Path) -> None:
    text = lessons.POINTS + RACE.replace("functions = [NAMES]", "set = { seed = 0 }")
    folder = lessons.written(
        tmp_path / "small", text.replace("evaluate_every = 5\n", "evaluate_every = 5\nseed = { knob = 'seed' }\n")
    )
    twins = [("engine", 0), ("yours", 1)]
    (folder / "lesson.toml").write_text(
        (folder / "lesson.toml").read_text("utf-8").replace("set = { seed = 0 }", "set = { seed = 1 }"), "utf-8"
    )
    found = raced(folder)
    assert [apart(found, k)[10] for _, k in twins] == [None, None]


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        (("forward.safe", "losses.write"), "both stand for the chances; leave one of them out"),
        (("sgd.write", "complete.write"), "both stand for the optimiser; leave one of them out"),
        (("forward.wrote",), "lesson-forward has no code step 'wrote'"),
    ],
)
def test_functions_that_cannot_go_together_are_refused_and_found_by_reading(
    tmp_path: Path, names: tuple[str, ...], sentence: str
) -> None:
    folder = written(tmp_path, names)
    read(folder)  # it opens as ever; only the race cannot be
    with pytest.raises(LessonError, match=sentence):
        raced(folder)
    said = [finding.text for finding in lint(folder)[1] if "contestant 'yours'" in finding.text]
    assert len(said) == 1
    assert sentence in said[0]
