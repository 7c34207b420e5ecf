"""Which reporters suit the streams at hand: a terminal gets a bar and a curve, a pipe gets lines."""

import os
import shutil
import sys
from typing import TextIO

from tuidl.headless.bar import Bar
from tuidl.headless.closing import Closing, Quiet
from tuidl.headless.lines import Lines
from tuidl.headless.reporter import Chorus, Reporter
from tuidl.telling.objects import Objects


def reporter(
    as_json: bool, plain: bool, quiet: bool, out: TextIO | None = None, notes: TextIO | None = None
) -> Reporter:
    """Everything that is told of one run, on standard output and standard error unless others are given."""
    out, notes = out or sys.stdout, notes or sys.stderr
    bar: list[Reporter] = [Bar(notes, width, writes(notes, "█░"))] if live(notes) and not plain and not quiet else []
    if as_json:
        return Chorus([*bar, Objects(out, steps=not quiet)])
    if quiet:
        return Quiet(out, notes)
    seen = out.isatty()
    drawing = seen and not plain
    closing = Closing(out, notes, width() if drawing else None, drawing and colourful(), writes(out, "⠿•✓✗·"), plain)
    if bar and drawing:
        return Chorus([*bar, closing])
    return Chorus([*bar, Lines(out, notes), closing])


def live(stream: TextIO) -> bool:
    """Whether a line can be redrawn there."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def colourful() -> bool:
    """NO_COLOR (no-color.org) and TERM=dumb ask for none."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns of the terminal."""
    return shutil.get_terminal_size((80, 24)).columns


def writes(stream: TextIO, text: str) -> bool:
    """Whether the stream's encoding has these signs."""
    try:
        text.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
