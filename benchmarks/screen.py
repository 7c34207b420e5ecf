"""What the screen costs: redraws of a long run, key-to-picture times while lesson-cnn trains, the speed of training
beside the screen, and the processor time and memory of the screen's process.

    python benchmarks/screen.py [--rounds 3] [--keys 60]

``--rounds 0`` times the redraws alone. Run it from a checkout on a quiet machine. The lesson is lesson-cnn with a
budget that lasts and no brake (pace full).
Training on the screen and headless alternate within one run; medians are printed with the machine's name. Headless
speed is the difference between a long and a short run, so that starting up does not count.
"""

import argparse
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.ends.pseudoterminal import Terminal
from tests.recordings import runs
from tuidl.course import library
from tuidl.events import Evaluated, StepsEnded
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.panels import make
from tuidl.view import RunView

WARM_UP = 3.0  # seconds of training before anything is counted
SPAN = 12.0  # seconds of training that are counted


def step_of(text: str) -> int:
    """The step that the head line tells."""
    found = re.search(r"step ([\d\u00a0 ]+?)(?:\s{2,}|$)", text.splitlines()[0])
    return int(re.sub(r"\D", "", found[1])) if found else 0


def train(terminal: Terminal, seconds: float) -> None:
    """Let it train; what it draws is taken in, but not looked at: that would cost more than drawing it."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        terminal.read(left, look=False)


def endless(folder: Path) -> Path:
    """A copy of lesson-cnn that trains for a long time, as fast as it goes."""
    made = Path(shutil.copytree(library.find("lesson-cnn"), folder / "2-02-cnn"))
    toml = (made / "lesson.toml").read_text()
    changes = {
        "steps = 1200": "steps = 40000000",
        "evaluate_every = 25": "evaluate_every = 2000",
        'pace = "frame"': 'pace = "full"',
        "stride = 10": "",
        '"sample", "accuracy"': '"sample", "loss"',
        'type = "int"\ndefault = 8\n': 'type = "int"\ndefault = 32\n',  # filters: a net with work to do
        'type = "int"\ndefault = 16\n': 'type = "int"\ndefault = 64\n',
    }
    for old, new in changes.items():
        assert old in toml, old
        toml = toml.replace(old, new, 1)
    (made / "lesson.toml").write_text(toml)
    (made / "demo.jsonl").unlink()
    return made


def open_running(lesson: Path) -> Terminal:
    """The app with lesson-cnn training at full speed, in a home of its own, beside the lesson."""
    home = lesson.parent / "home"
    shutil.rmtree(home / "state", ignore_errors=True)  # it would go on where it stopped
    terminal = Terminal("run", str(lesson), columns=140, rows=42, env={"TUIDL_HOME": str(home)})
    terminal.until(lambda text: "ready" in text.splitlines()[0])
    terminal.press("space")
    terminal.until("running")
    train(terminal, WARM_UP)
    return terminal


def processor(process: int) -> float:
    """Seconds of processor time that a process has had (Linux)."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> tuple[float, float]:
    """(all pages in memory, those that no other process uses too) of a process, in MB (Linux)."""
    rows = dict(line.split()[:2] for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:])
    own = int(rows["Private_Clean:"]) + int(rows["Private_Dirty:"])
    return int(rows["Rss:"]) / 1024, own / 1024


def speed_on_screen(terminal: Terminal) -> tuple[float, float]:
    """(steps a second while all panels of the step are drawn, the share of a core that the screen's process takes)."""
    terminal.read(1.0)
    first, used, began = step_of(terminal.text), processor(terminal.process.pid), time.monotonic()
    train(terminal, SPAN)
    used, wall = processor(terminal.process.pid) - used, time.monotonic() - began
    terminal.read(1.0)
    return (step_of(terminal.text) - first) / wall, used / wall


def speed_headless(lesson: Path, steps: int) -> float:
    """Steps a second of the same run in the shell."""
    walls = []
    for count in (steps // 10, steps):
        words = [sys.executable, "-m", "tuidl", "run", str(lesson), "--headless", "--quiet", "--steps", str(count)]
        began = time.monotonic()
        subprocess.run([*words, "--set", "rate=0.0005"], capture_output=True, check=False)
        walls.append(time.monotonic() - began)
    return (steps - steps // 10) / (walls[1] - walls[0])


def is_log(terminal: Terminal, start: int) -> bool | None:
    """Whether the loss chart, as drawn since byte ``start``, has a logarithmic axis; None if it was not drawn yet."""
    title = terminal.raw.rfind(b" nats", start)
    return None if title < 0 else terminal.raw[title - 6 : title].endswith("log \u00b7".encode())


def latencies(terminal: Terminal, keys: int) -> list[float]:
    """Milliseconds from a key (log or linear axis) to the picture that obeys it."""
    chance, found, log = random.Random(0), [], None
    for _ in range(keys + 1):
        train(terminal, chance.uniform(0.05, 0.25))
        start, began = len(terminal.raw), time.perf_counter()
        terminal.press("l")
        while (now := is_log(terminal, start)) is None or now == log:
            terminal.read(1.0, look=False)
        if log is not None:
            found.append(1000 * (time.perf_counter() - began))
        log = now
    return found


def long_run(steps: int) -> RunView:
    """A run of so many steps with a noisy loss, evaluated every 25 steps."""
    chance, view, started = random.Random(0), RunView(), runs.cnn(2).started
    assert started is not None
    view.apply(replace(started, steps=steps))
    for first in range(1, steps + 1, 25):
        view.apply(StepsEnded(first, 1, {"loss": tuple(chance.uniform(0.5, 2.0) / first**0.2 for _ in range(25))}, {}))
        view.apply(Evaluated(first + 24, 1, {"val_loss": 1 / first**0.2}, {}))
    return view


def redraws() -> tuple[float, float]:
    """Milliseconds for one redraw of the loss chart (120×30) after a thousand steps and after a million."""
    found: list[float] = []
    for steps in (1_000, 1_000_000):
        panel, times = make("loss"), []
        panel.view = long_run(steps)
        for _ in range(40):
            cells, began = Cells(120, 30, DARK), time.perf_counter()
            panel.paint(cells, panel.data(panel.view))
            times.append(1000 * (time.perf_counter() - began))
        found.append(statistics.median(times))
    return found[0], found[1]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keys", type=int, default=60)
    given = parser.parse_args()
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    )
    few, many = redraws()
    print(f"redraw of the loss chart: {few:.1f} ms after 1 000 steps, {many:.1f} ms after 1 000 000 steps, "
          f"ratio {many / few:.2f}")  # fmt: skip
    if given.rounds < 1:
        return
    shown, shell, keys, shares, held = [], [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        lesson = endless(Path(folder))
        for _ in range(given.rounds):
            with open_running(lesson) as terminal:
                speed, share = speed_on_screen(terminal)
                shown.append(speed)
                shares.append(share)
                held.append(memory(terminal.process.pid))
                keys += latencies(terminal, given.keys)
            shell.append(speed_headless(lesson, int(shown[-1] * SPAN)))
    keys.sort()
    print(f"keys while training: median {statistics.median(keys):.0f} ms, p95 {keys[int(len(keys) * 0.95)]:.0f} ms, "
          f"p99 {keys[int(len(keys) * 0.99)]:.0f} ms ({len(keys)} keys)")  # fmt: skip
    print(f"steps a second: screen {statistics.median(shown):.0f}, headless {statistics.median(shell):.0f}, "
          f"ratio {statistics.median(shown) / statistics.median(shell):.3f}")  # fmt: skip
    print(f"the screen's process: {statistics.median(shares):.0%} of a core, {max(held)[0]:.0f} MB in memory, "
          f"{max(held)[1]:.0f} MB of them its own")  # fmt: skip


if __name__ == "__main__":
    main()
