"""Tab in real shells, set up by the line that README and `tuidl completion --help` name."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.docs import markdown
from tests.ends.pseudoterminal import Terminal

PROMPT = "ready> "
CLEAR = "\x15"  # ctrl+u: a line is emptied in all three
BARE = {
    "bash": ["bash", "--noprofile", "--norc", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i", "-C", f"function fish_prompt; echo '{PROMPT}'; end"],
}
pytestmark = pytest.mark.parametrize(
    "shell",
    [pytest.param(name, marks=pytest.mark.skipif(not shutil.which(name), reason=f"no {name}")) for name in BARE],
)


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An empty home with a `tuidl` on the path, and a file to find."""
    program = tmp_path / "bin" / "tuidl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tuidl "$@"\n')
    program.chmod(0o755)
    (tmp_path / "birds.csv").touch()
    path = f"{program.parent}:/usr/local/bin:/usr/bin:/bin"
    given = {"HOME": str(tmp_path), "TUIDL_HOME": str(tmp_path / "tuidl"), "PYTHONPATH": str(markdown.ROOT)}
    return {**given, "PATH": path, "PS1": PROMPT, "PROMPT_EOL_MARK": "", "COLORTERM": ""}


def line(text: str) -> str:
    """The command line as it stands: what follows the last prompt."""
    rows = text.rpartition(PROMPT.rstrip())[2].splitlines()
    return rows[0].strip() if rows else ""


def documented(shell: str) -> str:
    """The line that README says to put into the shell's own file."""
    found = next(one for one in markdown.fences(markdown.read("README.md")) if "tuidl completion" in one.text)
    return next(row.partition("#")[0].strip() for row in found.lines if f"completion {shell}" in row)


TYPED = [
    ("tuidl less", "tuidl lesson"),  # or lessons
    ("tuidl run neu", "tuidl run lesson-neuron"),
    ("tuidl run cnn --set pad", "tuidl run cnn --set padding="),
    ("tuidl run cnn --set padding=va", "tuidl run cnn --set padding=valid"),
    ("tuidl run cnn --set=padding=va", "tuidl run cnn --set=padding=valid"),
    ("tuidl run --seed 3 cnn --set pad", "tuidl run --seed 3 cnn --set padding="),
    ("tuidl run cnn --device=ref", "tuidl run cnn --device=reference"),
    ("tuidl run cnn --data bir", "tuidl run cnn --data birds.csv"),
]


def test_tab(shell: str, home: dict[str, str], tmp_path: Path) -> None:
    with Terminal(command=BARE[shell], env=home) as terminal:
        terminal.until(lambda text: PROMPT.strip() in text)
        terminal.press(f"cd {tmp_path}; {documented(shell)}; echo rea''dy", "enter")
        terminal.until(lambda text: "\nready\n" in text and line(text) == "")  # what is typed before a prompt is echoed
        for typed, full in TYPED:
            terminal.press(typed, "tab")
            terminal.until(lambda text, full=full: line(text) == full)
            assert "not found" not in terminal.text
            terminal.press(CLEAR)
            terminal.until(lambda text: line(text) == "")
        terminal.press("tuidl run cnn --set padding=", "tab", "tab")
        terminal.until(lambda text: {"same", "valid"} <= {word.rpartition("=")[2] for word in text.split()[-9:]})
