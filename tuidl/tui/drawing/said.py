"""An example that is no picture, and answers that are no classes: sentences, courses, numbers, a tag for each word."""

from math import isfinite

from tuidl.language import tr
from tuidl.signals import Sample
from tuidl.tui.drawing.answered import answer
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.facts import Places, features_at, moments_at, tags_at, targets_at
from tuidl.tui.drawing.number import figure, signed
from tuidl.tui.drawing.spark import spark, thinned


def example(cells: Cells, signal: Sample, places: Places | None = None) -> int:
    """The example alone: tokens in lines, a course as a row of blocks, features in rows; how many rows it took."""
    if cells.height < 1:
        return 0
    if signal.tokens:
        return _flowing(cells, [(token, "", "") for token in signal.tokens]) + 1
    if signal.course:
        blocks = spark(thinned(signal.course, cells.width))
        cells.put(0, 0, blocks, cells.ink.one)
        if places is not None:
            for column in range(len(blocks)):  # a block is the last moment of its stretch
                moment = (column + 1) * len(signal.course) // len(blocks) - 1
                places.note(column, 0, 1, moments_at(signal) + moment, 1)
        return min(2, cells.height)
    shown = signal.features[: cells.height]
    for y, (name, value) in enumerate(shown):
        cells.put(0, y, name[: max(1, cells.width - 9)], cells.ink.dim)
        cells.right(cells.width, y, figure(value), cells.ink.text)
        if places is not None:
            places.note(0, y, 1, features_at(signal) + y)
    return min(len(shown) + 1, cells.height)


def predicted(cells: Cells, signal: Sample, places: Places | None = None, down: int = 0) -> None:
    """For each number: what it is, what the net says, how far that is off."""
    ink = cells.ink
    for k, (name, truth, given) in enumerate(signal.targets):
        y = 2 * k if 2 * len(signal.targets) <= cells.height else k
        if places is not None:
            places.note(0, down + y, 2 if y == 2 * k else 1, targets_at(signal) + k)
        cells.spans(
            0, y, (f"{name} ", ink.dim), (tr("says") + " ", ink.text), (figure(given), ink.bright, BOLD),
            (tr(", it is {truth}", truth=figure(truth)), ink.text),
        )  # fmt: skip
        if y == 2 * k and isfinite(truth) and isfinite(given):
            cells.put(0, y + 1, "  " + tr("off by {given}", given=signed(given - truth, 3)), ink.dim)


def replied(cells: Cells, signal: Sample) -> None:
    """A question, and under it what the net writes."""
    below = example(cells, signal)
    truth, written = (*signal.written, "", "")[:2]
    answer(cells, 0, min(below, cells.height - 1), truth, written)
    if below + 1 < cells.height:
        cells.put(
            0,
            below + 1,
            "  " + tr("loss {loss} a token, told the right ones before", loss=figure(signal.loss)),
            cells.ink.dim,
        )


def tagged(cells: Cells, signal: Sample, cursor: int | None = None, places: Places | None = None) -> None:
    """Each token with the class that the net says, and the true one where that is another; then how many are right.
    ``cursor``: the fact that is read.
    """
    tokens = signal.tokens or tuple(str(k + 1) for k in range(len(signal.tags)))
    parts = [
        (token, given, "" if truth == given else truth)
        for token, (truth, given) in zip(tokens, signal.tags, strict=False)
    ]
    above = Cells(cells.width, max(1, cells.height - 2), cells.ink, cells.bg)
    first = tags_at(signal)
    _flowing(above, parts, None if cursor is None else cursor - first, places, first)
    cells.paste(0, 0, above)
    if cells.height >= 3:
        right = sum(truth == given for truth, given in signal.tags)
        cells.put(
            0,
            cells.height - 1,
            tr("{right} of {all} right  loss {loss}", right=right, all=len(signal.tags), loss=figure(signal.loss)),
            cells.ink.dim,
        )


def _flowing(
    cells: Cells, parts: list[tuple[str, str, str]], cursor: int | None = None, places: Places | None = None,
    first: int = 0,
) -> int:  # fmt: skip
    """Tokens in lines as long as there is room, each with what is said and, marked, what is true; the last row used.
    The one under the ``cursor`` stands out; in ``places`` they are facts from number ``first`` on.
    """
    ink, x, y = cells.ink, 0, 0
    letters = all(len(token) == 1 and not given for token, given, _ in parts)
    for k, (token, given, truth) in enumerate(parts):
        shown = "␣" if token == " " and given else "¶" if token == "\n" else token
        wide = len(shown) + (len(given) + 1 if given else 0) + (len(truth) + 2 if truth else 0)
        if x and x + wide > cells.width:
            x, y = 0, y + 1
        if y >= cells.height:
            return cells.height - 1
        if places is not None:
            places.note(x, y, 1, first + k, wide)
        x = cells.put(x, y, shown, ink.accent if k == cursor else ink.bright, None, BOLD if k == cursor else 0)
        if given:
            x = cells.put(x, y, f" {given}", ink.warn if truth else ink.good)
        if truth:
            x = cells.put(x, y, f" {ink.glyphs.pointed}{truth}", ink.dim)
        x += 0 if letters else 2 if given else 1
    return y
