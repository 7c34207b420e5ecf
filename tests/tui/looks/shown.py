"""What an app shows, in one look after the other: theme and size are changed while it runs, as a learner may."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from textual.app import App
from textual.command import CommandPalette
from textual.filter import NoColor
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


@contextmanager
def colourless(app: App[Any], without: bool) -> Iterator[None]:
    """As NO_COLOR has it, for as long as it lasts."""
    if without:
        app._filters.append(NoColor())
        app.no_color = True
    yield
    if without:
        app._filters.pop()
        app.no_color = False


async def shown(pilot: Pilot[Any], look: str, size: tuple[int, int]) -> Picture:
    """The screen in an ink, or in ``ascii``."""
    app, plain, reopened = pilot.app, look == "ascii", False
    if isinstance(app.screen, CommandPalette):  # one that is open keeps its colours
        await app.pop_screen()
        reopened = True
    name = "mono" if plain else look
    with spelling(app, plain), colourless(app, INKS[name].mono):
        app.ansi_color = True if INKS[name].ansi else None
        app.theme = PREFIX + name
        if tuple(app.size) != size:
            await pilot.resize_terminal(*size)
        if reopened:
            app.action_command_palette()
            while not app.screen.query("CommandList") or not app.screen.query_one("CommandList").option_count:
                await pilot.pause()
        await rest(pilot)
        picture = captured(app)
    if plain:  # what Textual draws itself is spelt by the driver
        rows = tuple(
            tuple(
                Cell(char, cell.fg, cell.bg, cell.flags)
                for char, cell in zip(spelt("".join(cell.char for cell in row)), row, strict=True)
            )
            for row in picture.rows
        )
        picture = Picture(rows, picture.ground)
    return picture
