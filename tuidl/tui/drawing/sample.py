"""One example, and a bar for what the net says about each class."""

from math import isfinite

from tuidl.language import later, tr
from tuidl.signals import Sample
from tuidl.tui.drawing import said
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.facts import Places, features_at
from tuidl.tui.drawing.field import fitted, grown, trimmed, whole
from tuidl.tui.drawing.gauge import bar
from tuidl.tui.drawing.heat import heat
from tuidl.tui.drawing.names import cut
from tuidl.tui.drawing.number import figure, percent

SCALE = later("probability, %")
BARS = 34  # columns that are enough for names, bars and numbers: the rest is the picture's
SPREAD = 4  # rows between two bars at most


def order(probabilities: tuple[float, ...]) -> list[int]:
    """Classes by falling probability; NaN last."""
    return sorted(range(len(probabilities)), key=lambda k: -probabilities[k] if isfinite(probabilities[k]) else 1.0)


def sample(cells: Cells, signal: Sample, cursor: int | None = None) -> Places:
    """One example of any kind, with what the net says of it; ``cursor``: the fact that is read. Where facts stand."""
    places = Places()
    if cells.width >= 6 and cells.height >= 1:
        _drawn(cells, signal, cursor, places)
    return places


def _drawn(cells: Cells, signal: Sample, cursor: int | None, places: Places) -> None:
    if signal.tags:
        said.tagged(cells, signal, cursor, places)
        return
    if signal.written:
        said.replied(cells, signal)
        return
    if not signal.targets and not signal.tokens and not signal.course:
        _classified(cells, signal, cursor, places)
        return
    below = _rows(signal, cells.height)
    above = Cells(cells.width, cells.height - below, cells.ink, cells.bg)
    used = said.example(above, signal, places)
    cells.paste(0, 0, above)
    rest = Cells(cells.width, cells.height - used, cells.ink, cells.bg)
    if signal.targets:
        said.predicted(rest, signal, places, used)
    else:
        _classified(rest, signal, cursor, places, used)
    cells.paste(0, used, rest)


def _rows(signal: Sample, height: int) -> int:
    """Rows that the answer takes of so many."""
    wanted = 2 * len(signal.targets) + 1 if signal.targets else min(len(signal.probabilities), 4) + 3
    return min(wanted, max(1, height - 1))


def _classified(cells: Cells, signal: Sample, cursor: int | None, places: Places, down: int = 0) -> None:
    """Picture at the left, bars beside it; under each other where it is narrow; only the best three where it is low."""
    beside, pitch = 0, 1
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
        wide = cells.width if below else min(cells.width - 16, max(30, cells.width // 2, cells.width - BARS))
        limits = (wide, room * 2)
        picture = grown(fitted(picture, *limits), *limits)
        if cells.width >= 26 or below:
            heat(cells, 0, 0, picture, "image", 0.0, picture.high or 1.0)
            places.picture = 0, down, picture.width, picture.height
            left, top = (0, (picture.height + 1) // 2 + 1) if below else (picture.width + 2, 0)
            beside = 0 if below else picture.height // 2
    elif signal.features:
        pitch = _pitch(cells.height - words, len(signal.features) + count + 1)
        top = _features(cells, signal, max(1, cells.height - words - min(count, 4) - 1), pitch)
        for place in range((top - 1) // pitch):
            places.note(0, down + place * pitch, 1, features_at(signal) + place)
    room = cells.height - top - words
    pitch = _pitch(beside or room, count) if beside or pitch > 1 else 1
    for place, k in enumerate(bars(cells, signal, left, top, room, pitch, cursor)):
        places.note(left, down + top + place * pitch, pitch, k)
    if words:
        _words(cells, signal, words)


def _pitch(room: int, count: int) -> int:
    """Rows from one line to the next where there is so much room for ``count`` of them."""
    return min(max(room // max(count, 1), 1), SPREAD)


def _features(cells: Cells, signal: Sample, room: int, pitch: int) -> int:
    ink = cells.ink
    for place, (name, value) in enumerate(signal.features[:room]):
        cells.put(0, place * pitch, name[: max(1, cells.width - 9)], ink.dim)
        cells.right(cells.width, place * pitch, figure(value), ink.text)
    return min(room, len(signal.features)) * pitch + 1


def bars(
    cells: Cells, signal: Sample, left: int, top: int, room: int, pitch: int = 1, cursor: int | None = None
) -> list[int]:
    """All classes in their own order, or those of largest probability; from a pitch of 3 on a bar is two rows high.

    Returns the classes in the order of their rows.
    """
    ink, best = cells.ink, order(signal.probabilities)
    if not best or room < 1:
        return []
    shown = sorted(best) if len(best) <= room else best[:room]
    names = [signal.classes[k] if k < len(signal.classes) else str(k) for k in range(len(best))]
    wide = min(max(len(names[k]) for k in shown), max(1, (cells.width - left) // 3))
    length = cells.width - left - wide - 8
    for place, (k, name) in enumerate(zip(shown, cut([names[k] for k in shown], wide), strict=True)):
        y = top + place * pitch
        p = signal.probabilities[k]
        first = k == best[0]
        tone = ink.accent if k == cursor else ink.bright if first else ink.text if p > 0.02 else ink.faint
        cells.put(left, y, name, tone, None, BOLD if first else 0)
        for row in range(min(pitch, 3) - 1 if pitch > 1 else 1):
            bar(cells, left + wide + 1, y + row, length, p, ink.one if first else ink.faint, track=row == 0)
        if k == signal.truth and not first:
            cells.put(left + wide + 2 + max(0, length), y, ink.glyphs.pointed, ink.good)
        cells.right(cells.width, y, percent(p), tone, None, BOLD if first else 0)
    return shown


def _words(cells: Cells, signal: Sample, words: int) -> None:
    ink, best = cells.ink, order(signal.probabilities)
    if not best:
        return
    names = [signal.classes[k] if k < len(signal.classes) else str(k) for k in range(max(*best, signal.truth) + 1)]
    right = best[0] == signal.truth
    y = cells.height - (2 if words > 1 else 1)
    said = cells.spans(
        0,
        y,
        (ink.glyphs.done if right else ink.glyphs.wrong, ink.good if right else ink.warn),
        (" " + tr("says") + " ", ink.text),
        (names[best[0]], ink.bright, BOLD),
        (
            " " + tr("and it is {names}", names=names[signal.truth])
            if right
            else tr(", it is {names}", names=names[signal.truth]),
            ink.text,
        ),
    )
    if said + 2 + len(tr(SCALE)) <= cells.width:
        cells.right(cells.width, y, tr(SCALE), ink.dim)
    if words > 1:
        second = " " + tr("· second guess {names}", names=names[best[1]]) if len(best) > 1 else ""
        loss = "  " + tr("loss {loss}", loss=figure(signal.loss))
        cells.put(0, cells.height - 1, loss + (second if len(loss + second) <= cells.width else ""), ink.dim)
