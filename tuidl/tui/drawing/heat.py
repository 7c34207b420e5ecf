"""Maps of colour: a field as half-blocks; without colours as greys, shades or signed digits."""

from typing import Literal

from tuidl.language import tr
from tuidl.signals import Field
from tuidl.tui.drawing.cells import BOLD, Cells, Look, look
from tuidl.tui.drawing.field import HOLE, quantised, whole
from tuidl.tui.drawing.ink import LEVELS, Ink, Stops, ramp, readable_on
from tuidl.tui.drawing.number import signed

Map = Literal["diverging", "sequential", "image"]
PLUS, MINUS = " ·░▒▓", " ·-=≡"  # one column a value, with a sign: ink by size, other glyphs below zero
SHADES = " ░▒▓█"  # no colours: half-blocks would be stripes


def stops_of(ink: Ink, kind: Map, quiet: float = 0.0) -> Stops:
    """The colours of a map; ``quiet``: the share of the background mixed in."""
    stops = {"diverging": ink.diverging, "sequential": ink.sequential, "image": ink.image}[kind]
    return ink.quiet(stops, quiet) if quiet else stops


def in_digits(ink: Ink, wide: int, tall: int) -> bool:
    """Whether the values of a signed map of that scale are written as digits: with few colours, in whole rows."""
    return ink.ansi and wide > 1 and tall > 1 and tall % 2 == 0


def heat(
    cells: Cells,
    x: int,
    y: int,
    field: Field,
    kind: Map,
    low: float | None = None,
    high: float | None = None,
    wide: int = 1,
    tall: int = 1,
    quiet: float = 0.0,
) -> None:
    """Each value ``wide`` columns and ``tall`` half rows; a place that is not finite is marked ``×``."""
    if not whole(field):
        return
    ink = cells.ink
    bottom, top = field.low if low is None else low, field.high if high is None else high
    if kind == "diverging" and in_digits(ink, wide, tall):
        _digits(cells, x, y, field, (bottom + top) / 2, (top - bottom) / 2, wide, tall // 2)
        return
    rows = _enlarged(quantised(field, bottom, top), field, wide, tall)
    if ink.ansi and kind == "diverging":
        _glyphs(cells, x, y, rows, signed_map=True)
    elif ink.mono:
        _glyphs(cells, x, y, rows, signed_map=False)
    else:
        colours = (*ramp(stops_of(ink, kind, quiet)), ink.bad)
        _blocks(cells, x, y, rows, colours)


def _enlarged(levels: bytes, field: Field, wide: int, tall: int) -> list[bytes]:
    rows = []
    for r in range(field.height):
        line = levels[r * field.width : (r + 1) * field.width]
        if wide > 1:
            line = b"".join(bytes([level]) * wide for level in line)
        rows += [line] * tall
    return rows


def _blocks(cells: Cells, x: int, y: int, rows: list[bytes], colours: Stops) -> None:
    first, last = max(0, -x), min(len(rows[0]), cells.width - x)
    if first >= last:
        return
    pairs: dict[tuple[int, int], Look] = {}
    for r in range(0, len(rows), 2):
        at = y + r // 2
        if not 0 <= at < cells.height:
            continue
        looks, chars, above = cells.looks[at], cells.chars[at], rows[r][first:last]
        chars[x + first : x + last] = "▀" * (last - first)
        if r + 1 < len(rows):
            for i, pair in enumerate(zip(above, rows[r + 1][first:last], strict=True), x + first):
                found = pairs.get(pair)
                if found is None:
                    found = pairs[pair] = look(colours[pair[0]], colours[pair[1]])
                looks[i] = found
                if pair == (HOLE, HOLE):
                    cells.put(i, at, "×", cells.ink.bad, cells.bg)
        else:
            for i, level in enumerate(above, x + first):
                looks[i] = look(colours[level], looks[i].bg)
                if level == HOLE:
                    cells.put(i, at, "×", cells.ink.bad, cells.bg)


def _glyphs(cells: Cells, x: int, y: int, rows: list[bytes], signed_map: bool) -> None:
    ink = cells.ink
    for r in range(0, len(rows), 2):
        below = rows[r + 1] if r + 1 < len(rows) else rows[r]
        for i, (a, b) in enumerate(zip(rows[r], below, strict=True), x):
            if HOLE in (a, b):
                cells.put(i, y + r // 2, "×", ink.bad)
            elif signed_map:
                size = (a + b + 1 - LEVELS) / LEVELS
                glyph = (PLUS if size > 0 else MINUS)[min(4, int(abs(size) * 5))]
                cells.put(i, y + r // 2, glyph, ink.diverging[-1] if size > 0 else ink.diverging[0])
            else:
                cells.put(i, y + r // 2, SHADES[min(4, (a + b) * 5 // (2 * LEVELS))], ink.bright)


def digit_unit(high: float) -> tuple[float, str]:
    """What one unit of a digit map is worth, and the words for it."""
    if 0.4 <= high <= 2.5:
        return 0.1, tr("in tenths, 9 = more")
    return (high or 1.0) / 9, f"9 = {signed(high).lstrip('+')}"


def _digits(cells: Cells, x: int, y: int, field: Field, centre: float, high: float, wide: int, rows: int) -> None:
    """A weight as ``+6`` or ``−3`` units; a strong one is reversed where there are colours."""
    ink, (unit, _) = cells.ink, digit_unit(high)
    for r in range(field.height):
        for c in range(field.width):
            value = field.value(r, c) - centre
            strong = abs(value) > high * 0.4 and not ink.mono
            tone = ink.diverging[0] if value < 0 else ink.diverging[-1]
            units = value / unit
            if units != units:
                text, tone = "×", ink.bad
            else:
                digit = round(min(max(units, -9), 9))
                text = "0" if digit == 0 else f"{digit:+d}".replace("-", "−")
            text = text.rjust(2)[:wide].ljust(wide)
            for row in range(rows):
                line = text if row == (rows - 1) // 2 else " " * wide
                cells.put(x + c * wide, y + r * rows + row, line, "black" if strong else tone, tone if strong else None)


def numbered(
    cells: Cells,
    x: int,
    y: int,
    field: Field,
    kind: Map,
    low: float,
    high: float,
    wide: int = 7,
    rows: int = 1,
    cursor: tuple[int, int] | None = None,
) -> None:
    """A map whose places carry their number; ``cursor``: the (row, column) that is looked at."""
    if not whole(field):
        return
    ink, levels = cells.ink, quantised(field, low, high)
    colours = () if ink.ansi else (*ramp(stops_of(ink, kind)), ink.bad)
    for i, level in enumerate(levels):
        r, c = divmod(i, field.width)
        chosen = cursor == (r, c)
        back = (ink.accent if chosen else colours[level]) if colours else None
        front = readable_on(back) if back else ink.accent if chosen else ink.text
        text = signed(field.value(r, c)).rjust(wide - 1)[: wide - 1] + " "
        for extra in range(rows):
            line = text if extra == (rows - 1) // 2 else " " * wide
            cells.put(x + c * wide, y + r * rows + extra, line, front, back, BOLD if chosen else 0)
