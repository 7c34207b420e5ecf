import logging

import pytest

from tests.session import runs
from tuidl.commands import Pause, Play, Stop
from tuidl.errors import DataError
from tuidl.events import Event, Failed, RunEnded
from tuidl.session.stream import Inbox, enveloped, guarded, script


def test_a_script_gives_commands_only_to_a_run_that_waits() -> None:
    inbox = script(Play(), Pause())
    assert inbox(0) is None
    assert inbox(None) == Play()
    assert inbox(0.5) is None
    assert [inbox(None), inbox(None), inbox(None)] == [Pause(), Stop(), Stop()]


def test_events_are_numbered_and_their_times_rise() -> None:
    envelopes = list(enveloped(runs.small(script(Play()))))
    assert [e.seq for e in envelopes] == list(range(6))
    assert [e.at for e in envelopes] == sorted(e.at for e in envelopes)
    assert isinstance(envelopes[-1].event, RunEnded)


def _breaks(error: Exception) -> "list[Event]":
    def run(inbox: Inbox):
        yield runs.STARTED
        raise error

    return list(guarded(run(script()), "the.log"))


def test_an_error_for_people_is_passed_on() -> None:
    assert _breaks(DataError("file 'x' is empty"))[1:] == [Failed("file 'x' is empty", 3)]


def test_a_bug_is_logged_and_told_without_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "tuidl"):
        failed = _breaks(ZeroDivisionError("division by zero"))[1]
    assert isinstance(failed, Failed)
    assert "division" not in failed.text
    assert failed.log == "the.log"
    assert "ZeroDivisionError" in caplog.text
