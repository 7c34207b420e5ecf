"""Saving a panel, the screen or the run from the app."""

from pathlib import Path
from threading import Event as Gate

import pytest
from textual.widgets import Input, Static

from tests.tui.fakes import FakeRuns
from tests.tui.lessons import app_at
from tests.tui.looks.scenes import SCENES
from tests.tui.test_app import opened, settle
from tests.tui.watching import done, until
from tuidl.commands import Command, Export
from tuidl.events import Diagnosis, Event, Exported
from tuidl.tui.app import TuidlApp
from tuidl.tui.export import subject
from tuidl.tui.screens import export
from tuidl.tui.screens.editor import Editor
from tuidl.tui.screens.export import ExportScreen
from tuidl.tui.screens.help import Help
from tuidl.tui.screens.lesson import LessonScreen

SIZE = (120, 36)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path / "home"))
    return place


@pytest.fixture
def app() -> TuidlApp:
    return opened(None, "neuron")[0]


def said(app: TuidlApp) -> str:
    return str(app.screen.query_one("#said", Static).render())


async def asked(pilot, *keys: str) -> None:
    await settle(pilot)
    await pilot.press("ctrl+e")
    await settle(pilot)
    assert isinstance(pilot.app.screen, ExportScreen)
    await pilot.press(*keys)
    await written(pilot)


async def written(pilot) -> None:
    """What is being written is written, and told."""
    await until(pilot, lambda: not any(isinstance(s, ExportScreen) and s.busy for s in pilot.app.screen_stack))
    await settle(pilot)


@pytest.mark.parametrize("lesson", [None, "neuron"])
async def test_e_does_it_too_where_it_has_nothing_else_to_do(lesson):
    app = opened(None, lesson)[0]
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("e")
        await settle(pilot)
        assert isinstance(app.screen, ExportScreen)


async def test_a_panel_and_the_screen_are_saved_in_every_form(app, here):
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "enter")
        assert isinstance(app.screen, LessonScreen)
        await asked(pilot, "tab", "enter")
        await asked(pilot, "down", "tab", "tab", "enter")
        names = sorted(path.name for path in here.iterdir())
        assert names == ["tuidl-neuron-boundary.png", "tuidl-neuron-boundary.svg", "tuidl-neuron-screen.txt"]
        screen = (here / names[2]).read_text("utf-8")
        assert "One neuron" in screen
        assert "space run" in screen
        assert "saved in" not in screen  # what was said of the files before does not lie over it
        assert "<title>boundary</title>" in (here / names[1]).read_text("utf-8")
        assert (here / names[0]).read_bytes().startswith(b"\x89PNG")


async def test_a_name_that_is_taken_is_never_suggested_and_never_replaced_at_once(app, here):
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "enter")
        first = (here / "tuidl-neuron-boundary.svg").read_bytes()
        (here / "mine.svg").write_bytes(b"precious")
        await asked(pilot)
        assert app.screen.query_one(Input).value.endswith("tuidl-neuron-boundary-2.svg")
        app.screen.query_one(Input).value = "mine.svg"
        await settle(pilot)
        await pilot.press("enter")
        await written(pilot)
        assert "is there already: enter once more replaces it" in said(app)
        assert (here / "mine.svg").read_bytes() == b"precious"
        await pilot.press("enter")
        await written(pilot)
        assert (here / "mine.svg").read_bytes() == first


async def test_the_ending_that_is_typed_says_as_what_and_any_other_gets_one(app, here):
    async with app.run_test(size=SIZE) as pilot:
        for name in ("typed.png", "typed.svg", "typed.TXT", "typed", "typed.bmp"):
            await asked(pilot)
            app.screen.query_one(Input).value = name
            await settle(pilot)
            await pilot.press("enter")
            await written(pilot)
        names = sorted(path.name for path in here.iterdir())
        assert names == ["typed.TXT", "typed.bmp.svg", "typed.png", "typed.svg"]
        assert (here / "typed.png").read_bytes().startswith(b"\x89PNG")
        assert (here / "typed.svg").read_text("utf-8").startswith("<svg")
        assert not (here / "typed.TXT").read_text("utf-8").startswith("<")


async def test_a_place_that_cannot_be_written_is_one_sentence(app, here, monkeypatch):
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot)
        for path, words in (("nowhere/x.svg", "there is no folder"), (str(here), "is a folder"), (" ", "type a path")):
            app.screen.query_one(Input).value = path
            await settle(pilot)
            await pilot.press("enter")
            await settle(pilot)
            assert words in said(app)

        class Full:
            def __init__(self, path):
                raise OSError(28, "No space left on device")

        monkeypatch.setattr(subject, "Draft", Full)
        app.screen.query_one(Input).value = "x.svg"
        await settle(pilot)
        await pilot.press("enter")
        await written(pilot)
        assert "x.svg cannot be written: No space left on device; choose another place" in said(app)
        await pilot.press("escape")
        await settle(pilot)
        assert list(here.iterdir()) == []


async def test_a_picture_is_drawn_beside_the_screen(app, here, monkeypatch):
    go, drawn = Gate(), subject.content
    began: list[str] = []

    def slowly(picture, form, title):
        began.append(form)
        assert go.wait(120)
        return drawn(picture, form, title)

    monkeypatch.setattr(export, "content", slowly)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+e")
        await settle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: began)
        assert "saving" in said(app)
        await pilot.press("enter", "escape")  # neither twice nor half
        await pilot.resize_terminal(40, 10)  # something comes to lie over the box
        await settle(pilot)
        go.set()
        await written(pilot)
        await pilot.resize_terminal(*SIZE)
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        assert began == ["svg"]
        assert [path.name for path in here.iterdir()] == ["tuidl-neuron-boundary.svg"]


async def test_where_the_current_folder_cannot_be_written_files_go_beside_the_state(app, here, monkeypatch):
    monkeypatch.setattr(subject.os, "access", lambda *_: False)
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot)
        path = Path(app.screen.query_one(Input).value)
        assert path.parent.name == "exports"
        monkeypatch.undo()


class Exporting(FakeRuns):
    """Fake runs that say they wrote what was asked for, or why not."""

    refuses = ""

    def answer(self, command: Command) -> list[Event]:
        if isinstance(command, Export):
            return [Diagnosis("export", "bad", self.refuses, 0)] if self.refuses else [Exported(command.path, 0)]
        return super().answer(command)


async def test_the_run_is_written_by_its_own_process(app, here):
    runs = app._open_run
    runs.__class__ = Exporting
    async with app.run_test(size=SIZE) as pilot:
        await asked(pilot, "up", "tab", "enter")
        sent = [command for command in runs.live.sent if isinstance(command, Export)]
        assert sent == [Export(str(here / "tuidl-neuron-run.csv"), "csv")]
        assert app.screen.study.note == f"saved in {here / 'tuidl-neuron-run.csv'}"
        runs.refuses = "x cannot be written: No space left on device; choose another place"
        await asked(pilot, "up", "enter")
        assert app.screen.study.note == runs.refuses


async def test_home_and_help_can_be_saved_too(here):
    app, _ = opened(None)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("question_mark")
        await asked(pilot, "tab", "tab", "enter")
        assert "help: the course" in (here / "tuidl-screen.txt").read_text("utf-8")


TYPED = {"editor", "prompt", "form", "data", "panels", "code-asked", "palette", "export"}  # e is a letter there


@pytest.mark.parametrize("scene", SCENES)
def test_e_saves_on_every_screen_and_in_every_box_but_where_text_is_typed(scene: str):
    """Text takes its characters before any binding of the screen sees them; ^e is a key of the whole program."""
    bound = SCENES[scene].screen._merged_bindings
    found = [binding.action for binding in bound.key_to_bindings.get("e", ())]
    if scene == "small":
        assert not found  # there is nothing to save
    elif scene not in TYPED:
        assert [action for action in found if action != "write"] in (["app.export"], ["export"])
    assert [b.action for b in TuidlApp.BINDINGS if b.key == "ctrl+e" and b.priority] == ["export"]


async def test_e_is_a_letter_where_text_is_typed_and_saves_in_a_box_over_a_lesson(app):
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.press("3", "question_mark")
        await settle(pilot)
        assert isinstance(app.screen, Help)
        await pilot.press("slash", "e", "e")
        await settle(pilot)
        assert isinstance(app.screen, Help)
        await pilot.press("escape", "e")
        await settle(pilot)
        assert isinstance(app.screen, ExportScreen)


async def test_in_a_code_step_e_opens_the_function_and_saves_with_control(app):
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await app.screen.enter("write")
        await settle(pilot)
        await pilot.press("ctrl+e")
        await settle(pilot)
        assert isinstance(app.screen, ExportScreen)
        await pilot.press("escape", "e")
        await settle(pilot)
        assert isinstance(app.screen, Editor)


async def test_an_e_belongs_to_the_number_that_is_typed():
    lesson, _ = app_at("hand")
    async with lesson.run_test(size=SIZE) as pilot:
        await done(pilot)
        await pilot.press("equals_sign", "1", "e", "0")
        await done(pilot)
        assert lesson.lesson_screen.study.lab.typed == "1e0"
