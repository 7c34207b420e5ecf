"""The chosen lesson: promise, minutes, needs, a picture of its recorded run, the learner's best."""

from tuidl.language import tr, trn
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.prose import paragraph, put_line, wrap
from tuidl.tui.home.map import look
from tuidl.tui.home.picture import draw as picture
from tuidl.tui.home.shelf import DONE, LATER, STARTED, Entry, Part, Shelf

FOOT = 3
READ = 60  # columns of a line that is read


def draw(cells: Cells, shelf: Shelf, entry: Entry | None, part: Part | None = None) -> None:
    """One lesson, or a part that comes later with the names of its lessons."""
    if entry is not None:
        _lesson(cells, shelf, entry)
    elif part is not None:
        _part(cells, part)


def _lesson(cells: Cells, shelf: Shelf, entry: Entry) -> None:
    ink, width = cells.ink, cells.width
    cells.put(0, 0, entry.title or entry.slug, ink.bright, None, BOLD)
    if entry.state == LATER:
        glyph, tone = look(cells, LATER)
        cells.spans(0, 1, (f"{glyph} ", tone), (tr("later: not written yet"), ink.dim))
        return
    facts = [(trn("{n} minute · needs", "{n} minutes · needs", entry.minutes) + " ", ink.dim)]
    if not entry.needs:
        facts.append((tr("nothing"), ink.dim))
    for need in entry.needs:
        needed = shelf.entry(need)
        number = needed.number if needed else need.removeprefix("lesson-")
        done = needed is not None and needed.state == DONE
        facts.append((f"{number} ", ink.dim))
        facts.append((f"{ink.glyphs.done} ", ink.good) if done else ("", ink.dim))
    cells.spans(0, 1, *facts)
    y = paragraph(cells, 0, 3, min(width, READ), [(entry.promise, "plain")])
    foot = _foot(cells, shelf, entry)
    room = foot - y - 2
    run = shelf.pictures.get(entry.id)
    if run is not None and room >= 6:
        inside = Cells(width, room, ink, cells.bg)
        picture(inside, run)
        cells.paste(0, y + 1, inside)


def _foot(cells: Cells, shelf: Shelf, entry: Entry) -> int:
    """What stands at the bottom; its first row."""
    ink, glyphs, y = cells.ink, cells.ink.glyphs, cells.height - FOOT
    if shelf.fresh:
        told = (tr("No account, nothing to download."), tr("^p changes the theme, ? explains."))
        lines = [line for text in told for line in wrap([(text, "dim")], cells.width)]
        y = cells.height - max(FOOT, len(lines))
        for row, line in enumerate(lines, y):
            put_line(cells, 0, row, line)
        return y
    if entry.best:
        cells.spans(
            0, y, (f"{glyphs.best} ", ink.accent), (tr("your best") + " ", ink.dim), (entry.best, ink.bright, BOLD)
        )
    glyph, tone = look(cells, entry.state)
    words = tr(entry.state)
    if entry.state == STARTED:
        words = tr("step {step} of {count}", step=entry.step + 1, count=entry.steps)
    cells.spans(0, y + 1, (f"{glyph} ", tone), (f"{words}   ", ink.text), (entry.when, ink.dim))
    return y


def _part(cells: Cells, part: Part) -> None:
    ink = cells.ink
    cells.put(0, 0, tr("Part {number}: {title}", number=part.number, title=part.title), ink.bright, None, BOLD)
    glyph, tone = look(cells, LATER)
    cells.spans(0, 1, (f"{glyph} ", tone), (trn("{n} lesson, later", "{n} lessons, later", len(part.entries)), ink.dim))
    for y, entry in enumerate(part.entries, 3):
        cells.spans(0, y, (f"{entry.number:<5}", ink.faint), (f"{glyph} ", tone), (entry.slug, ink.dim))
        cells.right(cells.width, y, tr("later"), ink.faint)
