"""The editor of a code step, with a judge made of nothing but memory."""

import asyncio
import stat
from pathlib import Path

import pytest

from tests.tui.fakes import FakeRuns
from tests.tui.lessons import LessonApp, neuron_run, walk_at
from tuidl.commands import Play
from tuidl.course.spec import Lesson
from tuidl.course.walk import Walk
from tuidl.course.written import Written
from tuidl.errors import CodeError
from tuidl.exercise.judgement import Judgement
from tuidl.tui.canvas import Canvas
from tuidl.tui.pagebox import PageBox
from tuidl.tui.screens.editor import Editor

SIZE = (120, 36)
RIGHT = "z = w1 * x1 + w2 * x2 + b"
DIFFERS = Judgement(
    "differs", "case 'only the bias'", 1, 206, ("all zero",), "only the bias", (("x1", "0"), ("b", "2")), "0.88", "0.5",
    mistake="The bias is missing: add b to the sum.", printed="0.5\n",
)  # fmt: skip
AGREES = Judgement("agrees", "all 206 cases agree", 206, 206, ("all zero",))


class Judge:
    """Answers with what it is given; ``asked`` are the texts."""

    def __init__(self, *answers: Judgement | CodeError | None):
        self.answers, self.asked = list(answers), []

    async def __call__(self, lesson: Lesson, written: Written) -> Judgement:
        assert (lesson.id, written.step) == ("lesson-neuron", "write")
        self.asked.append(written.text)
        answer = self.answers.pop(0)
        if answer is None:
            await asyncio.Event().wait()
        if isinstance(answer, CodeError):
            raise answer
        assert answer is not None
        return answer


def app(*answers: Judgement | CodeError | None, walk: Walk | None = None, ink: str = "dark"):
    walk, judge = walk or walk_at("write"), Judge(*answers)
    runs = FakeRuns(neuron_run(), **walk.lesson.settings(walk.step))
    return LessonApp(walk, runs, ink, judge=judge), runs, judge


async def settle(pilot) -> None:
    for _ in range(4):
        await pilot.pause()


async def opened(pilot) -> Editor:
    await settle(pilot)
    await pilot.press("e")
    await settle(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, Editor)
    return screen


def words(screen, name: str) -> str:
    return screen.query_one(name, Canvas).picture().text()


async def test_the_step_wants_the_function_before_anything_runs():
    lesson, runs, _ = app()
    async with lesson.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert runs.live.request.code == (
            Written("write", lesson.lesson_screen.walk.text),
        )  # the stub's silence is shown
        await pilot.press("space", "full_stop")
        await settle(pilot)
        screen = lesson.lesson_screen
        assert "write the function first: press e" in words(screen, "#knobs")
        assert "press e to write it" in words(screen, "#page")
        assert not [command for command in runs.live.sent if isinstance(command, Play)]
        await pilot.press("n")
        await settle(pilot)
        assert screen.walk.step.id == "write"


async def test_write_check_train_and_the_step_is_met():
    lesson, runs, judge = app(DIFFERS, AGREES)
    async with lesson.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        assert screen.area.cursor_location == (6, 4)  # the first line marked with an arrow
        await pilot.press("ctrl+s")
        await settle(pilot)
        said = words(screen, "#said")
        for told in (
            "✔ agrees    all zero",
            "✘ differs   only the bias",
            "x1 = 0, b = 2",
            "expected  0.88",
            "got       0.5",
        ):
            assert told in said
        assert "think     The bias is missing" in said
        assert not lesson.lesson_screen.walk.state.agreed
        await pilot.press("end", "ctrl+u", *"    z = w1", "f5")
        await settle(pilot)
        assert "all 206 cases agree, and it compiles" in words(screen, "#said")
        assert "trains the network" in words(screen, "#frame")
        assert judge.asked[0] != judge.asked[1]
        await pilot.press("escape")
        await settle(pilot)
        assert runs.last.request.code == (Written("write", judge.asked[1]),)
        await pilot.press("space")
        await settle(pilot)
        lesson.lesson_screen.redraw()
        assert lesson.lesson_screen.walk.state.done
        prose = lesson.lesson_screen.query_one(PageBox).prose
        page = " ".join(text for line in prose for text, _ in line)
        assert "Your function made every p" in page


async def test_what_is_typed_is_kept_at_a_pause_and_on_the_way_out():
    walk = walk_at("write")
    lesson, _, _ = app(walk=walk)
    async with lesson.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press(*"abc")
        await settle(pilot)
        assert "abc" in walk.state.text  # in memory at once: SIGHUP keeps it
        kept = len(lesson.kept)
        screen._keep()
        await settle(pilot)
        assert len(lesson.kept) == kept + 1
        await pilot.press("d", "escape")
        await settle(pilot)
        assert len(lesson.kept) == kept + 2
        assert "abcd" in walk.state.text
        screen = await opened(pilot)
        assert "abcd" in screen.area.text
        assert walk.state.agreed == ""


async def test_undo_redo_afresh_indentation():
    lesson, _, _ = app()
    async with lesson.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        stub = screen.area.text
        await pilot.press("end", "enter", *"if z:", "enter", *"z = 1")
        await settle(pilot)
        lines = screen.area.text.split("\n")
        assert lines[7:9] == ["    if z:", "        z = 1"]
        await pilot.press("shift+tab")
        assert screen.area.text.split("\n")[8] == "    z = 1"
        await pilot.press("tab")
        assert screen.area.text.split("\n")[8].startswith("    z = 1   ")
        changed = screen.area.text
        await pilot.press("f6")
        assert screen.area.text == stub
        await pilot.press("ctrl+z")
        assert screen.area.text == changed
        await pilot.press("ctrl+y")
        assert screen.area.text == stub


async def test_three_hints_and_then_the_solution():
    lesson, _, _ = app()
    async with lesson.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        stub = screen.area.text
        await pilot.press("f3")
        await settle(pilot)
        assert screen.area.text == stub
        assert "the solution is offered after the third hint" in words(screen, "#said")
        for _ in range(3):
            await pilot.press("ctrl+t")
        await settle(pilot)
        assert "hint 3/3  z = w1 * x1 + w2 * x2 + b" in words(screen, "#said")
        await pilot.press("f3")
        await settle(pilot)
        assert RIGHT in screen.area.text
        assert "○ that is the solution: ^z brings your text back" in words(screen, "#said")
        await pilot.press("ctrl+z")
        await settle(pilot)
        assert screen.area.text == stub
        assert "that is the solution" not in words(screen, "#said")


async def test_a_solution_that_trains_is_called_one():
    lesson, _, _ = app()
    async with lesson.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        study = screen.study
        study.agree(screen.area.text)
        await settle(pilot)
        screen.redraw()
        assert not study.walk.looked_up
        assert "the solution trains" not in words(screen, "#frame")
        study.agree(study.walk.solution() or "")
        screen.redraw()
        assert study.walk.looked_up
        assert "the solution trains the network" in words(screen, "#frame")
        await pilot.press("escape")
        await settle(pilot)
        assert "looked up" in words(pilot.app.screen, "#page")


async def test_a_line_that_fails_is_marked_and_found():
    fails = Judgement("fails", "line 8: '(' was never closed", 0, 206, line=8, column=9)
    lesson, _, _ = app(fails)
    async with lesson.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "✘ fails     line 8: '(' was never closed" in words(screen, "#said")
        assert screen.area.cursor_location == (7, 8)
        assert screen.area.wrong == 8
        await pilot.press("x")
        await settle(pilot)
        assert screen.area.wrong == 0


async def test_a_check_that_cannot_be_made_says_why_and_a_new_one_replaces_the_old():
    lesson, _, judge = app(CodeError("the check broke down; what you wrote is kept"), None, DIFFERS)
    async with lesson.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "the check broke down" in words(screen, "#said")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "checking every case" in words(screen, "#said")
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "differs" in words(screen, "#said")
        assert len(judge.asked) == 3


async def test_leaving_ends_a_check():
    lesson, _, _ = app(None)
    async with lesson.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        task = screen.checking
        await pilot.press("escape")
        await settle(pilot)
        assert task is not None
        assert task.cancelled()


def editor(folder: Path, script: str) -> str:
    """A program that edits the file it is given."""
    path = folder / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.fixture
def suspended(monkeypatch: pytest.MonkeyPatch) -> None:
    from contextlib import nullcontext

    monkeypatch.setattr(LessonApp, "suspend", lambda self: nullcontext())


@pytest.mark.usefixtures("suspended")
async def test_the_learners_own_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor(tmp_path, 'sed -i "s/z = 0.0/z = 7.0/" "$1"'))
    lesson, _, _ = app()
    async with lesson.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        stub = screen.area.text
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert "z = 7.0" in screen.area.text
        assert "z = 7.0" in lesson.lesson_screen.walk.state.text
        await pilot.press("ctrl+z")
        assert screen.area.text == stub


@pytest.mark.usefixtures("suspended")
@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (None, "no editor is named; set EDITOR"),
        ("exit 3", "ended with code 3; your text is kept as it was"),
        ('rm "$1"', "left no file: No such file or directory; your text is kept"),
        ('printf "\\377" > "$1"', "is not UTF-8 text; your text is kept as it was"),
        ('head -c 70000 /dev/zero > "$1"', "the file is longer than 64 KB; your text is kept as it was"),
    ],
)
async def test_an_editor_that_leaves_nothing_useful(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, sentence: str
):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor(tmp_path, script) if script else "")
    lesson, _, _ = app()
    async with lesson.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        stub = screen.area.text
        await pilot.press("f4")
        await settle(pilot)
        said = " ".join(words(screen, "#said").replace("│", " ").split())
        assert sentence in said
        assert screen.area.text == stub


async def test_a_terminal_that_cannot_be_handed_on_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EDITOR", "true")
    lesson, _, _ = app()
    async with lesson.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("f4")
        await settle(pilot)
        assert "this terminal cannot be handed to another program" in words(screen, "#said")


@pytest.mark.parametrize("ink", ["dark", "light", "ansi", "mono"])
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_every_size_and_ink_shows_the_file_and_the_check(size: tuple[int, int], ink: str):
    lesson, _, _ = app(DIFFERS, ink=ink)
    async with lesson.run_test(size=size) as pilot:
        screen = await opened(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "✘ differs" in words(screen, "#said")
        first = "".join(segment.text for segment in screen.area.render_line(0))
        assert '"""One neuron' in first
        assert screen.area.scroll_offset.x == 0
        await pilot.resize_terminal(60, 20)
        await settle(pilot)
        await pilot.resize_terminal(*size)
        await settle(pilot)
        assert lesson.screen is screen


def test_a_skipped_code_step_is_trained_with_the_solution_and_a_met_one_with_the_learners_text():
    walk = walk_at("recap")
    lesson = walk.lesson
    assert walk.written("write") == Written("write", lesson.code["code/neuron_solution.py"])
    walk.states["write"].agreed = "mine"
    assert walk.written("write") == Written("write", "mine")
    assert walk.written("watch") is None
