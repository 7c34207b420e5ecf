"""The worker as a real child process."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from math import inf
from pathlib import Path

import pytest

from tests.session.inline import InlineSession
from tests.train import lessons
from tuidl.commands import Compare, Play, Rewind, Save, SetKnob, Step, Stop, Watch
from tuidl.course.spec import Contestant
from tuidl.events import Compared, Event, Failed, Probed, RunEnded, RunStarted, Saved, StateChanged, StepsEnded
from tuidl.race import RaceView
from tuidl.session import Session, recording, wire
from tuidl.session.process import WORKER, ProcessSession, environment
from tuidl.session.replay import ReplaySession
from tuidl.session.request import Request
from tuidl.session.stream import script
from tuidl.train import checkpoint, loop
from tuidl.view import RunView

WATCH = Watch((("boundary", 16, 8), ("network", 40, 20), ("signal", 9, 9)))


async def _played(session: ProcessSession | InlineSession) -> list[Event]:
    """Watch, play to the end, stop."""
    found: list[Event] = []
    async for envelope in session.events():
        found.append(envelope.event)
        if isinstance(envelope.event, RunStarted):
            await session.send(WATCH)
            await session.send(Play())
        if isinstance(envelope.event, RunEnded):
            await session.send(Stop())
    await session.close()
    return found


def _facts(found: list[Event]) -> list[str]:
    """Without times, with steps joined and only the newest pictures: what every consumer must see alike."""
    told = [e for e in found if not isinstance(e, StepsEnded | Probed | StateChanged)]
    losses = [n for e in found if isinstance(e, StepsEnded) for n in e.values["loss"]]
    pictures = {e.name: e for e in found if isinstance(e, Probed)}
    return [*lessons.timeless(told), repr(losses), *lessons.timeless(list(pictures.values()))]


async def test_a_child_process_and_this_process_say_the_same(folder: Path) -> None:
    request = lessons.request(folder)
    child = await _played(ProcessSession(request))
    here = await _played(InlineSession(lambda inbox: loop.run(request, inbox)))
    assert _facts(child) == _facts(here)
    assert any(isinstance(e, RunEnded) for e in child)


async def test_a_race_in_a_child_process_and_in_this_one_say_the_same(folder: Path) -> None:
    slow, fast = (Contestant(name, "small", {"rate": rate}) for name, rate in (("slow", 0.1), ("fast", 1.0)))
    request = lessons.request(folder, race=(slow, fast), seeds=2)
    told = []
    for session in (ProcessSession(request), InlineSession(lambda inbox: loop.run(request, inbox))):
        view = RaceView()
        await session.send(Play())
        async for envelope in session.events():
            view.apply(envelope.event)
            if view.over:
                await session.send(Stop())
        told.append(view)
    child, here = told
    assert child.names == ("slow", "fast")
    for lane, run in child.lanes.items():
        assert run.evaluations == here.lanes[lane].evaluations
        assert run.steps["loss"] == here.lanes[lane].steps["loss"]


def test_one_and_two_threads_say_the_same(folder: Path) -> None:
    found = []
    for threads in (1, 2):
        events = lessons.events(lessons.request(folder, device="cpu", threads=threads), WATCH, Play())
        found.append([line for line in lessons.timeless(events) if not line.startswith(("RunStarted", "Kernel"))])
    assert found[0] == found[1]


def test_a_run_saved_with_one_thread_goes_on_with_two(folder: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "run.npz")
    whole = list(lessons.events(lessons.request(folder, device="cpu", threads=2), Play()))
    list(lessons.events(lessons.request(folder, device="cpu", threads=1), Play(until=13), Save(path)))
    rest = list(lessons.events(lessons.request(folder, device="cpu", threads=2, resume=path), Play()))
    ends = [[e.values for e in found if isinstance(e, RunEnded)] for found in (whole, rest)]
    assert ends[0] == ends[1]


async def test_a_bad_lesson_is_told_in_a_sentence(tmp_path: Path) -> None:
    session = ProcessSession(Request(str(tmp_path / "none")))
    found = [e.event async for e in session.events()]
    await session.close()
    assert len(found) == 1
    assert isinstance(found[0], Failed)
    assert "does not exist" in found[0].text
    assert found[0].code == 3


async def test_a_killed_worker_is_told(folder: Path) -> None:
    session = ProcessSession(lessons.request(folder))
    found = []
    async for envelope in session.events():
        found.append(envelope.event)
        if isinstance(envelope.event, RunStarted) and session.pid:
            os.kill(session.pid, signal.SIGKILL)
    await session.close()
    assert isinstance(found[-1], Failed)
    assert "signal 9" in found[-1].text


async def test_a_recording_is_made_on_request(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "demo.jsonl"
    found = await _played(ProcessSession(lessons.request(folder, record=str(path))))
    kept = recording.read(path)
    assert kept.lesson == "lesson-small"
    assert _facts([e.event for e in kept.envelopes]) == _facts(found)


async def test_a_run_that_went_back_is_the_same_everywhere_and_in_its_recording(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    asked = [Step(20), Rewind(8), SetKnob("rate", 0.1), Step(9), Compare()]

    async def view(session: Session, answer: bool = True) -> RunView:
        seen = RunView()
        async for envelope in session.events():
            seen.apply(envelope.event)
            if answer and isinstance(envelope.event, RunStarted):
                for command in asked:
                    await session.send(command)
            if isinstance(envelope.event, Compared):
                await session.send(Stop())
        await session.close()
        return seen

    request = lessons.request(folder)
    child = await view(ProcessSession(replace(request, record=str(path))))
    here = await view(InlineSession(lambda inbox: loop.run(request, inbox)))
    again = await view(ReplaySession(path, inf), answer=False)
    for other in (here, again):
        assert other.steps == child.steps
        assert other.evaluations == child.evaluations
        assert other.branches == child.branches
        assert (other.line, other.parent, other.parted, other.step) == (1, 0, 8, 17)
        assert other.compared == child.compared is not None


def _talked(*lines: bytes, stop: int | None = None) -> tuple[int, list[Event]]:
    """Exit code and events of a worker that is told these lines, then the end of the input (or a signal)."""
    child = subprocess.Popen(
        WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment(os.environ)
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(b"".join(lines))
    child.stdin.flush()
    found = []
    if stop is None:
        child.stdin.close()
    for line in child.stdout:
        found.append(wire.to_envelope(line).event)
        if stop is not None and isinstance(found[-1], RunStarted):
            child.send_signal(stop)
    child.stdout.close()
    code = child.wait(30)
    if not child.stdin.closed:
        child.stdin.close()
    return code, found


def test_at_the_end_of_its_input_it_ends_and_what_was_asked_before_is_done(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    request = wire.from_request(lessons.request(folder))
    code, found = _talked(request, wire.from_command(Save(str(path))))
    assert code == 0
    assert Saved(str(path), 0) in found
    assert isinstance(found[-1], RunEnded)
    assert checkpoint.read(path).step == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_polite_signal_ends_it_cleanly(folder: Path, number: int) -> None:
    code, found = _talked(wire.from_request(lessons.request(folder)), stop=number)
    assert code == 0
    assert isinstance(found[-1], RunEnded)
    assert found[-1].reason == "stopped"


@pytest.mark.parametrize("line", [b"\n", b"hello\n", b'{"lesson": 5, "odd": 1}\n', b""])
def test_a_request_that_is_none_is_told(line: bytes) -> None:
    code, found = _talked(line)
    assert code != 0
    assert len(found) == 1
    assert isinstance(found[0], Failed)


def test_a_command_that_is_none_is_passed_over(folder: Path) -> None:
    code, found = _talked(wire.from_request(lessons.request(folder)), b"nonsense\n", wire.from_command(Stop()))
    assert code == 0
    assert isinstance(found[-1], RunEnded)


def test_the_sessions_know_nothing_of_training() -> None:
    code = "import sys, tuidl.session.process, tuidl.session.replay; print(*sys.modules)"
    names = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"numpy", "numba", "tuidl.train", "tuidl.nn"} & set(names)


def test_a_script_is_enough_for_a_run(folder: Path) -> None:
    assert isinstance(list(loop.run(lessons.request(folder), script()))[-1], RunEnded)
