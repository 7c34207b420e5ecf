"""The network: each unit's answer over the plane, links as thick as their weights, solid for plus, dashed for minus."""

from itertools import pairwise

from tuidl.language import tr
from tuidl.signals import NetworkPicture
from tuidl.tui.drawing.account import FEW, account
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.field import resized, whole
from tuidl.tui.drawing.heat import heat
from tuidl.tui.drawing.layout import BESIDE, Layout, Unit, label, layout, value_of
from tuidl.tui.drawing.legend import legend
from tuidl.tui.drawing.links import HIDDEN, HIDDEN_PLAIN, Link, links, middle
from tuidl.tui.drawing.number import figure, signed

QUIET = 0.38
VALUE = 7  # columns of a weight on a link, or of its last change, with the blank after it


def network(
    cells: Cells, signal: NetworkPicture, chosen: Unit | None = None, answer: str = "", link: Link | None = None
) -> Layout:
    """Draw it; ``chosen``: the unit under the cursor, whose links stand out; ``answer``: what the only output says;
    ``link``: the one under the cursor, which carries its weight.

    Returns where the pictures are.
    """
    found = layout(cells, signal)
    if not found.corners:
        return found
    if chosen not in found.corners:
        chosen = None
    links(cells, signal, found, chosen, link)
    written, spelt = _values(cells, signal, found, answer, link)
    for unit in found.corners:
        _unit(cells, signal, found, unit, chosen, answer)
    for layer, size in enumerate(signal.sizes[: len(signal.planes)]):
        shown = sum(1 for at, _ in found.corners if at == layer)
        if size > shown > 0:
            x, y = found.corners[layer, shown - 1]
            lefts = sorted({left for left, _ in found.corners.values()})
            after = next((left for left in lefts if left > x), cells.width)
            text = next((t for t in (tr("+ {n} more", n=size - shown), f"+{size - shown}") if x + len(t) < after), "")
            cells.put(x, min(y + found.tall, cells.height - 1), text, cells.ink.faint)
    if link is not None and link not in spelt:
        _chosen(cells, signal, found, link)
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
    left, row, text = _label(signal, found, unit, answer, ink.glyphs.pointed if here else "", cells.width)
    said = value_of(signal, layer, k) if row < y else None
    value = figure(said, 2) if said is not None else ""
    if value and last and len(planes) > 1:  # no weights stand on links there that it could meet
        left = min(left, cells.width - len(text) - 1 - len(value))
    end = cells.put(left, row, text, tone, None, flags)
    if value and end + len(value) < min(x + found.wide + 4, cells.width) + 1:
        cells.put(end + 1, y - 1, value, ink.dim)


def _label(
    signal: NetworkPicture, found: Layout, unit: Unit, answer: str, mark: str, width: int
) -> tuple[int, int, str]:
    """Column and row of a unit's name, and the name; an empty one where there is no room."""
    (layer, k), (x, y) = unit, found.corners[unit]
    text = label(signal, layer, k, answer)
    if found.label == "none":
        return x, y, ""
    if found.label == "beside" and len(text) < BESIDE:
        return x - len(text) - 1, y, text
    text = (mark + text)[: found.wide + (10 if layer == len(signal.planes) - 1 else 6)]
    return min(x, width - len(text)), y - 1, text if y > 0 else ""


def _values(
    cells: Cells, signal: NetworkPicture, found: Layout, answer: str, chosen: Link | None
) -> tuple[int, set[Link]]:
    """Few links carry their weight and, below it, how the last step changed it, where there is room for all of a gap.

    Returns the column after the last one written, and whose weights are.
    """
    spelt: set[Link] = set()
    after, labels = 0, [_label(signal, found, unit, answer, ">", cells.width) for unit in found.corners]
    for gap, weights in enumerate(signal.weights):
        links = [(i, j) for i, row in enumerate(weights) for j in range(len(row))]
        if not 0 < len(links) <= FEW:
            continue
        places = {link: place for link in links if (place := _place(signal, found, gap, *link)) is not None}
        rows = sorted(y for _, y in places.values())
        apart = min((b - a for a, b in pairwise(rows)), default=cells.height)
        if len(places) < len(links) or not apart or any(_meets(labels, *place) for place in places.values()):
            continue
        below = apart > 2 and not any(_meets(labels, x, y + 1) for x, y in places.values())
        for (i, j), (x, y) in places.items():
            _value(cells, x, y, signal.weights[gap][i][j], _change(signal, gap, i, j) if below else 0.0)
            if (gap, i, j) == chosen:
                cells.put(x, y, signed(signal.weights[gap][i][j]), cells.ink.accent, cells.bg, BOLD)
            spelt.add((gap, i, j))
            after = max(after, x + len(signed(signal.weights[gap][i][j])) + 1)
    return after, spelt


def _chosen(cells: Cells, signal: NetworkPicture, found: Layout, link: Link) -> None:
    """The weight of the link under the cursor, on the link."""
    place = middle(signal, found, link)
    if place is not None:
        text = f" {signed(signal.weights[link[0]][link[1]][link[2]])} "
        cells.put(max(0, place[0] - len(text) // 2), place[1], text, cells.ink.accent, cells.bg, BOLD)


def _meets(labels: list[tuple[int, int, str]], x: int, y: int) -> bool:
    """Whether a weight written there would touch a unit's name."""
    return any(row == y and text and left <= x + VALUE and x <= left + len(text) for left, row, text in labels)


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
        cells.put(0, y, tr("answer"), ink.dim)
        legend(cells, 0, y + 1, found.wide + 3, "diverging", -1, 1, quiet=QUIET)
        cells.put(0, y + 3, tr("weight"), ink.dim)
        cells.spans(0, y + 4, ("━━", ink.two), (" +  ", ink.dim), ("╍╍", ink.one), (" −", ink.dim))
        cells.put(0, y + 5, tr("thick=large"), ink.dim)
    last = len(signal.planes) - 1
    right = max((y + found.tall for (layer, _), (_, y) in found.corners.items() if layer == last), default=0)
    if any(sum(map(len, gap)) > FEW for gap in signal.weights) and cells.height - right >= 6 and cells.width >= 40:
        cells.right(cells.width, cells.height - 2, tr("links under"), ink.faint)
        least = HIDDEN_PLAIN if ink.ansi else HIDDEN
        cells.right(cells.width, cells.height - 1, tr("{share:.0%} hidden", share=least).replace("%", " %"), ink.faint)
