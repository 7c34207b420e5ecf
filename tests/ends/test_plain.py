"""A lesson as lines at a real terminal, and through a pipe: nothing is drawn, and everything is told."""

import re
import subprocess
import sys

from tests.ends.pseudoterminal import Terminal

BOXES = re.compile(r"[\u2500-\u259f\u2800-\u28ff]")


def plain(raw: bytes) -> str:
    """What was written, once it is known that no cursor was moved and no colour used."""
    text = raw.decode()
    assert "\x1b" not in text
    assert not BOXES.search(text)
    return text


def test_a_lesson_is_told_at_a_terminal(home: dict[str, str]) -> None:
    with Terminal("--plain", env=home, rows=120) as terminal:
        terminal.until("A lesson's number or name")
        assert "1.1 One neuron, new" in terminal.text
        terminal.press("1.1", "enter")
        terminal.until("enter for run")
        terminal.press("enter")
        terminal.until("enter for next")
        assert "The task is met at training step" in terminal.text
        terminal.press("see boundary", "enter")
        terminal.until("points are right")
        terminal.press("go 6", "enter")
        terminal.until("enter for predict")
        terminal.press("enter", "1", "enter", "1", "enter", "4", "enter")
        terminal.until("In all lessons 1 of 2 right; 90 % sure")
        terminal.press("ctrl+c")
        assert terminal.end() == 130
        plain(bytes(terminal.raw))
    with Terminal("progress", env=home) as terminal:
        assert terminal.end() == 0
        assert "predictions: 1 of 2 right" in terminal.text


def test_ctrl_c_pauses_a_run_and_it_goes_on(home: dict[str, str]) -> None:
    with Terminal(
        "run", "lesson-cnn", "--plain", "--steps", "100000", env={**home, "TERM": "dumb"}, rows=60
    ) as terminal:
        terminal.until("enter for run")
        terminal.press("run", "enter")
        terminal.until(" of 100000, loss")  # of which step is a matter of how busy the machine is
        terminal.press("ctrl+c")
        terminal.until("Paused: step ")
        terminal.press("quit", "enter")
        assert terminal.end() == 0
        plain(bytes(terminal.raw))


def test_lines_come_from_a_pipe_too(home: dict[str, str]) -> None:
    import os

    done = subprocess.run(
        [sys.executable, "-m", "tuidl", "run", "neuron", "--plain"],
        input="task\nquit\n", capture_output=True, text=True, env={**os.environ, **home},
    )  # fmt: skip
    assert done.returncode == 0
    assert "Watch until 95 % are right." in plain(done.stdout.encode())
    assert done.stderr == ""
