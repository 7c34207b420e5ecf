"""`tuidl progress`, and what the shell adds to it."""

import json

import pytest

from tuidl.course import library, load
from tuidl.course.progress import Progress
from tuidl.errors import Exit


def test_progress_goes_around(tuidl, tmp_path):
    assert "nothing yet" in tuidl("progress", "show").stdout
    lesson = load.read(library.find("neuron"))
    with Progress.open() as progress:
        progress.save(progress.walk(lesson), seconds=120)
    assert "lesson-neuron  0 steps done  2 min  started, at 'watch'" in tuidl("progress", "show").stdout
    file = tmp_path / "mine.json"
    assert tuidl("progress", "export", file).exit_code == Exit.MET
    assert json.loads(tuidl("progress", "export").stdout) == json.loads(file.read_text())
    page = tmp_path / "learnt.md"
    assert tuidl("progress", "export", "--format", "md", page).exit_code == Exit.MET
    assert tuidl("progress", "export", "--format", "md").stdout == page.read_text("utf-8")
    assert "0 lessons done, 1 begun" in page.read_text("utf-8")

    assert tuidl("progress", "reset", "neuron").exit_code == Exit.USAGE
    assert tuidl("progress", "reset", "--yes", "nuron").stderr.endswith("did you mean 'lesson-neuron'?\n")
    assert tuidl("progress", "reset", "--yes", "neuron").stdout == "forgotten: lesson-neuron\n"
    assert "nothing yet" in tuidl("progress", "show").stdout

    assert tuidl("progress", "import", file).stdout.startswith("progress in 1 lesson ")
    assert "nobody to ask" in tuidl("progress", "import", file).stderr
    told = json.loads(tuidl("progress", "show", "--json").stdout)
    assert json.loads(tuidl("progress", "--json").stdout) == told
    assert told["lessons"][0]["id"] == "lesson-neuron"
    assert told["review"] == {"due": 0, "waiting": 0}
    with Progress.open() as progress:
        walk = progress.walk(lesson)
        quiz = next(step for step in lesson.steps if step.kind == "quiz")
        walk.open(quiz.id)
        walk.answer(0, next(i for i, choice in enumerate(quiz.item[0].choices) if not choice.right))
        progress.save(walk)
    assert "review: nothing to review today; the next in 1 day\n" in tuidl("progress").stdout
    assert tuidl("progress", "reset", "--yes").exit_code == Exit.MET


def test_how_predictions_came_out_is_scored(tuidl):
    lesson = load.read(library.find("neuron"))
    with Progress.open() as progress:
        walk = progress.walk(lesson)
        state = walk.states["corners"]
        state.chosen, state.right = {"curve": "half", "right": "0"}, {"curve": "high", "right": "0"}
        state.sure = {"curve": 0.9, "right": 0.9}
        progress.save(walk)
    shown = tuidl("progress", "show").stdout
    assert "predictions: 1 of 2 right; 90 % sure, 50 % right, Brier 0.41\n" in shown
    assert "  lesson-neuron  1 of 2 right" in shown
    told = json.loads(tuidl("progress", "show", "--json").stdout)
    assert (told["predictions"], told["hits"]) == (2, 1)
    assert told["calibration"] == told["lessons"][0]["calibration"]
    assert told["calibration"]["brier"] == pytest.approx(0.41)


@pytest.mark.parametrize("content", [b"{}", b"[1", b"\xff", b'{"tuidl": "progress", "version": 99}'])
def test_what_is_no_progress_changes_nothing(tuidl, tmp_path, content):
    file = tmp_path / "x.json"
    file.write_bytes(content)
    result = tuidl("progress", "import", file)
    assert result.exit_code == Exit.CONTENT
    assert result.stderr.count("\n") == 1
    assert tuidl("progress", "import", tmp_path / "none.json").exit_code == Exit.CONTENT


@pytest.mark.parametrize("words", [("lessons",), ("run", "neuron", "--headless", "--quiet")])
def test_damaged_progress_is_told_by_whoever_finds_it(tuidl, loop, home, words):
    (home / "state").mkdir(parents=True)
    (home / "state" / "progress.db").write_bytes(b"garbage")
    result = tuidl(*words)
    assert result.exit_code == Exit.MET
    assert result.stderr.count("The progress file was damaged: it is kept as ") == 1
    assert "damaged" not in tuidl(*words).stderr


def test_runs_of_the_shell_are_progress(tuidl, loop):
    tuidl("run", "neuron", "--headless")
    assert tuidl("progress").stdout == "no lesson begun yet, 1 run in the shell: 'tuidl' begins the first lesson\n"
    tuidl("run", "neuron", "--headless")
    assert "2 runs in the shell" in tuidl("progress").stdout


def test_a_device_is_no_progress(tuidl):
    result = tuidl("progress", "import", "/dev/zero", "--yes")
    assert result.exit_code == Exit.CONTENT
    assert "is not a file" in result.stderr
