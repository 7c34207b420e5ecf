"""A finished part of the course as a picture: what was learnt, lesson by lesson; times, best results, own functions."""

from collections.abc import Sequence

from tuidl.course.learnt import day, spent
from tuidl.course.milestone import Milestone, Taught
from tuidl.language import tr
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.prose import HELD, paragraph

INDENT, WIDE = 6, 90  # columns before what a lesson taught; from which two lessons stand side by side


def draw(cells: Cells, milestone: Milestone) -> int:
    """All of it from the top; the row after the last."""
    ink, glyphs = cells.ink, cells.ink.glyphs
    cells.spans(
        0,
        0,
        (f"{glyphs.done} ", ink.good),
        (tr("Part {part}: {title}", part=milestone.part, title=milestone.title), ink.bright, BOLD),
    )
    cells.right(cells.width, 0, day(milestone.at), ink.dim)
    y = paragraph(cells, 2, 1, cells.width - 2, [(", ".join(f.replace(" ", HELD) for f in milestone.facts), "dim")])
    y += 1
    if cells.width < WIDE:
        y = _column(cells, y, milestone.lessons)
    else:
        wide = (cells.width - 3) // 2
        half = _half(milestone.lessons, wide, cells)
        ends = []
        for place, lessons in enumerate((milestone.lessons[:half], milestone.lessons[half:])):
            column = Cells(wide, cells.height - y, ink, cells.bg)
            ends.append(_column(column, 0, lessons))
            cells.paste(place * (wide + 3), y, column)
        y += max(ends)
    if milestone.functions:
        cells.put(0, y, tr("functions of your own"), ink.bright, None, BOLD)
        told = ", ".join(f"{name}(){HELD}{number}" for name, number in milestone.functions)
        y = paragraph(cells, 2, y + 1, cells.width - 2, [(told, "plain")])
    return y


def _half(lessons: Sequence[Taught], wide: int, like: Cells) -> int:
    """How many lessons stand in the left column, so that both are about as long."""
    rows = [_lesson(Cells(wide, 60, like.ink, like.bg), 0, each) for each in lessons]
    return min(range(len(rows) + 1), key=lambda k: abs(sum(rows[:k]) - sum(rows[k:])))


def _column(cells: Cells, y: int, lessons: Sequence[Taught]) -> int:
    for each in lessons:
        y = _lesson(cells, y, each)
    return y


def _lesson(cells: Cells, y: int, told: Taught) -> int:
    ink, glyphs = cells.ink, cells.ink.glyphs
    cells.spans(0, y, (f"{told.number:<{INDENT}}", ink.faint), (told.title, ink.bright, BOLD))
    cells.right(cells.width, y, spent(told.seconds), ink.dim)
    y += 1
    for objective in told.objectives:
        cells.put(INDENT - 2, y, "·", ink.faint)
        y = paragraph(cells, INDENT, y, cells.width - INDENT, [(objective, "plain")])
    for headline, result in told.best:
        cells.put(INDENT - 2, y, glyphs.best, ink.accent)
        y = paragraph(cells, INDENT, y, cells.width - INDENT, [(result, "number"), (f"  {headline}", "dim")])
    return y + 1
