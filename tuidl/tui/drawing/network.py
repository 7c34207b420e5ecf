"""The network: each unit's answer over the plane, links as thick as their weights, solid for plus, dashed for minus."""

from itertools import pairwise
from math import isfinite

from tuidl.signals import NetworkPicture
from tuidl.tui.drawing.account import FEW, account
from tuidl.tui.drawing.braille import Raster
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.field import resized, whole
from tuidl.tui.drawing.heat import heat
from tuidl.tui.drawing.ink import mix, ramp
from tuidl.tui.drawing.layout import BESIDE, Layout, Unit, label, layout, value_of
from tuidl.tui.drawing.legend import legend
from tuidl.tui.drawing.number import figure, signed

HIDDEN, HIDDEN_PLAIN = 0.2, 0.4  # links under this share of the largest are left out; with 16 colours
QUIET = 0.38


def network(cells: Cells, signal: NetworkPicture, chosen: Unit | None = None, answer: str = "") -> Layout:
    """Draw it; ``chosen``: the unit under the cursor, whose links stand out; ``answer``: what the only output says.

    Returns where the pictures are.
    """
    found = layout(cells, signal)
    if not found.corners:
        return found
    if chosen not in found.corners:
        chosen = None
    _links(cells, signal, found, chosen)
    written = _values(cells, signal, found)
    for unit in found.corners:
        _unit(cells, signal, found, unit, chosen, answer)
    for layer, size in enumerate(signal.sizes[: len(signal.planes)]):
        shown = sum(1 for at, _ in found.corners if at == layer)
        if size > shown > 0:
            x, y = found.corners[layer, shown - 1]
            cells.put(x, min(y + found.tall, cells.height - 1), f"+ {size - shown} more", cells.ink.faint)
    account(cells, signal, found, chosen, answer, written)
    _legends(cells, signal, found)
    return found


def _unit(cells: Cells, signal: NetworkPicture, found: Layout, unit: Unit, chosen: Unit | None, answer: str) -> None:
    ink, (layer, k), (x, y) = cells.ink, unit, found.corners[unit]
    last = layer == len(signal.planes) - 1
    here, planes = unit == chosen, signal.planes[layer]
    if k < len(planes) and whole(planes[k]):
        plane = planes[k]
        bound = max(abs(plane.low), abs(plane.high)) or 1.0
        low, high = (0.0, 1.0) if plane.low >= 0 and last and plane.high <= 1 else (-bound, bound)
        quiet = 0.0 if here or (last and chosen is None) else QUIET
        halves = found.tall * 2 - (found.label == "beside" and found.tall > 1)  # half a row keeps them apart
        heat(cells, x, y, resized(plane, found.wide, halves), "diverging", low, high, quiet=quiet)
    else:
        cells.put(x, y, ink.glyphs.train, ink.accent if here else ink.text)
    if found.label == "none":
        return
    tone, flags = (ink.accent, BOLD) if here else (ink.text, 0)
    text = label(signal, layer, k, answer)
    if found.label == "beside" and len(text) < BESIDE:
        cells.put(x - len(text) - 1, y, text, tone, None, flags)
    elif y > 0:
        text = ((ink.glyphs.pointed if here else "") + text)[: found.wide + (10 if last else 6)]
        end = cells.put(min(x, cells.width - len(text)), y - 1, text, tone, None, flags)
        said = value_of(signal, layer, k)
        value = figure(said, 2) if said is not None else ""
        if value and end + len(value) < min(x + found.wide + 4, cells.width) + 1:
            cells.put(end + 1, y - 1, value, ink.dim)


def _links(cells: Cells, signal: NetworkPicture, found: Layout, chosen: Unit | None) -> None:
    ink = cells.ink
    colours = ramp(ink.diverging)
    raster, least = Raster(cells.width, cells.height), HIDDEN_PLAIN if ink.ansi else HIDDEN
    links = []
    for gap, weights in enumerate(signal.weights):
        biggest = max((abs(w) for row in weights for w in row if abs(w) < 1e300), default=0.0) or 1.0
        for i, row in enumerate(weights):
            for j, weight in enumerate(row):
                ends = found.corners.get((gap, i)), found.corners.get((gap + 1, j))
                size = min(abs(weight) / biggest, 1.0) if isfinite(weight) else 1.0
                few = len(weights) * len(row) <= FEW
                if ends[0] is not None and ends[1] is not None and (size >= least or few):
                    mine = chosen in ((gap, i), (gap + 1, j))
                    links.append((mine, size, weight, ends[0], ends[1]))
    for mine, size, weight, (x0, y0), (x1, y1) in sorted(links, key=lambda item: item[:2]):
        tone = colours[min(31, max(0, int(15.5 + (1 if weight > 0 else -1) * max(size, 0.3) * 15.5)))]
        tone = tone if isfinite(weight) else ink.bad
        raster.tone = tone if mine else mix(tone, ink.bg, 0.3 if chosen is None else 0.6)
        middle = found.tall * 2
        start, end = (x0 + found.wide) * 2 + 1, (x1 - (BESIDE if found.label == "beside" else 0)) * 2 - 2
        raster.line(start, y0 * 4 + middle, end, y1 * 4 + middle, 1 + int(size * 1.9), 0 if weight > 0 else 3)
    raster.paint(cells, 0, 0, ink.dim)


def _values(cells: Cells, signal: NetworkPicture, found: Layout) -> int:
    """Few links carry their weight and, below it, how the last step changed it, where there is room for all of a gap.

    Returns the column after the last one written.
    """
    after = 0
    for gap, weights in enumerate(signal.weights):
        links = [(i, j) for i, row in enumerate(weights) for j in range(len(row))]
        if not 0 < len(links) <= FEW:
            continue
        places = {link: place for link in links if (place := _place(signal, found, gap, *link)) is not None}
        rows = sorted(y for _, y in places.values())
        apart = min((b - a for a, b in pairwise(rows)), default=cells.height)
        if len(places) < len(links) or not apart:
            continue
        for (i, j), (x, y) in places.items():
            _value(cells, x, y, signal.weights[gap][i][j], _change(signal, gap, i, j) if apart > 2 else 0.0)
            after = max(after, x + len(signed(signal.weights[gap][i][j])) + 1)
    return after


def _place(signal: NetworkPicture, found: Layout, gap: int, i: int, j: int) -> tuple[int, int] | None:
    """Where a link's weight is written; None if the gap is too narrow for it."""
    start, end = found.corners.get((gap, i)), found.corners.get((gap + 1, j))
    if start is None or end is None:
        return None
    length = len(signed(signal.weights[gap][i][j]))
    if end[0] - start[0] - found.wide < length + 4:
        return None
    share = 0.38 if len(signal.weights[gap]) > 1 else 0.5
    x = round(start[0] + found.wide + (end[0] - start[0] - found.wide) * share) - length // 2
    return x, round(start[1] + (end[1] - start[1]) * share + found.tall / 2 - 0.5)


def _value(cells: Cells, x: int, y: int, weight: float, change: float) -> None:
    ink = cells.ink
    cells.put(x - 1, y, f" {signed(weight)} ", ink.two if weight > 0 else ink.one, cells.bg, BOLD)
    if change and y + 1 < cells.height:
        cells.put(x - 1, y + 1, f" {signed(change, 3)} ", ink.dim, cells.bg)


def _change(signal: NetworkPicture, gap: int, i: int, j: int) -> float:
    try:
        change = signal.changes[gap][i][j]
    except IndexError:
        return 0.0
    return change if abs(change) >= 0.0005 else 0.0


def _legends(cells: Cells, signal: NetworkPicture, found: Layout) -> None:
    """At the left bottom, where the inputs leave room; at the right bottom what is left out."""
    ink = cells.ink
    bottom = max((y + found.tall for (layer, _), (_, y) in found.corners.items() if layer == 0), default=0)
    if cells.height - bottom >= 7 and found.wide >= 8:
        y = cells.height - 6
        cells.put(0, y, "answer", ink.dim)
        legend(cells, 0, y + 1, found.wide + 3, "diverging", -1, 1, quiet=QUIET)
        cells.put(0, y + 3, "weight", ink.dim)
        cells.spans(0, y + 4, ("━━", ink.two), (" +  ", ink.dim), ("╍╍", ink.one), (" −", ink.dim))
        cells.put(0, y + 5, "thick=large", ink.dim)
    last = len(signal.planes) - 1
    right = max((y + found.tall for (layer, _), (_, y) in found.corners.items() if layer == last), default=0)
    if any(sum(map(len, gap)) > FEW for gap in signal.weights) and cells.height - right >= 6 and cells.width >= 40:
        cells.right(cells.width, cells.height - 2, "links under", ink.faint)
        least = HIDDEN_PLAIN if ink.ansi else HIDDEN
        cells.right(cells.width, cells.height - 1, f"{least:.0%} hidden".replace("%", " %"), ink.faint)
