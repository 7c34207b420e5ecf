"""A part of the course that is done: what is told of it, in the shell, on a page, and as a picture."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.course import sample
from tuidl.cli import root
from tuidl.course import learnt, library, load, milestone, outline
from tuidl.course.progress import Progress
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import INKS
from tuidl.tui.home import milestone as drawn
from tuidl.tui.home import reading

FOUNDATIONS = [entry.id for entry in outline.parts()[0].entries]
AT = 1_800_000_000.0


def finished(progress: Progress, lesson_id: str, own: bool = True) -> None:
    """Every step is done, a minute was spent; the function of a code step is the learner's, or the solution."""
    lesson = load.read(library.find(lesson_id))
    walk = progress.walk(lesson)
    for step in lesson.steps:
        state = walk.states[step.id]
        state.done = True
        state.best = 0.985 if step.score else None
        for ask in step.ask:
            state.chosen[ask.id] = state.right[ask.id] = "x"
        if step.code is not None:
            state.text = state.agreed = lesson.code[step.code.solution] + ("\n# mine\n" if own else "")
    progress.save(walk, 60.0)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def progress(home: Path) -> Iterator[Progress]:
    with Progress.open(clock=lambda: AT) as opened:
        for lesson in FOUNDATIONS[:-1]:
            finished(opened, lesson, own=lesson != "lesson-mlp")
        yield opened


def test_it_is_reached_with_the_last_lesson(progress: Progress) -> None:
    assert milestone.reached(progress) == ()
    assert not reading.shelf(progress).milestones
    assert reading.shelf(progress).done_with(FOUNDATIONS[0]) == ""
    finished(progress, FOUNDATIONS[-1])
    (found,) = milestone.reached(progress)
    assert (found.part, found.title, found.at) == (1, "Foundations", AT)
    assert [lesson.number for lesson in found.lessons] == [f"1.{place}" for place in range(1, 14)]
    assert found.lessons[0].objectives == sample.lesson().objectives
    assert ("Be the training", "accuracy 98.5\N{NO-BREAK SPACE}%") in found.lessons[0].best
    assert found.facts[:2] == ("13 lessons", "13 min")
    assert reading.shelf(progress).done_with(FOUNDATIONS[0]) == "Part 1, Foundations"


def test_a_solution_that_was_taken_over_is_no_function_of_ones_own(progress: Progress) -> None:
    finished(progress, FOUNDATIONS[-1])
    (found,) = milestone.reached(progress)
    assert ("neuron", "1.1") in found.functions
    assert not any(number == "1.2" for _, number in found.functions)


def test_a_part_with_a_lesson_to_come_is_not_done(home: Path) -> None:
    with Progress.open() as opened:
        finished(opened, "lesson-cnn")
        finished(opened, "lesson-rnn")
        assert milestone.reached(opened) == ()


def test_it_is_told_in_the_shell_and_on_the_page(progress: Progress) -> None:
    told = CliRunner().invoke(root, ["progress"])
    assert "part 1, Foundations" not in told.stdout
    finished(progress, FOUNDATIONS[-1])
    line = next(line for line in CliRunner().invoke(root, ["progress"]).stdout.splitlines() if "Foundations" in line)
    assert line.startswith(f"part 1, Foundations: done on {learnt.day(AT)}, 13 lessons, 13 min, ")
    assert line.endswith("functions of your own")
    assert (
        '"parts_done": [{"part": 1, "title": "Foundations"'
        in CliRunner().invoke(root, ["progress", "show", "--json"]).stdout
    )
    page = learnt.markdown(progress, AT)
    assert f"13 of 13 lessons done. The part was finished on {learnt.day(AT)}." in page


@pytest.mark.parametrize("width", [66, 108])
def test_it_is_drawn_with_all_that_was_learnt(progress: Progress, width: int) -> None:
    finished(progress, FOUNDATIONS[-1])
    (found,) = milestone.reached(progress)
    cells = Cells(width, 300, INKS["dark"], INKS["dark"].bg)
    rows = drawn.draw(cells, found)
    lines = cells.text().splitlines()
    assert lines[0].startswith("✔ Part 1: Foundations")
    assert lines[0].rstrip().endswith(learnt.day(AT))
    said = " ".join(cells.text().split())
    for lesson in found.lessons:
        assert f"{lesson.number} {lesson.title}"[:20] in said.replace("  ", " ")
    assert "functions of your own" in said
    assert "neuron() 1.1" in said
    assert not any(line.strip() for line in lines[rows:])
    assert rows < (100 if width > 100 else 160)  # two columns, or one
