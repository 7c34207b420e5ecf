"""Fields of numbers brought to another size or to the levels of a colour map."""

from functools import lru_cache
from math import isfinite

from tuidl.signals import NAN_LEVEL, TOP_LEVEL, Field
from tuidl.tui.drawing.ink import LEVELS

HOLE = LEVELS  # the level that stands for NaN on a map


def whole(field: Field) -> bool:
    """Whether there is anything to draw: as many bytes as places, and at least one."""
    return field.height > 0 and field.width > 0 and len(field.levels) == field.height * field.width


@lru_cache(512)
def _table(low: float, high: float, bottom: float, top: float) -> bytes:
    span = (top - bottom) if isfinite(top - bottom) and top != bottom else 1.0
    table = bytearray()
    for level in range(NAN_LEVEL):
        value = low + level / TOP_LEVEL * (high - low)
        share = (value - bottom) / span
        table.append(int(min(max(share * LEVELS, 0), LEVELS - 1)) if isfinite(share) else HOLE)
    return bytes(table) + bytes([HOLE])


def quantised(field: Field, low: float | None = None, high: float | None = None) -> bytes:
    """One byte a place: 0 ... 31 from ``low`` to ``high`` (the field's own limits unless given), 32 for NaN."""
    bottom, top = field.low if low is None else low, field.high if high is None else high
    return field.levels.translate(_table(field.low, field.high, bottom, top))


@lru_cache(512)
def resized(field: Field, width: int, height: int) -> Field:
    """The mean of each patch when it shrinks, the nearest value when it grows."""
    if (width, height) == (field.width, field.height) or not whole(field) or width < 1 or height < 1:
        return field
    columns = [_patch(i, width, field.width) for i in range(width)]
    levels = bytearray()
    for row in range(height):
        first, last = _patch(row, height, field.height)
        lines = [field.levels[r * field.width : (r + 1) * field.width] for r in range(first, last)]
        for left, right in columns:
            values = [v for line in lines for v in line[left:right] if v != NAN_LEVEL]
            levels.append((2 * sum(values) + len(values)) // (2 * len(values)) if values else NAN_LEVEL)
    return Field(height, width, field.low, field.high, bytes(levels))


def _patch(i: int, count: int, size: int) -> tuple[int, int]:
    if count >= size:
        return i * size // count, i * size // count + 1
    return i * size // count, max((i + 1) * size // count, i * size // count + 1)


def fitted(field: Field, columns: int, rows: int) -> Field:
    """Shrunk evenly until it has at most ``columns`` × ``rows`` places; never grown, never stretched."""
    if not whole(field) or (field.width <= columns and field.height <= rows):
        return field
    share = min(columns / field.width, rows / field.height)
    return resized(field, max(1, int(field.width * share)), max(1, int(field.height * share)))


def grown(field: Field, columns: int, rows: int) -> Field:
    """As large as whole pixels allow within ``columns`` × ``rows`` places: never stretched, never shrunk."""
    if not whole(field):
        return field
    scale = max(1, min(columns // field.width, rows // field.height))
    return resized(field, field.width * scale, field.height * scale)


def cut(field: Field, left: int, top: int, width: int, height: int) -> Field:
    """A rectangle of a field."""
    width, height = max(0, min(width, field.width - left)), max(0, min(height, field.height - top))
    rows = (field.levels[r * field.width + left : r * field.width + left + width] for r in range(top, top + height))
    return Field(height, width, field.low, field.high, b"".join(rows))


def border(field: Field, margin: int = 1) -> int:
    """How many rows and columns are empty along every edge of an image, but for a margin."""
    inked = [i for i, level in enumerate(field.levels) if level > 20] if whole(field) else []
    if not inked:
        return 0
    columns = [i % field.width for i in inked]
    edge = min(
        min(columns),
        inked[0] // field.width,
        field.width - 1 - max(columns),
        field.height - 1 - inked[-1] // field.width,
    )
    return max(0, edge - margin)


def trimmed(field: Field, edge: int | None = None) -> Field:
    """An image without its empty border; ``edge``: how wide that is, where several are cut alike."""
    edge = border(field) if edge is None else edge
    return cut(field, edge, edge, field.width - 2 * edge, field.height - 2 * edge)
