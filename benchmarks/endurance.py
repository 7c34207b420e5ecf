"""What memory an hour of training costs, with every panel that a convolutional net has open.

    python benchmarks/endurance.py [--minutes 60]

A copy of lesson-cnn trains as fast as it goes, with a budget that lasts. Every few seconds another panel fills the lab.
A line a minute tells what the screen's process and the one that trains hold of their own (pages that no other process
uses too). Linux only; run it from a checkout.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.screen import endless, memory, open_running, step_of, train

PANELS = (
    "loss", "accuracy", "sample", "filters:conv1", "gallery", "confusion", "layers", "timing", "surface", "gradients",
    "updates", "histograms", "kernel:conv1", "maps:conv1", "dead", "saturated", "schedule", "weights:dense",
)  # fmt: skip
LOOK = 5.0  # seconds of one panel
EVERY = 60.0  # seconds between two lines
SETTLED = 120.0  # seconds after which growth is counted


def watched(lesson: Path) -> Path:
    """The lesson with all panels in its first step."""
    toml = (lesson / "lesson.toml").read_text()
    first = 'panels = ["filters:conv1", "sample", "loss", "confusion"]'
    assert first in toml
    listed = ", ".join(f'"{name}"' for name in PANELS)
    (lesson / "lesson.toml").write_text(toml.replace(first, f"panels = [{listed}]", 1))
    return lesson


def main() -> None:
    """Train, look around, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    given = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder, open_running(watched(endless(Path(folder)))) as terminal:
        began = spoken = time.monotonic()
        settled: tuple[float, float] | None = None
        while (passed := time.monotonic() - began) < 60 * given.minutes:
            terminal.press("tab")
            train(terminal, LOOK)
            terminal.forget()
            if time.monotonic() - spoken < EVERY:
                continue
            spoken = time.monotonic()
            screen, trainer = (memory(process)[1] for process in (terminal.process.pid, *terminal.children()))
            if settled is None and passed >= SETTLED:
                settled = screen, trainer
            grown = f", grown by {screen - settled[0]:+.1f} and {trainer - settled[1]:+.1f}" if settled else ""
            print(f"{passed / 60:5.1f} min: screen {screen:.1f} MB, trainer {trainer:.1f} MB{grown}", flush=True)
        terminal.resize(120, 42)  # it draws all anew
        train(terminal, LOOK)
        terminal.read(1.0)
        assert "running" in terminal.text.splitlines()[0], terminal.text
        print(f"still training, at step {step_of(terminal.text):,}")


if __name__ == "__main__":
    main()
