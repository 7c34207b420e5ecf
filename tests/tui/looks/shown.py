"""What an app shows, in one look after the other: theme and size are changed while it runs, as a learner may."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from tests.tui.looks.scenes import rest
from tuidl.tui.drawing.ascii import spelt
from tuidl.tui.drawing.ink import INKS
from tuidl.tui.drawing.theme import PREFIX
from tuidl.tui.export.capture import captured
from tuidl.tui.export.picture import Cell, Picture


@contextmanager
def spelling(app: App[Any], plain: bool) -> Iterator[None]:
    """Plain ASCII for as long as it lasts, where it is asked for."""
    with pytest.MonkeyPatch.context() as patch:
        if plain:
            patch.setenv("TUIDL_GLYPHS", "ascii")
        app.set_class(plain, "plain")
        yield
    app.set_class(False, "plain")


async def shown(pilot: Pilot[Any], look: str, size: tuple[int, int]) -> Picture:
    """The screen in an ink, or in ``ascii``."""
    app, plain = pilot.app, look == "ascii"
    name = "mono" if plain else look
    with spelling(app, plain):
        app.ansi_color = True if INKS[name].ansi else None
        app.theme = PREFIX + ("dark" if name != "dark" else "light")  # so that it is drawn anew in any case
        app.theme = PREFIX + name
        if tuple(app.size) != size:
            await pilot.resize_terminal(*size)
        await rest(pilot)
        picture = captured(app)
    if plain:  # what Textual draws itself is spelt by the driver
        rows = tuple(tuple(Cell(spelt(c.char), c.fg, c.bg, c.flags) for c in row) for row in picture.rows)
        picture = Picture(rows, picture.ground)
    return picture
