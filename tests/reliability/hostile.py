"""``python -m tests.reliability.hostile COUNT SEED``: so many bad files, and what became of them, as JSON.

Half of them are good files that were damaged: these must be refused, or be as good as before. The other half are made
by somebody who knows the format and seals what he makes: they may be read where they make sense, but nothing may
break, wait or take memory. One process reads them all; ``peak`` is the most memory it had.
"""

import hashlib
import io
import json
import os
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tests.archives import array, lying, members, packed, sealed
from tests.course import sample
from tests.train import lessons
from tuidl import nn
from tuidl.archive import MARK, SEAL
from tuidl.commands import Play, Save, Step
from tuidl.course.progress import Progress, _fingerprint
from tuidl.course.record import RunRecord
from tuidl.course.spec import Contestant
from tuidl.course.storage import FILE
from tuidl.course.walk import Walk
from tuidl.errors import TuidlError
from tuidl.race import RaceView
from tuidl.session import recording
from tuidl.session.recording import Recorder
from tuidl.session.stream import enveloped
from tuidl.view import RunView

SECONDS = 20  # that a file may take; a file that waits for something takes for ever
Random = np.random.Generator
HOSTILE: list[Any] = [
    None, True, -1, 0, 2**31, 2**63, 10**400, -(10**30), 0.5, 1e308, float("nan"), float("inf"), "", "x", "../../etc",
    "\x00\x1b[2J", "9" * 5000, [], [[]], [1], {}, {"map": {}}, {"a": {"b": []}}, [["Dense", 1, [2], 3]], "x" * 100_000,
]  # fmt: skip


# ---- damage ---------------------------------------------------------------------------------------------------------


def damaged(content: bytes, random: Random) -> bytes:
    """The file after something went wrong with it."""
    data, size = bytearray(content), len(content)
    place, length = int(random.integers(size)), int(random.integers(1, 400))
    match int(random.integers(8)):
        case 0:
            for spot in random.integers(0, size, int(random.integers(1, 4))):
                data[spot] ^= 1 << int(random.integers(8))
        case 1:
            del data[place:]
        case 2:
            data[place : place + length] = random.bytes(len(data[place : place + length]))
        case 3:
            del data[place : place + length]
        case 4:
            data[place:place] = random.bytes(length)
        case 5:
            data[place : place + length] = bytes(len(data[place : place + length]))
        case 6:
            other = int(random.integers(size))
            data[place : place + length] = data[other : other + length]
        case 7:
            data += data[place:]
    return bytes(data)


def changed(value: Any, random: Random, deep: int = 0) -> Any:
    """A JSON value with something else in one place."""
    if isinstance(value, dict) and value and random.random() < 0.9:
        key = list(value)[int(random.integers(len(value)))]
        match int(random.integers(6)):
            case 0:
                return {name: item for name, item in value.items() if name != key}
            case 1:
                return {**value, f"{key}x": value[key]}
        return {**value, key: changed(value[key], random, deep + 1)}
    if isinstance(value, list) and value and random.random() < 0.9:
        place = int(random.integers(len(value)))
        return [*value[:place], changed(value[place], random, deep + 1), *value[place + 1 :]]
    return HOSTILE[int(random.integers(len(HOSTILE)))]


def crafted_array(content: bytes, random: Random) -> bytes:
    """An npy file instead of another one."""
    with np.errstate(all="ignore"):
        values = np.load(io.BytesIO(content), allow_pickle=False)
        match int(random.integers(12)):
            case 0:
                return lying(
                    ["(4294967296, 4294967296)", "(-1, 3)", "('a',)", "(" * 900, "(1000000,)"][place(random, 5)]
                )
            case 1:
                return lying("(16,)", ["|O", "<U9", ">f4", "<c8", "[('a', '<f4')]", "<f16", "<m8"][place(random, 7)])
            case 2:
                return array(values.astype(["<f4", "<f8", "<i4", "<i8", "|u1", "|b1"][place(random, 6)]))
            case 3:
                return array(np.array([{}], object), allow_pickle=True)
            case 4:
                return array(values[..., None])
            case 5:
                return array(np.concatenate([values.reshape(-1), values.reshape(-1)]))
            case 6:
                return array(values.reshape(-1)[:-1])
            case 7:
                return array(np.full_like(values, random.choice([-1, 0, 1, 2**31 - 1])))
            case 8 if values.dtype.kind == "f":
                return array(np.full_like(values, random.choice([np.nan, np.inf, -np.inf, 3e38])))
            case 9:
                return content[: int(random.integers(len(content)))]
            case 10:
                return array(np.asfortranarray(values) if values.ndim > 1 else np.array([], values.dtype))
            case 11:
                return array(np.zeros((0,) * int(random.integers(1, 30)), np.float32))
        return array(-values if values.dtype.kind in "if" else values)


def place(random: Random, count: int) -> int:
    return int(random.integers(count))


def crafted_archive(content: bytes, random: Random) -> bytes:
    """An archive by somebody who can seal it."""
    parts: dict[Any, bytes] = dict(members(content))
    name = list(parts)[place(random, len(parts))]
    match int(random.integers(9)):
        case 0 | 1 | 2:
            parts[name] = crafted_array(parts[name], random)
        case 3 | 4:
            head = json.loads(np.load(io.BytesIO(parts["head.npy"])).tobytes())
            text = json.dumps(changed(head, random)).encode()
            parts["head.npy"] = array(np.frombuffer(text, np.uint8))
        case 5:
            text = [b"", b"[" * 100_000, b"7", b"{}", b"\xff\xfe", b'{"a":' * 50_000, b" " * 3_000_000][
                place(random, 7)
            ]
            parts["head.npy"] = array(np.frombuffer(text, np.uint8))
        case 6:
            moved = parts.pop(name)
            odd = ["../../x.npy", "x.py", "state/x.npy", "/", "head.npy", name.upper(), "a" * 60_000 + ".npy"]
            parts[odd[place(random, len(odd))]] = moved
        case 7:
            if random.random() < 0.3:
                return bomb()
            return packed(parts, [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2][place(random, 2)])
        case 8:
            return sealed(damaged(content[:-64], random) + content[-64:])
    return packed(parts)


@cache
def bomb() -> bytes:
    """A small archive with an array of 400 MB in it, made in pieces so that it goes off in nobody's hands here."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.comment = MARK + bytes(SEAL - len(MARK))
        file.writestr("head.npy", array(np.frombuffer(b"{}", np.uint8)))
        with file.open("state/x.npy", "w") as member:
            member.write(lying(f"({400 << 20},)", "|u1")[:-64])
            for _ in range(400):
                member.write(bytes(1 << 20))
    return sealed(made.getvalue())


def crafted_recording(content: bytes, random: Random) -> bytes:
    lines = content.splitlines(keepends=True)[:-1]
    at = place(random, len(lines))
    match int(random.integers(7)):
        case 0 | 1 | 2:
            lines[at] = json.dumps(changed(json.loads(lines[at]), random)).encode() + b"\n"
        case 3:
            lines[at] = lines[place(random, len(lines))]
        case 4:
            lines[at] = [b"[" * 100_000, b'{"event":' * 30_000, b"\n" * 1000, b"\xff" * 99, b"[" + b"[]," * 900_000][
                place(random, 5)
            ] + b"\n"
        case 5:
            del lines[at]
        case 6:
            lines[at] = damaged(lines[at], random)
    body = b"".join(lines)
    return body + b'{"sha256":"' + hashlib.sha256(body).hexdigest().encode() + b'"}\n'


def crafted_export(content: bytes, random: Random) -> bytes:
    value = json.loads(content)
    tables = changed({name: value[name] for name in ("lessons", "steps", "predictions", "runs")}, random)
    if not isinstance(tables, dict):
        return json.dumps(tables).encode()
    return json.dumps({**value, "sha256": _fingerprint(tables), **tables}).encode()


# ---- good files, and how each is used -------------------------------------------------------------------------------


class Kinds:
    """One good file of each kind in a folder; ``use`` reads one as the program does and says what was in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "file"
        self.lesson = lessons.written(
            folder / "small", lessons.POINTS, ("steps = 25", "steps = 25\nstopping = { patience = 9 }")
        )
        model = nn.Model([nn.Dense(6), nn.ReLU(), nn.BatchNorm(), nn.Dense(3)], (4,), device="reference")
        x = np.linspace(-1, 1, 40, dtype=np.float32).reshape(10, 4)
        model.train(x, np.arange(10, dtype=np.int32) % 3, np.arange(10, dtype=np.int32).reshape(2, 5))
        model.save(str(folder / "model"))
        run = list(lessons.events(lessons.request(self.lesson), Step(13), Save(str(folder / "run"))))
        rivals = (Contestant("slow", "small", {"rate": 0.1}), Contestant("deep", "small", {"depth": 4}))
        asked = lessons.request(self.lesson, race=rivals, seeds=2)
        race = list(lessons.events(asked, Step(13), Save(str(folder / "race"))))
        for name, events in (("recording", run), ("raced", race)):
            recorder = Recorder(folder / name)
            for envelope in enveloped(iter(events)):
                recorder.write(envelope)
            recorder.close()
        with Progress.open(folder / "store", lambda: 1000.0) as store:
            walk = Walk(sample.lesson())
            walk.open("watch")
            walk.observe(sample.view((0, {"loss": 2.2, "accuracy": 0.11}), (42, {"loss": 0.4, "accuracy": 0.95})))
            store.save(walk)
            for seed in range(5):
                store.add_run(RunRecord("lesson-neuron", "watch", "neuron", seed, 150, {"rate": 0.1}, {"loss": 0.3}))
            (folder / "export").write_text(json.dumps(store.export()))
        with closing(sqlite3.connect(folder / "store" / FILE)) as db:
            db.execute("PRAGMA journal_mode = DELETE")  # all of it in one file
        shutil.copy(folder / "store" / FILE, folder / "progress")
        self.good = {name: (folder / name).read_bytes() for name in self.uses}
        self.said = {name: self.use(name, self.good[name]) for name in self.uses}

    @property
    def uses(self) -> dict[str, tuple[Callable[[], object], Callable[[bytes, Random], bytes] | None]]:
        return {
            "model": (self._model, crafted_archive),
            "run": (self._run, crafted_archive),
            "race": (self._race, crafted_archive),
            "recording": (self._recording, crafted_recording),
            "raced": (self._recording, crafted_recording),
            "progress": (self._progress, None),
            "export": (self._export, crafted_export),
        }

    def use(self, kind: str, content: bytes) -> object:
        self.path.write_bytes(content)
        return self.uses[kind][0]()

    def _model(self) -> object:
        model = nn.load(str(self.path), "reference")
        with np.errstate(all="ignore"):
            if model._shape == (4,):
                model.predict(np.zeros((2, 4), np.float32))
        return {name: value.tobytes() for name, value in model.state().items()}

    def _run(self) -> object:
        view = RunView()
        request = lessons.request(self.lesson, resume=str(self.path))
        with np.errstate(all="ignore"):
            for event in lessons.events(request, Step(2), Play(until=20)):
                view.apply(event)
        return repr((view.steps["loss"].ends, view.evaluations)) if "loss" in view.steps else ""

    def _race(self) -> object:
        view = RaceView()
        request = lessons.request(self.lesson, resume=str(self.path))
        with np.errstate(all="ignore"):
            for event in lessons.events(request, Step(2), Play(until=20)):
                view.apply(event)
        return repr([(run.steps["loss"].ends, run.evaluations) for run in view.lanes.values() if "loss" in run.steps])

    def _recording(self) -> object:
        kept = recording.read(self.path)
        view = RaceView() if kept.race else RunView()
        for envelope in kept.envelopes:
            view.apply(envelope.event)
        runs = view.lanes.values() if isinstance(view, RaceView) else (view,)
        return repr([(run.step, run.evaluations) for run in runs])

    def _progress(self) -> object:
        folder = self.folder / "opened"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        shutil.copy(self.path, folder / FILE)
        with Progress.open(folder, lambda: 1000.0) as store:
            if store.notice:
                raise TuidlError(store.notice)
            store.lessons(), store.runs(), store.predictions(), store.last()
            return json.dumps(store.export())

    def _export(self) -> object:
        value = json.loads(self.path.read_text("utf-8", "replace"))
        with Progress.open(self.folder / "taken", lambda: 1000.0) as store:
            store.restore(value)
            store.lessons(), store.runs(), store.predictions(), store.last(), store.walk(sample.lesson())
            return json.dumps(store.export())


# ---- files that are none --------------------------------------------------------------------------------------------


def odd(kinds: Kinds, random: Random) -> str:
    """Something else in the place of a file; its name. Every one must be refused."""
    path = kinds.path
    path.unlink(missing_ok=True)
    match place(random, 6):
        case 0:
            path.symlink_to("/dev/zero")
        case 1:
            path.symlink_to(path)
        case 2:
            os.mkfifo(path)
        case 3:
            path.symlink_to(kinds.folder)
        case 4:
            with path.open("wb") as file:
                file.truncate(10 << 30)
        case 5:
            path.symlink_to(kinds.folder / "nothing")
    return "odd"


def tried(kinds: Kinds, kind: str, random: Random) -> tuple[str, str]:
    """(what was done to a file, what became of it)."""
    use, craft = kinds.uses[kind]
    kinds.path.unlink(missing_ok=True)
    if random.random() < 0.03 and kind in ("model", "run", "race", "recording", "raced"):
        way = odd(kinds, random)
    elif craft is not None and random.random() < 0.5:
        way = "crafted"
        kinds.path.write_bytes(craft(kinds.good[kind], random))
    else:
        way = "damaged"
        kinds.path.write_bytes(damaged(kinds.good[kind], random))
    signal.alarm(SECONDS)
    try:
        found = use()
    except (TuidlError, json.JSONDecodeError) as error:  # JSON of an export is read by the command line
        text = str(error)
        return way, "refused" if "\n" not in text or kind == "export" else f"FAULT more than a sentence: {text}"
    except RecursionError:
        return way, "refused" if kind == "export" else f"FAULT {traceback.format_exc()[-600:]}"
    except BaseException:
        text = traceback.format_exc()
        return way, f"FAULT {text if len(text) < 1200 else f'{text[:600]} ... {text[-600:]}'}"
    finally:
        signal.alarm(0)
    if way == "odd" or (way == "damaged" and found != kinds.said[kind]):
        return way, "FAULT read as if nothing were wrong"
    return way, "read"


def peak() -> int:
    """The most memory this program ever had, in bytes. (What ``getrusage`` says begins with its parent's on Linux.)"""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main(count: int, seed: int) -> None:
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(TimeoutError(f"more than {SECONDS} s")))
    counts: Counter[str] = Counter()
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        kinds = Kinds(Path(folder))
        for number in range(count):
            kind = list(kinds.uses)[number % len(kinds.uses)]
            way, end = tried(kinds, kind, np.random.default_rng((seed, number)))
            if end.startswith("FAULT"):
                faults.append(f"{kind} {seed} {number} {way}: {end}")
                end = "fault"
            counts[f"{kind} {way} {end}"] += 1
    print(json.dumps({"files": count, "counts": counts, "peak": peak(), "faults": faults[:20]}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
