import os
import pty
import signal
from threading import Event, Thread
from typing import cast

import pytest

from tuidl.tui.line import Line, LineDriver


class Gone:
    """A terminal that goes away after the first word."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.encoding = "utf-8"

    def write(self, text: str) -> int:
        if self.said:
            raise OSError(5, "Input/output error")
        self.said.append(text)
        return len(text)

    def flush(self) -> None:
        if len(self.said) > 1:
            raise OSError(5, "Input/output error")


def test_what_is_written_after_the_end_goes_nowhere():
    file = Gone()
    line = Line(cast("object", file))  # type: ignore[arg-type]
    assert line.write("one") == 3
    line.flush()
    assert not line.gone
    assert line.write("two!") == 4
    line.flush()
    assert line.gone
    assert (file.said, line.encoding) == (["one"], "utf-8")


def test_a_flush_may_be_what_fails():
    file = Gone()
    file.said = ["a", "b"]
    line = Line(cast("object", file))  # type: ignore[arg-type]
    line.flush()
    assert line.gone
    with pytest.raises(AttributeError):
        line.nothing  # noqa: B018


def test_a_line_is_behind_until_what_was_asked_for_is_sent():
    file = Gone()
    line = Line(cast("object", file))  # type: ignore[arg-type]
    assert not line.behind
    line.asked += 3
    assert line.behind
    line.write("one")
    assert line.behind  # it may still stand in a buffer
    line.flush()
    assert not line.behind


def test_a_line_that_is_gone_is_not_behind():
    file = Gone()
    file.said = ["a", "b"]
    line = Line(cast("object", file))  # type: ignore[arg-type]
    line.asked += 3
    line.write("one")
    line.flush()
    assert line.gone
    assert not line.behind


def test_who_reads_keys_from_a_lost_line_ends_with_the_program():
    reading, writing = os.pipe()
    os.close(writing)  # every read is the end
    driver = object.__new__(LineDriver)
    driver.fileno, driver.exit_event, driver._debug = reading, Event(), False
    thread = Thread(target=driver._run_input_thread, daemon=True)
    thread.start()
    driver.leave()
    thread.join(20)
    os.close(reading)
    assert not thread.is_alive()


@pytest.mark.parametrize("before", [True, False])
def test_a_terminal_that_goes_away_ends_the_program_also_if_it_does_not_control_it(monkeypatch, before):
    told = []
    monkeypatch.setattr(os, "kill", lambda process, number: told.append((process, number)))
    master, slave = pty.openpty()
    driver = object.__new__(LineDriver)
    driver.fileno = slave
    thread = Thread(target=driver._watch, daemon=True)
    if not before:
        thread.start()
        assert not told
    os.close(master)
    if before:
        thread.start()
    thread.join(20)
    os.close(slave)
    assert told == [(os.getpid(), signal.SIGHUP)]
