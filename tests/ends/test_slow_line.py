"""A terminal that reads slower than the lesson draws, as at the end of a slow line: frames go, the lesson stays."""

import time
from contextlib import suppress
from pathlib import Path
from subprocess import TimeoutExpired

from tests.ends.pseudoterminal import PATIENCE, Terminal

FEW = 250_000  # bytes: the first screen, the next one, and what may be under way between them


def written(path: Path, terminal: Terminal) -> bool:
    """Wait for a file without reading what the program writes on its screen."""
    end = time.monotonic() + PATIENCE
    while not path.exists() and terminal.process.poll() is None and time.monotonic() < end:
        with suppress(TimeoutExpired):
            terminal.process.wait(0.1)
    return path.exists()


def test_a_run_goes_on_while_nobody_reads_the_screen(home: dict[str, str]) -> None:
    with Terminal("run", "lesson-cnn", env=home) as terminal:
        terminal.until("step 1 of")
        terminal.press("space")
        terminal.until("running")
        before = len(terminal.raw)
        assert written(Path(home["TUIDL_HOME"], "state", "runs", "lesson-cnn", "watch.npz"), terminal)
        terminal.press("n")
        terminal.until("step 2 of")
        assert len(terminal.raw) - before < FEW
        terminal.press("ctrl+c")
        assert terminal.end() == 0
