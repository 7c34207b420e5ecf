"""What several nets say of one example: a row for each class, and in it the bars of all nets beside one another."""

from collections.abc import Sequence

from tuidl.signals import Drawing
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.gauge import bar
from tuidl.tui.drawing.names import cut
from tuidl.tui.drawing.number import percent
from tuidl.tui.drawing.sample import order

NUMBER = 6  # columns of ` 100.0`
LEAST = 3  # columns of a bar that says something


def rivals(cells: Cells, names: Sequence[str], answers: Sequence[Drawing | None], chosen: int) -> None:
    """One column for each net, in the order of ``names``; a net that has not answered yet has an empty one.

    Where not all classes fit, those that some net finds likeliest are shown.
    """
    said = [answer for answer in answers if answer is not None]
    if not said or cells.height < 3:
        return
    classes = said[0].classes
    rows = cells.height - 1  # and one more for the answers, if there is one
    likeliest = sorted(range(len(classes)), key=lambda k: -max(_chance(answer, k) for answer in said))
    shown = sorted(likeliest[:rows])
    wide = min(max((len(classes[k]) for k in shown), default=1), max(1, cells.width // 4))
    column = (cells.width - wide) // len(answers)
    ink, colours = cells.ink, cells.ink.series
    for y, name in enumerate(cut([classes[k] for k in shown], wide), 1):
        cells.put(0, y, name, ink.text)
    for lane, answer in enumerate(answers):
        x, tone = wide + lane * column + 1, colours[lane % len(colours)]
        mark = ink.glyphs.lanes[lane % len(ink.glyphs.lanes)]
        held = BOLD if lane == chosen else 0
        cells.spans(
            x, 0,
            (f"{mark} ", tone, BOLD),
            (names[lane][: max(0, column - 4)], ink.bright if held else ink.dim, held),
        )  # fmt: skip
        if answer is None:
            continue
        best = order(answer.probabilities)
        for y, k in enumerate(shown, 1):
            first, p = bool(best) and k == best[0], _chance(answer, k)
            if first:
                cells.put(x - 1, y, ink.glyphs.pointed, tone)
            length = column - NUMBER - 2
            if length >= LEAST:
                bar(cells, x, y, length, p, tone if first else ink.faint)
            told = ink.bright if first else ink.text if p > 0.02 else ink.faint
            cells.right(x + column - 2, y, percent(p), told, None, BOLD if first else 0)
        if best and len(shown) + 1 < cells.height:
            word = f"{ink.glyphs.pointed} {classes[best[0]] if best[0] < len(classes) else best[0]}"
            cells.put(x, len(shown) + 1, word[: column - 1], ink.bright, None, held)


def _chance(answer: Drawing, k: int) -> float:
    return answer.probabilities[k] if k < len(answer.probabilities) else 0.0
