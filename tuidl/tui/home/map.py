"""The course map: parts in columns, a cursor that walks over them, and how it is drawn."""

from dataclasses import dataclass

from tuidl.language import later, tr
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.prose import shortened
from tuidl.tui.drawing.styled import coloured
from tuidl.tui.home.shelf import DONE, LATER, STARTED, Entry, Part, Shelf

WIDE = 118  # columns from which three columns list every lesson


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a column: a part's title, a lesson, or a whole part that comes later. Empty: a blank line."""

    part: Part | None = None
    entry: Entry | None = None

    @property
    def chosen(self) -> bool:
        """Whether the cursor may stand on it."""
        return self.entry is not None or (self.part is not None and self.part.later)

    @property
    def key(self) -> str:
        """A name for the place, in no language: the lesson's id or ``part N``."""
        return self.entry.id if self.entry else f"part {self.part.number}" if self.part else ""


Columns = tuple[tuple[Row, ...], ...]


def matches(entry: Entry, words: str) -> bool:
    """Whether a lesson answers to what was typed after ``/``."""
    text = f"{entry.number} {entry.slug} {entry.title} {entry.promise} {tr(entry.state)}".lower()
    return all(word in text for word in words.lower().split())


def columns(shelf: Shelf, width: int, words: str = "") -> Columns:
    """The rows of the map: two columns, three where there is room; one flat list while filtering."""
    if words:
        found = tuple(Row(entry=entry) for entry in shelf.entries if matches(entry, words))
        half = (len(found) + 1) // 2 if len(found) > 12 else len(found)
        return (found[:half], found[half:]) if found[half:] else (found,)
    if not shelf.parts:
        return ((),)
    if width >= WIDE:
        return (
            _listed(shelf.parts[:1]),
            _listed(shelf.parts[1:3]),
            _listed(shelf.parts[3:]),
        )
    early = shelf.parts[:3]
    later = tuple(Row(part=part) for part in shelf.parts[3:] if part.later)
    open_parts = tuple(part for part in shelf.parts[3:] if not part.later)
    left = (*_listed(early[:1]), Row(), *later) if later else _listed(early[:1])
    return left, _listed((*early[1:], *open_parts))


def _listed(parts: tuple[Part, ...]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for part in parts:
        if rows:
            rows.append(Row())
        rows.append(Row(part=Part(part.number, part.title, part.entries)))
        rows += [Row(entry=entry) for entry in part.entries]
    return tuple(rows)


def _titles(column: tuple[Row, ...], at: int) -> bool:
    """Whether the row is a title line over its lessons (a later part alone on its line is none)."""
    row = column[at]
    return row.part is not None and at + 1 < len(column) and column[at + 1].entry is not None


def stops(table: Columns) -> list[tuple[int, int, str]]:
    """Where the cursor may stand: column, row, key."""
    return [
        (c, r, row.key)
        for c, column in enumerate(table)
        for r, row in enumerate(column)
        if row.chosen and not _titles(column, r)
    ]


def move(table: Columns, key: str, across: int, down: int) -> str:
    """The key after an arrow: the next stop in the column, or the nearest in the next one; "" above the first."""
    places = stops(table)
    here = next((place for place in places if place[2] == key), None)
    if here is None:
        return places[0][2] if places and (down > 0 or across) else key
    column, row, _ = here
    if down:
        ahead = [place for place in places if place[0] == column and (place[1] - row) * down > 0]
        if ahead:
            return min(ahead, key=lambda place: abs(place[1] - row))[2]
        return "" if down < 0 else key
    beside = [place for place in places if place[0] == column + across]
    return min(beside, key=lambda place: abs(place[1] - row))[2] if beside else key


def draw(cells: Cells, shelf: Shelf, cursor: str, words: str = "", typing: bool = False) -> None:
    """The map inside its frame; it scrolls so that the cursor stays on it. ``typing``: the filter line is open."""
    ink = cells.ink
    table = columns(shelf, cells.width, words)
    top, height = _rows(table, cells.height)
    wide = cells.width // len(table)
    foot = 1 + wide * (len(table) - 1) if _beside(table, cells.height) else 1
    counted = _counted(table, wide - 4)
    for c, column in enumerate(table):
        first = _first(column, height, cursor)
        x = c * wide
        for y, row in enumerate(column[first : first + height]):
            place = (x + 1, y + top, wide - 4)
            _row(cells, place, row, bool(cursor) and row.key == cursor, _titles(column, first + y), counted)
        if first:
            cells.put(x + wide - 3, 0, ink.glyphs.up, ink.dim)
        if first + height < len(column):
            cells.put(x + wide - 3, top + height - 1, ink.glyphs.down, ink.dim)
    y = cells.height - 1
    if typing or words:
        found = sum(1 for entry in shelf.entries if matches(entry, words))
        cells.spans(
            foot,
            y,
            ("/ ", ink.accent, BOLD),
            (words, ink.bright),
            ("_" if typing else "", ink.accent),
            (f"   {tr('{n} found', n=found)}", ink.dim),
        )
        return
    done = sum(entry.state == DONE for entry in shelf.entries)
    hours, minutes = divmod(shelf.minutes, 60)
    spent = tr("{hours} h {minutes} min so far", hours=hours, minutes=minutes)
    if not hours:
        spent = tr("{minutes} min so far", minutes=minutes) if minutes else ""
    share = tr("{done} of {count}", done=done, count=len(shelf.entries))
    if spent and foot + len(tr("{share} done", share=share)) + 3 + len(spent) > cells.width:
        spent = tr("{hours} h {minutes} min", hours=hours, minutes=minutes)
        if not hours:
            spent = tr("{minutes} min", minutes=minutes)
    cells.spans(
        foot,
        y,
        *coloured(
            "{share} done",
            ink.dim,
            share=(share, ink.bright if done else ink.text, BOLD if done else 0),
        ),
        (f"   {spent}" if spent else "", ink.dim),
    )


def at(table: Columns, width: int, height: int, cursor: str, x: int, y: int) -> str:
    """The key of the place in a cell of a map of that size; empty where the cursor cannot stand."""
    top, rows = _rows(table, height)
    c = x // max(1, width // len(table))
    if not 0 <= c < len(table) or not top <= y < top + rows:
        return ""
    r = y - top + _first(table[c], rows, cursor)
    return next((key for column, row, key in stops(table) if (column, row) == (c, r)), "")


def _rows(table: Columns, height: int) -> tuple[int, int]:
    """The first row of the map and how many it has."""
    longest = max(map(len, table))
    if _beside(table, height):
        top = 1 if longest < height else 0
        return top, height - top
    top = 1 if longest + 4 <= height else 0
    return top, max(1, height - top - (2 if longest + 2 <= height else 1))


def _beside(table: Columns, height: int) -> bool:
    """Whether the last line has room under the last column, beside a longer one."""
    return len(table[-1]) + 3 <= min(height, max(map(len, table)) + 1)


def _first(column: tuple[Row, ...], height: int, cursor: str) -> int:
    """The first row shown of a column, so that the cursor is on the screen."""
    at = next((r for r, row in enumerate(column) if cursor and row.key == cursor and not _titles(column, r)), None)
    return _scroll(len(column), height, at)


def _scroll(rows: int, height: int, at: int | None) -> int:
    if at is None or rows <= height:
        return 0
    return min(max(0, at - height // 2), rows - height)


def look(cells: Cells, state: str) -> tuple[str, str]:
    """Glyph and colour of a lesson's state; its word stands with it."""
    ink, glyphs = cells.ink, cells.ink.glyphs
    return {
        DONE: (glyphs.done, ink.good),
        STARTED: (glyphs.half, ink.accent),
        LATER: (glyphs.locked, ink.faint),
    }.get(state, (glyphs.new, ink.faint))


def _counted(table: Columns, width: int) -> str:
    """How the parts that come later are counted: alike, in what words all have room for."""
    told = later("{count} lessons, later")
    parts = [row.part for column in table for row in column if row.part is not None and row.part.later]
    fits = all(len(part.title) + len(tr(told, count=len(part.entries))) + 4 <= width for part in parts)
    return told if fits else later("{count} later")


def _row(cells: Cells, place: tuple[int, int, int], row: Row, chosen: bool, title: bool, counted: str) -> None:
    ink, (x, y, width) = cells.ink, place
    if chosen and not title:
        if not ink.ansi:
            cells.fill(x - 1, y, width + 2, 1, ink.chip)
        cells.put(x - 1, y, ink.glyphs.pointed, ink.accent)
    if row.part is not None and title:
        _title(cells, x, y, width, row.part)
    elif row.part is not None:
        told = tr(counted, count=len(row.part.entries))
        named = shortened(row.part.title, width - len(told) - 4)
        cells.spans(x, y, (f"{row.part.number}  ", ink.faint), (named, ink.bright if chosen else ink.dim))
        cells.right(x + width, y, told, ink.dim if chosen else ink.faint)
    elif row.entry is not None:
        entry = row.entry
        glyph, tone = look(cells, entry.state)
        name = ink.bright if chosen else ink.text if entry.state in (STARTED, "new") else ink.dim
        if entry.state == LATER and not chosen:
            name = ink.faint
        slug = shortened(entry.slug, width - 8 - len(tr(entry.state)))
        cells.spans(x, y, (f"{entry.number:<5}", ink.faint), (f"{glyph} ", tone), (slug, name, BOLD if chosen else 0))
        minutes = tr("{minutes} min", minutes=entry.minutes)
        if entry.minutes and width >= 34 and 7 + len(slug) + 1 + len(minutes) <= width - 8:
            cells.right(x + width - 8, y, minutes, ink.dim if chosen else ink.faint)
        cells.right(x + width, y, tr(entry.state), ink.dim if entry.state == DONE or chosen else tone)


def _title(cells: Cells, x: int, y: int, width: int, part: Part) -> None:
    ink = cells.ink
    count = (
        tr("{done} done", done=cells.ink.glyphs.done)
        if part.whole
        else tr("{done} of {count}", done=part.done, count=len(part.entries))
    )
    end = cells.spans(x, y, (f"{part.number}  ", ink.dim), (part.title, ink.bright, BOLD))
    cells.right(x + width, y, count, ink.good if part.whole else ink.dim)
    start, room = max(end + 2, x + 18), 0
    room = x + width - len(count) - 1 - start
    if room >= 4:
        full = round(room * part.done / max(1, len(part.entries)))
        cells.put(start, y, "━" * room, ink.line)
        cells.put(start, y, "━" * full, ink.good)
