"""A picture as SVG: letters as text that stays text, blocks and dots as shapes, so that no viewer leaves gaps."""

from xml.sax.saxutils import escape

from tuidl.tui.export import shape
from tuidl.tui.export.picture import BOLD, ITALIC, UNDERLINE, Picture, Run

WIDE, TALL, SIZE, BASE = 10, 20, 16.5, 15  # of a cell; of a letter; from the top of a cell to where letters stand
FONT = "'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, monospace"


def drawn(picture: Picture, title: str) -> str:
    """A whole document with a title for screen readers."""
    width, height = picture.width * WIDE, picture.height * TALL
    size = f'width="{width}" height="{height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width} {height}" role="img" '
        f'font-family="{FONT}" font-size="{SIZE}">',
        f"<title>{escape(_clean(title))}</title>",
        f'<rect {size} fill="{picture.ground}"/>',
    ]
    for row in range(picture.height):
        lines += [
            _rect(run.column * WIDE, row * TALL, run.columns * WIDE, TALL, run.cell.bg)
            for run in picture.grounds(row)
            if run.cell.bg != picture.ground
        ]
        for run in picture.looks(row):
            lines += _shapes(run, row)
            lines += _texts(run, row)
    return "\n".join([*lines, "</svg>", ""])


def _shapes(run: Run, row: int) -> list[str]:
    """Neighbours that are the same block become one."""
    found, place = [], 0
    while place < len(run.text):
        char, end = run.text[place], place + 1
        boxes = shape.boxes(char)
        while end < len(run.text) and run.text[end] == char:
            end += 1
        if not (len(boxes) == 1 and boxes[0][0] == 0.0 and boxes[0][2] == 1.0):
            end = place + 1
        x, y = (run.column + place) * WIDE, row * TALL
        for left, top, right, bottom in boxes:
            wide = (right - left) * WIDE + (end - place - 1) * WIDE
            found.append(
                _rect(x + left * WIDE, y + top * TALL, wide, (bottom - top) * TALL, run.cell.fg, shape.ink(char))
            )
        for cx, cy in shape.dots(char):
            found.append(
                f'<circle cx="{x + cx * WIDE:g}" cy="{y + cy * TALL:g}" r="{shape.DOT * WIDE:g}" fill="{run.cell.fg}"/>'
            )
        place = end
    return found


def _texts(run: Run, row: int) -> list[str]:
    """Words between shapes, each exactly as wide as its cells."""
    found, place = [], 0
    shown = "".join(" " if shape.drawn(char) else char for char in run.text)
    look = ' font-weight="bold"' if run.cell.flags & BOLD else ""
    look += ' font-style="italic"' if run.cell.flags & ITALIC else ""
    look += ' text-decoration="underline"' if run.cell.flags & UNDERLINE else ""
    for word in shown.split(" "):
        if word:
            x = (run.column + place) * WIDE
            found.append(
                f'<text x="{x}" y="{row * TALL + BASE}" fill="{run.cell.fg}"{look} textLength="{len(word) * WIDE}" '
                f'lengthAdjust="spacingAndGlyphs">{escape(_clean(word))}</text>'
            )
        place += len(word) + 1
    return found


def _rect(x: float, y: float, width: float, height: float, colour: str, ink: float = 1.0) -> str:
    seen = f' fill-opacity="{ink:g}"' if ink < 1 else ' shape-rendering="crispEdges"'
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{colour}"{seen}/>'


def _clean(text: str) -> str:
    """Without the control characters that XML forbids."""
    return "".join(sign for sign in text if sign >= " ")
