"""A filter that slides over an image: the window, the products, their sum, and the picture the sums make."""

from dataclasses import dataclass
from math import isfinite

from tuidl.language import tr, trn
from tuidl.signals import Rows, Sliding
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.heat import MINUS, PLUS, SHADES, Map, stops_of
from tuidl.tui.drawing.ink import LEVELS, mix, ramp, readable_on
from tuidl.tui.drawing.legend import legend
from tuidl.tui.drawing.number import figure, precise, signed, told
from tuidl.tui.drawing.slide import (
    Kernel,
    Place,
    Setting,
    Slide,
    chosen,
    covered,
    field,
    first,
    made,
    own,
    part,
    receptive,
    settings,
    way,
)  # fmt: skip

LOWER, RIGHT = "└┘", "┐┘"  # corners of the window
WIDE = 2  # columns of a pixel
NUMBER = 7  # columns of a product
LARGEST = 4  # times that a pixel is drawn larger where there is room
BOTH = 40  # columns from which on input and output stand side by side
TOLD = 10  # rows from which on the settings stand in the panel, not in its frame
Begins = tuple[Place, Place]  # first row and column shown of the picture on the left, and of the output
Ends = tuple[int, int, int, int]  # first row and column, last row and column


@dataclass(frozen=True, slots=True)
class View:
    """Where the pictures lie: columns of each, rows, which pixels the window covers, and what is seen on the left."""

    at: Place
    half: int
    room: int
    products: int  # rows of them
    seen: list[Place]
    left: Rows
    marked: list[Place]  # pixels on the left that the output depends on
    step: int  # pixels on the left from one output to the next
    scale: int  # rows of a pixel; it has WIDE times as many columns
    told: int  # rows of the settings
    parts: int  # rows that say what the channel shown and the others add
    extent: Ends  # of the picture on the left with the padding that windows reach
    begins: Begins

    @property
    def around(self) -> Ends:
        """Of what is marked."""
        return _around(self.marked)


def _around(places: list[Place]) -> Ends:
    rows, columns = [r for r, _ in places], [c for _, c in places]
    return min(rows), min(columns), max(rows), max(columns)


def view(
    width: int, height: int, signal: Sliding, slide: Slide, at: Place, begins: Begins | None = None, still: bool = False
) -> View | None:
    """None where there is nothing to slide over, or no room. ``begins``: where the pictures began when they were drawn
    last; they move no more than the window asks for, and not at all if they are to stand ``still``.
    """
    output = made(signal, slide)
    if not output or not output[0] or width < 4 or height < 1:
        return None
    kernel = chosen(signal, slide)
    size, pixels = len(kernel.rows), signal.pixels[kernel.channel]
    stride = way(signal, slide)[0]
    i, j = min(at[0], len(output) - 1), min(at[1], len(output[0]) - 1)
    seen = covered(signal, slide, (i, j))
    products = size + 1 if height >= size + 9 and width >= size * NUMBER else 0
    whole = slide.whole and bool(signal.image) and bool(signal.image[0])
    told = len(_packed(settings(signal, slide), width)) if height >= TOLD else 0
    parts = 1 if told and len(kernel.channels) > 1 else 0
    half = (width - 3) // 2 if width >= BOTH else width
    room = max(1, height - products - 2 - told - parts)
    shown = signal.image if whole else pixels
    ends = [covered(signal, slide, (0, 0))[0], covered(signal, slide, (len(output) - 1, len(output[0]) - 1))[-1]]
    ends = field(signal, ends) if whole else ends
    extent = _around([*ends, (0, 0), (len(shown) - 1, len(shown[0]) - 1)])
    tall, wide = extent[2] + 1 - extent[0], extent[3] + 1 - extent[1]
    scale = min(LARGEST, room // max(tall, len(output)), half // (WIDE * max(wide, len(output[0]))))
    scale = max(1, scale)
    marked = field(signal, seen) if whole else seen
    fits, beside = (room // scale, half // scale // WIDE), (begins or (None, None))
    return View(
        (i, j),
        half,
        room,
        products,
        seen,
        shown,
        marked,
        stride * (signal.jump if whole else 1),
        scale,
        told,
        parts,
        extent,
        (
            _begin(extent, fits, _around(marked), beside[0], still),
            _begin((0, 0, len(output) - 1, len(output[0]) - 1), fits, (i, j, i, j), beside[1], still),
        ),
    )


def _begin(whole: Ends, room: tuple[int, int], seen: Ends, before: Place | None, still: bool) -> Place:
    """The first row and column shown of what does not all fit: as before, as long as what is to be seen is."""
    found = []
    for axis in (0, 1):
        first, last, low, high, fits = whole[axis], whole[axis + 2], seen[axis], seen[axis + 2], max(room[axis], 1)
        begin = (low + high) // 2 - fits // 2 if before is None or high - low >= fits else before[axis]
        if not still and high - low < fits:
            begin = min(max(begin, high - fits + 1), low)
        found.append(max(min(begin, last - fits + 1), first))
    return found[0], found[1]


def _packed(facts: list[Setting], width: int) -> list[list[Setting]]:
    """The facts in as few lines as hold them; none is parted."""
    lines: list[list[Setting]] = []
    used = width + 1
    for key, fact in facts:
        wide = len(key) + 1 + len(fact)
        if used + 3 + wide > width:
            lines.append([])
            used = -3
        lines[-1].append((key, fact))
        used += 3 + wide
    return lines


def _settings(cells: Cells, below: int, rows: int, facts: list[Setting], keys: bool) -> None:
    """In so many rows above row ``below``; each can be clicked, also while its key cannot be pressed."""
    lines = _packed(facts, cells.width)[:rows]
    for y, line in enumerate(lines, below - len(lines)):
        x = 0
        for i, (key, fact) in enumerate(line):
            x = cells.put(x, y, " · ", cells.ink.faint) if i else x
            cells.touch(x, y, len(key) + 1 + len(fact), key)
            x = cells.spans(x, y, (key, cells.ink.accent if keys else cells.ink.faint, BOLD if keys else 0), " ")
            x = cells.put(x, y, fact, cells.ink.dim)


def place(
    width: int, height: int, signal: Sliding, slide: Slide, at: Place, column: int, row: int,
    begins: Begins | None = None,
) -> Place | None:  # fmt: skip
    """The window for a cell: that of the output there, or the one in whose middle the pixel there lies."""
    seen, output = view(width, height, signal, slide, at, begins, still=True), made(signal, slide)
    if seen is None or not 0 <= row < seen.room:
        return None
    scale = seen.scale
    if column >= seen.half + 3:
        top, left = seen.begins[1]
        found = top + row // scale, left + (column - seen.half - 3) // (WIDE * scale)
        return found if 0 <= found[0] < len(output) and 0 <= found[1] < len(output[0]) else None
    if column >= seen.half // WIDE * WIDE:
        return None
    (top, left), around, (i, j) = seen.begins[0], seen.around, seen.at
    pixel = top + row // scale, left + column // (WIDE * scale)
    if not (seen.extent[0] <= pixel[0] <= seen.extent[2] and seen.extent[1] <= pixel[1] <= seen.extent[3]):
        return None
    middle = (around[0] + around[2]) // 2, (around[1] + around[3]) // 2
    i, j = i + round((pixel[0] - middle[0]) / seen.step), j + round((pixel[1] - middle[1]) / seen.step)
    return min(max(i, 0), len(output) - 1), min(max(j, 0), len(output[0]) - 1)


def sliding(
    cells: Cells, signal: Sliding, slide: Slide, at: Place, keys: bool = False, begins: Begins | None = None,
    still: bool = False,
) -> Begins | None:  # fmt: skip
    """Input and output side by side, the products below where there is room, the sum in the last row. ``keys``: they
    can be pressed now; ``begins`` and ``still``: see ``view``. Where the pictures begin.
    """
    seen, output = view(cells.width, cells.height, signal, slide, at, begins, still), made(signal, slide)
    if seen is None:
        if cells.height:
            cells.put(0, 0, tr("no window fits")[: cells.width], cells.ink.dim)
        return begins
    kernel, (i, j) = chosen(signal, slide), seen.at
    _grid(cells, 0, seen, seen.left, "image", set(seen.marked), seen.extent, seen.begins[0])
    if seen.half < cells.width:
        ends = (0, 0, len(output) - 1, len(output[0]) - 1)
        _grid(cells, seen.half + 3, seen, output, "diverging", {(i, j)}, ends, seen.begins[1])
    tall = seen.extent[2] + 1 - seen.extent[0]
    below = min(seen.room, max(tall, len(output)) * seen.scale)
    if seen.told:
        _legends(cells, below, seen, output)
    if seen.products:
        _products(cells, below + 1, signal.pixels[kernel.channel], kernel.rows, seen.seen)
    last = cells.height - 1
    if seen.told:
        _settings(cells, last - seen.parts, seen.told, settings(signal, slide), keys)
    if seen.parts:
        _parts(cells, last - 1, kernel, part(signal, slide)[i][j], output[i][j])
    top, left = first(signal, slide)
    _sum(cells, kernel, output[i][j], (top + i, left + j))
    return seen.begins


def _legends(cells: Cells, y: int, seen: View, output: Rows) -> None:
    """The range of each picture below it."""
    x, wide = seen.half + 3, min(seen.half, 28)
    legend(cells, 0, y, wide, "image", *_limits(seen.left, "image"), tr("in"))
    if seen.half < cells.width:
        legend(cells, x, y, wide, "diverging", *_limits(output, "diverging"), tr("out"))


def _limits(rows: Rows, kind: Map) -> tuple[float, float]:
    """The ends of a picture's scale: its least and its largest number, or as far to both sides of 0."""
    finite = [v for row in rows for v in row if isfinite(v)]
    if kind == "image":
        return min(finite, default=0.0), max(finite, default=1.0)
    high = max((abs(v) for v in finite), default=0.0) or 1.0
    return -high, high


def _grid(
    cells: Cells, x: int, seen: View, rows: Rows, kind: Map, marked: set[Place], extent: Ends, begin: Place
) -> None:  # fmt: skip
    """Pixels twice as wide as high, those that fit from ``begin`` on. Outside is padding."""
    scale = seen.scale
    across, down = max(1, seen.half // scale // WIDE), max(1, seen.room // scale)
    top, left = begin
    limits, corners = _limits(rows, kind), _corners(marked)
    for r in range(top, min(top + down, extent[2] + 1)):
        for c in range(left, min(left + across, extent[3] + 1)):
            inside = 0 <= r < len(rows) and 0 <= c < len(rows[r])
            value = rows[r][c] if inside else 0.0
            for line in range(scale):
                y = (r - top) * scale + line
                end = line == (scale - 1 if corners.get((r, c), "") in LOWER else 0)
                mark = "" if (r, c) not in marked else corners.get((r, c), "") * end if corners else "[]"
                _pixel(
                    cells, x + (c - left) * WIDE * scale, y, scale, value, limits, kind, mark, (r, c) in marked, inside
                )


def _corners(marked: set[Place]) -> dict[Place, str]:
    """The signs at the four corners of what is marked; none where it is one pixel, or has holes."""
    top, left, bottom, right = _around(list(marked))
    if top == bottom or left == right or len(marked) < (bottom - top + 1) * (right - left + 1):
        return {}
    return {(top, left): "┌", (top, right): "┐", (bottom, left): "└", (bottom, right): "┘"}


def _pixel(
    cells: Cells, x: int, y: int, scale: int, value: float, limits: tuple[float, float], kind: Map, mark: str,
    marked: bool, inside: bool,
) -> None:  # fmt: skip
    """``mark``: what stands over it, in its first or its last column; the rest of it stays to be seen."""
    ink, wide, (low, high) = cells.ink, WIDE * scale, limits
    span = high / 2 - low / 2
    share = (value / 2 - low / 2) / span if span > 0 else 0.0
    level = min(max(int(share * LEVELS), 0), LEVELS - 1) if isfinite(share) else -1
    tone, back = ink.bright, None
    if level < 0:
        body, tone = "×" * wide, ink.bad
    elif not inside:
        body, tone = "·" * wide, ink.line
    elif ink.ansi:
        size, glyphs = share, SHADES
        if kind == "diverging":
            size, negative = abs(2 * share - 1), share < 0.5
            glyphs, tone = (MINUS, ink.diverging[0]) if negative else (PLUS, ink.diverging[-1])
        body = glyphs[min(4, int(size * 5))] * wide
    else:
        body, back = " " * wide, ramp(stops_of(ink, kind))[level]
        back = mix(back, ink.accent, 0.35) if marked else back
        tone = readable_on(back)
    if mark == "[]":
        body = "[" + body[1:-1] + ("]" if wide > WIDE or back else body[-1])
    elif mark:
        body = body[:-1] + mark if mark in RIGHT else mark + body[1:]
    cells.put(x, y, body, tone if back or not marked else ink.accent, back, BOLD if marked else 0)


def _products(cells: Cells, y: int, pixels: Rows, kernel: Rows, seen: list[Place]) -> None:
    """The window times the kernel, number by number, as far as there is room: x · w."""
    ink, size = cells.ink, len(kernel)
    pair = 2 * NUMBER + 1
    both = cells.width >= size * pair
    cells.put(0, y, tr("pixel × weight") if both else tr("weights"), ink.dim)
    for k, (r, c) in enumerate(seen):
        u, v = divmod(k, size)
        inside = 0 <= r < len(pixels) and 0 <= c < len(pixels[r])
        value = pixels[r][c] if inside else 0.0
        weight = kernel[u][v] if v < len(kernel[u]) else 0.0
        tone = ink.two if weight > 0 else ink.one if weight < 0 else ink.faint
        x = v * (pair if both else NUMBER)
        if both:
            x = cells.put(x, y + 1 + u, figure(value).rjust(NUMBER - 2), ink.text if inside else ink.faint)
            x = cells.put(x, y + 1 + u, "×", ink.faint)
        cells.put(x, y + 1 + u, signed(weight, 3 if abs(weight) < 10 else 2).ljust(NUMBER), tone)


def _parts(cells: Cells, y: int, kernel: Kernel, part: float, total: float) -> None:
    """``channel 3 +0.21 + 7 others −0.40``: what the products above add to the sum, and what all the others do."""
    ink, others = cells.ink, len(kernel.channels) - 1
    mine = tr("channel {n} {value}", n=kernel.channel + 1, value=told(part))
    rest = trn("{n} other", "{n} others", others, n=others)
    cells.spans(0, y, (mine, ink.text), (f" + {rest} {told(total - kernel.bias - part)}", ink.dim))


def _sum(cells: Cells, kernel: Kernel, total: float, at: Place) -> None:
    """``Σ x w = 1.23 + b 0.10 = 1.33``."""
    ink, bias = cells.ink, kernel.bias
    products, added, sum_ = (
        f"Σ x·w {told(total - bias)}", f" + b {told(bias)}" if bias else "", f" = {told(total)}",
    )  # fmt: skip
    if len(products + added + sum_) > cells.width:
        products, added, sum_ = "", "", sum_.lstrip()
    x = cells.put(0, cells.height - 1, products, ink.text)
    x = cells.put(x, cells.height - 1, added, ink.dim)
    x = cells.put(x, cells.height - 1, sum_, ink.bright, None, BOLD)
    place = tr("row {row}, column {column}", row=at[0], column=at[1])
    if x + len(place) + 2 <= cells.width:
        cells.right(cells.width, cells.height - 1, place, ink.dim)


def reading(signal: Sliding, slide: Slide, at: Place) -> str:
    """One output, what the channel shown adds to it, and the pixels it sees."""
    output, kernel = made(signal, slide), chosen(signal, slide)
    if not output or at[0] >= len(output) or at[1] >= len(output[at[0]]):
        return ""
    (top, left), side = first(signal, slide), receptive(signal, slide)
    facts = [tr("sees {side}×{side} of the image", side=side)] if side else []
    if not own(signal, slide):
        facts.append(tr("not what the layer does"))
    elif signal.activation not in ("", "linear"):
        facts.append(tr("before {activation}", activation=signal.activation))
    if len(kernel.channels) > 1:
        value = precise(part(signal, slide)[at[0]][at[1]])
        facts.append(tr("channel {n} {value}", n=kernel.channel + 1, value=value))
    value = precise(output[at[0]][at[1]])
    return " · ".join((*facts, tr("out[{row},{column}] {value}", row=at[0] + top, column=at[1] + left, value=value)))
