import os
import sys
from pathlib import Path

import pytest

from tests.session import runs
from tuidl.commands import Play, Stop
from tuidl.course.written import Written
from tuidl.events import Event, Failed, Probed, StepsEnded
from tuidl.session.process import ProcessSession, environment
from tuidl.session.request import Request

ARGV = (sys.executable, "-P", "-m", "tests.session.child")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))


def _session(what: str, grace: float = 5.0) -> ProcessSession:
    return ProcessSession(Request(what), ARGV, grace)


async def _events(what: str) -> list[Event]:
    session = _session(what)
    found = [envelope.event async for envelope in session.events()]
    await session.close()
    return found


def _gone(session: ProcessSession) -> bool:
    assert session.pid is not None
    try:
        os.kill(session.pid, 0)
    except ProcessLookupError:
        return True
    return False


async def test_commands_go_in_and_events_come_out() -> None:
    session = _session("echo")
    await session.send(Play(until=3))
    await session.send(Stop())
    found = [e.event async for e in session.events()]
    assert found == [runs.STARTED, Failed(repr(Play(until=3))), Failed(repr(Stop()))]
    await session.send(Play())
    await session.close()
    assert _gone(session)


async def test_a_killed_child_is_told_with_its_signal() -> None:
    started, failed = await _events("killed")
    assert started == runs.STARTED
    assert isinstance(failed, Failed)
    assert failed.text == "the training process was killed (signal 9, SIGKILL); press r to start again"


async def test_an_unexpected_exit_is_told_and_stderr_is_kept(tmp_path: Path) -> None:
    failed = (await _events("exit 7"))[-1]
    assert isinstance(failed, Failed)
    assert "exit code 7" in failed.text
    assert Path(failed.log).read_text() == "words for the log\n"
    assert Path(failed.log).is_relative_to(tmp_path)


async def test_a_function_that_never_answers_is_told_as_that() -> None:
    session = ProcessSession(Request("exit 1", code=(Written("write", "def f(): ..."),)), ARGV, 5.0)
    failed = [envelope.event async for envelope in session.events()][-1]
    await session.close()
    assert isinstance(failed, Failed)
    assert failed.text.startswith("your function gave no answer for 30 s: a loop in it may never end; mend it")
    assert "exit code 1" in (await _events("exit 1"))[-1].text


async def test_a_clean_exit_needs_no_words() -> None:
    assert await _events("exit 0") == [runs.STARTED]


async def test_a_failure_is_told_once() -> None:
    assert await _events("failed") == [Failed("the lesson is bad", 3)]


@pytest.mark.parametrize("what", ["noise", "endless"])
async def test_what_is_no_message_ends_the_session_with_a_sentence(what: str) -> None:
    failed = (await _events(what))[-1]
    assert isinstance(failed, Failed)
    assert "no message" in failed.text


async def test_a_missing_program_is_told() -> None:
    session = ProcessSession(Request("x"), ("/nonexistent/python",))
    found = [e.event async for e in session.events()]
    assert len(found) == 1
    assert isinstance(found[0], Failed)
    await session.close()


async def test_close_kills_a_child_that_will_not_go_and_leaves_no_zombie() -> None:
    session = _session("stubborn", grace=0.05)
    stream = session.events()
    assert (await anext(stream)).event == runs.STARTED
    await session.close()
    await session.close()
    assert _gone(session)
    assert [e async for e in stream] == []


async def test_close_before_the_start_starts_nothing() -> None:
    session = _session("echo")
    await session.close()
    await session.send(Play())
    assert [e async for e in session.events()] == []
    assert session.pid is None


async def test_a_slow_reader_loses_no_step_but_old_pictures() -> None:
    session = _session("flood 400")
    losses: list[float] = []
    pictures = 0
    async for envelope in session.events():
        if isinstance(envelope.event, StepsEnded):
            losses += envelope.event.values["loss"]
        pictures += isinstance(envelope.event, Probed)
    await session.close()
    assert losses == [float(n) for n in range(400)]
    assert 1 <= pictures <= 400


async def test_the_child_sees_only_what_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    (failed,) = await _events("environment")
    assert isinstance(failed, Failed)
    names = failed.text.split()
    assert "SECRET_TOKEN" not in names
    assert {"TUIDL_HOME", "PYTHONPATH"} <= set(names)
    assert "SECRET" not in environment({"SECRET": "1", "NUMBA_X": "2"})


def test_the_child_multiplies_as_this_process_does() -> None:
    assert environment({"OPENBLAS_CORETYPE": "Haswell"})["OPENBLAS_CORETYPE"] == "Haswell"
