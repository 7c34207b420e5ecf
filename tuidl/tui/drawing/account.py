"""What adds up to one unit: each input times its weight, the bias, the sum and what the activation makes of it."""

from tuidl.language import tr
from tuidl.signals import NetworkPicture
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.layout import Layout, Unit, label, units, value_of
from tuidl.tui.drawing.number import figure, signed

FEW = 4  # so many links carry their weights themselves
NARROW = 50  # columns
SUM = 25  # columns of ``x1  +0.45 × +1.72  +0.77``


def account(
    cells: Cells, signal: NetworkPicture, found: Layout, chosen: Unit | None, answer: str, written: int = 0
) -> None:
    """Under the only output unit: how the chosen unit, or the answer, comes about.

    ``written``: the column after the weights that stand on links; the account keeps clear of them.
    """
    last = len(signal.planes) - 1
    if last < 1 or units(signal)[last] != 1:
        return
    layer, unit = chosen if chosen is not None and chosen[0] > 0 else (last, 0)
    if layer - 1 >= len(signal.weights):
        return
    left, top = found.corners[last, 0]
    top += found.tall + 1
    weights = [row[unit] if unit < len(row) else float("nan") for row in signal.weights[layer - 1]]
    inputs = [value_of(signal, layer - 1, k) for k in range(len(weights))]
    hidden = max((x for (at, _), (x, _) in found.corners.items() if at == last - 1), default=0) + found.wide + 1
    edge = max(hidden, written)
    few = sum(map(len, signal.weights[layer - 1])) <= FEW
    followed = None not in inputs and bool(inputs) and (few or cells.width - SUM >= edge)
    room = cells.height - top - 1 - (4 if followed else 2)
    title = label(signal, layer, unit, answer)
    least = len(weights) if cells.width < NARROW else 3  # a small picture is not crowded with half a list
    listed = followed and min(left, cells.width - SUM) >= edge and room >= min(least, len(weights))
    if few and not listed:  # the weights stand on their links: what they come to is enough
        least, wide = 0, max(found.wide, 11, len(title) + 7 if followed else 0)
        wide = wide if cells.width - wide >= edge else max(found.wide, 11)
    else:
        wide = SUM if listed else max(found.wide, 11)
    x = min(left, cells.width - wide)
    if x < edge or room < min(least, len(weights)):
        return
    rows = [] if few and not listed else list(zip(weights, inputs, strict=True))[:room]
    _rows(cells, x, top + 1, wide, signal, layer, rows, title if layer < last or followed else "weights")
    _ends(cells, x, top + 1 + len(rows) + bool(rows), wide, signal, layer, unit, title if followed else "")


def _rows(
    cells: Cells,
    x: int,
    y: int,
    wide: int,
    signal: NetworkPicture,
    layer: int,
    rows: list[tuple[float, float | None]],
    title: str,
) -> None:
    """Each weight, after its input where one is known; the largest term is bold."""
    if not rows:
        return
    ink = cells.ink
    terms = [weight if value is None else weight * value for weight, value in rows]
    loudest = max(range(len(terms)), key=lambda k: abs(terms[k]) if terms[k] == terms[k] else -1.0)
    cells.put(x, y, tr("weights") if title == "weights" else tr("into {name}", name=title), ink.dim)
    for k, (weight, value) in enumerate(rows):
        bold = BOLD if k == loudest else 0
        name = label(signal, layer - 1, k)
        cells.put(x, y + 1 + k, name[:3] if value is not None else name[: wide - 7], ink.text, None, bold)
        if value is not None:
            cells.right(x + 10, y + 1 + k, signed(value), ink.dim)
            cells.right(x + 18, y + 1 + k, f"× {signed(weight)}", ink.dim)
        cells.right(x + wide, y + 1 + k, signed(terms[k]), ink.bright if bold else ink.text, None, bold)


def _ends(cells: Cells, x: int, y: int, wide: int, signal: NetworkPicture, layer: int, unit: int, answer: str) -> None:
    """Bias; and, for a followed example, the sum and the answer."""
    ink = cells.ink
    if layer - 1 < len(signal.biases) and unit < len(signal.biases[layer - 1]):
        cells.put(x, y, tr("bias"), ink.dim)
        cells.right(x + wide, y, signed(signal.biases[layer - 1][unit]), ink.text)
        y += 1
    if answer and layer <= len(signal.sums) and unit < len(signal.sums[layer - 1]):
        cells.put(x, y, tr("sum z"), ink.dim)
        cells.right(x + wide, y, signed(signal.sums[layer - 1][unit]), ink.text)
        said = value_of(signal, layer, unit)
        if said is not None:
            cells.put(x, y + 1, answer[: wide - 7], ink.text)
            cells.right(x + wide, y + 1, figure(said, 2), ink.bright, None, BOLD)
