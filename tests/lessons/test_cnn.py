"""What lesson 2.2, convolutional networks, says: every step on seed 0, and every number that its pages state."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.data.conftest import write_pair
from tests.lessons import demo
from tuidl import paths
from tuidl.commands import KnobValue, Watch
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.events import Probed, RunStarted
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.unattended import played, trainer
from tuidl.session.request import Request
from tuidl.signals import Field, Filters

FOLDER = paths.shipped("lessons") / "2-02-cnn"


def _started(experiment: str, knobs: Mapping[str, KnobValue], data: Path | None = None) -> RunStarted:
    asked = Request(str(FOLDER), experiment, dict(knobs), 0, "cpu", steps=0, data=str(data) if data else None)
    return next(event for event in played(asked) if isinstance(event, RunStarted))


def _sides(started: RunStarted) -> list[int]:
    """Height and width of what comes out of conv1, pool1, conv2, pool2."""
    outputs = {row.name: row.output for row in started.layers}
    return [outputs[name][0] for name in ("conv1", "pool1", "conv2", "pool2")]


def _filters(knobs: Mapping[str, KnobValue], seed: int, steps: int) -> tuple[Filters, Filters]:
    """conv1 before training and after."""
    asked = Request(str(FOLDER), "cnn", dict(knobs), seed, "cpu", steps=steps, evaluate_every=steps)
    events = played(asked, Watch((("filters:conv1", 40, 40),)))
    seen = [event.signal for event in events if isinstance(event, Probed) and isinstance(event.signal, Filters)]
    return seen[0], seen[-1]


def _edge(kernel: Field) -> float:
    """How much of a filter is a slope from side to side: the share of Σ w² that the best plane through 0 has."""
    w = np.frombuffer(kernel.levels, np.uint8).astype(float) - 127
    down, across = np.mgrid[-1:2, -1:2]
    plane = np.stack([down.ravel(), across.ravel()], axis=1)
    return float(np.sum((plane @ np.linalg.lstsq(plane, w, rcond=None)[0]) ** 2) / np.sum(w**2))


def test_every_step_comes_out_as_told(lesson: Lesson) -> None:
    dead = lesson.step("dead")
    assert dead.repair is not None
    once = replace(dead, repair=replace(dead.repair, mends=dead.repair.mends[:1], decoys=dead.repair.decoys[:1]))
    shorter = replace(lesson, steps=tuple(once if step is dead else step for step in lesson.steps))
    found = list(verify(shorter, trainer(FOLDER, "cpu"), claims_of, [0]))
    claims = [item for item in found if isinstance(item, Claim)]
    assert [claim for claim in claims if not claim.holds] == []
    assert {claim.step for claim in claims} == {"watch", "moved", "everywhere", "rival", "budget", "dead", "[headless]"}
    assert not [told.text for told in found if isinstance(told, Told) and "–" in told.text]


@pytest.mark.parametrize(
    ("experiment", "knobs", "parameters"),
    [
        ("cnn", {}, 8 * (9 + 1) + 16 * (9 * 8 + 1) + 10 * (9 * 16 + 1)),
        ("cnn", {"padding": "valid"}, 80 + 1168 + 10 * (16 + 1)),
        ("cnn", {"filters1": 4, "filters2": 8}, 1066),
        ("cnn", {"filters1": 16, "filters2": 24}, 5810),
        ("mlp", {}, (144 * 17 + 17) + (17 * 10 + 10)),
    ],
)
def test_parameters_are_as_counted_on_the_pages(experiment: str, knobs: dict[str, KnobValue], parameters: int) -> None:
    assert _started(experiment, knobs).parameters == parameters


def test_the_pages_show_those_sums(lesson: Lesson) -> None:
    rival, budget, shrink = (lesson.pages[f"{name}.md"] for name in ("06-rival", "07-budget", "03-shrink"))
    assert "144·17 + 17 = 2 465" in rival
    assert "2 645 parameters; the CNN has 2 698" in rival
    assert (144 * 17 + 17, 17 * 10 + 10, 2465 + 180) == (2465, 180, 2645)
    assert "8·(3·3 + 1) = 80" in budget
    assert "167 040" in budget
    assert 144 * (144 * 8) + 144 * 8 == 167_040
    assert "3·3·16 = 144" in shrink
    assert lesson.step("budget").hints[1].startswith("1 066 ")
    assert (2 * 2 + 1) ** 2 == 25  # places, with two pixels either way


def test_shapes_are_as_the_pages_say(tmp_path: Path) -> None:
    write_pair(tmp_path, side=28)
    assert _sides(_started("cnn", {})) == [12, 6, 6, 3]
    assert _sides(_started("cnn", {"padding": "valid"})) == [10, 5, 3, 1]
    assert _sides(_started("cnn", {"padding": "valid"}, tmp_path)) == [26, 13, 11, 5]
    assert _sides(_started("cnn", {}, tmp_path)) == [28, 14, 14, 7]


def test_in_the_middle_the_mlp_is_nearly_as_good() -> None:
    train = trainer(FOLDER, "cpu")
    mlp, cnn = (train(name, {}, 0, 1200, 100).evaluations[-1][1]["val_accuracy"] for name in ("mlp", "cnn"))
    assert 0.9 < mlp < cnn


def test_some_filters_become_edges_and_none_is_dead() -> None:
    before, after = _filters({}, 0, 1200)
    assert before.dead.count(True) == after.dead.count(True) == 0
    assert max(map(_edge, after.kernels)) > 0.5


def test_a_rate_far_too_high_kills_the_filters() -> None:
    before, after = _filters({"rate": 0.3}, 0, 100)
    assert not any(before.dead)
    assert all(after.dead)


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    demo.holds(FOLDER, tmp_path, range(0, 1201, 25), abs=0.03)
