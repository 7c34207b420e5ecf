"""The network: each unit's answer over the plane, links as thick as their weights, solid for plus, dashed for minus."""

from dataclasses import dataclass
from math import isfinite

from tuidl.signals import NetworkPicture
from tuidl.tui.drawing.braille import Raster
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.field import resized, whole
from tuidl.tui.drawing.heat import heat
from tuidl.tui.drawing.ink import mix, ramp
from tuidl.tui.drawing.legend import legend
from tuidl.tui.drawing.number import signed

HIDDEN, HIDDEN_PLAIN = 0.2, 0.4  # links under this share of the largest are left out; with 16 colours
QUIET = 0.38
FEW = 4  # so many links of a gap carry their numbers
Unit = tuple[int, int]  # layer, unit


@dataclass(frozen=True, slots=True)
class Layout:
    """Size of a unit's picture in cells, and the left top corner of each."""

    wide: int
    tall: int
    corners: dict[Unit, tuple[int, int]]

    def unit_at(self, column: int, row: int) -> Unit | None:
        """The unit whose picture or label is there."""
        for unit, (x, y) in self.corners.items():
            if x <= column < x + self.wide and y - 1 <= row < y + self.tall:
                return unit
        return None


def layout(cells: Cells, signal: NetworkPicture) -> Layout:
    """The largest pictures for which every column of units fits, a label above each; ends stand in the middle."""
    layers = [len(planes) for planes in signal.planes]
    most, count = max(layers, default=0), len(layers)
    if not most:
        return Layout(0, 0, {})
    sizes = [
        tall
        for tall in (7, 6, 5, 4, 3, 2, 1)
        if most * (tall + 1) <= cells.height and count * tall * 2 <= cells.width * 0.66
    ]
    tall = min(sizes[0], 5 if most > 2 else 7) if sizes else 0
    if tall < 1:
        return Layout(0, 0, {})
    wide, corners = tall * 2, {}
    free = cells.width - count * wide
    shares = {4: (0.28, 0.72), 5: (0.2, 0.5, 0.8)}.get(count, [i / max(1, count - 1) for i in range(1, count - 1)])
    lefts = [0, *(int(free * s) + wide * i for i, s in enumerate(shares, 1)), free + wide * (count - 1)][:count]
    for layer, units in enumerate(layers):
        pitch = (
            min(cells.height / max(1, units), (tall + 1) * 2) if units < most else max(tall + 1, cells.height // most)
        )
        used = pitch * (units - 1) + tall + 1
        top = (cells.height - used) / 2 if units < most else (cells.height - used) // 2
        for k in range(units):
            corners[layer, k] = (lefts[layer], max(1, int(top + pitch * k) + 1))
    return Layout(wide, tall, corners)


def label(signal: NetworkPicture, layer: int, unit: int) -> str:
    """``x1`` for inputs, ``a1``, ``b1`` for hidden units, the answer's name for the last."""
    if layer == 0:
        return signal.units[unit] if unit < len(signal.units) else f"x{unit + 1}"
    if layer == len(signal.planes) - 1:
        name = signal.names[layer] if layer < len(signal.names) else "out"
        return name if len(signal.planes[layer]) == 1 else f"{name[:4]}{unit + 1}"
    return f"{'abcdefghijklmnopqrstuvw'[(layer - 1) % 23]}{unit + 1}"


def network(cells: Cells, signal: NetworkPicture, chosen: Unit | None = None, marked: Unit | None = None) -> Layout:
    """Draw it; ``chosen``: the unit under the cursor, whose links stand out. Returns where the pictures are."""
    found = layout(cells, signal)
    if not found.corners:
        return found
    _links(cells, signal, found, chosen)
    ink, last = cells.ink, len(signal.planes) - 1
    for (layer, k), (x, y) in found.corners.items():
        plane = signal.planes[layer][k]
        strong = (layer, k) == chosen or (layer == last and chosen is None)
        if whole(plane):
            bound = max(abs(plane.low), abs(plane.high)) or 1.0
            low, high = (0.0, 1.0) if plane.low >= 0 and layer == last and plane.high <= 1 else (-bound, bound)
            picture = resized(plane, found.wide, found.tall * 2)
            heat(cells, x, y, picture, "diverging", low, high, quiet=0.0 if strong else QUIET)
        here = (layer, k) in (chosen, marked)
        text = (ink.glyphs.pointed if here else "") + label(signal, layer, k)
        text = text[: found.wide + 6]
        start = min(x, cells.width - len(text))
        cells.put(start, y - 1, text, ink.accent if here else ink.text, None, BOLD if here else 0)
    for layer, size in enumerate(signal.sizes[: len(signal.planes)]):
        shown = len(signal.planes[layer])
        if size > shown > 0:
            x, y = found.corners[layer, shown - 1]
            cells.put(x, min(y + found.tall, cells.height - 1), f"+ {size - shown} more", ink.faint)
    _weights(cells, signal, found, chosen)
    _legends(cells, signal, found)
    return found


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
        start, end = (x0 + found.wide) * 2 + 1, x1 * 2 - 2
        raster.line(start, y0 * 4 + middle, end, y1 * 4 + middle, 1 + int(size * 1.9), 0 if weight > 0 else 3)
    raster.paint(cells, 0, 0, ink.dim)
    for gap, weights in enumerate(signal.weights):
        if sum(map(len, weights)) <= FEW:
            _values(cells, signal, found, gap)


def _values(cells: Cells, signal: NetworkPicture, found: Layout, gap: int) -> None:
    """Few links carry their weight and, beside it, how the last step changed it."""
    ink = cells.ink
    for i, row in enumerate(signal.weights[gap]):
        for j, weight in enumerate(row):
            start, end = found.corners.get((gap, i)), found.corners.get((gap + 1, j))
            if start is None or end is None:
                continue
            text = signed(weight)
            share = 0.38 if len(signal.weights[gap]) > 1 else 0.5
            x = round(start[0] + found.wide + (end[0] - start[0] - found.wide) * share) - len(text) // 2
            y = round(start[1] + (end[1] - start[1]) * share + found.tall / 2 - 0.5)
            if end[0] - start[0] - found.wide < len(text) + 4:
                continue
            cells.put(x - 1, y, f" {text} ", ink.two if weight > 0 else ink.one, cells.bg, BOLD)
            change = _change(signal, gap, i, j)
            if change and y + 1 < cells.height:
                cells.put(x - 1, y + 1, f" {signed(change, 3)} ", ink.dim, cells.bg)


def _change(signal: NetworkPicture, gap: int, i: int, j: int) -> float:
    try:
        change = signal.changes[gap][i][j]
    except IndexError:
        return 0.0
    return change if abs(change) >= 0.0005 else 0.0


def _weights(cells: Cells, signal: NetworkPicture, found: Layout, chosen: Unit | None) -> None:
    """Under the last unit: the weights that lead into the chosen unit, or into the answer."""
    last = len(signal.planes) - 1
    layer, unit = chosen if chosen is not None and chosen[0] > 0 else (last, 0)
    if last < 1 or len(signal.planes[last]) != 1 or layer - 1 >= len(signal.weights):
        return
    ink, (x, y) = cells.ink, found.corners[last, 0]
    y += found.tall + 2
    rows = signal.weights[layer - 1] if sum(map(len, signal.weights[layer - 1])) > FEW else ()
    room = min(len(rows), cells.height - y - 4)
    wide = max(found.wide, 10)
    x = min(x, cells.width - wide)
    if room < min(len(rows), 3) or cells.width - x < 9 or y + 1 >= cells.height:
        return
    if rows:
        cells.put(x, y, "weights" if layer == last else f"into {label(signal, layer, unit)}", ink.dim)
    values = [row[unit] if unit < len(row) else float("nan") for row in rows]
    loudest = max(range(len(values)), key=lambda k: abs(values[k]) if values[k] == values[k] else -1.0, default=0)
    for k, value in enumerate(values[:room]):
        loud = k == loudest
        cells.put(x, y + 1 + k, label(signal, layer - 1, k)[: wide - 7], ink.text, None, BOLD if loud else 0)
        cells.right(x + wide, y + 1 + k, signed(value), ink.bright if loud else ink.text, None, BOLD if loud else 0)
    if layer - 1 < len(signal.biases) and unit < len(signal.biases[layer - 1]):
        bias = signal.biases[layer - 1][unit]
        cells.put(x, y + 1 + room, "bias", ink.dim)
        cells.right(x + wide, y + 1 + room, signed(bias), ink.text)


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
