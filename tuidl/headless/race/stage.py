"""Which reporters of a race suit the streams at hand."""

import sys
from typing import TextIO

from tuidl.headless.race.bar import RaceBar
from tuidl.headless.race.telling import Closing, Lines, Quiet, RaceObjects
from tuidl.headless.race.training import RaceReporter
from tuidl.headless.stage import colourful, live, width, writes


def reporters(
    as_json: bool, plain: bool, quiet: bool, out: TextIO | None = None, notes: TextIO | None = None
) -> list[RaceReporter]:
    """Everything that is told of a race, on standard output and standard error unless others are given."""
    out, notes = out or sys.stdout, notes or sys.stderr
    bar: list[RaceReporter] = (
        [RaceBar(notes, width, writes(notes, "█░"))] if live(notes) and not plain and not quiet else []
    )
    if as_json:
        return [*bar, RaceObjects(out, steps=not quiet)]
    if quiet:
        return [Quiet(out, notes)]
    seen = out.isatty()
    drawing = seen and not plain
    closing = Closing(
        out, notes, width() if drawing else None, drawing and colourful(), writes(out, "⠿•✓✗·★●◆▲■▼"), plain
    )
    return [*bar, closing] if bar and drawing else [*bar, Lines(out, notes), closing]
