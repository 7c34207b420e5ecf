"""The stack as a list on the page: data, layers with shapes and parameters, training, and what is wrong. Pure."""

from dataclasses import dataclass

from tuidl.course.spec import LayerSpec
from tuidl.language import later, tr
from tuidl.sandbox.fields import written
from tuidl.tui.drawing.cells import BOLD, Cells, Part
from tuidl.tui.drawing.prose import put_line, wrap
from tuidl.tui.sandbox.bench import TRAINING, Bench

PARAMS = later("params")  # over the last column
FOOT, MOST = 4, 9  # rows at the bottom: a rule, and what is to be said; a fault may need more
HEADS = {"data": later("data"), "layer 0": later("layers"), "loss": later("training")}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: its name, words at the left, then output shape and parameters at the right."""

    name: str
    parts: tuple[tuple[str, str], ...]  # text, role of the ink
    output: str = ""
    count: str = ""
    bad: bool = False
    lost: bool = False  # below what does not fit


def short(number: int) -> str:
    """``9 230`` up to five digits, then ``92k``."""
    if number < 100_000:
        return f"{number:,}".replace(",", " ")
    for limit, unit in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if number >= limit:
            return f"{number / limit:.3g}{unit}"
    return str(number)


def shape(sizes: tuple[int, ...]) -> str:
    """``8×8×4``."""
    return "×".join(map(str, sizes))


def said(layer: LayerSpec) -> str:
    """What a layer is in few words: ``dense 8 tanh``."""
    told = [layer.type]
    for key in ("units", "filters", "kernel", "size", "rate", "deviation", "function", "factor", "activation"):
        if key in layer.options:
            value = written(layer.options[key])
            told.append(f"{value}×{value}" if key == "kernel" and layer.type.endswith("2d") else value)
    return " ".join(told)


def rows(bench: Bench, values: dict[str, str]) -> list[Row]:
    """All lines. ``values``: knobs as the run has them, where they stand elsewhere than in the description."""
    sandbox, sizes = bench.sandbox, bench.sizes
    data = sizes.data if sizes is not None and bench.current else None
    facts = ""
    if data is not None:
        facts = f"{data.label}, {short(data.n)} × {shape(data.shape)}"
    options = " ".join(f"{key} {written(value)}" for key, value in sandbox.data.options.items())
    found = [
        Row("data", ((f"{sandbox.data.source} ", "bright"), (facts, "dim"))),
        Row("options", ((options or tr("as it comes"), "text" if options else "dim"),)),
    ]
    fault = sizes.at if sizes is not None and bench.current else None
    for place, layer in enumerate(sandbox.layers):
        size = bench.size(place)
        found.append(
            Row(
                f"layer {place}",
                ((f"{layer.name} ", "bright"), (said(layer), "dim")),
                shape(size.output) if size else "",
                short(size.parameters) if size else "",
                bad=fault == place,
                lost=fault is not None and place > fault,
            )
        )
    told = {"loss": sandbox.loss, "optimiser": sandbox.optimiser, "rate": written(sandbox.rate)}
    told |= {"batch": written(sandbox.batch), "steps": written(sandbox.steps), "seed": written(sandbox.seed)}
    told |= {name: value for name, value in values.items() if name in told}
    found += [Row(name, ((f"{name} ", "dim"), (told[name], "text"))) for name in TRAINING]
    more = [f"{key} {written(value)}" for key, value in sandbox.options.items()]
    if sandbox.schedule is not None:
        more.insert(0, sandbox.schedule.kind)
    if sandbox.stopping:
        more.append(tr("stops early"))
    found.append(
        Row("more", ((tr("more") + " ", "dim"), (", ".join(more) or tr("nothing else"), "text" if more else "dim")))
    )
    return found


def lines(bench: Bench, values: dict[str, str], height: int) -> list[Row | str]:
    """The rows with a head above each group, and a total below the layers; where there is room, a blank line between
    groups."""
    told = rows(bench, values)
    airy = len(told) + 2 * len(HEADS) + 1 <= height
    found: list[Row | str] = []
    for row in told:
        if row.name == "loss":
            found.append("total")
        if row.name in HEADS:
            found += ["", HEADS[row.name]] if airy else [HEADS[row.name]]
        found.append(row)
    return found


def status(bench: Bench, stale: bool) -> tuple[str, str, str]:
    """Glyph role, sentence and colour role of what must be known now."""
    if bench.fault:
        return "diverged", bench.fault, "bad"
    if not bench.current:
        return "reset", tr("measuring …"), "dim"
    if stale:
        return "reset", tr("changed: r begins anew with it"), "warn"
    place = bench.layer
    size = bench.size(place) if place is not None else None
    if size is not None and place is not None:
        assert bench.sizes is not None
        assert bench.sizes.data is not None
        before = bench.sizes.layers[place - 1].output if place else bench.sizes.data.shape
        words = tr(
            "{before} → {after} · {parameters} parameters · {flops} FLOPs",
            before=shape(before),
            after=shape(size.output),
            parameters=short(size.parameters),
            flops=short(size.flops),
        )
        return "", words, "dim"
    if bench.row in ("data", "options") and bench.sizes is not None and bench.sizes.data is not None:
        return "", ". ".join(bench.sizes.data.lines[:2]), "dim"
    return "", "", "dim"


def top(bench: Bench, height: int) -> int:
    """The first line that is shown, so that the cursor is among them with a line to spare."""
    found = lines(bench, {}, height)
    at = next(k for k, line in enumerate(found) if isinstance(line, Row) and line.name == bench.row)
    return min(max(0, at - height + 2), max(0, len(found) - height))


def foot(bench: Bench, wide: int) -> int:
    """Rows below the list."""
    return min(max(FOOT, len(wrap([(bench.fault, "plain")], wide - 2)) + 1), MOST) if bench.fault else FOOT


def room(bench: Bench, wide: int, height: int) -> int:
    """Lines of the list on a page of that height: below the title, above the foot."""
    return max(3, height - 2 - foot(bench, wide))


def at(bench: Bench, width: int, height: int, y: int) -> str:
    """The row that stands at a line of the page; empty for none."""
    inside = room(bench, width - 4, height)
    found, first = lines(bench, {}, inside), top(bench, inside)
    place = first + y - 2
    if not 2 <= y < 2 + inside or place >= len(found):
        return ""
    line = found[place]
    return line.name if isinstance(line, Row) else ""


def draw(cells: Cells, bench: Bench, values: dict[str, str], stale: bool, held: bool) -> None:
    """The page. ``held``: the arrow keys move in it."""
    ink, wide = cells.ink, cells.width - 4
    cells.put(2, 1, tr("Sandbox"), ink.bright, None, BOLD)
    cells.right(2 + wide, 1, tr("t edits") if not held else "", ink.faint)
    height = room(bench, wide, cells.height)
    found = lines(bench, values, height)
    first = top(bench, height)
    real = [line for line in found if isinstance(line, Row)]
    counts = max(len(PARAMS), *(len(row.count) for row in real))
    shapes = max(3, *(len(row.output) for row in real))
    for y, line in enumerate(found[first : first + height], 2):
        if isinstance(line, str):
            _head(cells, y, line, bench, counts)
        else:
            _row(cells, y, line, (shapes, counts), line.name == bench.row, held)
    if first + height < len(found):
        cells.right(cells.width - 2, 1 + height, tr("↓ more"), ink.faint)
    below = foot(bench, wide)
    y = cells.height - below
    cells.put(2, y, "─" * wide, ink.line)
    glyph, text, role = status(bench, stale)
    mark = f"{getattr(ink.glyphs, glyph)} " if glyph else ""
    cells.put(2, y + 1, mark, getattr(ink, role))
    rest = wrap([(text, "plain")], wide - len(mark))
    for row, prose in enumerate(rest[: below - 1]):
        put_line(cells, 2 + len(mark), y + 1 + row, prose)
        if role in ("bad", "warn") and not row:
            cells.put(2, y + 1, mark, getattr(ink, role))


def _head(cells: Cells, y: int, name: str, bench: Bench, counts: int) -> None:
    ink, end = cells.ink, cells.width - 2
    if name == "total":
        if bench.sizes is not None and bench.current and not bench.fault:
            words = tr("{parameters} parameters", parameters=short(bench.sizes.parameters))
            cells.right(end, y, words, ink.bright)
            flops = f"{short(bench.sizes.flops)} FLOPs"
            if len(words) + len(flops) + 7 <= cells.width:
                cells.put(4, y, flops, ink.dim)
        return
    cells.put(2, y, tr(name), ink.dim)
    if name == HEADS["layer 0"]:
        cells.right(end, y, tr(PARAMS), ink.faint)
        if cells.width > 30:
            cells.right(end - counts - 2, y, tr("out"), ink.faint)


def _row(cells: Cells, y: int, row: Row, wide: tuple[int, int], chosen: bool, held: bool) -> None:
    ink, end = cells.ink, cells.width - 2
    shapes, counts = wide
    room = end - 4
    if row.name.startswith("layer "):
        room -= counts + 2 if row.count else 0
        named = sum(len(text) for text, _ in row.parts)
        if row.count and named + shapes + 1 <= room:
            room -= shapes + 1
            cells.right(end - counts - 2, y, row.output, ink.text)
        cells.right(end, y, row.count, ink.text)
    left, parts = room, []
    for text, role in row.parts:
        if len(text) > left:
            text = text[: max(0, left - 1)] + "…"
        left -= len(text)
        tone = ink.bad if row.bad else ink.faint if row.lost else getattr(ink, role)
        part: Part = (text, tone, BOLD if chosen and role in ("bright", "text") else 0)
        parts.append(part)
    cells.spans(4, y, *parts)
    if row.bad:
        cells.put(1 if chosen else 2, y, ink.glyphs.diverged, ink.bad)
    if chosen:
        cells.put(2, y, ink.glyphs.pointed, ink.accent if held else ink.dim, None, BOLD)
        if held:
            cells.tint(1, y, cells.width - 2, ink.chip)
