"""What stands at the heads of curves: a mark where each is now; name and value beside it, where they cover least."""

from collections.abc import Sequence
from itertools import product
from math import isfinite, nan

from tuidl.tui.drawing.cells import BOLD, ITALIC, Cells
from tuidl.tui.drawing.curve import Curve
from tuidl.tui.drawing.number import figure, percent
from tuidl.tui.drawing.plot import Plot

COVERED = 4.0  # the cost of a cell that a label would hide; of one on a prediction it is 1
AWAY, OVER, ASIDE = 1.5, 3.0, 3.0  # of a row away from the head, of lying on an unmarked curve, of the other side of it
LEFT_OUT = 1000.0  # of a label that finds no room
REACH = 6  # rows a label may stand away from its head
NARROW = 16  # columns of a plot below which curves have no labels

Taken = dict[tuple[int, int], float]
Place = tuple[float, int, int]  # cost, row, column


def heads(cells: Cells, plot: Plot, curves: Sequence[Curve], taken: Taken, share: bool) -> None:
    """Marks, then labels. Labels of marked curves stand in the order of their values, the highest on top."""
    named = [(curve, *_last(curve)) for curve in curves if curve.label or curve.mark]
    named = [(curve, at, value) for curve, at, value in named if value == value]
    for curve, at, value in named:
        if curve.mark:
            row, column = plot.row(value), plot.column(at)
            cells.put(column, row, curve.mark, curve.colour, None, BOLD)
            taken[row, column] = COVERED
    if plot.width < NARROW:
        return
    wide = max((len(curve.label) for curve, _, _ in named if curve.values), default=0)
    told = sorted(((c, at, v) for c, at, v in named if c.label), key=lambda item: -item[2])
    for marked in (True, False):
        labels, found = [], []
        for curve, at, value in told:
            if bool(curve.mark) is not marked:
                continue
            said = percent(value) + " %" if share else figure(value)
            text = f"{curve.label.ljust(wide)} {said}" if curve.values else curve.label
            text = f"{curve.mark} {text}" if curve.beads else text  # where no colour says whose label it is
            head = plot.row(value), plot.column(at) + 2
            labels.append((curve, text, head))
            found.append(_places(plot, text, plot.column(at), plot.row(value), taken, marked))
        for (curve, text, head), place in zip(labels, _apart(found), strict=True):
            if place is not None:
                _, row, start = place
                if curve.beads and (row, start) == head:
                    text = text.removeprefix(curve.mark + " ")  # it stands beside its mark
                cells.put(start, row, text, curve.colour, None, BOLD if curve.bold else ITALIC)
                taken |= {(row, start + i): COVERED for i in range(-1, len(text) + 1)}


def _last(curve: Curve) -> tuple[float, float]:
    for i in range(min(len(curve.xs), len(curve.ys)) - 1, -1, -1):
        if isfinite(curve.ys[i]):
            return curve.xs[i], curve.ys[i]
    return 0.0, nan


def _places(plot: Plot, text: str, column: int, row: int, taken: Taken, marked: bool) -> list[Place]:
    """Beside the head if the label fits there, else before it; on its row, or above or below the head."""
    edge = min(column, plot.left + plot.width - 1)
    under = edge - len(text) + 1  # ends in the head's column
    starts = [column + 2 if marked else under, max(plot.left, edge - len(text) - 1), *([under] if marked else [])]
    found = []
    for (order, start), shift in product(enumerate(starts), range(-REACH, REACH + 1)):
        inside = plot.left <= start and start + len(text) <= plot.left + plot.width
        if not inside or not 0 <= row + shift < plot.height or (order == 2 and not shift):
            continue
        hidden = sum(taken.get((row + shift, start + i), 0.0) for i in range(-1, len(text) + 1))
        cost = hidden + abs(shift) * AWAY + min(order, 1) * ASIDE + (0 if marked or shift else OVER) + (shift < 0) * 0.1
        found.append((cost, row + shift, start))
    return found


def _apart(found: Sequence[Sequence[Place]]) -> list[Place | None]:
    """One place for each label, each on a row below the one before, at the lowest cost of all together."""
    best: dict[int, tuple[float, list[Place | None]]] = {-1: (0.0, [])}  # by the last row used
    for places in found:
        after: dict[int, tuple[float, list[Place | None]]] = {}
        for last, (cost, chosen) in best.items():
            for place in (*places, None):
                row = last if place is None else place[1]
                total = cost + (LEFT_OUT if place is None else place[0])
                if (place is None or row > last) and (row not in after or total < after[row][0]):
                    after[row] = total, [*chosen, place]
        best = after
    return min(best.values(), key=lambda item: item[0])[1]
