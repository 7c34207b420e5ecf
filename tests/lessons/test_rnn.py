"""What lesson-rnn says, on seed 0; its pages' numbers by their formulas."""

from functools import cache
from math import exp, log
from pathlib import Path

import numpy as np
import pytest

from tests.lessons import demo
from tuidl.commands import KnobValue
from tuidl.course.load import read
from tuidl.course.spec import Lesson
from tuidl.course.verify import Claim, Told, verify
from tuidl.data import baseline, load
from tuidl.exercise.judging import claims as claims_of
from tuidl.headless.unattended import trainer
from tuidl.session.request import Request
from tuidl.signals import Distance
from tuidl.train import plan
from tuidl.train.probes import text
from tuidl.train.probes.scene import Scene
from tuidl.train.supervised import Supervised

FOLDER = Path(__file__).parents[2] / "lessons" / "3-01-rnn"


@cache
def lesson() -> Lesson:
    return read(FOLDER)


def experiment(name: str, **knobs: KnobValue) -> Supervised:
    return Supervised(plan.make(Request(str(FOLDER), experiment=name, seed=0, knobs=knobs), lesson(), {}))


def scene(run: Supervised) -> Scene:
    seen = run._scene
    seen.step = run.step
    return seen


def test_every_claim_comes_out_as_told() -> None:
    found = list(verify(lesson(), trainer(FOLDER, "cpu"), claims_of, (0,)))
    assert [claim for claim in found if isinstance(claim, Claim) and not claim.holds] == []
    told = {one.step: one.text for one in found if isinstance(one, Told)}
    assert list(told) == ["hello", "cut", "pairs", "names", "cliff", "budget"]
    assert "–" not in "".join(told.values())


def test_the_recording_is_what_its_step_runs_today(tmp_path: Path) -> None:
    demo.holds(FOLDER, tmp_path, range(101), abs=0.01)


def test_equal_letters_have_equal_states_only_without_memory() -> None:
    for memory in (True, False):
        run = experiment("word", memory=memory)
        run.train(100)
        h = run._net.observe(run._data.x, ["h.out" if memory else "h.tanh.out"])
        _, _, first, second = next(iter(h.values()))[0]
        assert (np.abs(first - second).max() < 1e-6) is not memory


def test_what_it_writes_becomes_names() -> None:
    run = experiment("names")
    pairs = {a + b for name in run._data.items for a, b in zip("\n" + name, name + "\n", strict=True)}

    def share() -> float:
        """Of what is made up, the part in which every pair of letters stands in some training name."""
        lines = text.written(scene(run), (0.8,) * 20, 48)
        made = [name for line in lines for name in line.split("\n")[:-1] if name]
        assert len(made) >= 20
        return float(np.mean([all(a + b in pairs for a, b in zip("\n" + n, n + "\n", strict=True)) for n in made]))

    assert share() < 0.4
    run.train(600)
    assert share() > 0.9


@pytest.mark.parametrize("hidden", [2, 8, 12, 16, 64, 128])
def test_parameters_are_counted_as_the_page_says(hidden: int) -> None:
    assert experiment("names", hidden=hidden).parameters == hidden**2 + 55 * hidden + 27


def test_wild_steps_throw_the_units_to_their_ends() -> None:
    run = experiment("plain", clip=100.0, plain_rate=5.0)
    run.train(100)
    h = run._net.observe(run._data.val_x, ["h.out"])["h.out"]
    assert (np.abs(h) > 0.99).mean() > 0.95


def test_numbers_on_the_pages() -> None:
    assert round(log(7), 2) == 1.95
    assert round(log(2), 2) == 0.69
    assert round(log(27), 2) == 3.30
    assert round(2 / 4 * log(2), 3) == 0.347
    assert round(1.5**15) == 438
    assert 64**2 + 55 * 64 + 27 == 7643
    assert (27 * 27, 64 * 64) == (729, 4096)
    assert max(n for n in lesson().knobs["hidden"].stops if n**2 + 55 * n + 27 <= 1000) == 12
    assert len(load("names").vocabulary) == 27
    for temperature, likely in ((0.5, 0.94), (2.0, 0.67)):
        assert round(float(text.chances(np.array([0.8, 0.2]), temperature)[0]), 2) == likely
    assert round(float(text.chances(np.array([0.9, 0.1]), 0.5)[0]), 3) == 0.988
    assert round(float(text.chances(np.array([0.9, 0.1]), 2.0)[0]), 2) == 0.75
    assert round(2.718 ** (7 * 0.2), 1) == round(exp(7 * 0.2), 1)


def test_only_world_needs_no_memory() -> None:
    for word in ("world", "noon", "error", "little"):
        followers: dict[str, set[str]] = {}
        for a, b in zip(word, word[1:] + "\n", strict=True):
            followers.setdefault(a, set()).add(b)
        assert all(len(after) == 1 for after in followers.values()) is (word == "world")


def test_the_learners_own_text_is_read_in_its_place(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("the rain in spain stays mainly in the plain\n" * 60, "utf-8")
    run = Supervised(plan.make(Request(str(FOLDER), data=str(mine), seed=0), lesson(), {}))
    run.train(50)
    values = run.evaluate()
    assert values["bigram"] == baseline(run._data)
    assert values["val_loss"] < log(len(run._data.vocabulary))


def test_a_gradient_that_went_wild_leaves_none_behind() -> None:
    """What the page of `cliff` says of the panel: thrown to the flat part of tanh, units pass nothing back."""
    left = {}
    for clip in (100.0, 0.1):
        run = experiment("plain", clip=clip, plain_rate=5.0)
        run.train(100)
        seen = run.probe("distance:h", 60, 20)
        assert isinstance(seen, Distance)
        left[clip] = seen.now[5] / seen.now[0], seen.start[5] / seen.start[0]
    assert left[100.0][0] < 1e-10
    assert left[0.1][0] > 0.05
    assert left[100.0][1] == left[0.1][1] > 0.3
