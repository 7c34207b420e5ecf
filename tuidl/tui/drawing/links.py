"""The links of a network: which are drawn, where each runs, and which of them is under a cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot, isfinite

from tuidl.signals import NetworkPicture
from tuidl.tui.drawing.account import FEW
from tuidl.tui.drawing.braille import Raster
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import mix, ramp
from tuidl.tui.drawing.layout import BESIDE, Layout, Unit

HIDDEN, HIDDEN_PLAIN = 0.2, 0.4  # links under this share of the largest are left out; with 16 colours
NEAR = 0.75  # rows between a cell and a link that is still meant

Link = tuple[int, int, int]  # the layer it leaves, the unit there, the unit that it leads to
Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """A link from one unit's picture to another's, in dots; ``size``: its share of the largest of its gap."""

    link: Link
    weight: float
    size: float
    start: Spot
    end: Spot

    def away(self, column: float, row: float) -> float:
        """Rows between the link and a place in cells; infinite beyond its ends."""
        (x0, y0), (x1, y1) = self.start, self.end
        share = (column * 2 - x0) / ((x1 - x0) or 1.0)
        slope = abs((y1 - y0) / 4) / (abs((x1 - x0) / 2) or 1.0)  # rows a column: steep links are near sideways, too
        return abs(y0 + (y1 - y0) * share - row * 4) / 4 / hypot(1, slope) if 0 <= share <= 1 else float("inf")


def runs(signal: NetworkPicture, found: Layout, plain: bool = False) -> Iterator[Run]:
    """The links that are drawn: all of a small gap, of others those that count."""
    least = HIDDEN_PLAIN if plain else HIDDEN
    for gap, weights in enumerate(signal.weights):
        biggest = max((abs(w) for row in weights for w in row if abs(w) < 1e300), default=0.0) or 1.0
        for i, row in enumerate(weights):
            for j, weight in enumerate(row):
                size = min(abs(weight) / biggest, 1.0) if isfinite(weight) else 1.0
                if size >= least or len(weights) * len(row) <= FEW:
                    made = _run(signal, found, (gap, i, j), size)
                    if made is not None:
                        yield made


def _run(signal: NetworkPicture, found: Layout, link: Link, size: float) -> Run | None:
    gap, i, j = link
    first, last, half = found.corners.get((gap, i)), found.corners.get((gap + 1, j)), found.tall * 2
    if first is None or last is None:
        return None
    start = (first[0] + found.wide) * 2 + 1.0, first[1] * 4.0 + half
    end = (last[0] - (BESIDE if found.label == "beside" else 0)) * 2 - 2.0, last[1] * 4.0 + half
    return Run(link, signal.weights[gap][i][j], size, start, end)


def at(signal: NetworkPicture, found: Layout, column: int, row: int, plain: bool = False) -> Link | None:
    """The drawn link that runs nearest to the middle of a cell; None where none does."""
    near = [(run.away(column + 0.5, row + 0.5), -run.size, run.link) for run in runs(signal, found, plain)]
    best = min(near, default=None)
    return best[2] if best is not None and best[0] <= NEAR else None


def middle(signal: NetworkPicture, found: Layout, link: Link) -> tuple[int, int] | None:
    """The cell in the middle of a link; None if its units are not drawn."""
    gap, i, j = link
    if gap >= len(signal.weights) or i >= len(signal.weights[gap]) or j >= len(signal.weights[gap][i]):
        return None
    run = _run(signal, found, link, 1.0)
    return None if run is None else (int((run.start[0] + run.end[0]) / 4), int((run.start[1] + run.end[1]) / 8))


def links(cells: Cells, signal: NetworkPicture, found: Layout, chosen: Unit | None, link: Link | None) -> None:
    """Solid for plus, dashed for minus, thick for large; those of the ``chosen`` unit stand out, one ``link`` most."""
    ink, colours = cells.ink, ramp(cells.ink.diverging)
    raster = Raster(cells.width, cells.height)
    drawn = list(runs(signal, found, ink.ansi))
    if link is not None and middle(signal, found, link) is not None and all(run.link != link for run in drawn):
        one = _run(signal, found, link, 0.0)
        drawn += [one] if one is not None else []

    def front(run: Run) -> tuple[bool, bool, float]:
        gap, i, j = run.link
        return run.link == link, link is None and chosen in ((gap, i), (gap + 1, j)), run.size

    for run in sorted(drawn, key=front):
        this, mine, size = front(run)
        tone = colours[min(31, max(0, int(15.5 + (1 if run.weight > 0 else -1) * max(size, 0.3) * 15.5)))]
        tone = tone if isfinite(run.weight) else ink.bad
        quiet = mix(tone, ink.bg, 0.3 if chosen is None else 0.6)
        raster.tone = ink.accent if this else tone if mine else quiet
        thick, dash = 1 + int(size * 1.9), 0 if run.weight > 0 else 3
        raster.line(*run.start, *run.end, max(thick, 2) if this else thick, dash)
    raster.paint(cells, 0, 0, ink.dim)
