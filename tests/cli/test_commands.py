import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import LESSONS
from tests.conftest import HOME, furnished
from tests.data.conftest import write_pair
from tuidl.cli import root
from tuidl.course import library, load
from tuidl.course.progress import Progress
from tuidl.errors import Exit
from tuidl.kernels.cpu import everything
from tuidl.session import recording

COMMANDS = [[], *([name] for name in root.modules)]
COMMANDS += [["progress", name] for name in ("show", "export", "import", "reset")]
COMMANDS += [["data", name] for name in ("list", "info", "import", "get", "remove")] + [
    ["lesson", name] for name in ("check", "record")
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: "-".join(words) or "tuidl")
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_everywhere(tuidl, words, flag):
    result = tuidl(*words, flag)
    assert result.exit_code == Exit.MET
    assert result.stdout.startswith("Usage: tuidl")
    options = [line for line in result.stdout.splitlines() if line.startswith("  --") and "--version" not in line]
    assert all(len(line) <= 100 for line in result.stdout.splitlines())
    assert ("Examples" in result.stdout) or words[1:] in (["list"], ["show"])
    assert options or words[:1] not in (["run"], ["replay"])


def test_every_option_of_run_says_its_default(tuidl):
    text = " ".join(tuidl("run", "--help").stdout.split())
    for option in ("experiment", "epochs", "steps", "seed", "device", "threads", "set", "data", "save", "resume",
                   "record", "plot"):  # fmt: skip
        after = text.split("Options: ")[1].split(f" --{option} ")[1].split(" --")[0]
        assert "[default: " in after, option


def test_typos_get_a_suggestion(tuidl):
    result = tuidl("lesons")
    assert result.exit_code == Exit.USAGE
    assert result.stderr == "tuidl: there is no command 'lesons'; did you mean 'lessons'?\n"
    assert "did you mean 'check'" in tuidl("lesson", "chek").stderr.lower()
    assert tuidl("zzz").stderr.startswith(
        "tuidl: there is no command 'zzz'; the commands are run, sandbox, open, lessons,"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["completion"], "missing argument '{bash|zsh|fish}': one of bash, zsh, fish"),
        (["run", "neuron", "--seed", "abc"], "invalid value for '--seed': 'abc' is not a whole number"),
        (["run", "neuron", "--threads", "0"], "invalid value for '--threads': 0 does not lie between 1 and 1024"),
        (["run", "neuron", "--epochs", "x"], "invalid value for '--epochs': 'x' is not a number"),
    ],
)
def test_usage_errors_are_one_sentence(tuidl, words, sentence):
    result = tuidl(*words)
    assert result.exit_code == Exit.USAGE
    assert result.stderr == f"tuidl: {sentence} ('tuidl {words[0]} --help' shows how it is used)\n"


def test_a_group_by_itself_shows_what_there_is(tuidl):
    assert tuidl("progress").stdout == tuidl("progress", "show").stdout != ""
    assert tuidl("data").stdout == tuidl("data", "list").stdout != ""
    result = tuidl("lesson")
    assert result.exit_code == Exit.USAGE
    assert result.stderr.startswith("Usage: tuidl lesson")


def test_no_command_is_cut_short_in_the_list(tuidl):
    assert "..." not in tuidl("--help").stdout.split("Commands:")[1]


def test_version(tuidl):
    assert tuidl("--version").stdout.startswith("tuidl 0.")


def test_lessons(tuidl):
    lesson = load.read(library.find("neuron"))
    with Progress.open() as progress:
        progress.save(progress.walk(lesson), seconds=60)
    rows = {row["id"]: row for row in json.loads(tuidl("lessons", "--json").stdout)["lessons"]}
    assert rows["lesson-neuron"]["state"] == "started"
    assert rows["lesson-init"]["state"] == "new"
    printed = tuidl("lessons").stdout
    assert "› started   1.1  lesson-neuron" in printed
    assert "· new       1.9  lesson-init" in printed


def test_a_broken_lesson_is_listed_and_named(tuidl, tmp_path, monkeypatch):
    (tmp_path / "1-01-bad").mkdir()
    (tmp_path / "1-01-bad" / "lesson.toml").write_text("format = ")
    monkeypatch.setenv("TUIDL_LESSONS", str(tmp_path))
    result = tuidl("lessons")
    assert result.exit_code == Exit.CONTENT
    assert "✗ broken" in result.stdout
    assert "bad" in result.stderr


def test_data(tuidl, tmp_path):
    assert "moons" in tuidl("data", "list").stdout
    assert {"moons", "iris"} <= {row["name"] for row in json.loads(tuidl("data", "list", "--json").stdout)["data"]}
    info = json.loads(tuidl("data", "info", "moons", "--json").stdout)
    assert (info["kind"], info["shape"], info["classes"]) == ("points", [2], ["blue", "orange"])
    assert "2 classes: blue 200, orange 200" in tuidl("data", "info", "moons").stdout
    assert json.loads(tuidl("data", "info", "diabetes", "--json").stdout)["targets"] == ["progression"]
    assert tuidl("data", "info", "moons").stdout.splitlines()[-1] == "licence: made from a seed"
    last = tuidl("data", "info", "sunspots").stdout.splitlines()[-1]
    assert last.startswith("licence: public domain (")
    assert last.endswith("ORIGIN.md)")
    result = tuidl("data", "info", "mooons")
    assert result.exit_code == Exit.CONTENT
    assert "did you mean 'moons'" in result.stderr

    file = tmp_path / "My Points.npz"
    x = np.random.default_rng(0).normal(size=(40, 2))
    np.savez(file, x=x, y=np.arange(40) % 2)
    assert "imported 'my-points': " in tuidl("data", "import", file).stdout
    assert "my-points" in tuidl("data", "list").stdout
    assert tuidl("data", "import", file, "--name", "moons").exit_code == Exit.USAGE
    assert tuidl("data", "import", tmp_path / "none.csv").exit_code == Exit.CONTENT


def test_data_of_ones_own_are_removed_after_a_yes_and_no_others(tuidl, tmp_path):
    file = tmp_path / "points.csv"
    file.write_text("x,y,class\n" + "".join(f"{k},{k % 7},{'ab'[k % 2]}\n" for k in range(40)))
    assert "you have" not in tuidl("data", "remove", "points").stderr
    for name in ("points", "others"):
        assert tuidl("data", "import", file, "--name", name).exit_code == Exit.MET
    result = tuidl("data", "remove", "pionts")
    assert result.exit_code == Exit.USAGE
    assert "there is no 'pionts' among your own data sets; did you mean 'points'?" in result.stderr
    assert "; you have others, points" in tuidl("data", "remove", "zzz").stderr
    result = tuidl("data", "remove", "points")
    assert result.exit_code == Exit.USAGE
    assert "there is nobody to ask here; --yes says so" in result.stderr
    result = tuidl("data", "remove", "digits", "--yes")
    assert result.exit_code == Exit.USAGE
    assert "'digits' is no set of your own" in result.stderr
    assert "points" in tuidl("data", "list").stdout
    assert tuidl("data", "remove", "points", "--yes").stdout == "removed 'points'\n"
    own = [row["name"] for row in json.loads(tuidl("data", "list", "--json").stdout)["data"] if row["kind"] == "own"]
    assert own == ["others"]
    assert file.is_file()


def test_data_of_ones_own_is_shown_before_it_is_kept(tuidl, tmp_path):
    file = tmp_path / "Houses.csv"
    file.write_text("price;rooms;street\n" + "".join(f"{k},5;{k % 4};way {k}\n" for k in range(40)))
    result = tuidl("data", "import", file)
    assert result.exit_code == Exit.CONTENT
    assert "too many to be classes; name the column to predict (--target COLUMN)" in result.stderr
    result = tuidl("data", "import", file, "--target", "price", "--without", "street")
    assert result.exit_code == Exit.MET
    said = result.stdout.splitlines()
    assert said[0] == "Houses: 32 training examples, 8 held out"
    assert any(line.split() == ["rooms", "price"] for line in said)
    assert said[-1] == "imported 'houses': 32 + 8 examples; use it with --data houses"
    assert json.loads(tuidl("data", "info", "houses", "--json").stdout)["targets"] == ["price"]
    assert tuidl("data", "info", file, "--target", "rooms", "--without", "street").stdout.splitlines()[1] == (
        "4 classes: 0 8, 1 8, 2 8, 3 8"
    )
    result = tuidl("data", "info", "moons", "--target", "x1")
    assert result.exit_code == Exit.CONTENT
    assert "data set 'moons' has no key 'target'" in result.stderr


def test_mnist_is_fetched_from_where_one_says(tuidl, monkeypatch, tmp_path):
    monkeypatch.delenv("TUIDL_MNIST", raising=False)
    assert tuidl("data", "get", "iris").exit_code == Exit.USAGE
    assert tuidl("data", "get", "mnist", "--from", "ftp://here").exit_code == Exit.USAGE
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    result = tuidl("data", "get", "mnist", "--from", "http://127.0.0.1:9/mnist")
    assert result.exit_code == Exit.CONTENT
    assert result.stderr.count("\n") == 1
    assert "http://127.0.0.1:9/mnist cannot be reached (connection refused)" in result.stderr
    for head in ("train", "t10k"):
        write_pair(tmp_path / "here", f"{head}-")
    monkeypatch.setenv("TUIDL_MNIST", str(tmp_path / "here"))
    assert "MNIST is here already, in " in tuidl("data", "get", "mnist").stdout


def test_doctor(tuidl, monkeypatch):
    result = tuidl("doctor")
    assert result.exit_code == Exit.MET
    lines = result.stdout.splitlines()
    assert all(line.split()[1] in ("works", "limited") for line in lines)
    names = {finding["name"] for finding in json.loads(tuidl("doctor", "--json").stdout)["findings"]}
    assert names == {
        "terminal", "unicode", "language", "python", "packages", "device", "gpu", "threads", "cache", "progress",
        "own data", "data", "lessons",
    }  # fmt: skip


def test_doctor_says_what_is_broken(tuidl, monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("TUIDL_HOME", str(file / "home"))
    monkeypatch.setattr(library, "cards", lambda: ())
    result = tuidl("doctor")
    assert result.exit_code == Exit.CONTENT
    assert "✗ broken   lessons" in result.stdout
    assert "TUIDL_HOME names another place" in result.stdout


def test_doctor_compiles_kernels_for_later(tuidl, monkeypatch):
    monkeypatch.setenv("TUIDL_HOME", str(HOME))
    assert {"gemm", "dense.forward", "optimizer.adam"} < set(everything.names())
    monkeypatch.setattr(everything, "names", lambda: ["gemm", "dense.forward", "activation.relu"])
    result = tuidl("doctor", "--compile")
    assert result.exit_code == Exit.MET
    assert "✓ works    kernels     all 3 are ready, " in result.stdout
    told = json.loads(tuidl("doctor", "--compile", "--json").stdout)["findings"][-1]
    assert told["text"] == "all 3 are ready, compiled already; no lesson has to wait for them"


def test_doctor_says_what_cannot_be_compiled(tuidl, monkeypatch):
    monkeypatch.setattr(everything, "names", lambda: ["nothing"])
    result = tuidl("doctor", "--compile")
    assert result.exit_code == Exit.DEVICE
    assert "✗ broken   kernels     not all could be compiled (kernel 'nothing': KeyError: 'nothing')" in result.stdout
    monkeypatch.setattr("tuidl.kernels.cpu.cache.LASTING", False)
    assert "! limited  kernels     not compiled: there is no place" in tuidl("doctor", "--compile").stdout


def test_lesson_check(tuidl, tmp_path):
    told = tuidl("lesson", "check").stdout.splitlines()
    assert {"1-01-neuron: no mistakes", "1-09-init: no mistakes"} <= set(told)  # and those that ship
    assert all(line.endswith(": no mistakes") for line in told)
    copy = _copy(tmp_path, 'source = "blobs"', 'source = "blob"')
    result = tuidl("lesson", "check", copy)
    assert result.exit_code == Exit.CONTENT
    assert "did you mean 'blobs'" in result.stdout
    assert result.stdout.endswith("1-01-neuron: 1 mistake\n")


def test_a_lesson_is_gone_through(tuidl, home, tmp_path):
    furnished(home)
    words = ("lesson", "check", "--run", "--seeds", "1")
    assert tuidl(*words, _copy(tmp_path)).stdout == "1-01-neuron: no mistakes, trained on seeds 0 to 0\n"
    harder = _copy(tmp_path, 'check = "accuracy >= 0.95 within 150 steps"', 'check = "accuracy >= 2 within 150 steps"')
    result = tuidl(*words, harder)
    assert result.exit_code == Exit.CONTENT
    assert "1-01-neuron, [headless], seed 0: not so: at least 95 % of the points right" in result.stdout


def test_lessons_are_gone_through_side_by_side_as_one_after_the_other(tuidl, home, tmp_path):
    furnished(home)
    folders = [
        _copy(tmp_path),
        _copy(tmp_path / "other", 'check = "accuracy >= 0.95 within 0', 'check = "accuracy >= 2 within 0'),
    ]
    told = [tuidl("lesson", "check", "--run", "--seeds", "2", "--jobs", jobs, *folders) for jobs in (1, 2)]
    assert told[0].stdout == told[1].stdout
    assert told[0].stderr == told[1].stderr
    assert "1-01-neuron, hand, seed 1: not so: it passes with the solution" in told[1].stdout
    assert told[1].exit_code == Exit.CONTENT


def test_the_demo_is_recorded(tuidl, tmp_path):
    copy = _copy(tmp_path)
    result = tuidl("lesson", "record", copy)
    assert result.exit_code == Exit.MET, result.stderr
    found = recording.read(copy / "demo.jsonl")
    assert found.lesson == "lesson-neuron"
    assert found.envelopes[-1].at == pytest.approx(12.0)
    first = (copy / "demo.jsonl").read_bytes()
    tuidl("lesson", "record", copy)
    assert (copy / "demo.jsonl").read_bytes() == first
    (copy / "demo.jsonl").write_bytes(first[: len(first) // 2])
    result = tuidl("lesson", "check", copy)
    assert result.exit_code == Exit.CONTENT
    assert "1-01-neuron/demo.jsonl: it is damaged, or was cut short; record it again" in result.stdout
    shutil.copy(LESSONS / "1-02-mlp" / "demo.jsonl", copy / "demo.jsonl")
    result = tuidl("lesson", "check", copy)
    assert result.exit_code == Exit.CONTENT
    assert "1-01-neuron/demo.jsonl: it is a recording of lesson-mlp; 'tuidl lesson record neuron'" in result.stdout
    plain = _copy(tmp_path, "[demo]", "[demo]\n#")
    plain.joinpath("lesson.toml").write_text(
        plain.joinpath("lesson.toml").read_text().replace('plays = "', 'plays = "x')
    )
    assert tuidl("lesson", "record", plain).exit_code == Exit.CONTENT


def _copy(tmp_path: Path, old: str = "", new: str = "") -> Path:
    folder = tmp_path / "1-01-neuron"
    tmp_path.mkdir(exist_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(LESSONS / "1-01-neuron", folder)
    toml = folder / "lesson.toml"
    assert old in toml.read_text()
    toml.write_text(toml.read_text().replace(old, new, 1) if old else toml.read_text())
    return folder


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(tuidl, shell):
    result = tuidl("completion", shell)
    assert result.exit_code == Exit.MET
    assert "_TUIDL_COMPLETE" in result.stdout


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tuidl ", {"run", "lessons", "doctor"}),
        ("tuidl run ", {"lesson-neuron", "lesson-init"}),
        ("tuidl run neu", {"lesson-neuron"}),
        ("tuidl run neuron --set ", {"rate=", "points="}),
        ("tuidl run neuron --set ra", {"rate="}),
        ("tuidl run neuron --set points = ", {"clouds", "corners"}),  # bash takes it apart
        ("tuidl run neuron --set points = co", {"corners"}),
        ("tuidl run neuron --set = points = co", {"corners"}),
        ("tuidl run neuron --set points=co", {"points=corners"}),
        ("tuidl run neuron --set rate = 0.1", {"0.1"}),
        ("tuidl run rnn --set memory = ", {"true", "false"}),
        ("tuidl run --seed 3 neuron --set ra", {"rate="}),
        ("tuidl run neuron --set w1 = ", {"-1.5"}),
        ("tuidl run neuron --set nothing = ", set()),
        ("tuidl run nothing --set ra", set()),
        ("tuidl run --set ra", set()),
        ("tuidl run neuron --dev", {"--device"}),
        ("tuidl run neuron --device ", {"cpu", "reference"}),
        ("tuidl run neuron --experiment ", {"neuron"}),
        ("tuidl run neuron --data mo", {"moons"}),
        ("tuidl run neuron --data ./", {"./"}),  # a file: the shell looks
        ("tuidl data info di", {"digits"}),
    ],
)
def test_completion(tuidl, monkeypatch, line, expected):
    words = line.split(" ")
    monkeypatch.setenv("_TUIDL_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    found = {row.split(",")[1] for row in tuidl().stdout.splitlines() if row}
    assert (expected <= found) if expected else not found


def test_lessons_are_listed_also_where_no_progress_can_be_kept(tuidl, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path / "file" / "home"))
    result = tuidl("lessons")
    assert result.exit_code == Exit.MET
    assert "lesson-neuron" in result.stdout
    assert result.stderr.startswith("tuidl: progress cannot be kept in ")
