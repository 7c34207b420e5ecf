"""Several processes with one progress file."""

import subprocess
import sys
from pathlib import Path

import pytest

from tuidl.course.progress import Progress
from tuidl.course.spec import Lesson
from tuidl.course.storage import FILE

WRITER = """
import sys
from pathlib import Path
from tests.course import sample
from tuidl.course.progress import Progress
from tuidl.course.record import RunRecord
lesson = sample.lesson()
store = Progress.open(Path(sys.argv[1]))
walk = store.walk(lesson)
print("ready", flush=True)
sys.stdin.readline()
for turn in range(int(sys.argv[3])):
    store.add_run(RunRecord(lesson.id, "", sys.argv[2], turn, 1, {}, {}))
    walk.states[sys.argv[2]].done = True
    walk.states["hand"].improve(turn / 100 + (sys.argv[2] == "quiz"), {})
    store.save(walk, 1.0)
    print(turn, flush=True)
"""


def writer(folder: Path, name: str, turns: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), name, str(turns)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def begin(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()


def test_two_processes_write_at_once(tmp_path: Path, lesson: Lesson) -> None:
    with writer(tmp_path, "watch", 25) as one, writer(tmp_path, "quiz", 25) as other:
        begin(one, other)
        one.communicate(timeout=60)
        other.communicate(timeout=60)
    assert (one.returncode, other.returncode) == (0, 0)
    with Progress.open(tmp_path) as store:
        assert store.notice == ""
        runs = store.runs(100)
        for name in ("watch", "quiz"):
            assert sorted(run.seed for run in runs if run.experiment == name) == list(range(25))
        known = store.lessons()[lesson.id]
        assert set(known.steps_done) == {"watch", "quiz"}
        assert known.best == {"hand": pytest.approx(1.24)}
        assert known.seconds == 50


OPENER = """
import sys
from pathlib import Path
from tuidl.course.progress import Progress
for turn in range(20):
    folder = Path(sys.argv[1]) / str(turn)
    print(turn, flush=True)
    sys.stdin.readline()
    with Progress.open(folder) as store:
        assert not store.notice or turn % 2, store.notice
"""


def test_processes_that_begin_the_same_file_wait_for_each_other(tmp_path: Path) -> None:
    """A fresh folder, or one with a damaged file: one process makes it good, the others find it good."""
    damaged = [tmp_path / str(turn) for turn in range(1, 20, 2)]
    for folder in damaged:
        folder.mkdir()
        (folder / FILE).write_bytes(b"no database" * 300)
    command = [sys.executable, "-c", OPENER, str(tmp_path)]
    pipe = subprocess.PIPE
    processes = [
        subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=Path(__file__).parents[2]) for _ in range(3)
    ]
    for turn in range(20):
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == f"{turn}\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0
    for folder in damaged:
        assert [path.name for path in folder.glob("*.damaged-?")] == [f"{FILE}.damaged-1"]


def test_a_killed_process_leaves_all_it_called_saved(tmp_path: Path) -> None:
    with writer(tmp_path, "watch", 10_000) as process:
        begin(process)
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(20)]
        process.kill()
        told += [int(line) for line in process.stdout.read().split("\n")[:-1]]
    with Progress.open(tmp_path) as store:
        assert store.notice == ""
        kept = sorted(run.seed for run in store.runs(20_000))
        assert kept == list(range(len(kept)))
        assert len(kept) >= len(told)
        assert store.lessons()["lesson-neuron"].steps_done == ("watch",)
