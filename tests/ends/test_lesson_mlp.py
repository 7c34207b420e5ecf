"""Lessons at a real terminal: the first one from the first key to the recap, and what may go wrong on the way."""

import os
import signal
from pathlib import Path

import pytest

from tests.ends.pseudoterminal import Terminal
from tests.ends.walker import Walker
from tuidl.course import library, load

Env = dict[str, str]


def test_a_walk_through_the_whole_first_lesson(home: Env) -> None:
    lesson = load.read(library.find("lesson-neuron"))
    with Terminal(env=home) as terminal:
        terminal.until("Train your first network (1 minute)")
        terminal.press("enter")
        walker = Walker(terminal, lesson)
        walker.walk()
        walker.leave()
    with Terminal("lessons", env=home) as terminal:
        assert terminal.end() == 0
        assert "started   1.1  lesson-neuron" in terminal.text


def test_the_app_outlives_its_training_process(home: Env) -> None:
    with Terminal("run", "lesson-mlp", env=home) as terminal:
        terminal.until("step 1 of")
        terminal.press("space")
        terminal.until("running")
        (child,) = terminal.children()
        os.kill(child, signal.SIGKILL)
        terminal.until("killed")
        terminal.press("r")
        terminal.until("ready")
        terminal.press("space")
        terminal.until("goal met")
        terminal.press("ctrl+c")
        assert terminal.end() == 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_dropped_line_saves_the_run(home: Env, number: signal.Signals, code: int) -> None:
    with Terminal("run", "lesson-mlp", env=home) as terminal:
        terminal.until("step 1 of")
        terminal.press("space")
        terminal.until("running")
        terminal.until(lambda text: "goal met" in text)
        terminal.press("space")
        terminal.until("paused")
        terminal.process.send_signal(number)
        assert terminal.end() == code
        assert terminal.restored
    saved = list(Path(home["TUIDL_HOME"]).rglob("*.npz"))
    assert len(saved) == 1
    with Terminal(env=home) as terminal:
        terminal.until("Continue")
        terminal.press("c")
        terminal.until(lambda text: "step 1 of" in text and "goal met" in text)
        terminal.press("q", "q")
        terminal.end()


def test_a_dropped_line_saves_the_race_too_and_it_is_taken_up_again(home: Env) -> None:
    with Terminal("run", "lesson-mlp", env=home) as terminal:
        terminal.until("step 1 of")
        terminal.press("t")
        terminal.until("step 0 of 120 ·")
        terminal.press(".", ".", ".")
        terminal.until("step 3 of 120 ·")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.end() == 143
        assert terminal.restored
    (saved,) = Path(home["TUIDL_HOME"]).rglob("*.npz")
    assert saved.name.endswith(".race.left.npz")
    with Terminal("run", "lesson-mlp", env=home) as terminal:
        terminal.until("step 3 of 120 ·")
        assert "◆ twin" in terminal.text
        terminal.press(".")
        terminal.until("step 4 of 120 ·")
        terminal.press("ctrl+c")
        assert terminal.end() == 0


def test_a_terminal_that_is_gone_while_the_run_plays(home: Env) -> None:
    with Terminal("run", "lesson-mlp", env=home) as terminal:
        terminal.until("step 1 of")
        terminal.press("space")
        terminal.until("goal met")
        terminal.hang_up()
        assert terminal.process.wait(15) == 129
    assert len(list(Path(home["TUIDL_HOME"]).rglob("*.left.npz"))) == 1


def test_a_window_too_small_says_so_and_recovers(home: Env) -> None:
    with Terminal("run", "lesson-mlp", columns=80, rows=24, env=home) as terminal:
        terminal.until("Press space")
        terminal.resize(60, 20)
        terminal.until("80")
        terminal.resize(120, 36)
        terminal.until("Hidden layers")
        terminal.press("q", "q")
        assert terminal.end() == 0
