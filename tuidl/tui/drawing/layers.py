"""The table of layers: output shape, parameters, size of gradient and output, what the weights cost."""

from collections.abc import Mapping, Sequence

from tuidl.language import tr
from tuidl.signals import LayerTable
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.number import count, figure
from tuidl.tui.drawing.prose import shortened, wrap

COLUMNS = ("out", "params", "grad", "signal", "flops", "ms")  # in the order in which there is room for them


def shape(sizes: tuple[int, ...]) -> str:
    """``26×26×8``."""
    return "×".join(map(str, sizes))


def layers(
    cells: Cells, signal: LayerTable, marked: str = "", doctor: str = "", wanted: Sequence[str] = COLUMNS,
    cursor: int | None = None, spent: Mapping[str, float] | None = None,
) -> None:  # fmt: skip
    """Name and the columns ``wanted``; those at the right go first. ``doctor``: a sentence below; ``cursor``: a row;
    ``spent``: seconds of a training step.
    """
    ink, rows = cells.ink, signal.rows
    name = min(max((len(row[0]) for row in rows), default=5), 12)
    known = _columns(signal, spent or {})
    columns = [known[word] for word in wanted if word in known]
    widths = [max(5, len(title), len(total), *map(len, texts)) for title, texts, total in columns]
    while columns and name + sum(widths) + 2 * len(widths) > cells.width:
        columns.pop()
        widths.pop()
    spare = (cells.width - name - sum(widths)) // max(1, len(widths))
    ends, x = [], name
    for wide in widths:
        x += min(spare, 6) + wide
        ends.append(min(x, cells.width))
    cells.put(0, 0, tr("layer"), ink.dim)
    for (title, *_), end in zip(columns, ends, strict=True):
        cells.right(end, 0, title, ink.dim)
    shown = rows_shown(signal, cells.height)
    for i in range(shown):
        here = i == cursor
        tone = ink.accent if here or rows[i][0] == marked else ink.text
        cells.put(0, i + 1, rows[i][0][:name], tone, None, BOLD if here else 0)
        for (_, texts, _), end in zip(columns, ends, strict=True):
            cells.right(end, i + 1, texts[i], ink.bright if here else ink.text)
    y = shown + 1
    if shown < len(rows):
        cells.put(0, y, tr("+ {n} more", n=len(rows) - shown), ink.faint)
        y += 1
    cells.put(0, y, tr("total"), ink.dim)
    if any(total for *_, total in columns):
        for (*_, total), end in zip(columns, ends, strict=True):
            cells.right(end, y, total, ink.bright, None, BOLD)
    elif cells.width > 12:
        cells.right(cells.width, y, count(signal.parameters), ink.bright, None, BOLD)
    if doctor and y + 2 < cells.height:
        cells.put(0, y + 2, ink.glyphs.doctor, ink.warn)
        room = cells.height - y - 2
        lines = ["".join(text for text, _ in line) for line in wrap([(doctor, "plain")], max(1, cells.width - 2))]
        for k, line in enumerate(lines[:room]):
            more = k == room - 1 and len(lines) > room
            cells.put(2, y + 2 + k, shortened(f"{line}…", cells.width - 2) if more else line, ink.dim)


def rows_shown(signal: LayerTable, height: int) -> int:
    """How many layers a table of that height has."""
    room = height - 2
    return len(signal.rows) if len(signal.rows) <= room else max(0, room - 1)


def _columns(signal: LayerTable, spent: Mapping[str, float]) -> dict[str, tuple[str, list[str], str]]:
    """Title, one text for each layer and the total of every column that has something to say."""
    rows = signal.rows
    found = {
        "out": (tr("out"), [shape(row[2]) for row in rows], ""),
        "params": (tr("params"), [count(row[3]) for row in rows], count(signal.parameters)),
    }
    for word, title, values in (
        ("grad", tr("|grad|"), [row[4] for row in rows]),
        ("signal", tr("|out|"), [row[5] for row in rows]),
    ):
        if any(value == value for value in values):
            found[word] = (title, [figure(value) if value == value else "–" for value in values], "")
    if len(signal.flops) == len(rows) and rows:
        found["flops"] = ("FLOPs", [count(n) if n else "–" for n in signal.flops], count(sum(signal.flops)))
    if any(row[0] in spent for row in rows):
        times = [spent.get(row[0], 0.0) for row in rows]
        found["ms"] = ("ms", [_ms(time) if time else "–" for time in times], _ms(sum(times)))
    return found


def _ms(seconds: float) -> str:
    """Milliseconds of a training step, forward and back; compiling is not among them."""
    return figure(1000 * seconds)


def reading(signal: LayerTable, k: int, spent: Mapping[str, float] | None = None) -> str:
    """Everything about one layer; what a narrow table has no column for comes last, where it is kept longest."""
    if not 0 <= k < len(signal.rows):
        return ""
    name, kind, sizes, parameters, gradient, output = signal.rows[k]
    said = [
        tr(
            "{name} · {kind} · {shape} · {parameters} parameters",
            name=name,
            kind=kind,
            shape=shape(sizes),
            parameters=count(parameters),
        )
    ]
    said += [f"{what} {figure(v)}" for what, v in ((tr("|grad|"), gradient), (tr("|out|"), output)) if v == v]
    said += [f"{count(signal.flops[k])} FLOPs"] if k < len(signal.flops) else []
    said += [tr("{ms} ms a step", ms=_ms(spent[name]))] if spent and name in spent else []
    return " · ".join(said)
