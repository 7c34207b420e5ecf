"""A picture as SVG: letters as text that stays text, blocks and dots as shapes, so that no viewer leaves gaps."""

from xml.sax.saxutils import escape

from tuidl.language import tr
from tuidl.tui.export import shape
from tuidl.tui.export.picture import BOLD, ITALIC, UNDERLINE, Picture, Run

WIDE, TALL, SIZE, BASE = 10, 20, 16.5, 15  # of a cell; of a letter; from the top of a cell to where letters stand
FONT = "'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, monospace"


def drawn(picture: Picture, title: str) -> str:
    """A whole document with a title for screen readers."""
    width, height = picture.width * WIDE, picture.height * TALL
    size = f'width="{width}" height="{height}"'
    lines = [
        tr(
            '<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width} {height}" role="img" '
            'font-family="{font}" font-size="{size2}">',
            size=size,
            width=width,
            height=height,
            font=FONT,
            size2=SIZE,
        ),
        f"<title>{escape(_clean(title))}</title>",
        tr('<rect {size} fill="{ground}"/>', size=size, ground=picture.ground),
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
                tr(
                    '<circle cx="{x:g}" cy="{y:g}" r="{dot:g}" fill="{fg}"/>',
                    x=x + cx * WIDE,
                    y=y + cy * TALL,
                    dot=shape.DOT * WIDE,
                    fg=run.cell.fg,
                )
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
                tr(
                    '<text x="{x}" y="{row}" fill="{fg}"{look} textLength="{count}" '
                    'lengthAdjust="spacingAndGlyphs">{escape}</text>',
                    x=x,
                    row=row * TALL + BASE,
                    fg=run.cell.fg,
                    look=look,
                    count=len(word) * WIDE,
                    escape=escape(_clean(word)),
                )
            )
        place += len(word) + 1
    return found


def _rect(x: float, y: float, width: float, height: float, colour: str, ink: float = 1.0) -> str:
    seen = f' fill-opacity="{ink:g}"' if ink < 1 else ' shape-rendering="crispEdges"'
    return tr(
        '<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{colour}"{seen}/>',
        x=x,
        y=y,
        width=width,
        height=height,
        colour=colour,
        seen=seen,
    )


def _clean(text: str) -> str:
    """Without the control characters that XML forbids."""
    return "".join(sign for sign in text if sign >= " ")
