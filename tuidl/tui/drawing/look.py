"""A look at a data set: points by class, small images beside each other, or lines of text."""

from tuidl.sandbox.facts import Preview
from tuidl.signals import Field
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.field import fitted
from tuidl.tui.drawing.heat import heat

MARKS = "●◆▲■"


def look(cells: Cells, preview: Preview) -> None:
    """As much as there is room for."""
    if preview.points:
        _points(cells, preview)
    elif preview.images:
        _images(cells, preview)
    else:
        for y, line in enumerate(preview.lines[: cells.height]):
            cells.put(0, y, line if len(line) <= cells.width else line[: cells.width - 1] + "…", cells.ink.text)


def _points(cells: Cells, preview: Preview) -> None:
    """Each class has a mark of its own, besides its colour."""
    ink = cells.ink
    tones = ink.series[: len(MARKS)]
    xs, ys = [point[0] for point in preview.points], [point[1] for point in preview.points]
    wide, tall = max(max(xs) - min(xs), 1e-9), max(max(ys) - min(ys), 1e-9)
    columns, rows = min(cells.width, cells.height * 2 + 2), cells.height
    left = (cells.width - columns) // 2
    for x, y, kind in preview.points:
        column = round((x - min(xs)) / wide * (columns - 1))
        row = round((max(ys) - y) / tall * (rows - 1))
        cells.put(left + column, row, MARKS[kind % len(MARKS)], tones[kind % len(tones)])


def _images(cells: Cells, preview: Preview) -> None:
    """As many beside each other as there is room for, their classes below."""
    x = 0
    for high, pixels, label in preview.images:
        picture = Field.of([[float(value) for value in row] for row in pixels], 0.0, float(high))
        picture = fitted(picture, cells.width, max(1, cells.height - 1) * 2)
        if x + picture.width > cells.width and x:
            break
        heat(cells, x, 0, picture, "image", 0.0, float(high))
        cells.put(x, (picture.height + 1) // 2, label[: picture.width], cells.ink.dim)
        x += picture.width + 2
