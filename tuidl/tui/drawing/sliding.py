"""A filter that slides over an image: the window, the products, their sum, and the picture the sums make."""

from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from tuidl.language import tr
from tuidl.signals import Rows, Sliding
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.heat import MINUS, PLUS, SHADES, Map, stops_of
from tuidl.tui.drawing.ink import LEVELS, mix, ramp, readable_on
from tuidl.tui.drawing.number import figure, precise, signed

KNOWN: dict[str, Rows] = {  # kernels made by hand
    "Sobel, upright edges": ((-1.0, 0.0, 1.0), (-2.0, 0.0, 2.0), (-1.0, 0.0, 1.0)),
    "Sobel, flat edges": ((-1.0, -2.0, -1.0), (0.0, 0.0, 0.0), (1.0, 2.0, 1.0)),
    "blur": ((1 / 9,) * 3,) * 3,
    "sharpen": ((0.0, -1.0, 0.0), (-1.0, 5.0, -1.0), (0.0, -1.0, 0.0)),
}
WIDE = 2  # columns of a pixel
NUMBER = 7  # columns of a product
LARGEST = 4  # times that a pixel is drawn larger where there is room
TOLD = 10  # rows from which on the settings stand in the panel, not in its frame
Place = tuple[int, int]
Setting = tuple[str, str]  # a key, and what it changes as that is now


@dataclass(frozen=True, slots=True)
class Slide:
    """How the filter slides: the layer's own way unless the learner chose another."""

    kernel: int = 0  # of the layer's filters, then of the known ones
    stride: int = 0  # 0: the layer's own
    padding: str = ""
    dilation: int = 0
    whole: bool = False  # the network's image instead of the layer's input


def chosen(signal: Sliding, slide: Slide) -> tuple[str, Rows, float]:
    """Name, weights and bias of the kernel."""
    count = len(signal.kernels)
    k = slide.kernel % max(1, count + len(KNOWN))
    if k < count:
        return (
            tr("filter {n} of {all}", n=k + 1, all=count),
            signal.kernels[k],
            signal.biases[k] if k < len(signal.biases) else 0.0,
        )
    name = list(KNOWN)[k - count]
    return name, KNOWN[name], 0.0


def way(signal: Sliding, slide: Slide) -> tuple[int, str, int]:
    """Stride, padding and dilation."""
    stride, dilation = slide.stride or signal.stride, slide.dilation or signal.dilation
    return max(1, stride), slide.padding or signal.padding, max(1, dilation)


def windows(size: int, kernel: int, stride: int, padding: str, dilation: int) -> tuple[int, int]:
    """How many windows lie along a side, and how far before the image the first begins."""
    span = (kernel - 1) * dilation + 1
    if padding == "same":
        many = -(-size // stride)
        return many, max(0, (many - 1) * stride + span - size) // 2
    around = int(padding) if padding.isdigit() else 0
    return max(0, (size + 2 * around - span) // stride + 1), around


@lru_cache(64)
def responses(pixels: Rows, kernel: Rows, bias: float, stride: int, padding: str, dilation: int) -> Rows:
    """y[i, j] = Σ x[i·stride − top + u·dilation, j·stride − left + v·dilation] w[u, v] + b."""
    height, width = len(pixels), min(map(len, pixels), default=0)
    if not width or not kernel or any(len(row) != len(kernel) for row in kernel):
        return ()
    down, top = windows(height, len(kernel), stride, padding, dilation)
    across, left = windows(width, len(kernel), stride, padding, dilation)
    taps = [(u * dilation - top, v * dilation - left, w) for u, row in enumerate(kernel) for v, w in enumerate(row)]
    return tuple(
        tuple(
            bias
            + sum(
                pixels[i * stride + u][j * stride + v] * w
                for u, v, w in taps
                if 0 <= i * stride + u < height and 0 <= j * stride + v < width
            )
            for j in range(across)
        )
        for i in range(down)
    )


def made(signal: Sliding, slide: Slide) -> Rows:
    """The picture that the sums make."""
    _, kernel, bias = chosen(signal, slide)
    return responses(signal.pixels, kernel, bias, *way(signal, slide))


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

    @property
    def around(self) -> tuple[int, int, int, int]:
        """First row and column of what is marked, last row and column."""
        rows, columns = [r for r, _ in self.marked], [c for _, c in self.marked]
        return min(rows), min(columns), max(rows), max(columns)


def view(width: int, height: int, signal: Sliding, slide: Slide, at: Place) -> View | None:
    """None where there is nothing to slide over, or no room."""
    output = made(signal, slide)
    if not signal.pixels or not output or not output[0] or width < 4 or height < 1:
        return None
    size = len(chosen(signal, slide)[1])
    stride, padding, dilation = way(signal, slide)
    i, j = min(at[0], len(output) - 1), min(at[1], len(output[0]) - 1)
    _, top = windows(len(signal.pixels), size, stride, padding, dilation)
    _, left = windows(len(signal.pixels[0]), size, stride, padding, dilation)
    seen = [
        (i * stride - top + u * dilation, j * stride - left + v * dilation) for u in range(size) for v in range(size)
    ]
    products = size + 1 if height >= size + 9 and width >= size * NUMBER else 0
    whole = slide.whole and bool(signal.image) and bool(signal.image[0])
    told = len(_packed(settings(signal, slide), width, True)) if height >= TOLD else 0
    half, room = (width - 3) // 2 if width >= 40 else width, max(1, height - products - 2 - told)
    shown = signal.image if whole else signal.pixels
    last = len(output) - 1, len(output[0]) - 1
    ends = [(r * stride - top + u * dilation, c * stride - left + v * dilation)
            for (r, c), (u, v) in (((0, 0), (0, 0)), (last, (size - 1, size - 1)))]  # fmt: skip
    ends = field(signal, ends) if whole else ends
    tall, wide = (
        max(reach, max(end[axis] for end in ends) + 1) - min(0, *(end[axis] for end in ends))
        for axis, reach in enumerate((len(shown), len(shown[0])))
    )
    scale = min(LARGEST, room // max(tall, len(output)), half // (WIDE * max(wide, len(output[0]))))
    return View(
        (i, j),
        half,
        room,
        products,
        seen,
        shown,
        field(signal, seen) if whole else seen,
        stride * (signal.jump if whole else 1),
        max(1, scale),
        told,
    )


def settings(signal: Sliding, slide: Slide) -> list[Setting]:
    """Which filter slides, and how, each with the key that changes it."""
    stride, padding, dilation = way(signal, slide)
    facts = [
        ("k", chosen(signal, slide)[0]),
        ("z", tr("stride {stride}", stride=stride)),
        ("o", tr("padding {padding}", padding=padding)),
        ("i", tr("dilation {dilation}", dilation=dilation)),
    ]
    if signal.channels > 1:
        facts.append(("c", tr("channel {n} of {all}", n=signal.channel + 1, all=signal.channels)))
    if signal.image:
        facts.append(("v", tr("layer's input") if slide.whole else tr("image")))
    return facts


def _packed(facts: list[Setting], width: int, keys: bool) -> list[list[Setting]]:
    """The facts in as few lines as hold them; none is parted."""
    lines: list[list[Setting]] = []
    used = width + 1
    for key, fact in facts:
        wide = len(fact) + (len(key) + 1 if keys else 0)
        if used + 3 + wide > width:
            lines.append([])
            used = -3
        lines[-1].append((key, fact))
        used += 3 + wide
    return lines


def _settings(cells: Cells, rows: int, facts: list[Setting], keys: bool) -> None:
    """In the rows above the sum."""
    facts = facts if keys else [(key, fact) for key, fact in facts if key != "v"]  # it only says what its key does
    lines = _packed(facts, cells.width, keys)[:rows]
    for y, line in enumerate(lines, cells.height - 1 - len(lines)):
        x = 0
        for i, (key, fact) in enumerate(line):
            x = cells.put(x, y, " · ", cells.ink.faint) if i else x
            x = cells.spans(x, y, (key, cells.ink.accent, BOLD), " ") if keys else x
            x = cells.put(x, y, fact, cells.ink.dim)


def field(signal: Sliding, seen: list[Place]) -> list[Place]:
    """The receptive field: the pixels of the image that a window depends on."""
    corners = [(signal.corner[0] + r * signal.jump, signal.corner[1] + c * signal.jump) for r, c in seen]
    side = range(signal.depends)
    return sorted({(top + u, left + v) for top, left in corners for u in side for v in side})


def place(width: int, height: int, signal: Sliding, slide: Slide, at: Place, column: int, row: int) -> Place | None:
    """The window for a cell: that of the output there, or the one in whose middle the pixel there lies."""
    seen, output = view(width, height, signal, slide, at), made(signal, slide)
    if seen is None or not 0 <= row < seen.room:
        return None
    scale = seen.scale
    if column >= seen.half + 3:
        top, left = _begins(seen.half // scale, seen.room // scale, output, (*seen.at, *seen.at))
        found = top + row // scale, left + (column - seen.half - 3) // (WIDE * scale)
        return found if 0 <= found[0] < len(output) and 0 <= found[1] < len(output[0]) else None
    if column >= seen.half // WIDE * WIDE:
        return None
    top, left = _begins(seen.half // scale, seen.room // scale, seen.left, seen.around)
    first, (i, j) = seen.around, seen.at
    middle = (first[0] + first[2]) // 2, (first[1] + first[3]) // 2
    rows, columns = top + row // scale - middle[0], left + column // (WIDE * scale) - middle[1]
    i, j = i + round(rows / seen.step), j + round(columns / seen.step)
    return min(max(i, 0), len(output) - 1), min(max(j, 0), len(output[0]) - 1)


def sliding(cells: Cells, signal: Sliding, slide: Slide, at: Place, keys: bool = False) -> None:
    """Input and output side by side, the products below where there is room, the sum in the last row. ``keys``: they
    can be pressed now.
    """
    seen, output = view(cells.width, cells.height, signal, slide, at), made(signal, slide)
    if seen is None:
        if cells.height:
            cells.put(0, 0, tr("no window fits")[: cells.width], cells.ink.dim)
        return
    _, kernel, bias = chosen(signal, slide)
    i, j = seen.at
    _grid(cells, 0, seen, seen.left, "image", set(seen.marked), seen.around)
    if seen.half < cells.width:
        _grid(cells, seen.half + 3, seen, output, "diverging", {(i, j)}, (i, j, i, j))
    if seen.products:
        below = max(len(seen.left), seen.around[2] + 1) - min(seen.around[0], 0)
        _products(cells, min(seen.room, max(below, len(output)) * seen.scale) + 1, signal.pixels, kernel, seen.seen)
    if seen.told:
        _settings(cells, seen.told, settings(signal, slide), keys)
    _sum(cells, bias, output[i][j], (i, j))


def _grid(
    cells: Cells, x: int, seen: View, rows: Rows, kind: Map, marked: set[Place], around: tuple[int, int, int, int]
) -> None:  # fmt: skip
    """Pixels twice as wide as high; where they do not all fit, the part about the window. Outside is padding."""
    scale = seen.scale
    width, height = seen.half // scale, seen.room // scale
    across, down = max(1, width // WIDE), max(1, height)
    last_row, last_column = max(around[2], len(rows) - 1), max(around[3], len(rows[0]) - 1)
    top, left = _begins(width, height, rows, around)
    finite = [v for row in rows for v in row if isfinite(v)]
    low, high = (min(finite, default=0.0), max(finite, default=1.0)) if kind == "image" else (0.0, 0.0)
    if kind == "diverging":
        high = max((abs(v) for v in finite), default=0.0) or 1.0
        low = -high
    for r in range(top, min(top + down, last_row + 1)):
        for c in range(left, min(left + across, last_column + 1)):
            inside = 0 <= r < len(rows) and 0 <= c < len(rows[r])
            value = rows[r][c] if inside else 0.0
            for line in range(scale):
                y = (r - top) * scale + line
                _pixel(cells, x + (c - left) * WIDE * scale, y, scale, value, low, high, kind, (r, c) in marked, inside)


def _begins(width: int, height: int, rows: Rows, around: tuple[int, int, int, int]) -> Place:
    """The first row and column shown, so that the window is on the screen."""
    last_row, last_column = max(around[2], len(rows) - 1), max(around[3], len(rows[0]) - 1)
    return (
        _begin(min(around[0], 0), last_row, max(1, height), (around[0] + around[2]) // 2),
        _begin(min(around[1], 0), last_column, max(1, width // WIDE), (around[1] + around[3]) // 2),
    )


def _begin(first: int, last: int, room: int, middle: int) -> int:
    """The first place shown, so that the middle is on the screen."""
    return first if last - first < room else min(max(middle - room // 2, first), last - room + 1)


def _pixel(
    cells: Cells, x: int, y: int, scale: int, value: float, low: float, high: float, kind: Map, marked: bool,
    inside: bool,
) -> None:  # fmt: skip
    ink, wide = cells.ink, WIDE * scale
    span = high / 2 - low / 2
    share = (value / 2 - low / 2) / span if span > 0 else 0.0
    level = min(max(int(share * LEVELS), 0), LEVELS - 1) if isfinite(share) else -1
    brackets = f"[{' ' * (wide - 2)}]" if marked else ""
    if level < 0:
        cells.put(x, y, brackets or "×" * wide, ink.accent if marked else ink.bad)
    elif not inside:
        cells.put(x, y, brackets or "·" * wide, ink.accent if marked else ink.line)
    elif ink.ansi:
        size = abs(2 * share - 1) if kind == "diverging" else share
        glyphs = MINUS if kind == "diverging" and share < 0.5 else PLUS if kind == "diverging" else SHADES
        glyph = glyphs[min(4, int(size * 5))]
        cells.put(x, y, brackets or glyph * wide, ink.accent if marked else ink.bright, None, BOLD if marked else 0)
    else:
        back = ramp(stops_of(ink, kind))[level]
        back = mix(back, ink.accent, 0.35) if marked else back
        cells.put(x, y, brackets or " " * wide, readable_on(back), back, BOLD if marked else 0)


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
        cells.put(x, y + 1 + u, signed(weight).ljust(NUMBER), tone)


def _sum(cells: Cells, bias: float, total: float, at: Place) -> None:
    """``Σ x w = 1.23 + b 0.10 = 1.33``."""
    ink = cells.ink
    products, added, sum_ = (
        f"Σ x·w {signed(total - bias, 3)}", f" + b {signed(bias, 3)}" if bias else "", f" = {signed(total, 3)}",
    )  # fmt: skip
    if len(products + added + sum_) > cells.width:
        products, added, sum_ = "", "", sum_.lstrip()
    x = cells.put(0, cells.height - 1, products, ink.text)
    x = cells.put(x, cells.height - 1, added, ink.dim)
    x = cells.put(x, cells.height - 1, sum_, ink.bright, None, BOLD)
    place = tr("row {row}, column {column}", row=at[0], column=at[1])
    if x + len(place) + 2 <= cells.width:
        cells.right(cells.width, cells.height - 1, place, ink.dim)


def receptive(signal: Sliding, slide: Slide) -> int:
    """Pixels of the image, along each side, that one output depends on."""
    return signal.receptive(len(chosen(signal, slide)[1]), way(signal, slide)[2])


def reading(signal: Sliding, slide: Slide, at: Place) -> str:
    """One output and the pixels it sees."""
    output = made(signal, slide)
    if not output or at[0] >= len(output) or at[1] >= len(output[at[0]]):
        return ""
    value, side = output[at[0]][at[1]], receptive(signal, slide)
    told = tr("out[{row},{column}] {value}", row=at[0], column=at[1], value=precise(value))
    return tr("sees {side}×{side} of the image · {told}", side=side, told=told) if side else told
