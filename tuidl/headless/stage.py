"""Which reporters suit the streams at hand: a terminal gets a bar and a curve, a pipe gets lines."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TextIO

from tuidl.encoding import shows
from tuidl.headless import closing
from tuidl.headless.bar import Bar
from tuidl.headless.lines import Lines
from tuidl.headless.race import telling
from tuidl.headless.race.bar import RaceBar
from tuidl.headless.reporter import Chorus, Ended, Reporter
from tuidl.telling.objects import Objects
from tuidl.telling.outcome import Whole
from tuidl.telling.race.objects import RaceObjects

SIGNS = "⠿•✓✗·★●◆▲■▼"  # in curves, goals and tables


@dataclass(frozen=True, slots=True)
class Voices(Generic[Whole, Ended]):
    """The ways in which a run, or a race, is told."""

    bar: Callable[[TextIO, Callable[[], int], bool], Reporter[Whole, Ended]]
    objects: Callable[[TextIO, bool], Reporter[Whole, Ended]]
    lines: Callable[[TextIO, TextIO], Reporter[Whole, Ended]]
    ending: Callable[[TextIO, TextIO, int | None, bool, bool, bool], Reporter[Whole, Ended]]
    said: Callable[[Ended], str]  # in one line


RUN = Voices(Bar, Objects, Lines, closing.Closing, closing.summary)
RACE = Voices(RaceBar, RaceObjects, telling.Lines, telling.Closing, telling.sentence)


def reporter(
    voices: Voices[Whole, Ended],
    as_json: bool,
    plain: bool,
    quiet: bool,
    out: TextIO | None = None,
    notes: TextIO | None = None,
) -> Reporter[Whole, Ended]:
    """Everything that is told, on standard output and standard error unless others are given."""
    out, notes = out or sys.stdout, notes or sys.stderr
    if quiet and not as_json:
        return closing.Quiet(out, notes, voices.said)
    told: list[Reporter[Whole, Ended]] = []
    if live(notes) and not plain and not quiet:
        told.append(voices.bar(notes, width, shows(notes, "█░")))
    drawing = out.isatty() and not plain
    if as_json:
        told.append(voices.objects(out, not quiet))
        return Chorus(told)
    if not (told and drawing):
        told.append(voices.lines(out, notes))
    columns = width() if drawing else None
    told.append(voices.ending(out, notes, columns, drawing and colourful(), shows(out, SIGNS), plain))
    return Chorus(told)


def live(stream: TextIO) -> bool:
    """Whether a line can be redrawn there."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def colourful() -> bool:
    """NO_COLOR (no-color.org) and TERM=dumb ask for none."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns of the terminal."""
    return shutil.get_terminal_size((80, 24)).columns
