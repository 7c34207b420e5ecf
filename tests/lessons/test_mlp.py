"""What lesson 1.2, hidden layers, says: every step on seed 0, and every number that its pages state."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.lessons import demo
from tuidl import paths
from tuidl.commands import KnobValue, Watch
from tuidl.course.load import read
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.events import Probed
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.unattended import played, trainer
from tuidl.session.request import Request
from tuidl.signals import Boundary, Confusion, Signal
from tuidl.view import RunView

FOLDER = paths.shipped("lessons") / "1-02-mlp"


def _run(experiment: str, knobs: Mapping[str, KnobValue], seed: int = 0, steps: int | None = None) -> RunView:
    spec = read(FOLDER).experiments[experiment]
    length = steps if steps is not None else int(str(spec.steps))
    return trainer(FOLDER, "cpu")(experiment, knobs, seed, length, 20)


def _end(experiment: str, knobs: Mapping[str, KnobValue], value: str, seed: int = 0, steps: int | None = None) -> float:
    return _run(experiment, knobs, seed, steps).evaluations[-1][1][value]


def _last_picture(experiment: str, panel: str, seed: int = 0) -> Signal:
    asked = Request(str(FOLDER), experiment, seed=seed, device="cpu")
    events = played(asked, Watch(((panel, 21, 21),)))
    return [event.signal for event in events if isinstance(event, Probed)][-1]


def test_every_step_comes_out_as_told(lesson: Lesson) -> None:
    found = list(verify(lesson, trainer(FOLDER, "cpu"), claims_of, [0]))
    claims = [item for item in found if isinstance(item, Claim)]
    assert [claim for claim in claims if not claim.holds] == []
    assert {claim.step for claim in claims} >= {"bend", "straight", "squash", "pair", "moons", "wide", "deep", "iris"}
    assert not [told.text for told in found if isinstance(told, Told) and "–" in told.text]


@pytest.mark.parametrize(
    ("experiment", "knobs", "parameters"),
    [
        ("corners", {}, (4 * 2 + 4) + (4 + 1)),
        ("pair", {}, (2 * 2 + 2) + (2 + 1)),
        *(("moons", {"units": h}, 4 * h + 1) for h in (1, 6, 7, 8)),
        ("spirals", {"depth": 1, "width": 51}, 153 + 52),
        ("spirals", {"depth": 2, "width": 12}, 36 + 156 + 13),
        ("iris", {}, 40 + 54 + 21),
    ],
)
def test_parameters_are_as_counted_on_the_pages(experiment: str, knobs: dict[str, KnobValue], parameters: int) -> None:
    started = _run(experiment, knobs, steps=0).started
    assert started is not None
    assert started.parameters == parameters


def test_the_pages_show_those_sums(lesson: Lesson) -> None:
    assert "51·2 + 51 = 153" in lesson.pages["07-wide.md"]
    assert 51 * 2 + 51 == 153
    assert "12·12 + 12 = 156" in lesson.pages["08-deep.md"]
    assert 12 * 12 + 12 == 156
    assert 4 * 7 + 1 <= 30 < 4 * 8 + 1  # at most seven neurons within the budget
    assert (3 * 5 + 5) + (5 * 1 + 1) == 26


def test_of_20_chance_starts_9_with_two_neurons_do_not_find_xor_and_all_with_four_do(lesson: Lesson) -> None:
    say = lesson.step("pair").explain[0].say
    assert "Of 20 starts drawn by chance, 9 had not found it by then with two neurons; with four, all 20 had" in say
    two = [_end("corners", {"units": 2}, "accuracy", seed) for seed in range(20)]
    four = [_end("corners", {"units": 4}, "accuracy", seed) for seed in range(20)]
    assert sum(right < 0.9 for right in two) == 9
    assert min(four) > 0.95


def test_orange_lies_between_the_two_lines() -> None:
    picture = _last_picture("pair", "boundary")
    assert isinstance(picture, Boundary)
    levels, side = picture.answer.levels, picture.answer.width
    middle, near, far = side // 2, side // 4, side - 1 - side // 4
    orange = [levels[near * side + near], levels[middle * side + middle], levels[far * side + far]]  # top left to right
    blue = [levels[near * side + far], levels[far * side + near]]
    assert min(orange) > 200
    assert max(blue) < 50


def test_without_an_activation_the_end_is_that_of_one_neuron() -> None:
    assert _end("corners", {"activation": "linear"}, "loss") == pytest.approx(0.693, abs=0.002)


def test_the_wide_net_comes_close_in_three_times_as_many_steps() -> None:
    wide = {"depth": 1, "width": 51}
    assert _end("spirals", wide, "val_accuracy") < 0.82
    assert _end("spirals", wide, "val_accuracy", steps=3 * 1400) > 0.92


@pytest.mark.parametrize("seed", range(3))
def test_only_versicolor_and_virginica_are_mixed_up(seed: int) -> None:
    last = _last_picture("iris", "confusion", seed)
    assert isinstance(last, Confusion)
    assert last.total == 50
    setosa = last.classes.index("setosa")
    for k in range(3):
        if k != setosa:
            assert last.counts[k][setosa] == last.counts[setosa][k] == 0


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    demo.holds(FOLDER, tmp_path, range(0, 121, 2), abs=0.01)
