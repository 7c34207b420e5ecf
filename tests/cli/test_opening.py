"""``tuidl run`` on the screen: the options that reach it, and those that cannot."""

from pathlib import Path

import pytest

from tests.train.lessons import POINTS, written
from tuidl.cli import screen
from tuidl.errors import Exit
from tuidl.tui.asked import Asked


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Asked]:
    """What the screen would have been asked for."""
    found: list[Asked] = []

    def show(folder: Path, asked: Asked) -> int:
        found.append(asked)
        return 0

    monkeypatch.setattr(screen, "show", show)
    monkeypatch.setattr(screen, "ready", lambda name, device: None)
    return found


def table(path: Path) -> Path:
    rows = [f"{k % 7},{k % 5},{'left' if k % 2 else 'right'}" for k in range(60)]
    path.write_text("a,b,side\n" + "\n".join(rows) + "\n")
    return path


def test_nothing_asked(tuidl, shown):
    assert tuidl("run", "neuron").exit_code == Exit.MET
    assert shown == [Asked()]


def test_every_option_of_the_screen_reaches_it(tuidl, shown, tmp_path):
    words = ("--set", "rate=0.3", "--set", "w1=-2", "--seed", "11", "--device", "reference", "--threads", "3")
    assert tuidl("run", "neuron", *words, "--epochs", "2.5", "--experiment", "neuron").exit_code == Exit.MET
    assert tuidl("run", "neuron", "--steps", "7").exit_code == Exit.MET
    assert shown == [
        Asked({"rate": 0.3, "w1": -2.0}, 11, None, "reference", 3, None, 2.5, "watch"),
        Asked(steps=7),
    ]


def test_data_are_looked_at_before_the_screen_opens(tuidl, shown, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = table(tmp_path / "sides.csv")
    assert tuidl("run", "neuron", "--data", "sides.csv").exit_code == Exit.MET
    assert tuidl("run", "neuron", "--data", "moons").exit_code == Exit.MET
    assert [(asked.data, asked.step) for asked in shown] == [(str(path), "watch"), ("moons", "watch")]
    assert tuidl("run", "neuron", "--data", "clouds").exit_code == Exit.MET
    assert shown.pop() == Asked(step="watch")  # the lesson's own, by name
    for name, sentence in (("nowhere.csv", "there is nothing at nowhere.csv"), ("mons", "did you mean 'moons'")):
        result = tuidl("run", "neuron", "--data", name)
        assert result.exit_code == Exit.CONTENT
        assert sentence in result.stderr
        assert result.stderr.count("\n") == 1
    assert len(shown) == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--set", "rte=1"), "--set rte: 'lesson-neuron' has no such knob; did you mean 'rate'?"),
        (("--set", "rate=99"), "--set rate=99: it lies between 0.01 and 3"),
        (("--seed", "1", "--set", "seed=2"), "--seed and --set seed are the same thing; choose one"),
        (("--steps", "3", "--epochs", "1"), "--epochs and --steps exclude each other; choose one"),
        (("--experiment", "neurn"), "'lesson-neuron' has no such experiment; did you mean 'neuron'?"),
        (("--resume", "nowhere.npz"), "--resume 'nowhere.npz': there is no such file; --headless --save FILE"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence(tuidl, shown, words, sentence):
    result = tuidl("run", "neuron", *words)
    assert result.exit_code == Exit.USAGE
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1
    assert shown == []


def test_a_saved_run_opens_where_it_belongs(tuidl, shown, tmp_path):
    path = tmp_path / "run.npz"
    words = ("--headless", "--quiet", "--device", "reference", "--steps", "12", "--set", "points=corners")
    assert tuidl("run", "neuron", *words, "--save", path).exit_code in (Exit.MET, Exit.MISSED)
    assert tuidl("run", "neuron", "--resume", path).exit_code == Exit.MET
    assert shown == [Asked(step="corners", resume=path)]
    for more, sentence in (
        (("--steps", "5"), "the saved run has done 12 steps, 5 were asked for"),
        (("--seed", "99"), "the saved run has seed 0, not 99"),
    ):
        result = tuidl("run", "neuron", "--resume", path, *more)
        assert result.exit_code == Exit.CONTENT
        assert sentence in result.stderr
    result = tuidl("run", "init", "--resume", path)
    assert result.exit_code == Exit.CONTENT
    assert "the saved run is of lesson-neuron, not of lesson-init" in result.stderr
    path.write_bytes(b"nothing")
    assert tuidl("run", "neuron", "--resume", path).exit_code == Exit.CONTENT


def test_an_experiment_that_no_step_shows(tuidl, shown, tmp_path):
    begin = POINTS.index("[experiment.small]")
    other = POINTS[begin : POINTS.index("[knobs.points]")].replace(".small", ".hidden")
    folder = written(tmp_path / "small", POINTS + other)
    result = tuidl("run", folder, "--experiment", "hidden")
    assert result.exit_code == Exit.USAGE
    assert "--experiment hidden needs --headless; no step of 'lesson-small' shows it" in result.stderr
