"""The four inks as Textual themes, and the ink that belongs to the theme an app shows."""

import os
from dataclasses import replace
from typing import Any

from textual.app import App
from textual.theme import Theme

from tuidl.tui.drawing.ink import ANSI, DARK, INKS, LIGHT, MONO, Ink, glyphs
from tuidl.tui.drawing.palette import nearest

PREFIX = "tuidl-"


def theme(ink: Ink) -> Theme:
    """The Textual theme of an ink, named ``tuidl-dark`` and so on."""

    def css(colour: str) -> str:
        if colour[0] != "#":
            return f"ansi_{colour}"
        return nearest(colour) if ink.indexed else colour

    variables = {"paper": css(ink.page), "edge": css(ink.line), "faint": css(ink.faint), "dim": css(ink.dim)}
    variables["bright"] = css(ink.bright)
    if ink.ansi:  # the stylesheet fails without these two
        variables |= {"ansi-background": "ansi_black", "ansi-foreground": "ansi_white"}
    return Theme(
        name=PREFIX + ink.name,
        primary=css(ink.accent),
        accent=css(ink.accent),
        background=css(ink.bg),
        surface=css(ink.page),
        panel=css(ink.page),
        foreground=css(ink.text),
        success=css(ink.good),
        warning=css(ink.warn),
        error=css(ink.bad),
        dark=ink.dark,
        ansi=ink.ansi,
        variables=variables,
    )


def register(app: App[Any]) -> None:
    """Make the themes of all inks known to an app. For ansi and mono it must be made with ``ansi_color=True``."""
    for ink in INKS.values():
        app.register_theme(theme(replace(ink, indexed=_few(app))))


def _few(app: App[Any]) -> bool:
    return app.console.color_system == "256"


def ink_of(app: App[Any]) -> Ink:
    """The ink of the theme an app shows; one of Textual's own themes gets the ink that is as dark or as plain."""
    ink = INKS.get(app.theme.removeprefix(PREFIX))
    if ink is None:
        current = app.current_theme
        ink = ANSI if current.ansi else DARK if current.dark else LIGHT
    if ink.ansi and os.environ.get("NO_COLOR"):
        ink = MONO
    if _few(app) and not ink.ansi:
        ink = replace(ink, indexed=True)
    return ink.ascii() if glyphs(os.environ) is not ink.glyphs else ink
