"""A chart as SVG text."""

from xml.sax.saxutils import escape, quoteattr

from tuidl.headless.chart import PAPER, Chart, Label, Line

FONT = "font-family=\"system-ui, 'Segoe UI', Helvetica, Arial, sans-serif\""


def drawn(chart: Chart) -> str:
    """A whole SVG document with a title for screen readers."""
    size = f'width="{chart.width}" height="{chart.height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {chart.width} {chart.height}" role="img" {FONT}>',
        f"<title>{escape(_clean(chart.title))}</title>",
        f'<rect {size} fill="{PAPER}"/>',
    ]
    lines += [_line(shape) if isinstance(shape, Line) else _label(shape) for shape in chart.shapes]
    return "\n".join([*lines, "</svg>", ""])


def _line(line: Line) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in line.points)
    dash = ' stroke-dasharray="7 4"' if line.dashed else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{line.colour}" stroke-width="{line.width:g}" '
        f'stroke-linejoin="round"{dash}/>'
    )


def _label(label: Label) -> str:
    return (
        f'<text x="{label.x:.1f}" y="{label.y:.1f}" fill={quoteattr(label.colour)} font-size="{label.size}" '
        f'text-anchor="{label.anchor}">{escape(_clean(label.text))}</text>'
    )


def _clean(text: str) -> str:
    """Without the control characters that XML forbids."""
    return "".join(sign for sign in text if sign >= " ")
