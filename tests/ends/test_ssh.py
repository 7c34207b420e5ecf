"""Lessons over plain ssh, as docs/ssh.md sets them up: a real sshd on loopback, a real client at a pseudo-terminal."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.ends import secure_shell
from tests.ends.pseudoterminal import PATIENCE, Terminal
from tests.ends.secure_shell import Server

pytestmark = pytest.mark.skipif(bool(secure_shell.missing()), reason=secure_shell.missing())
Env = dict[str, str]


@pytest.fixture
def server(home: Env, tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "ssh"
    folder.mkdir(mode=0o700)
    made = Server(folder, home)
    yield made
    made.close()


def steps(text: str) -> int:
    """The step of the run, as the head line tells it."""
    found = re.search(r"cpu.* step (\d+(?:[\u00a0 ]\d{3})*)", text.splitlines()[0])
    return int(re.sub(r"\D", "", found[1])) if found else 0


def left(home: Env) -> list[Path]:
    return list(Path(home["TUIDL_HOME"]).rglob("watch.left.npz"))


def processes(home: Env) -> list[int]:
    """All that run with this home, the training ones too."""
    found, mark = [], f"TUIDL_HOME={home['TUIDL_HOME']}".encode()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mark in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
    return found


def holds(condition: Callable[[], bool]) -> bool:
    """Whether it comes to hold."""
    end = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < end:
        os.sched_yield()
    return condition()


def in_the_middle(terminal: Terminal) -> int:
    """Start the first run of lesson-cnn; the step it has got to."""
    terminal.until("Train your first network")
    terminal.press("/", *"cnn", "enter", "enter")
    terminal.until("step 1 of")
    terminal.press("space")
    terminal.until(lambda text: "running" in text.splitlines()[0] and steps(text) > 0)
    return steps(terminal.text)


def test_without_a_terminal_one_sentence(server: Server) -> None:
    for words in ([], ["ls", "/"]):  # what the client asks for is not run
        command = [*server.client("-T"), *words]
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert re.fullmatch(r"tuidl: the screens need a terminal; .*\n", ended.stderr)


@pytest.mark.parametrize(
    ("options", "said", "has", "lacks"),
    [
        ((), "256 colours", b"38;5;", b"38;2;"),
        (("-o", "SendEnv=COLORTERM"), "truecolor", b"38;2;", b"38;5;"),
    ],
)
def test_colours_and_size(server: Server, options: tuple[str, ...], said: str, has: bytes, lacks: bytes) -> None:
    with Terminal(command=server.client("-t", *options)) as terminal:
        terminal.until(said)
        terminal.until("q quit")
        assert has in terminal.raw
        assert lacks not in terminal.raw
        terminal.press("enter")
        terminal.until(lambda text: "One neuron" in text and "step 1 of" in text)
        terminal.resize(60, 20)
        terminal.until("80")
        terminal.resize(100, 30)
        terminal.until(lambda text: re.search(r" 1/\d+ ", text.splitlines()[0]) is not None)
        terminal.press("q")
        terminal.until("Continue")
        terminal.press("q")
        assert terminal.end() == 0
        assert terminal.restored


def test_a_line_that_drops_in_the_middle_of_a_run(server: Server, home: Env) -> None:
    with Terminal(command=server.client("-t")) as terminal:
        seen = in_the_middle(terminal)
        terminal.process.kill()
    assert holds(lambda: not processes(home))  # nothing trains on for nobody
    assert len(left(home)) == 1
    with Terminal(command=server.client("-t")) as terminal:
        terminal.until("Continue")
        terminal.press("c")
        terminal.until(lambda text: "recording" not in text and steps(text) >= seen)
        terminal.press("space")
        terminal.until("goal met")
        terminal.press("ctrl+c")
        assert terminal.end() == 0
        assert terminal.restored


def test_a_line_that_falls_silent(home: Env, tmp_path: Path) -> None:
    folder = tmp_path / "ssh"
    folder.mkdir(mode=0o700)
    server = Server(folder, home, alive=1)
    try:
        with Terminal(command=server.client("-t")) as terminal:
            in_the_middle(terminal)
            terminal.press("space")
            terminal.until(lambda text: "paused" in text.splitlines()[0])
            terminal.process.send_signal(signal.SIGSTOP)  # as a laptop that is closed
            assert holds(lambda: not processes(home))
        assert len(left(home)) == 1
    finally:
        server.close()
