"""A small picture of a recorded run: what the net saw or answers at its end, and how its loss fell."""

from tuidl.language import tr
from tuidl.series import Series
from tuidl.signals import Boundary, Field, Filters, Hidden, Sample
from tuidl.tui.drawing.axis import spread
from tuidl.tui.drawing.boundary import boundary
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.chart import chart
from tuidl.tui.drawing.curve import Curve
from tuidl.tui.drawing.field import resized, trimmed, whole
from tuidl.tui.drawing.filters import name
from tuidl.tui.drawing.heat import heat
from tuidl.tui.drawing.hidden import hidden
from tuidl.tui.drawing.sample import sample
from tuidl.view import RunView

MOST = 16  # rows of the picture, on a card as narrow as most
LOSS, LOSS_MOST = 7, 12  # rows of the curve
SEEN = 20  # columns of an image on such a card


def draw(cells: Cells, run: RunView) -> None:
    """The first signal of the run that says something on few cells, and under it the loss where there is room."""
    room = cells.height - LOSS if cells.height >= 2 * LOSS else cells.height
    inside = Cells(cells.width, min(room, max(MOST, cells.width // 3)), cells.ink, cells.bg)
    used = _picture(inside, run)
    if used:
        cells.paste(0, 0, inside)
        used += 1
    if cells.height - used >= LOSS:
        below = Cells(cells.width, min(cells.height - used, max(LOSS_MOST, cells.width // 4)), cells.ink, cells.bg)
        _loss(below, run)
        cells.paste(0, used, below)


def _picture(cells: Cells, run: RunView) -> int:
    """Draw a picture; the rows it takes."""
    signals = {type(signal): signal for signal in reversed(run.signals.values())}
    plane, seen, state = signals.get(Boundary), signals.get(Sample), signals.get(Hidden)
    if isinstance(plane, Boundary):
        boundary(cells, plane)
        return cells.height
    if isinstance(seen, Sample) and seen.image is not None and whole(seen.image):
        return _seen(cells, trimmed(seen.image), signals.get(Filters))
    if isinstance(state, Hidden):
        hidden(cells, state)
        return cells.height
    if isinstance(seen, Sample):
        sample(cells, seen)
        return cells.height
    return 0


def _seen(cells: Cells, image: Field, filters: object) -> int:
    """An image, and beside it the answer of the filter that answers most."""
    scale = max(1, min(max(SEEN, cells.width // 2) // image.width, cells.height * 2 // image.height))
    big = resized(image, image.width * scale, image.height * scale)
    heat(cells, 0, 0, big, "image", 0.0, image.high or 1.0)
    left, rows = big.width + 2, (big.height + 1) // 2
    if isinstance(filters, Filters) and filters.responses and len(filters.peaks) == len(filters.responses):
        k = max(range(len(filters.peaks)), key=lambda k: filters.peaks[k])
        answer = filters.responses[k]
        if not whole(answer) or left + answer.width > cells.width:
            return min(rows, cells.height)
        wider = max(1, min((cells.width - left) // answer.width, (rows - 2) * 2 // answer.height))
        answer = resized(answer, answer.width * wider, answer.height * wider)
        heat(cells, left, 0, answer, "sequential", 0.0, answer.high or 1.0)
        cells.put(
            left, (answer.height + 1) // 2 + 1, tr("filter {name}", name=name(k))[: cells.width - left], cells.ink.dim
        )
        rows = max(rows, (answer.height + 1) // 2 + 2)
    return min(rows, cells.height)


def _loss(cells: Cells, run: RunView) -> None:
    ink, series = cells.ink, run.steps.get("loss", Series())
    cells.put(0, 0, tr("loss of the recorded run"), ink.dim)
    if not series:
        return
    log = all(value > 0 for value in series.means)
    xs = series.places(run.first)
    inside = Cells(cells.width, cells.height - 1, ink, cells.bg)
    curves = [Curve(*series.band(run.first), ink.one_faint, bold=False), Curve(xs, series.means, ink.one)]
    chart(inside, curves, spread([0.0, float(xs[-1])]), spread(series.means, log))
    cells.paste(0, 1, inside)
