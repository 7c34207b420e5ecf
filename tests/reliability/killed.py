"""``python -m tests.reliability.killed COUNT SEED``: processes that save for ever, killed at so many random moments.

Each time what was last called saved must be there, whole, or the generation under way after it; and of a run the
generation before as well. Each child goes on where the last one was killed, so a kill meets files of all ages.
"""

import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

from tests.course import sample
from tuidl import archive
from tuidl.course.progress import Progress
from tuidl.course.record import RunRecord
from tuidl.events import Envelope, Saved
from tuidl.session import recording
from tuidl.session.recording import Recorder
from tuidl.session.request import Request
from tuidl.train import checkpoint
from tuidl.train.checkpoint import Checkpoint
from tuidl.train.history import History

KINDS = ("run", "model", "recording", "progress")
LATEST = 0.025  # seconds after the first save at which a child is killed


def made(turn: int) -> Checkpoint:
    """A run whose numbers all say which generation it is."""
    history = History()
    history.trained({"loss": tuple(float(turn + step) for step in range(20))})
    state = {str(k): np.full((120, 120), turn + k, np.float32) for k in range(4)}
    return Checkpoint("lesson-x", Request("x"), {"rate": float(turn)}, turn, turn, turn, "data", state, history)


def save(kind: str, folder: Path, turn: int) -> None:
    match kind:
        case "run":
            checkpoint.write(folder / "file", made(turn))
        case "model":
            archive.write(folder / "file", {"turn": turn}, dict(made(turn).state))
        case "recording":
            recorder = Recorder(folder / "file")
            recorder.write(Envelope(0, 0.0, sample.started()))
            for seq in range(1, 100):
                recorder.write(Envelope(seq, float(seq), Saved("x" * 500, turn)))
            recorder.close()
        case "progress":
            with Progress.open(folder) as store:
                store.add_run(RunRecord("lesson-x", "", "e", turn, 1, {}, {}))


def found(kind: str, folder: Path) -> list[int]:
    """The generations that can be read, newest first; an error if one is not whole."""
    match kind:
        case "run":
            turns = []
            for path in (folder / "file", folder / "file.previous"):
                if not path.exists():
                    break
                read = checkpoint.read(path)
                want = made(read.step)
                assert all(read.state[name].tobytes() == value.tobytes() for name, value in want.state.items())
                assert (read.history, read.knobs) == (want.history, want.knobs)
                turns.append(read.step)
            return turns
        case "model":
            head, arrays = archive.read(folder / "file")
            assert all(arrays[name].tobytes() == value.tobytes() for name, value in made(head["turn"]).state.items())
            return [head["turn"]]
        case "recording":
            envelopes = recording.read(folder / "file").envelopes
            turns = [envelope.event.step for envelope in envelopes if isinstance(envelope.event, Saved)]
            assert len(turns) == 99
            assert len(set(turns)) == 1
            return turns[:1]
    with Progress.open(folder) as store:
        assert store.notice == ""
        turns = [run.seed for run in store.runs(1 << 30)]
    assert turns == list(range(len(turns) - 1, -1, -1))
    return turns


def child(kind: str, folder: Path, turn: int, told: int) -> None:
    while True:
        save(kind, folder, turn)
        os.write(told, f"{turn}\n".encode())
        turn += 1


def kill_one(kind: str, folder: Path, turn: int, wait: float) -> int:
    """Fork a child that saves from generation ``turn`` on, kill it, look; the generation to go on with."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.close(reading)
            child(kind, folder, turn, writing)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        first = told.readline()
        time.sleep(wait)
        os.kill(pid, signal.SIGKILL)
        lines = [first, *told.readlines()]
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL
    last = int(lines[-1] if lines[-1].endswith(b"\n") else lines[-2])
    turns = found(kind, folder)
    assert turns[0] in (last, last + 1), f"{kind}: generation {last} was called saved, {turns[:2]} is there"
    if kind == "run" and last > 0:
        assert len(turns) > 1, "the generation before is lost"
        assert turns[1] in (turns[0] - 1, turns[0]), (
            f"generations {turns} stand beside each other"
        )  # in between renames
    return turns[0] + 1


def main(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    saved: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        turns = dict.fromkeys(KINDS, 0)
        for kind in KINDS:
            (Path(name) / kind).mkdir()
        for number in range(count):
            kind = KINDS[number % len(KINDS)]
            turns[kind] = kill_one(kind, Path(name) / kind, turns[kind], float(random.uniform(0, LATEST)))
            saved[kind] += 1
        left = sorted(path.name for path in Path(name).glob("*/.*"))
    print(json.dumps({"kills": saved, "generations": turns, "left": len(left)}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
