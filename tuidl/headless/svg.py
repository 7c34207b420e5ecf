"""A chart as SVG text."""

from xml.sax.saxutils import escape, quoteattr

from tuidl.headless.chart import PAPER, Chart, Label, Line
from tuidl.language import tr

FONT = "font-family=\"system-ui, 'Segoe UI', Helvetica, Arial, sans-serif\""


def drawn(chart: Chart) -> str:
    """A whole SVG document with a title for screen readers."""
    size = f'width="{chart.width}" height="{chart.height}"'
    lines = [
        tr(
            '<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {width} {height}" role="img" {font}>',
            size=size,
            width=chart.width,
            height=chart.height,
            font=FONT,
        ),
        f"<title>{escape(_clean(chart.title))}</title>",
        tr('<rect {size} fill="{paper}"/>', size=size, paper=PAPER),
    ]
    lines += [_line(shape) if isinstance(shape, Line) else _label(shape) for shape in chart.shapes]
    return "\n".join([*lines, "</svg>", ""])


def _line(line: Line) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in line.points)
    dash = ' stroke-dasharray="7 4"' if line.dashed else ""
    return tr(
        '<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width:g}" '
        'stroke-linejoin="round"{dash}/>',
        points=points,
        colour=line.colour,
        width=line.width,
        dash=dash,
    )


def _label(label: Label) -> str:
    return tr(
        '<text x="{x:.1f}" y="{y:.1f}" fill={quoteattr} font-size="{size}" text-anchor="{anchor}">{escape}</text>',
        x=label.x,
        y=label.y,
        quoteattr=quoteattr(label.colour),
        size=label.size,
        anchor=label.anchor,
        escape=escape(_clean(label.text)),
    )


def _clean(text: str) -> str:
    """Without the control characters that XML forbids."""
    return "".join(sign for sign in text if sign >= " ")
