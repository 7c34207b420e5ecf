"""The row of knobs: name over value with its place between lowest and highest; one line where rows are dear."""

from dataclasses import dataclass

from tuidl.tui.drawing.cells import BOLD, Cells


@dataclass(frozen=True, slots=True)
class KnobLook:
    """A knob as it is drawn. ``typed``: what is being typed into it; ``change``: ``0.0006 → 0.001`` for a while."""

    label: str
    value: str
    share: float | None
    reset: bool = False
    held: bool = False
    locked: bool = False
    stale: bool = False
    pointed: bool = False
    typed: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a knob stands: its columns, those of its two arrows, the first of its track and how many that has."""

    first: int
    end: int
    less: int = -1
    more: int = -1
    track: int = 0
    wide: int = 0


def draw(
    cells: Cells, knobs: tuple[KnobLook, ...], note: str = "", tone: str = "", over: bool = False
) -> tuple[Spot, ...]:
    """Two lines, or one line when the grid has only one; where each knob stands. ``note``: words at the right, in
    ``tone`` if given; they stand there only where there is room, or ``over`` the knobs."""
    x, spots = _line(cells, knobs) if cells.height == 1 else _tracks(cells, knobs)
    note = note[: cells.width - 4]
    if note and (over or x + len(note) < cells.width - 2):
        cells.right(cells.width - 2, cells.height - 1, f"  {note}", tone or cells.ink.dim)
    return spots


def _mark(cells: Cells, knob: KnobLook) -> str:
    glyphs = cells.ink.glyphs
    return f" {glyphs.reset}" if knob.reset else f" {glyphs.locked}" if knob.locked else ""


def _tracks(cells: Cells, knobs: tuple[KnobLook, ...]) -> tuple[int, tuple[Spot, ...]]:
    ink, glyphs, x, spots = cells.ink, cells.ink.glyphs, 2, list[Spot]()
    for knob in knobs:
        value = f"{knob.typed}_" if knob.typed else knob.value
        track = 10 if knob.share is not None else 0
        wide = max(
            len(knob.label) + len(_mark(cells, knob)), len(value) + (4 if knob.held else 0) + (track and track + 1), 12
        )
        if x + wide > cells.width - 2:
            cells.put(x, 1, "…", ink.faint)
            break
        name = ink.accent if knob.held or knob.pointed else ink.faint if knob.locked else ink.dim
        pointer, track, room = f"{glyphs.pointed} " if knob.pointed and not knob.held else "", 0, 0
        mark = ink.warn if knob.stale else ink.faint
        cells.spans(x, 0, (pointer + knob.label, name, BOLD if knob.held else 0), (_mark(cells, knob), mark))
        if knob.held:
            end = cells.spans(
                x, 1, (f"{glyphs.less} ", ink.accent), (value, ink.bright, BOLD), (f" {glyphs.more}", ink.accent)
            )
        else:
            end = cells.put(x, 1, value, ink.faint if knob.locked else ink.bright)
        if knob.change and knob.held:
            wide = max(wide, end + 1 + len(knob.change) - x)
            cells.put(end + 1, 1, knob.change, ink.dim)
        elif knob.share is not None:
            track, room = end + 1, x + wide - end - 1
            cells.put(track, 1, "─" * room, ink.line)
            at = track + round(knob.share * (room - 1))
            cells.put(at, 1, glyphs.train if knob.held else "•", ink.accent if knob.held else ink.dim)
        less, more = (x, end - 1) if knob.held else (-1, -1)
        spots.append(Spot(x, x + wide, less, more, track, room))
        x += wide + 3
    return x, tuple(spots)


def _line(cells: Cells, knobs: tuple[KnobLook, ...]) -> tuple[int, tuple[Spot, ...]]:
    ink, glyphs, x, spots = cells.ink, cells.ink.glyphs, 2, list[Spot]()
    for knob in knobs:
        value = f"{knob.typed}_" if knob.typed else knob.value
        mark = _mark(cells, knob)
        if x + len(knob.label) + len(mark) + 1 + len(value) + (4 if knob.held else 0) > cells.width - 1:
            cells.put(x, 0, "…", ink.faint)
            break
        tint = ink.accent if knob.held or knob.pointed else ink.faint if knob.locked else ink.dim
        first = x
        x = cells.spans(
            x,
            0,
            (knob.label, tint, BOLD if knob.held else 0),
            (mark, ink.warn if knob.stale else ink.faint),
            " ",
            (f"{glyphs.less} " if knob.held else "", ink.accent),
            (value, ink.bright, BOLD if knob.held else 0),
            (f" {glyphs.more}" if knob.held else "", ink.accent),
        )
        less, more = (x - len(value) - 4, x - 1) if knob.held else (-1, -1)
        spots.append(Spot(first, x, less, more))
        x += 3
    return x, tuple(spots)
