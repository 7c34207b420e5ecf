"""The two model lessons as test material, and small runs to ask about."""

import shutil
from pathlib import Path

from tuidl.course.load import read
from tuidl.course.spec import Lesson
from tuidl.events import Diverged, Evaluated, RunEnded, RunStarted, Values
from tuidl.view import RunView

LESSONS = Path(__file__).parents[2] / "lessons"
NEURON = LESSONS / "1-01-neuron"
INIT = LESSONS / "1-09-init"


def lesson(folder: Path = NEURON) -> Lesson:
    return read(folder)


def copied(tmp_path: Path, folder: Path = NEURON, file: str = "lesson.toml", *changes: tuple[str, str]) -> Path:
    """A copy of a lesson folder with texts in one file replaced (each must occur)."""
    target = tmp_path / folder.name
    if not target.exists():
        shutil.copytree(folder, target)
    text = (target / file).read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    (target / file).write_text(text, "utf-8")
    return target


def started(steps: int = 150, knobs: dict[str, object] | None = None, step: int = 0) -> RunStarted:
    given = tuple((knobs or {}).items())
    return RunStarted("lesson-neuron", "neuron", 0, "cpu", 1, given, steps, 20, 200, 0, 3, (), "clouds", step)  # type: ignore[arg-type]


def view(
    *evaluations: tuple[int, Values],
    steps: int = 150,
    knobs: dict[str, object] | None = None,
    ended: bool = True,
    diverged: int | None = None,
) -> RunView:
    """A run with these evaluations."""
    run = RunView()
    run.apply(started(steps, knobs))
    for step, values in evaluations:
        run.apply(Evaluated(step, 0, dict(values), {}))
    if diverged is not None:
        run.apply(Diverged(diverged, "The loss is no number.", diverged - 1))
    if ended:
        run.apply(RunEnded(run.step, "diverged" if diverged is not None else "budget", {}, {}))
    return run
