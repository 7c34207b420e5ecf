"""What the terminal at hand can show, judged from the environment before Textual starts."""

import os
from collections.abc import Mapping

from tuidl.language import tr


def refusal(environ: Mapping[str, str] | None = None, tty: bool | None = None) -> str:
    """Why no screen can be shown here, as one sentence; empty when one can."""
    given = os.environ if environ is None else environ
    if tty is None:
        tty = os.isatty(0) and os.isatty(2)
    if not tty:
        return tr("no terminal here: the screen needs one; train without it with `tuidl run LESSON --headless`")
    if given.get("TERM", "") in ("", "dumb"):
        kind = (
            tr("TERM=dumb cannot draw a screen")
            if given.get("TERM")
            else tr("TERM is not set, so no screen can be drawn")
        )
        return tr("{kind}; train without it with `tuidl run LESSON --headless`", kind=kind)
    return ""


def ink_name(environ: Mapping[str, str] | None = None) -> str:
    """The ink for this terminal: ``TUIDL_THEME`` if it names one, else by NO_COLOR, TERM and COLORTERM."""
    from tuidl.tui.drawing.ink import INKS, choose

    given = os.environ if environ is None else environ
    asked = given.get("TUIDL_THEME", "").strip().lower()
    return asked if asked in INKS else choose(given).name


def colours(environ: Mapping[str, str] | None = None) -> str:
    """How many colours can be had, in words."""
    given = os.environ if environ is None else environ
    name = ink_name(given)
    if name == "mono":
        return tr("no colour")
    if name == "ansi":
        return tr("16 colours")
    return (
        tr("truecolor") if given.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit") else tr("256 colours")
    )
