import json
import os
import signal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import LESSONS
from tests.headless import streams
from tuidl.cli import headless_run
from tuidl.commands import Save
from tuidl.course.progress import Progress
from tuidl.errors import DeviceError, Exit
from tuidl.events import Diverged, Failed, RunEnded
from tuidl.session import recording
from tuidl.session.request import Request
from tuidl.train import checkpoint
from tuidl.train.checkpoint import Checkpoint
from tuidl.train.history import History


def run(tuidl, *words):
    return tuidl("run", "neuron", "--headless", *words)


def test_a_run_whose_goals_are_met(tuidl, loop):
    result = run(tuidl)
    assert result.exit_code == Exit.MET
    assert loop.requests == [Request(str(LESSONS / "1-01-neuron"), experiment="neuron")]
    assert "✓ met at step 20  at least 95 % of the points right  [accuracy >= 0.95 within 150 steps]" in result.stdout
    assert "40 steps in" in result.stdout
    assert "epoch 4  step 40/40  loss 0.006738" in result.stdout
    assert "the gap between" in result.stderr


def test_a_run_that_misses_a_goal(tuidl, loop):
    loop.loop.events = streams.run(lesson="lesson-init", experiment="deep")
    result = tuidl("run", "lesson-init", "--headless")
    assert result.exit_code == Exit.MISSED
    assert result.stdout.count("✗ missed") == 2


def test_every_option_reaches_the_request(tuidl, loop, tmp_path):
    saved, asked = tmp_path / "before.npz", Request("lesson-neuron", experiment="neuron")
    checkpoint.write(saved, Checkpoint("lesson-neuron", asked, {}, 11, 5, 150, "", {}, History()))
    words = ("--experiment", "neuron", "--epochs", "2.5", "--seed", "11", "--device", "reference", "--threads", "3")
    more = ("--set", "rate=0.3", "--set", "points=corners", "--set", "w1=-2", "--data", "moons", "--resume", saved)
    result = run(tuidl, *words, *more)
    assert result.exit_code == Exit.MET, result.stderr
    assert loop.requests == [
        Request(
            str(LESSONS / "1-01-neuron"), experiment="neuron", epochs=2.5, seed=11, device="reference", threads=3,
            knobs={"rate": 0.3, "points": "corners", "w1": -2.0}, data="moons", resume=str(saved),
        )
    ]  # fmt: skip
    run(tuidl, "--steps", "12")
    assert loop.requests[-1].steps == 12


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--set", "rte=1"), "--set rte: 'lesson-neuron' has no such knob; did you mean 'rate'?"),
        (("--set", "zzzzz=1"), "has no such knob; it has points, rate, w1, w2, b, seed"),
        (("--set", "rate"), "--set 'rate' is not NAME=VALUE; for example --set points=clouds"),
        (("--set", "rate=fast"), "--set rate=fast: it is a number, for example rate=0.1"),
        (("--set", "rate=nan"), "it is a finite number"),
        (("--set", "rate=99"), "--set rate=99: it lies between 0.01 and 3"),
        (("--set", "points=cornrs"), "choose one of clouds, corners; did you mean 'corners'?"),
        (("--set", "seed=1.5"), "it is a whole number"),
        (("--set", "seed=1", "--seed", "2"), "--seed and --set seed are the same thing"),
        (("--steps", "0"), "invalid value for '--steps'"),
        (("--steps", "9" * 20), "invalid value for '--steps'"),
        (("--epochs", "nan"), "invalid value for '--epochs': nan is no number"),
        (("--epochs", "inf"), "invalid value for '--epochs'"),
        (("--steps", "3", "--epochs", "1"), "--epochs and --steps exclude each other"),
        (("--steps", "3", "--quick"), "--steps and --quick exclude each other"),
        (("--json", "--plain"), "--json and --plain exclude each other"),
        (("--device", "gpu"), "'gpu' is not one of 'auto', 'cpu', 'cuda', 'reference'"),
        (("--epoch", "3"), "there is no option '--epoch'; did you mean '--epochs'?"),
        (("--experiment", "neurn"), "'lesson-neuron' has no such experiment; did you mean 'neuron'?"),
        (("--plot", "loss.jpg"), "--plot 'loss.jpg': the name must end in .svg or .png"),
        (("--save", "a.png", "--plot", "a.png"), "--save and --plot name the same file"),
        (("--resume", "nowhere.npz"), "--resume 'nowhere.npz': there is no such file"),
        (("extra",), "unexpected extra argument"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_one_sentence(tuidl, loop, words, sentence):
    result = run(tuidl, *words)
    assert result.exit_code == Exit.USAGE
    assert sentence in result.stderr
    assert result.stderr.startswith("tuidl: ")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert loop.requests == []


def test_an_unknown_lesson_gets_a_suggestion(tuidl):
    result = tuidl("run", "neurn", "--headless")
    assert result.exit_code == Exit.USAGE
    assert "did you mean 'neuron'" in result.stderr


def test_a_bad_lesson_is_content(tuidl, tmp_path):
    (tmp_path / "lesson.toml").write_text("format = 7\n")
    result = tuidl("run", tmp_path, "--headless")
    assert result.exit_code == Exit.CONTENT
    assert "format 7" in result.stderr


def test_a_device_that_is_missing(tuidl, loop, monkeypatch):
    def refused(request, inbox):
        raise DeviceError("device 'cuda' is not available here; use --device cpu")
        yield

    monkeypatch.setattr(headless_run, "events", refused)
    result = run(tuidl, "--device", "cuda")
    assert result.exit_code == Exit.DEVICE
    assert result.stderr == "tuidl: device 'cuda' is not available here; use --device cpu\n"


def test_a_fault_of_our_own_is_one_sentence_and_a_log(tuidl, loop, monkeypatch, home):
    def broken(request, inbox):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(headless_run, "events", broken)
    result = run(tuidl)
    assert result.exit_code == Exit.INTERNAL
    assert "Traceback" not in result.output
    assert str(home / "state" / "log") in result.stderr
    assert "ZeroDivisionError: secret" in (home / "state" / "log").read_text()


def test_json(tuidl, loop):
    result = run(tuidl, "--json")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    summary = lines[-1]
    assert {"event": "step", "step": 12, "epoch": 2}.items() <= lines[[*map(_step, lines)].index(12)].items()
    assert summary["event"] == "summary"
    assert (summary["lesson"], summary["seed"], summary["device"]) == ("lesson-neuron", 7, "cpu")
    assert summary["goals"] == [{"text": "at least 95 % of the points right", "met": True, "step": 20}]
    assert summary["values"]["val_accuracy"] == pytest.approx(0.9466, abs=1e-3)
    assert summary["time"]["training_seconds"] == pytest.approx(4.0)
    assert summary["code"] == 0


def _step(line):
    return line["step"] if line["event"] == "step" else None


def test_quiet_is_one_line(tuidl, loop):
    result = run(tuidl, "--quiet")
    assert result.stdout.startswith("lesson-neuron: 1 of 1 goals met, 40 steps in 4.0 s")
    assert result.stdout.count("\n") == 1
    assert result.stderr == ""
    assert len(run(tuidl, "--quiet", "--json").stdout.splitlines()) == 1


def test_plain_says_the_curve(tuidl, loop):
    result = run(tuidl, "--plain")
    assert "Loss fell from 1 at step 0 to 0.006738 at step 40, fastest between steps 0 and 5." in result.stdout


def test_quick_trains_a_tenth_and_judges_nothing(tuidl, loop):
    loop.loop.events = streams.run(lesson="lesson-init", experiment="deep")
    result = tuidl("run", "init", "--headless", "--quick")
    assert loop.requests[0].steps == 60
    assert result.exit_code == Exit.MET
    assert result.stdout.count("· not judged") == 2
    assert "goals not judged: --quick trains too short for them" in result.stdout


def test_goals_belong_to_their_experiment(tuidl, loop):
    loop.loop.events = streams.run(lesson="lesson-init", experiment="other")
    result = tuidl("run", "init", "--headless")
    assert result.exit_code == Exit.MET
    assert "goals not judged: they are those of the experiment 'deep'" in result.stdout


def test_no_goal_speaks_of_data_of_ones_own(tuidl, loop, tmp_path):
    loop.loop.events = streams.run(lesson="lesson-init", experiment="deep", own_data=True)
    path = tmp_path / "run.jsonl"
    result = tuidl("run", "init", "--headless", "--data", "circles", "--record", path)
    told = tuidl("replay", path, "--headless")
    for said in (result, told):
        assert said.exit_code == Exit.MET
        assert said.stdout.count("· not judged") == 2
        assert "goals not judged: they were written for the lesson's own data" in said.stdout
        assert "val accuracy 94.7 %" in said.stdout
    summary = json.loads(tuidl("run", "init", "--headless", "--data", "circles", "--json").stdout.splitlines()[-1])
    assert (summary["judged"], summary["code"]) == (False, 0)
    assert [goal["met"] for goal in summary["goals"]] == [None, None]


def test_data_of_ones_own_that_diverge_are_no_success(tuidl, loop):
    events = streams.run(lesson="lesson-init", experiment="deep", own_data=True)
    loop.loop.events = [*events[:-1], Diverged(40, "the loss is NaN", 39), RunEnded(40, "diverged", {}, {})]
    assert tuidl("run", "init", "--headless", "--data", "circles").exit_code == Exit.MISSED


@pytest.mark.parametrize("suffix", ["svg", "png", "SVG"])
def test_the_plot_is_drawn(tuidl, loop, tmp_path, suffix):
    path = tmp_path / f"loss.{suffix}"
    assert run(tuidl, "--plot", path).exit_code == Exit.MET
    if suffix == "png":
        assert path.read_bytes().startswith(b"\x89PNG")
    else:
        assert "lesson-neuron, seed 7" in [text.text for text in ElementTree.parse(path).getroot()]


def test_the_recording_can_be_told_again(tuidl, loop, tmp_path):
    path = tmp_path / "run.jsonl"
    first = run(tuidl, "--record", path, "--quiet")
    assert first.exit_code == Exit.MET
    assert recording.read(path).lesson == "lesson-neuron"
    told = tuidl("replay", path)  # without a terminal for a screen
    assert (told.stdout, told.exit_code) == (tuidl("replay", path, "--headless").stdout, Exit.MET)
    assert [line.split()[0] for line in told.stdout.splitlines()].count("epoch") > 1
    again = tuidl("replay", path, "--headless", "--quiet")
    assert again.stdout == first.stdout
    assert again.exit_code == Exit.MET
    assert "Loss fell" in tuidl("replay", path, "--headless", "--plain").stdout
    for speed in ("1e9", "max"):
        assert tuidl("replay", path, "--headless", "--speed", speed, "--quiet").stdout == first.stdout
    told = [json.loads(line) for line in tuidl("replay", path, "--headless", "--json").stdout.splitlines()]
    assert told[-1]["goals"][0]["met"] is True


def test_a_run_that_fails_keeps_what_was_recorded(tuidl, loop, tmp_path):
    loop.loop.events = [*streams.run()[:8], Failed("the kernels are gone", 4)]
    result = run(tuidl, "--record", tmp_path / "run.jsonl", "--quiet")
    assert result.exit_code == Exit.DEVICE
    assert result.stderr == "tuidl: the kernels are gone\n"
    assert [path.name for path in tmp_path.iterdir()] == ["run.jsonl"]


@pytest.mark.parametrize("option", ["--save", "--record", "--plot"])
def test_a_place_that_cannot_be_written_is_refused_before_training(tuidl, loop, tmp_path, option):
    result = run(tuidl, option, tmp_path / "nowhere" / "file.svg")
    assert result.exit_code == Exit.CONTENT
    assert result.stderr.startswith(f"tuidl: {option} '")
    assert "there is no folder" in result.stderr
    assert loop.requests == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_keeps_the_state_and_says_how_to_go_on(tuidl, loop, tmp_path, number):
    path = tmp_path / "my run.npz"
    _interrupt_at(loop, 20, number)
    result = run(tuidl, "--set", "rate=0.3", "--epochs", "40", "--save", path)
    assert result.exit_code == Exit.RESUMABLE
    assert loop.loop.commands[1:2] == [Save(str(path))]
    command = f"tuidl run neuron --headless --epochs 40 --set rate=0.3 --resume '{path}' --save '{path}'"
    assert f"interrupted at step 20 of 40; saved in {path}; to go on: {command}" in result.stderr
    assert "not judged" in result.stdout


def test_an_interruption_with_nothing_to_keep(tuidl, loop):
    _interrupt_at(loop, 20, signal.SIGINT)
    result = run(tuidl, "--json")
    assert result.exit_code == Exit.INTERRUPTED
    assert json.loads(result.stdout.splitlines()[-1])["reason"] == "interrupted"


def _interrupt_at(loop, step, number):
    class Interrupted(list):
        def __iter__(self):
            for event in list.__iter__(self):
                yield event
                if isinstance(event, streams.StepsEnded) and event.last == step:
                    os.kill(os.getpid(), number)

    loop.loop.events = Interrupted(loop.loop.events)


def test_a_lesson_by_its_folder(tuidl, loop):
    assert tuidl("run", LESSONS / "1-01-neuron", "--headless").exit_code == Exit.MET
    assert Path(loop.requests[0].lesson) == LESSONS / "1-01-neuron"


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        (("--quick",), "on the screen a run is as long as --steps or --epochs says"),
        (("--json",), "the screen writes nothing"),
        (("--quiet",), "the screen writes nothing"),
        (("--save", "run.npz"), "on the screen a run that is left half way is kept by itself"),
        (("--record", "run.jsonl"), "on the screen there may be many runs"),
        (("--plot", "loss.svg"), "on the screen the curves are drawn live"),
    ],
)
def test_options_of_the_shell_alone_need_headless(tuidl, words, instead):
    result = tuidl("run", "neuron", *words)
    assert result.exit_code == Exit.USAGE
    assert result.stderr == f"tuidl: {words[0]} needs --headless; {instead}\n"


def test_without_a_terminal_there_are_no_screens(tuidl, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    for words, instead in (
        ((), "tuidl run LESSON --headless"),
        (("run", "neuron"), "--headless"),
    ):
        result = tuidl(*words)
        assert result.exit_code == Exit.USAGE
        assert "need a terminal" in result.stderr
        assert instead in result.stderr
    monkeypatch.setenv("TERM", "dumb")
    assert "TERM=dumb" in tuidl().stderr
    monkeypatch.delenv("TERM")
    assert "need a terminal" in tuidl().stderr  # as over ssh without one
    monkeypatch.setattr("tuidl.cli.screen._terminal", lambda stream: True)
    assert "TERM is not set, so no screen can be shown; 'tuidl --plain'" in tuidl().stderr


def test_a_file_that_is_no_recording(tuidl, tmp_path):
    (tmp_path / "x.jsonl").write_text("{}\n")
    result = tuidl("replay", tmp_path / "x.jsonl", "--headless")
    assert result.exit_code == Exit.CONTENT
    assert "is no recording" in result.stderr
    assert tuidl("replay", "x", "--json", "--plain").exit_code == Exit.USAGE
    assert tuidl("replay", "x", "--headless", "--speed", "fast").exit_code == Exit.USAGE
    assert tuidl("replay", "x", "--headless", "--speed", "nan").exit_code == Exit.USAGE
    for speed in ("0", "-1", "inf", "2e9"):
        done = tuidl("replay", "x", "--headless", f"--speed={speed}")
        wanted = f"invalid value for '--speed': {speed} is not above 0 and at most 1e+09"
        assert (done.exit_code, wanted in done.stderr) == (Exit.USAGE, True)


def test_a_device_is_no_recording(tuidl):
    result = tuidl("replay", "/dev/zero")
    assert result.exit_code == Exit.CONTENT
    assert "not an ordinary file" in result.stderr


def test_a_run_is_among_the_last_runs(tuidl, loop, home):
    assert run(tuidl).exit_code == Exit.MET
    with Progress.open() as progress:
        (kept,) = progress.runs()
    assert (kept.lesson, kept.step, kept.goal, kept.met) == (
        "lesson-neuron",
        "watch",
        "shell, 1 of 1 goals",
        True,
    )


def test_a_run_that_cannot_be_kept_still_counts(tuidl, loop, home):
    home.mkdir(parents=True)
    (home / "state").write_text("a file in the way")
    result = run(tuidl)
    assert result.exit_code == Exit.MET
    assert "tuidl: this run is not among your last runs: progress cannot be kept in" in result.stderr
    assert run(tuidl, "--quiet").stderr == ""
