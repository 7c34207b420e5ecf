import pytest
from textual.app import App

from tuidl.tui.drawing.ink import INKS, MONO
from tuidl.tui.drawing.theme import ink_of, register


@pytest.mark.parametrize("name", INKS)
async def test_an_app_shows_each_theme_and_its_ink(name, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("TUIDL_GLYPHS", raising=False)
    app = App(ansi_color=True if INKS[name].ansi else None)
    register(app)
    app.theme = f"tuidl-{name}"
    async with app.run_test():
        assert ink_of(app) == INKS[name]
        app.theme = "textual-light"
        assert ink_of(app).name == "light"
        app.theme = "textual-ansi" if "textual-ansi" in app.available_themes else "ansi-dark"
        monkeypatch.setenv("NO_COLOR", "1")
        assert ink_of(app) == MONO
