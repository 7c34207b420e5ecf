"""The kernels of a convolution and what each answers on one example."""

from dataclasses import dataclass

from tuidl.language import later, tr
from tuidl.signals import Field, Filters
from tuidl.tui.drawing.cells import BOLD, UNDERLINE, Cells, look
from tuidl.tui.drawing.field import fitted, grown, whole
from tuidl.tui.drawing.heat import digit_unit, heat, in_digits
from tuidl.tui.drawing.ink import readable_on
from tuidl.tui.drawing.legend import legend
from tuidl.tui.drawing.number import compact, figure, precise

NAME = 9  # columns of a name with its peak, where they stand alone
WHOLE = -1  # no single weight of a filter
Marked = frozenset[int]
At = tuple[int, int]  # a filter, and one of its weights, counted row by row, or WHOLE


@dataclass(frozen=True, slots=True)
class Tiles:
    """How tiles are laid out: how many across, the size of one, of a weight and of a response map, all in cells."""

    across: int
    wide: int
    tall: int
    pixel: tuple[int, int]  # columns and half rows of a weight
    response: int  # widest response map; 0: none
    beside: bool  # the name stands beside the kernel, else under it

    def tile_at(self, cells: Cells, count: int, column: int, row: int) -> int | None:
        """The filter whose tile is there."""
        gap = self.gap(cells)
        k = row // self.tall * self.across + column // (self.wide + gap)
        return k if 0 <= k < count and column // (self.wide + gap) < self.across else None

    def at(self, cells: Cells, signal: Filters, column: int, row: int) -> At | None:
        """The filter whose tile is there, and its weight if one lies there."""
        k = self.tile_at(cells, len(signal.kernels), column, row)
        if k is None:
            return None
        (wide, tall), kernel = self.pixel, signal.kernels[k]
        across, down = column % (self.wide + self.gap(cells)), row % self.tall * 2
        inside = wide and tall and across < kernel.width * wide and down < kernel.height * tall
        return k, (down // tall * kernel.width + across // wide) if inside else WHOLE

    def gap(self, cells: Cells) -> int:
        """Columns between tiles."""
        return (
            max(1, min(6, (cells.width - self.across * self.wide) // max(1, self.across - 1))) if self.across > 1 else 1
        )


def tiles(cells: Cells, signal: Filters, maps_first: bool = False) -> Tiles | None:
    """Kernels with their response maps where both fit above the legend; else the kernels alone, or the maps alone.

    None if not even the smallest fit.
    """
    count = len(signal.kernels)
    if not count or not all(map(whole, signal.kernels)):
        return None
    rows, columns = max(k.height for k in signal.kernels), max(k.width for k in signal.kernels)
    widest = max((f.width for f in signal.responses), default=0)
    maps = [size for size in (28, 26, 24, 20, 17, 16, 14, 13, 12, 10, 8) if size <= max(widest, 8)] if widest else []
    kernel_tall = max(rows, 3)
    large = [
        (
            max(columns * n, widest * scale),
            -(-rows * n // 2) + (widest * scale + 1) // 2 + 2,
            (n, n),
            widest * scale,
            False,
        )
        for n, scale in ((8, 2), (6, 2), (4, 2), (6, 1), (4, 1))
        if widest
    ]
    least = [(columns + 6, max(2, -(-rows // 2)), (1, 1), 0, True)]
    found = [(max(columns * 2 + 6, size), kernel_tall + (size + 1) // 2, (2, 2), size, True) for size in maps]
    half = {n: n - n % 2 if cells.ink.ansi and n > 1 else n for n in (3, 2, 1)}  # signed digits need whole rows
    alone = [(max(columns * n, 8), -(-rows * half[n] // 2) + 2, (n, half[n]), 0, False) for n in half]
    bare = [(size, (size + 1) // 2 + 1, (0, 0), size, False) for size in maps]
    for wide, tall, pixel, response, beside in [
        *large,
        *found,
        *(bare + alone if maps_first else alone + bare),
        *least,
    ]:
        across = min(count, (cells.width + 1) // (wide + 1))
        if across and -(-count // across) * tall <= cells.height - (1 if response else 0):
            return Tiles(-(-count // -(-count // across)), wide, tall, pixel, response, beside)
    return None


def name(k: int) -> str:
    """Filters are called by letters: a, b, ..., z, a2, b2."""
    return "abcdefghijklmnopqrstuvwxyz"[k % 26] + (str(k // 26 + 1) if k >= 26 else "")


def filters(
    cells: Cells,
    signal: Filters,
    marked: Marked = frozenset(),
    cursor: At | None = None,
    maps_first: bool = False,
) -> Tiles | None:
    """One tile a filter: its weights, its name and strongest answer, its response map; one legend for all."""
    found = tiles(cells, signal, maps_first)
    if found is None:
        _names(cells, signal, None if cursor is None else cursor[0])
        return None
    bound = max((max(abs(k.low), abs(k.high)) for k in signal.kernels), default=1.0) or 1.0
    top = max((r.high for r in signal.responses), default=0.0) or 1.0
    gap = found.gap(cells)
    for k, kernel in enumerate(signal.kernels):
        x, y = k % found.across * (found.wide + gap), k // found.across * found.tall
        if found.pixel[0]:
            heat(cells, x, y, kernel, "diverging", -bound, bound, *found.pixel)
        if found.response and k < len(signal.responses):
            response = fitted(signal.responses[k], found.response, found.response)
            response = grown(response, found.response, found.response)
            heat(cells, x, y + _above(kernel, found), response, "sequential", 0.0, top)
        chosen = cursor is not None and k == cursor[0]
        _label(cells, signal, k, x, y, found, k in marked or chosen)
        if chosen and cursor is not None and found.pixel[0] and 0 <= cursor[1] < len(kernel.levels):
            row, column = divmod(cursor[1], kernel.width)
            _pointed(cells, x + column * found.pixel[0], y + row * found.pixel[1] // 2, found.pixel[0])
    _legend(cells, bound, top, found)
    return found


def _pointed(cells: Cells, x: int, y: int, wide: int) -> None:
    """The weight that is read, between brackets on its own colour; with few colours its digit in the accent."""
    for column in range(x, min(x + wide, cells.width)):
        if not 0 <= y < cells.height:
            return
        under = cells.looks[y][column]
        if cells.ink.ansi:
            cells.looks[y][column] = look(cells.ink.accent, cells.bg, BOLD | UNDERLINE)
        else:
            cells.chars[y][column] = "[" if column == x and wide > 1 else "]" if column == x + wide - 1 else " "
            cells.looks[y][column] = look(readable_on(under.fg), under.fg, BOLD)


def _above(kernel: Field, found: Tiles) -> int:
    """Rows of a tile over its response map."""
    if found.beside:
        return max(kernel.height, 3)
    return -(-kernel.height * found.pixel[1] // 2) + 1 if found.pixel[0] else 0


def _label(cells: Cells, signal: Filters, k: int, x: int, y: int, found: Tiles, spoken: bool) -> None:
    ink = cells.ink
    dead = k < len(signal.dead) and signal.dead[k]
    peak = signal.peaks[k] if k < len(signal.peaks) else 0.0
    title = (ink.glyphs.pointed if spoken else "") + name(k)
    tone = ink.accent if spoken else ink.bright
    said = tr("dead {mark}", mark=ink.glyphs.wrong) if dead else "<0.001" if 0 < peak < 1e-3 else figure(peak)[:6]
    if found.beside:
        x += signal.kernels[k].width * found.pixel[0] + 1
        cells.put(x, y, title, tone, None, BOLD)
        if found.response:
            cells.put(x, y + 1, tr("peak"), ink.dim)
        y += 2 if found.response else 1
        cells.put(x, y, f"0  {ink.glyphs.wrong}" if dead else said, ink.warn if dead else ink.text)
    else:
        both = found.response and found.pixel[0]
        y += _above(signal.kernels[k], found) - 1 if both else found.tall - (1 if found.response else 2)
        cells.put(x, y, title, tone, None, BOLD)
        cells.right(x + found.wide, y, said, ink.warn if dead else ink.dim)


def _legend(cells: Cells, bound: float, top: float, found: Tiles) -> None:
    """The scale of the weights at the left, that of the responses at the right; both, however narrow."""
    y, kernels, ink = cells.height - 1, bool(found.pixel[0]), cells.ink
    said = f"{tr('weights')} ±{compact(bound)}"
    ends = f"{tr('response')} 0…{compact(top)}" if found.response else ""
    half = cells.width
    if ends and kernels:  # both have a bar of at least two columns, if they can
        needed = len(tr("weights")) + len(compact(-bound)) + len(compact(bound)) + 6
        half = max(cells.width // 2, min(needed, cells.width - len(ends) - 4))
    x = 0
    if kernels and in_digits(ink, *found.pixel):
        x = cells.put(0, y, tr("weights {unit}", unit=digit_unit(bound)[1])[:half], ink.dim)
    elif kernels:
        x = legend(cells, 0, y, min(half, 30), "diverging", -bound, bound, tr("weights"))
        x = x or cells.put(0, y, said, ink.dim)
    if found.response and top < 1e-9:
        cells.right(cells.width, y, tr("no response anywhere")[: max(cells.width - x - 1, 0)], ink.dim)
    elif found.response:
        wide = min(cells.width - x - (1 if kernels else 0), 26)
        if legend(cells, cells.width - wide, y, wide, "sequential", 0.0, top, tr("response")) <= cells.width - wide:
            cells.right(cells.width, y, ends[: max(cells.width - x - 1, 0)], ink.dim)
    if not (kernels and found.response) and cells.width >= 44:
        cells.right(cells.width, y, tr("number = peak"), ink.dim)


def _names(cells: Cells, signal: Filters, cursor: int | None) -> None:
    """No room for pictures: names and peaks."""
    for k, peak in enumerate(signal.peaks):
        columns, tone = max(1, cells.width // NAME), cells.ink.accent if k == cursor else cells.ink.bright
        cells.spans(k % columns * NAME, k // columns, (f"{name(k)} ", tone), (figure(peak), cells.ink.dim))


def name_at(width: int, height: int, count: int, column: int, row: int) -> int | None:
    """The filter whose name is in a cell, where there is no room for pictures."""
    columns = max(1, width // NAME)
    k = row * columns + min(column // NAME, columns - 1)
    return k if 0 <= k < count and row < height else None


def reading(signal: Filters, k: int, weight: int = WHOLE) -> str:
    """What is known of one filter, or of one of its weights, counted row by row."""
    if weight != WHOLE and k < len(signal.kernels) and weight < len(signal.kernels[k].levels):
        kernel = signal.kernels[k]
        row, column = divmod(weight, kernel.width)
        facts = [tr("{name}, row {row}, column {column}", name=name(k), row=row + 1, column=column + 1)]
        if signal.channels > 1 and signal.channel < 0:
            facts.append(tr("mean of {channels} channels", channels=signal.channels))
        elif signal.channels > 1:
            facts.append(tr("channel {n} of {all}", n=signal.channel + 1, all=signal.channels))
        return " · ".join((*facts, tr("weight {value}", value=precise(kernel.value(row, column)))))
    peak = signal.peaks[k] if k < len(signal.peaks) else 0.0
    told = later("filter {name} · peak {peak}")
    if k < len(signal.dead) and signal.dead[k]:
        told = later("filter {name} · answers to nothing · peak {peak}")
    return tr(told, name=name(k), peak=figure(peak))
