"""The likeliest next characters after a position, with a bar for each."""

from math import log

from tuidl.language import tr
from tuidl.signals import Hidden
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.gauge import bar
from tuidl.tui.drawing.hidden import visible
from tuidl.tui.drawing.number import figure, percent


def ranked(signal: Hidden, position: int) -> list[tuple[str, float]]:
    """What may come after a position, likeliest first; NaN last."""
    known = signal.best[position] if 0 <= position < len(signal.best) else ()
    return sorted(known, key=lambda item: -item[1] if item[1] == item[1] else 1.0)


def rows(height: int) -> int:
    """Characters that have a row."""
    return height - 2 if height > 3 else height


def following(cells: Cells, signal: Hidden, position: int, cursor: int | None = None) -> None:
    """One row a character, likeliest first, a mark at the one that came; what is left over in the last row."""
    if not 0 <= position < len(signal.best) or cells.width < 6:
        return
    ink, best = cells.ink, ranked(signal, position)
    truth = signal.truths[position] if position < len(signal.truths) else ""
    shown = best[: rows(cells.height)]
    for y, (char, p) in enumerate(shown):
        first = y == 0
        tone = ink.accent if y == cursor else ink.bright if first else ink.text
        cells.put(0, y, visible(char), tone, None, BOLD if first else 0)
        bar(cells, 2, y, cells.width - 11, p, ink.one if first else ink.faint)
        cells.right(cells.width - 2, y, percent(p), tone, None, BOLD if first else 0)
        if char == truth:
            cells.put(cells.width - 1, y, ink.glyphs.done, ink.good)
    if cells.height > 3:
        rest = max(0.0, 1.0 - sum(p for _, p in shown if p == p))
        cells.put(0, cells.height - 1, tr("all others") if cells.width >= 18 else tr("others"), ink.dim)
        cells.right(cells.width - 2, cells.height - 1, percent(rest), ink.dim)


def reading(signal: Hidden, position: int, rank: int) -> str:
    """One character: how likely it is, and how surprising it would be."""
    best = ranked(signal, position)
    if not 0 <= rank < len(best):
        return ""
    char, p = best[rank]
    came = position < len(signal.truths) and char == signal.truths[position]
    surprise = [tr("surprise {surprise} nats", surprise=figure(-log(p)))] if 0 < p <= 1 else []
    return " · ".join((visible(char), *([tr("comes")] if came else []), *surprise, f"p {percent(p, 2)} %"))
