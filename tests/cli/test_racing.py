"""``tuidl run --headless`` with ``--race`` and ``--seeds``."""

import json

import pytest

from tests.train.race.test_apart import UPHILL, written
from tuidl.course import library
from tuidl.course.load import read
from tuidl.course.progress import Progress
from tuidl.course.walk import Walk
from tuidl.errors import Exit

SHORT = ("--device", "reference", "--steps", "30")


def race(tuidl, *words):
    return tuidl("run", "neuron", "--headless", *SHORT, *words)


def test_contestants_side_by_side(tuidl):
    result = race(tuidl, "--race", "rate=0.05", "--race", ["rate=1", " batch=all"][0])
    assert result.exit_code == Exit.MET, result.stderr
    assert "lesson-neuron  neuron: rate=0.05 against rate=1  seed 0" in result.stdout
    assert "goals met" in result.stdout


def test_one_alone_races_against_the_run_as_it_is(tuidl):
    result = race(tuidl, "--race", "rate=0.05", "--json", "--quiet")
    told = json.loads(result.stdout)
    assert [contestant["name"] for contestant in told["contestants"]] == ["as it is", "rate=0.05"]


def test_seeds_alone(tuidl):
    result = race(tuidl, "--seeds", "3", "--quiet")
    assert result.stdout.startswith("lesson-neuron: neuron, 3 seeds: loss ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--race", "rate"), "--race 'rate' is not NAME=VALUE; for example --race "),
        (("--race", "rat=1"), "--race rat: 'lesson-neuron' has no such knob; did you mean 'rate'?"),
        (("--race", "rate=1000"), "--race rate=1000: it lies between"),
        (("--race", "rate=1", "--race", "rate=1.0"), "--race: 'rate=1' and 'rate=1.0' are the same run"),
        (tuple(w for k in range(6) for w in ("--race", f"rate=0.{k + 1}")), "6 contestants are too many; at most 5"),
        (("--seeds", "21"), "21 does not lie between 1 and 20"),
        (("--seeds", "2", "--save", "x.npz"), "--save: a race is not saved"),
        (("--seeds", "2", "--record", "x.jsonl"), "--record: a race is not recorded"),
        (("--seeds", "2", "--plot", "x.txt"), "the name must end in"),
    ],
)  # fmt: skip
def test_what_cannot_race_is_refused_in_one_sentence(tuidl, words, sentence):
    result = race(tuidl, *words)
    assert result.exit_code == Exit.USAGE
    assert sentence in result.stderr


def test_quick_judges_nothing(tuidl):
    result = tuidl("run", "neuron", "--headless", "--device", "reference", "--quick", "--race", "rate=0.05")
    assert result.exit_code == Exit.MET
    assert "goals not judged: --quick trains too short for them" in result.stdout


def test_on_the_screen_there_is_a_key_for_it(tuidl):
    result = tuidl("run", "neuron", "--race", "rate=0.05")
    assert result.exit_code == Exit.USAGE
    assert "--race needs --headless; on the screen t makes a twin of the run" in result.stderr


def test_a_race_of_written_functions_takes_those_of_the_store_and_says_whose_they_are(tuidl, tmp_path, monkeypatch):
    monkeypatch.setenv("TUIDL_LESSONS", str(tmp_path))
    written(tmp_path, ("sgd.write", "activations.write"))
    words = ("run", str(tmp_path / "small"), "--headless", "--experiment", "own", "--device", "reference")
    before = tuidl(*words, "--json")
    assert "None is yours yet. Solutions of their lessons stand in: step (1.7), relu (1.3)." in before.stderr
    walk = Walk(read(library.find("lesson-sgd")))
    walk.open(next(step.id for step in walk.lesson.steps if step.code is not None))
    walk.agree(UPHILL)
    with Progress.open() as store:
        store.save(walk)
    after = tuidl(*words, "--json")
    assert "Yours: step (1.7). Solutions stand in for what you have not written: relu (1.3)." in after.stderr
    assert [_apart(result.stdout) < 1e-6 for result in (before, after)] == [True, False]
    assert "yours" not in tuidl(*words, "--quiet").stderr


def _apart(told):
    return json.loads(told.splitlines()[-1])["contestants"][1]["values"]["apart"]
