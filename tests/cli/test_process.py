"""The program as a person's shell starts it."""

import json
import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import LESSONS
from tests.conftest import furnished
from tuidl.errors import Exit

TUIDL = [sys.executable, "-m", "tuidl"]
HEAVY = ("numpy", "numba", "textual", "rich", "plotext", "tuidl.course", "tuidl.train", "tuidl.nn", "platformdirs")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all."""
    return furnished(tmp_path_factory.mktemp("home"))


@pytest.fixture
def environment(kept: Path) -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": root, "PYTHONWARNINGS": "error", "TUIDL_HOME": str(kept)}


def call(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TUIDL, *words], env=environment, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL
    )


@pytest.mark.parametrize(
    "words", [["--help"], ["run", "--help"], ["progress", "reset", "-h"], ["--version"], ["nothing"]]
)
def test_answers_import_nothing_heavy(environment, words):
    program = (
        "import sys; from tuidl.cli import root\n"
        f"try: root.main({words!r}, prog_name='tuidl')\n"
        "except SystemExit: pass\n"
        "print('loaded', *sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    loaded = done.stderr.splitlines()[-1].split()
    assert loaded[0] == "loaded"
    assert not set(HEAVY) & set(loaded)


def test_completion_imports_nothing_heavy(environment):
    program = "import sys; from tuidl.cli import root\nfrom tuidl.cli.named import LessonName\n"
    program += "LessonName().shell_complete(None, None, ''); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60)
    assert "tuidl.course.library" in done.stdout.split()
    assert not {"numpy", "numba", "textual", "plotext", "tuidl.train"} & set(done.stdout.split())


def test_headless_training_imports_no_screen(environment):
    program = (
        "import sys; from tuidl.cli import root\n"
        "try: root.main(['run', 'neuron', '--headless', '--quiet'], prog_name='tuidl')\n"
        "except SystemExit as end: print(end.code, 'textual' in sys.modules, 'plotext' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout.splitlines()[-1] == "0 False False"


def test_without_a_terminal_it_never_hangs(environment):
    done = call(environment)
    assert done.returncode == Exit.USAGE
    assert "tuidl run LESSON --headless" in done.stderr
    assert done.stdout == ""


def test_two_runs_from_one_seed_are_equal_but_for_time(environment):
    told = []
    for threads in ("1", "2"):
        done = call(environment, "run", "init", "--headless", "--json", "--steps", "60", "--threads", threads)
        assert done.returncode == Exit.MISSED, done.stderr
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        told.append([{key: value for key, value in line.items() if key != "time"} for line in lines])
    assert told[0] == told[1]


def test_saved_and_resumed_is_as_if_never_stopped(environment, tmp_path):
    whole = call(environment, "run", "init", "--headless", "--json", "--steps", "80")
    file = str(tmp_path / "run.npz")
    call(environment, "run", "init", "--headless", "--quiet", "--steps", "40", "--save", file)
    rest = call(environment, "run", "init", "--headless", "--json", "--steps", "80", "--resume", file)
    ends = [json.loads(done.stdout.splitlines()[-1]) for done in (whole, rest)]
    assert ends[0]["values"] == ends[1]["values"]
    assert ends[0]["goals"] == ends[1]["goals"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_saves_and_a_resumed_run_goes_on(environment, tmp_path, number):
    file = tmp_path / "run.npz"
    words = ["run", "init", "--headless", "--json", "--steps", "2000000", "--save", str(file)]
    with subprocess.Popen(
        [*TUIDL, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        for line in child.stdout:
            if '"step": 20,' in line:
                child.send_signal(number)
                break
        last = child.stdout.read().splitlines()[-1]
        said = child.stderr.read()
    assert child.returncode == Exit.RESUMABLE
    summary = json.loads(last)
    assert (summary["reason"], summary["saved"]) == ("interrupted", str(file))
    assert said == ""
    more = str(summary["step"] + 10)
    done = call(environment, "run", "init", "--headless", "--quiet", "--steps", more, "--resume", str(file))
    assert done.returncode in (Exit.MET, Exit.MISSED), done.stderr


def test_a_closed_pipe_is_quiet(environment):
    command = (
        f"{sys.executable} -m tuidl run init --headless --json --steps 100000 | head -n 2; echo ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout.splitlines()[-1] == "141"
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_one_sentence(environment):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*TUIDL, "lessons"], env=environment, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60
        )
    assert done.returncode == Exit.CONTENT
    assert done.stderr == "tuidl: the output cannot be used: no space left on device\n"


def test_on_a_terminal_there_is_a_bar_a_curve_and_the_goals(environment):
    leader, follower = pty.openpty()
    environment |= {"TERM": "xterm-256color", "COLUMNS": "90", "LINES": "30", "LANG": "C.UTF-8", "NO_COLOR": ""}
    child = subprocess.Popen(
        [*TUIDL, "run", str(LESSONS / "1-01-neuron"), "--headless"],
        env=environment, stdin=follower, stdout=follower, stderr=follower,
    )  # fmt: skip
    os.close(follower)
    seen = b""
    while select.select([leader], [], [], 60)[0]:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        if not part:
            break
        seen += part
    os.close(leader)
    assert child.wait(timeout=60) == Exit.MET
    text = seen.decode()
    assert "step " in text
    assert "loss" in text
    assert "⠉" in text
    assert "✓ met at step" in text


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_fault(environment, closed):
    command = f"{sys.executable} -m tuidl run init --headless --quiet --steps 2 --device reference {closed}"
    done = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == Exit.MISSED, done.stderr
