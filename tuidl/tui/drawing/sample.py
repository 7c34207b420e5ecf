"""One example, and a bar for what the net says about each class."""

from math import isfinite

from tuidl.signals import Sample
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.field import fitted, grown, trimmed, whole
from tuidl.tui.drawing.gauge import bar
from tuidl.tui.drawing.heat import heat
from tuidl.tui.drawing.number import figure, percent


def order(probabilities: tuple[float, ...]) -> list[int]:
    """Classes by falling probability; NaN last."""
    return sorted(range(len(probabilities)), key=lambda k: -probabilities[k] if isfinite(probabilities[k]) else 1.0)


def sample(cells: Cells, signal: Sample) -> None:
    """Picture at the left, bars beside it; under each other where it is narrow; only the best three where it is low."""
    if cells.width < 6 or cells.height < 1:
        return
    words = 3 if cells.height >= 13 else 2 if cells.height >= 9 else 1 if cells.height >= 4 else 0
    left, top, count = 0, 0, len(signal.probabilities)
    picture = signal.image
    if picture is not None and whole(picture):
        picture = trimmed(picture)
        below = cells.width < 40 and cells.height >= 14
        larger, smaller = ((cells.height - 4 - rows) * 2 // picture.height for rows in (0, words))
        if below and larger > smaller:
            words = 0  # a larger picture says more than they do
        room = cells.height - (words + 4 if below else words)
        limits = (cells.width if below else min(cells.width - 16, max(28, cells.width // 2)), room * 2)
        picture = grown(fitted(picture, *limits), *limits)
        if cells.width >= 26 or below:
            heat(cells, 0, 0, picture, "image", 0.0, picture.high or 1.0)
            left, top = (0, (picture.height + 1) // 2 + 1) if below else (picture.width + 2, 0)
    elif signal.features:
        top = _features(cells, signal, max(1, cells.height - words - min(count, 4) - 1))
    bars(cells, signal, left, top, cells.height - top - words)
    if words:
        _words(cells, signal, words)


def _features(cells: Cells, signal: Sample, room: int) -> int:
    ink = cells.ink
    for y, (name, value) in enumerate(signal.features[:room]):
        cells.put(0, y, name[: max(1, cells.width - 9)], ink.dim)
        cells.right(cells.width, y, figure(value), ink.text)
    return min(room, len(signal.features)) + 1


def bars(cells: Cells, signal: Sample, left: int, top: int, room: int) -> None:
    """All classes in their own order, or those of largest probability."""
    ink, best = cells.ink, order(signal.probabilities)
    if not best or room < 1:
        return
    shown = sorted(best) if len(best) <= room else best[:room]
    names = [signal.classes[k] if k < len(signal.classes) else str(k) for k in range(len(best))]
    wide = min(max(len(names[k]) for k in shown), max(1, (cells.width - left) // 3))
    length = cells.width - left - wide - 8
    for y, k in enumerate(shown, top):
        p = signal.probabilities[k]
        first = k == best[0]
        tone = ink.bright if first else ink.text if p > 0.02 else ink.faint
        cells.put(left, y, names[k][:wide], tone, None, BOLD if first else 0)
        bar(cells, left + wide + 1, y, length, p, ink.one if first else ink.faint)
        if k == signal.truth and not first:
            cells.put(left + wide + 2 + max(0, length), y, ink.glyphs.pointed, ink.good)
        cells.right(cells.width, y, percent(p), tone, None, BOLD if first else 0)


def _words(cells: Cells, signal: Sample, words: int) -> None:
    ink, best = cells.ink, order(signal.probabilities)
    if not best:
        return
    names = [signal.classes[k] if k < len(signal.classes) else str(k) for k in range(max(*best, signal.truth) + 1)]
    right = best[0] == signal.truth
    y = cells.height - (2 if words > 1 else 1)
    cells.spans(
        0,
        y,
        (ink.glyphs.done if right else ink.glyphs.wrong, ink.good if right else ink.warn),
        (" says ", ink.text),
        (names[best[0]], ink.bright, BOLD),
        (f" and it is {names[signal.truth]}" if right else f", it is {names[signal.truth]}", ink.text),
    )
    if cells.width >= 38:
        cells.right(cells.width, y, "softmax, %", ink.dim)
    if words > 1:
        second = f" · second guess {names[best[1]]}" if len(best) > 1 else ""
        loss = f"  loss {figure(signal.loss)}"
        cells.put(0, cells.height - 1, loss + (second if len(loss + second) <= cells.width else ""), ink.dim)
