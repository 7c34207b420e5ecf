import asyncio
import hashlib
import json
import os
from math import inf
from pathlib import Path

import pytest

from tests.session import runs
from tuidl.commands import Pause, Play, Reset, SetKnob, Step, Stop
from tuidl.errors import CheckpointError
from tuidl.events import Envelope, Evaluated, KernelCompiled, RunStarted
from tuidl.session import recording
from tuidl.session.recording import Recorder
from tuidl.session.replay import ReplaySession


def sealed(body: bytes) -> bytes:
    return body + b'{"sha256":"' + hashlib.sha256(body).hexdigest().encode() + b'"}\n'


def _record(path: Path, gap: float = 0.01) -> list[Envelope]:
    events = [KernelCompiled("k", 1, 1, {}), runs.STARTED, runs.steps(1, 0.5, float("nan")), Evaluated(2, 1, {}, {})]
    envelopes = [Envelope(seq, 5 + seq * gap, event) for seq, event in enumerate(events)]
    recorder = Recorder(path)
    for envelope in envelopes:
        recorder.write(envelope)
    assert not path.exists()
    recorder.close()
    recorder.close()
    return envelopes


def test_a_recording_begins_with_the_run_at_zero(tmp_path: Path) -> None:
    _record(tmp_path / "demo.jsonl")
    header = json.loads((tmp_path / "demo.jsonl").read_text().splitlines()[0])
    assert header == {"tuidl": 3, "lesson": "lesson-x", "experiment": "e", "seed": 3, "knobs": {"rate": 0.1}}
    read = recording.read(tmp_path / "demo.jsonl")
    assert [e.seq for e in read.envelopes] == [0, 1, 2]
    assert read.envelopes[0] == Envelope(0, 0.0, runs.STARTED)
    assert read.envelopes[2].at == pytest.approx(0.02)


def test_a_recording_without_a_run_leaves_nothing(tmp_path: Path) -> None:
    Recorder(tmp_path / "demo.jsonl").close()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="choose another place"):
        Recorder(tmp_path / "no" / "demo.jsonl")


async def test_replay_at_once(tmp_path: Path) -> None:
    _record(tmp_path / "demo.jsonl", gap=1000.0)
    kinds = [type(e.event).__name__ async for e in ReplaySession(tmp_path / "demo.jsonl", inf).events()]
    assert kinds == ["RunStarted", "StepsEnded", "Evaluated"]


async def test_replay_keeps_its_pace(tmp_path: Path) -> None:
    _record(tmp_path / "demo.jsonl", gap=0.4)
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert len([e async for e in ReplaySession(tmp_path / "demo.jsonl", 20.0).events()]) == 3
    assert loop.time() - began >= 0.039


async def test_replay_can_be_paused_begun_again_and_stopped(tmp_path: Path) -> None:
    _record(tmp_path / "demo.jsonl", gap=1000.0)
    session = ReplaySession(tmp_path / "demo.jsonl", 1.0)
    stream = session.events()
    assert isinstance((await anext(stream)).event, RunStarted)
    await session.send(Pause())
    await session.send(Reset())
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    assert not waiting.done()
    await session.send(SetKnob("rate", 1.0))
    await session.send(Play())
    assert isinstance((await waiting).event, RunStarted)
    await session.send(Stop())
    assert [e async for e in stream] == []
    await session.close()
    await session.close()


def _lines(tmp_path: Path, *changes: tuple[int, str]) -> Path:
    path = tmp_path / "demo.jsonl"
    _record(path)
    lines = path.read_text().splitlines()[:-1]
    for place, text in changes:
        lines[place] = text
    path.write_bytes(sealed("".join(f"{line}\n" for line in lines).encode()))
    return path


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((0, "hello"), "no recording of tuidl"),
        ((0, "[]"), "no recording of tuidl"),
        ((0, '{"tuidl": 9}'), "format 9"),
        ((0, '{"tuidl": 3}'), "line 1: 'lesson'"),
        ((0, '{"tuidl": 3, "lesson": "x", "experiment": "e", "seed": 1, "knobs": {"a": []}}'), "line 1: a knob"),
        ((2, "{}                                     "), "line 3"),
        ((2, "{}"), "line 3: no envelope"),
        ((2, '{"seq": 1, "at": 1' + "0" * 400 + ', "event": {"event": "Saved", "path": "", "step": 1}}'), "line 3"),
        ((2, '{"seq": 1, "at": 1, "event": {"event": "Saved", "path": ' + "[" * 900 + "]" * 900 + "}}"), "line 3"),
        ((3, '{"seq": 0, "at": 0, "event": {"event": "Saved", "path": "", "step": 1}}'), "line 4: it is out of order"),
        ((1, '{"seq": 0, "at": 0, "event": {"event": "Saved", "path": "", "step": 1}}'), "holds no run"),
    ],
)
def test_a_bad_recording_is_named_with_its_line(tmp_path: Path, change: tuple[int, str], said: str) -> None:
    with pytest.raises(CheckpointError, match=said):
        list(ReplaySession(_lines(tmp_path, change)).recording.envelopes)


def test_no_byte_of_a_recording_can_change_unnoticed(tmp_path: Path) -> None:
    _record(tmp_path / "demo.jsonl")
    good, path = (tmp_path / "demo.jsonl").read_bytes(), tmp_path / "x.jsonl"
    for place in range(len(good)):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(CheckpointError):
            recording.read(path)
    for size in range(0, len(good), 7):
        path.write_bytes(good[:size])
        with pytest.raises(CheckpointError):
            recording.read(path)


def test_what_goes_beyond_the_most_a_recording_holds_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "MAX_BYTES", 1000)
    recorder = Recorder(tmp_path / "run.jsonl")
    for seq in range(50):
        recorder.write(Envelope(seq, float(seq), runs.STARTED if not seq else Evaluated(seq, 1, {}, {})))
    recorder.close()
    told = recording.read(tmp_path / "run.jsonl").envelopes
    assert 1 < len(told) < 50
    assert [e.seq for e in told] == list(range(len(told)))


@pytest.mark.parametrize("content", [b"", b"\x00\x01\xff"])
def test_foreign_files_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(CheckpointError, match="no recording"):
        recording.read(tmp_path / "x")
    with pytest.raises(CheckpointError, match="cannot be read"):
        recording.read(tmp_path / "missing")


def test_a_recording_that_no_longer_fits_is_told_in_a_sentence_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    recorder = Recorder(tmp_path / "run.jsonl")
    recorder.write(Envelope(0, 0.0, runs.STARTED))
    with pytest.raises(CheckpointError, match="No space left on device; choose another place"):
        recorder.close()
    recorder.close()
    assert list(tmp_path.iterdir()) == []


async def test_steps_come_one_at_a_time_and_the_speed_can_be_changed(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "demo.jsonl")
    told = [runs.STARTED, runs.steps(1, 0.5), Evaluated(1, 1, {}, {}), runs.steps(2, 0.4), runs.steps(3, 0.3)]
    for seq, event in enumerate(told):
        recorder.write(Envelope(seq, seq * 1000.0, event))
    recorder.close()
    session = ReplaySession(tmp_path / "demo.jsonl")
    stream = session.events()
    assert (await anext(stream)).event == runs.STARTED
    await session.send(Step(1))
    assert (await anext(stream)).event == told[1]
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    assert not session.playing
    await session.send(Step(1))  # the evaluation stands between two steps
    assert (await waiting).event == told[2]
    assert (await anext(stream)).event == told[3]
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    await session.send(Play())
    session.speed = inf
    assert (await waiting).event == told[4]
    assert session.over
    await session.close()


async def test_one_that_stays_waits_at_its_end_to_be_begun_again(tmp_path: Path) -> None:
    _record(tmp_path / "demo.jsonl")
    session = ReplaySession(tmp_path / "demo.jsonl", inf, stays=True)
    stream = session.events()
    first = [await anext(stream) for _ in range(3)]
    waiting = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)
    assert session.over
    await session.send(Reset())
    assert await waiting == first[0]
    await session.close()
    assert [envelope async for envelope in stream] == []
