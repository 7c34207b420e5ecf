"""Names on a plane, those that mean alike near each other; beside it the nearest to the one chosen."""

from math import isfinite

from tuidl.language import tr
from tuidl.signals import Scatter
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.gauge import bar
from tuidl.tui.drawing.number import compact, percent, precise, signed

LIST, WIDE = 22, 48  # columns of the list of neighbours; of a picture that has one


def room(width: int, height: int) -> tuple[int, int]:
    """Columns and rows of the plane."""
    return max(1, width - LIST - 2 if width >= WIDE else width), max(1, height - 1)


def spots(signal: Scatter, width: int, height: int) -> dict[int, tuple[int, int]]:
    """Column and row of each name that is a place; both sides are filled."""
    columns, rows = room(width, height)
    finite = {k: at for k, at in enumerate(signal.places) if isfinite(at[0]) and isfinite(at[1])}
    if not finite:
        return {}
    xs, ys = ([at[side] for at in finite.values()] for side in (0, 1))

    def along(value: float, low: float, high: float, most: int) -> int:
        span = high / 2 - low / 2
        return round((value / 2 - low / 2) / span * most) if span > 0 else most // 2

    return {
        k: (along(x, min(xs), max(xs), columns - 1), along(-y, -max(ys), -min(ys), rows - 1))
        for k, (x, y) in finite.items()
    }


def reach(signal: Scatter) -> tuple[str, ...]:
    """``x −1.2…0.9``, ``y −0.8…1.1``: from the outermost names on one side to those on the other."""
    finite = [at for at in signal.places if isfinite(at[0]) and isfinite(at[1])]
    sides = zip("xy", zip(*finite, strict=True), strict=True) if finite else ()
    return tuple(f"{axis} {compact(min(values), 2)}…{compact(max(values), 2)}" for axis, values in sides)


def scatter(cells: Cells, signal: Scatter, cursor: int | None = None) -> None:
    """The chosen one stands out, and its neighbours a little; ``cursor``: the name that is looked at. Where names would
    run into each other these come first, and of others a dot is left.
    """
    if cells.width < 1 or cells.height < 1:
        return
    ink, near = cells.ink, {k for k, _ in signal.near[:5]}
    found = spots(signal, cells.width, cells.height)
    columns, _ = room(cells.width, cells.height)
    taken: set[tuple[int, int]] = set()
    first: dict[int | None, int] = {**dict.fromkeys(near, 2), cursor: 1, signal.chosen: 0}
    for k, (x, y) in sorted(found.items(), key=lambda item: first.get(item[0], 3)):
        name = signal.names[k] if k < len(signal.names) else str(k + 1)
        tone = ink.two if k == signal.chosen else ink.one if k in near else ink.dim
        tone = ink.accent if k == cursor else tone
        text = f"[{name}]" if k == signal.chosen else name
        start = max(0, min(x - (1 if k == signal.chosen else 0), columns - len(text)))
        around = len(text) > 1  # a column on both sides; letters alone can stand side by side
        if any((column, y) in taken for column in range(start - around, start + len(text) + around)):
            if (x, y) in taken:
                continue
            start, text, around = x, ink.glyphs.locked, False  # a name that would run into another: its place alone
        cells.put(start, y, text[:columns], tone, None, BOLD if k in near or k == signal.chosen else 0)
        taken |= {(column, y) for column in range(start - around, start + len(text) + around)}
    if cells.height > 1:
        said = " · ".join(f"{percent(share, 0)} %" for share in signal.shares)
        cells.put(0, cells.height - 1, tr("of the spread: {shares}", shares=said)[:columns], ink.faint)
    if cells.width >= WIDE:
        _near(cells, signal, cells.width - LIST)


def _near(cells: Cells, signal: Scatter, x: int) -> None:
    ink = cells.ink
    name = signal.names[signal.chosen] if 0 <= signal.chosen < len(signal.names) else "–"
    cells.spans(x, 0, (tr("nearest to") + " ", ink.dim), (f"[{name}]"[:10], ink.two, BOLD))
    for y, (k, cosine) in enumerate(signal.near[: max(0, cells.height - 2)], 1):
        word = signal.names[k] if 0 <= k < len(signal.names) else str(k + 1)
        cells.put(x, y, word[:6], ink.text)
        bar(cells, x + 7, y, LIST - 14, cosine, ink.one)
        cells.right(cells.width, y, signed(cosine), ink.dim)


def at(signal: Scatter, width: int, height: int, column: int, row: int) -> int | None:
    """The name in a cell: the one whose place it is, else one whose letters reach there."""
    found = spots(signal, width, height)
    lines = [(k, x) for k, (x, y) in found.items() if y == row]
    columns, _ = room(width, height)

    def letters(k: int, x: int) -> bool:
        long = len(signal.names[k]) if k < len(signal.names) else 1
        start = max(0, min(x, columns - long))
        return start <= column < start + long

    return next((k for k, x in lines if x == column), next((k for k, x in lines if letters(k, x)), None))


def step(signal: Scatter, width: int, height: int, at: int, dx: int, dy: int) -> int:
    """The nearest name in a direction; the same one where there is none. Rows count double: cells are high."""
    found = spots(signal, width, height)
    if at not in found:
        return at
    x, y = found[at]
    best = (float("inf"), at)
    for k, (column, row) in found.items():
        ahead = (column - x) * dx + (row - y) * 2 * dy
        aside = abs((column - x) * dy) + abs((row - y) * 2 * dx)
        if k != at and ahead > 0:
            best = min(best, (ahead + 2.0 * aside, k))
    return best[1]


def reading(signal: Scatter, k: int) -> str:
    """A name, its place, and how like the chosen one it is."""
    if not 0 <= k < len(signal.places):
        return ""
    name = signal.names[k] if k < len(signal.names) else str(k + 1)
    x, y = signal.places[k]
    said = f"{name} · {precise(x)}, {precise(y)}"
    alike = dict(signal.near).get(k)
    other = signal.names[signal.chosen] if 0 <= signal.chosen < len(signal.names) else ""
    return (
        said
        if alike is None
        else tr("{said} · cosine with {other} {cosine}", said=said, other=other, cosine=signed(alike, 3))
    )
