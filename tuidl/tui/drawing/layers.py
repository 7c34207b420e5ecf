"""The table of layers: output shape, parameters, size of gradient and output."""

from tuidl.signals import LayerTable
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.number import count, figure


def shape(sizes: tuple[int, ...]) -> str:
    """``26×26×8``."""
    return "×".join(map(str, sizes))


def layers(cells: Cells, signal: LayerTable, marked: str = "", doctor: str = "") -> None:
    """Name, output, parameters and the two sizes; the columns at the right go first. ``doctor``: a sentence below."""
    ink, rows = cells.ink, signal.rows
    name = min(max((len(row[0]) for row in rows), default=5), 12)
    columns: list[tuple[str, list[str]]] = [
        ("out", [shape(row[2]) for row in rows]),
        ("params", [count(row[3]) for row in rows]),
    ]
    for title, place in (("|grad|", 4), ("|out|", 5)):
        values = [float(row[place]) for row in rows]  # type: ignore[arg-type]
        if any(value == value for value in values):
            columns.append((title, [figure(value) if value == value else "–" for value in values]))
    widths = [max(5, len(title), *map(len, texts)) for title, texts in columns]
    while columns and name + sum(widths) + 2 * len(widths) > cells.width:
        columns.pop()
        widths.pop()
    spare = (cells.width - name - sum(widths)) // max(1, len(widths))
    ends, x = [], name
    for wide in widths:
        x += min(spare, 6) + wide
        ends.append(min(x, cells.width))
    cells.put(0, 0, "layer", ink.dim)
    for (title, _), end in zip(columns, ends, strict=True):
        cells.right(end, 0, title, ink.dim)
    room = cells.height - 2
    shown = len(rows) if len(rows) <= room else max(0, room - 1)
    for i in range(shown):
        tone = ink.accent if rows[i][0] == marked else ink.text
        cells.put(0, i + 1, rows[i][0][:name], tone)
        for (_, texts), end in zip(columns, ends, strict=True):
            cells.right(end, i + 1, texts[i], ink.text)
    y = shown + 1
    if shown < len(rows):
        cells.put(0, y, f"+ {len(rows) - shown} more", ink.faint)
        y += 1
    cells.put(0, y, "total", ink.dim)
    if len(ends) > 1:
        cells.right(ends[1], y, count(signal.parameters), ink.bright, None, BOLD)
    elif cells.width > 12:
        cells.right(cells.width, y, count(signal.parameters), ink.bright, None, BOLD)
    if doctor and y + 2 < cells.height:
        cells.spans(0, y + 2, (f"{ink.glyphs.doctor} ", ink.warn), (doctor, ink.dim))
