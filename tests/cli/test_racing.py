"""``tuidl run --headless`` with ``--race`` and ``--seeds``."""

import json
import shlex
import signal

import pytest

from tests.train.race.test_apart import UPHILL, written
from tuidl.course import library
from tuidl.course.load import read
from tuidl.course.progress import Progress
from tuidl.course.walk import Walk
from tuidl.errors import Exit
from tuidl.headless.race.telling import Lines

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
    for more in ((), ("--save", "race.npz")):
        result = tuidl("run", "neuron", "--race", "rate=0.05", *more)
        assert result.exit_code == Exit.USAGE
        assert result.stderr == "tuidl: --race needs --headless; on the screen t makes a twin of the run\n"


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


def lines(text: str) -> list[dict]:
    return [{k: v for k, v in json.loads(line).items() if k != "time"} for line in text.splitlines()]


def test_a_race_is_saved_and_goes_on_as_it_would_have(tuidl, tmp_path):
    file, rivals = str(tmp_path / "race.npz"), ("--race", "rate=0.05", "--race", "rate=1", "--seeds", "2")
    first = tuidl("run", "neuron", "--headless", "--device", "reference", "--steps", "13", *rivals, "--save", file)
    assert first.exit_code == Exit.MET, first.stderr
    assert f"saved in {file}" in first.stderr
    again = race(tuidl, "--resume", file, "--save", file, "--json")
    straight = race(tuidl, *rivals, "--json")
    ends = [lines(result.stdout)[-1] for result in (again, straight)]
    assert ends[0].pop("saved") == file
    assert ends[1].pop("saved") is None
    assert ends[0] == ends[1]
    assert [line["event"] for line in lines(again.stdout) if line["event"] in ("race", "saved")] == ["race", "saved"]


def test_an_interrupted_race_is_kept_and_the_sentence_that_goes_on_does(tuidl, tmp_path, monkeypatch):
    file = tmp_path / "race.npz"
    asked = []

    def interrupted(self, event, view):
        if view.step >= 9 and not asked:
            asked.append(view.step)
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(Lines, "see", interrupted)
    options = ("--steps", "400", "--race", "rate=0.05", "--save", str(file))
    result = tuidl("run", "neuron", "--headless", "--device", "reference", *options)
    assert result.exit_code == Exit.RESUMABLE, result.stderr
    command = result.stderr.strip().rpartition("to go on: ")[2]
    assert command == (f"tuidl run neuron --headless --steps 400 --device reference --resume {file} --save {file}")
    monkeypatch.undo()
    later = tuidl(*shlex.split(command)[1:], "--quiet")
    assert later.exit_code == Exit.MET, later.stderr
    assert "as it is against rate=0.05" in later.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--race", "rate=0.2"), "the saved race is one of as it is against rate=0.05, 1 seeds each: leave --race out"),
        (("--seeds", "3"), "leave --seeds out, or begin a new race"),
        (("--seed", "4"), "the saved race has seed 0, not 4"),
        (("--steps", "2"), "the saved race has done 5 steps, 2 were asked for"),
    ],
)
def test_what_contradicts_a_saved_race_is_refused_in_one_sentence(tuidl, tmp_path, words, sentence):
    file = str(tmp_path / "race.npz")
    base = ("run", "neuron", "--headless", "--device", "reference")
    assert tuidl(*base, "--steps", "5", "--race", "rate=0.05", "--save", file).exit_code == Exit.MISSED
    result = tuidl(*base, "--resume", file, *words)
    assert result.exit_code == Exit.CONTENT
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_race_is_recorded_and_told_again(tuidl, tmp_path):
    file = tmp_path / "race.jsonl"
    told = race(tuidl, "--race", "rate=0.5", "--seeds", "2", "--record", str(file), "--json")
    again = tuidl("replay", str(file), "--headless", "--json")
    assert again.exit_code == told.exit_code == Exit.MET
    assert lines(again.stdout)[:-1] == lines(told.stdout)[:-1]
    ends = [lines(result.stdout)[-1] for result in (told, again)]
    assert ends[0]["contestants"] == ends[1]["contestants"]
    quiet = tuidl("replay", str(file), "--quiet", "--speed", "100000")
    assert quiet.stdout.startswith("lesson-neuron: as it is against rate=0.5, 2 seeds: best loss ")
    plain = tuidl("replay", str(file), "--plain")
    assert "rate=0.5: Loss fell from" in plain.stdout
