"""The row of a run that was taken back: where it stands between its first and its last step, and what that costs."""

from dataclasses import dataclass

from tuidl.language import tr
from tuidl.tui.drawing.cells import BOLD, Cells, Part
from tuidl.tui.drawing.number import count
from tuidl.tui.drawing.styled import coloured

LEAST = 8  # columns of the track


@dataclass(frozen=True, slots=True)
class Scrub:
    """Steps ``first`` to ``last`` can be gone to, ``at`` is where the run stands (or will, in a moment).

    ``parted``: where the line that is gone along left another one; None if it never did. ``memory`` and ``budget`` in
    bytes. ``held``: the arrow keys move it now. ``line``: which of several lines it is, from 1.
    """

    first: int
    last: int
    at: int
    parted: int | None
    memory: int
    budget: int
    held: bool = False
    line: int = 0


def track(scrub: Scrub, width: int) -> tuple[int, int]:
    """First column and width of the track on a row of that width."""
    start = 2 + len(_left(scrub)) + 3
    return start, max(LEAST, width - 2 - len(_right(scrub, width)) - 3 - start)


def step_at(scrub: Scrub, width: int, column: int) -> int:
    """The step at a column of the row, cut to those that can be gone to."""
    start, room = track(scrub, width)
    share = min(max((column - start) / max(1, room - 1), 0.0), 1.0)
    return scrub.first + round(share * (scrub.last - scrub.first))


def column_of(scrub: Scrub, width: int, step: int) -> int:
    """The column of a step."""
    start, room = track(scrub, width)
    return start + round((step - scrub.first) / max(1, scrub.last - scrub.first) * (room - 1))


def draw(cells: Cells, scrub: Scrub) -> None:
    """``back at step 300 of 812   ◂ ━━━━━━●──────┃─── ▸   states 1.2 of 64 MB``."""
    ink, glyphs, width = cells.ink, cells.ink.glyphs, cells.width
    place = count(scrub.at).rjust(len(count(scrub.last)))
    told: dict[str, Part] = {"step": (place, ink.bright, BOLD), "last": (_reach(scrub), ink.dim)}
    x = cells.spans(2, 0, (_line(scrub), ink.text), *coloured("back at {step} of {last}", ink.dim, **told))
    start, room = track(scrub, width)
    tone = ink.accent if scrub.held else ink.dim
    cells.put(x + 1, 0, glyphs.less, tone)
    here = column_of(scrub, width, scrub.at)
    cells.put(start, 0, "━" * (here - start), ink.one)
    cells.put(here, 0, ("─" if ink.ansi else "━") * (start + room - here), ink.line)
    if scrub.parted is not None and scrub.first < scrub.parted < scrub.last:
        cells.put(column_of(scrub, width, scrub.parted), 0, "┃", ink.dim)
    cells.put(here, 0, glyphs.train, ink.accent, None, BOLD)
    cells.put(start + room + 1, 0, glyphs.more, tone)
    cells.right(width - 2, 0, _right(scrub, width), ink.dim)


def _left(scrub: Scrub) -> str:
    return _line(scrub) + tr("back at {step} of {last}", step=count(scrub.last), last=_reach(scrub))


def _line(scrub: Scrub) -> str:
    return tr("line {n}", n=scrub.line) + " · " if scrub.line else ""


def _reach(scrub: Scrub) -> str:
    """The last step, and the first where that is not the run's own."""
    return f"{count(scrub.first)}…{count(scrub.last)}" if scrub.first else count(scrub.last)


def _right(scrub: Scrub, width: int) -> str:
    """The memory its states take, of what they may."""
    large = scrub.memory >= 2**20
    memory = f"{scrub.memory / 2**20:.1f} MB" if large else f"{-(-scrub.memory // 1024)} kB"
    kept = tr("{memory} of {budget} MB", memory=memory, budget=scrub.budget >> 20)
    return tr("states {kept}", kept=kept) if width >= 100 else kept
