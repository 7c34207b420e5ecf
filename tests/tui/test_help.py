"""Help for whatever has the keys, and a palette that leaves nothing out."""

from types import SimpleNamespace

import pytest
from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget

from tests.tui.fakes import FakeRuns
from tests.tui.lessons import FOLDER, neuron_run
from tuidl.course import vocabulary
from tuidl.language import tr
from tuidl.tui import guide
from tuidl.tui.app import TuidlApp
from tuidl.tui.canvas import Canvas
from tuidl.tui.codearea import CodeArea
from tuidl.tui.doctorcard import DoctorCard
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.panels import PANELS, Panel, make
from tuidl.tui.panels.manual import SHOWS
from tuidl.tui.sandbox.stackbox import StackBox
from tuidl.tui.screens.help import Help
from tuidl.tui.scrubber import Scrubber

TYPED = {
    "export",
    "figure('0')",
    "figure('E')",
    "figure('minus')",
    "figure('-')",
}  # signs of a number that is being typed


def every(cls: type) -> set[type]:
    found = {cls}
    for sub in cls.__subclasses__():
        found |= every(sub)
    return found


def test_every_kind_of_panel_says_what_it_shows():
    assert set(SHOWS) == set(PANELS) == set(vocabulary.PANELS)
    for kind, with_layer in vocabulary.PANELS.items():
        heading, rows = guide.in_hand(make(f"{kind}:h" if with_layer else kind))
        assert heading.startswith("in your hand: ")
        assert rows[0] == ("shows", SHOWS[kind])
        assert all(key and words for key, words in rows)


def test_every_widget_that_takes_keys_has_help_of_its_own():
    ours = {cls for cls in every(Widget) if cls.__module__.startswith("tuidl.") and cls.can_focus}
    screens = {cls for cls in ours if issubclass(cls, Screen)}
    known = {cls for cls in ours if issubclass(cls, Panel)} | {DoctorCard, Scrubber, StackBox}
    assert ours - screens - known == {CodeArea}  # its help is the editor's
    for cls in known - {cls for cls in known if issubclass(cls, Panel)}:
        widget = object.__new__(cls)
        assert len(guide.in_hand(widget)[1]) > 3


def commands(app: TuidlApp, screen: Screen) -> set[str]:
    return {command.title for command in app.get_system_commands(screen)}


def called(binding: Binding) -> str:
    return tr(binding.description, key=guide.named(binding.key))


def test_the_palette_has_every_action_of_every_screen():
    app = TuidlApp("dark")
    screens = [
        cls for cls in every(Screen) if cls.__module__.startswith("tuidl.tui.screens") and "BINDINGS" in vars(cls)
    ]
    assert len(screens) > 9
    for cls in screens:
        titles = commands(app, SimpleNamespace(focused=None, BINDINGS=cls.BINDINGS))
        for binding in cls.BINDINGS:
            assert isinstance(binding, Binding)
            if binding.action.startswith("app.") or binding.action in TYPED:
                continue
            assert binding.description or binding.key.isdigit(), (cls, binding)
            acts = binding.description[:1].isupper()  # small letters: ways to move the cursor
            assert acts == (called(binding) in titles), (cls, binding)


def test_the_palette_has_what_the_widget_in_hand_can_do_besides_moving_its_cursor():
    app = TuidlApp("dark")
    steering = {"move", "turn", "end", "choose", "act", "out"}
    for cls in every(Panel) | {DoctorCard, Scrubber, StackBox}:
        listed = commands(app, SimpleNamespace(focused=SimpleNamespace(BINDINGS=cls.BINDINGS), BINDINGS=[]))
        for binding in cls.BINDINGS:
            assert binding.description, (cls, binding)
            moves = binding.action.removeprefix("ask('").partition("(")[0].partition("'")[0] in steering
            assert moves == (binding.description[0].upper() + binding.description[1:] not in listed), (cls, binding)


def test_the_palette_says_the_key_that_helps_where_a_question_mark_is_typed():
    app = TuidlApp("dark")
    for focused, key in ((None, "key ?"), (object.__new__(CodeArea), "key f1")):
        listed = app.get_system_commands(SimpleNamespace(focused=focused, BINDINGS=[]))
        assert [command.help for command in listed if command.title == "Help"] == [key]


def test_the_palette_answers_to_export():
    listed = TuidlApp("dark").get_system_commands(SimpleNamespace(focused=None, BINDINGS=[]))
    assert any(command.title.startswith("Export") for command in listed)


@pytest.mark.parametrize("size", [(140, 42), (80, 24)])
async def test_question_mark_helps_with_the_widget_in_hand(size, tmp_path, monkeypatch):
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))
    runs = FakeRuns(neuron_run(), rate=0.1)
    app = TuidlApp("dark", str(FOLDER), None, runs, runs)
    async with app.run_test(size=size) as pilot:
        for _ in range(4):
            await pilot.pause()
        lesson = app.screen
        panel = next(panel for panel in lesson.panels if panel.display)
        lesson.set_focus(panel)
        await pilot.pause()
        titles = commands(app, lesson)
        for binding in (*lesson.BINDINGS, *panel.BINDINGS):
            if binding.description[:1].isupper() and not binding.action.startswith("app."):
                assert called(binding) in titles
        assert {"Motion: reduced", "Theme: light", "Help", "Quit"} <= titles
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, Help)
        said = app.screen.query_one(Canvas).picture().text()
        assert f"in your hand: {panel.panel}" in said
        await pilot.press("question_mark")
        await pilot.pause()
        assert app.screen is lesson
        lesson.set_focus(None)
        await pilot.press("question_mark")
        await pilot.pause()
        assert "in your hand" not in app.screen.query_one(Canvas).picture().text()


async def test_overlays_have_help_too(tmp_path, monkeypatch):
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))
    runs = FakeRuns(neuron_run(), rate=0.1)
    app = TuidlApp("dark", str(FOLDER), None, runs, runs)
    async with app.run_test(size=(120, 40)) as pilot:
        for _ in range(4):
            await pilot.pause()
        await app.screen.enter("corners")
        await pilot.press("space")
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, Help)
        assert "How sure you are" in app.screen.query_one(Canvas).picture().text()


def test_a_long_key_is_not_run_into_by_what_it_does():
    cells = Cells(60, 6, DARK)
    long = Help("x", [("keys", [("shift up down", "move the layer")])])
    long._keys(cells)
    assert "shift up down move the layer" in cells.text()
