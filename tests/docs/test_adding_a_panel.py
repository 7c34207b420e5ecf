"""The panel that the guide adds is added as it stands there, and then shown by a lesson."""

import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from tests.docs import markdown
from tests.train import lessons
from tests.tui.panels.alone import One, text
from tuidl import events, signals
from tuidl.commands import Watch
from tuidl.course import load, references, vocabulary
from tuidl.train import probes
from tuidl.tui.panels import PANELS, make
from tuidl.view import RunView

SECTION = markdown.section(markdown.read("docs/writing-lessons.md"), "Adding a panel")
FENCES = {fence.file: fence.text for fence in markdown.fences(SECTION)}


def _module(monkeypatch: pytest.MonkeyPatch, file: str) -> ModuleType:
    made = ModuleType(file.removesuffix(".py").replace("/", "."))
    monkeypatch.setitem(sys.modules, made.__name__, made)
    exec(compile(FENCES[file], file, "exec"), made.__dict__)
    return made


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that the section says, in its order."""
    known: dict[str, object] = {"dataclass": dataclass, "__name__": "tuidl.signals.parameters"}
    exec(compile(FENCES["tuidl/signals/parameters.py"], "signals", "exec"), known)
    monkeypatch.setattr(signals, "Biases", known["Biases"], raising=False)
    monkeypatch.setitem(signals.KINDS, "Biases", known["Biases"])
    probe = _module(monkeypatch, "tuidl/train/probes/biases.py")
    assert '"biases": biases.probe' in SECTION.replace("`", "").replace("\n", " ")
    monkeypatch.setitem(probes.PROBES, "biases", probe.probe)
    panel = _module(monkeypatch, "tuidl/tui/panels/biases.py")
    assert '"biases": BiasesPanel' in SECTION
    monkeypatch.setitem(PANELS, "biases", panel.BiasesPanel)
    assert '"biases": True' in SECTION
    monkeypatch.setitem(vocabulary.PANELS, "biases", True)


@pytest.mark.usefixtures("added")
async def test_followed_to_the_letter_it_is_a_panel(tmp_path: Path) -> None:
    folder = lessons.written(tmp_path / "x")
    toml = folder / "lesson.toml"
    told = toml.read_text("utf-8")
    assert 'panels = ["loss"]\n' in told
    toml.write_text(told.replace('panels = ["loss"]\n', FENCES["lesson"]), "utf-8")
    lesson = load.read(folder)
    assert lesson.steps[0].panels == ("biases:h1", "loss")
    assert not [mistake for mistake in references.mistakes(lesson) if "biases" in mistake]
    panel, view = make("biases:h1", "1"), RunView()
    app = One(panel)
    async with app.run_test(size=(50, 12)) as pilot:
        asked = lessons.request(folder)
        for event in lessons.events(asked, Watch((panel.wants,))):
            view.apply(events.from_json(events.to_json(event)))
        panel.show(view)
        assert text(panel).startswith("╭─ 1 h1 biases ")
        assert text(panel).count("0.00") >= 4
        panel.focus()
        await pilot.press("down", "down")
        assert "unit 2 · 0.0000" in text(panel).splitlines()[-1]
        assert app.heard[-1].value == (1.0,)


@pytest.mark.usefixtures("added")
def test_a_layer_must_follow_it() -> None:
    with pytest.raises(Exception, match="'biases' needs a layer"):
        make("biases")
