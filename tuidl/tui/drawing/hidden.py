"""Hidden states over time: a column a character, above it what was read and guessed, below it the surprise."""

from math import isfinite

from tuidl.language import tr
from tuidl.signals import Hidden
from tuidl.tui.drawing.cells import BOLD, UNDERLINE, Cells
from tuidl.tui.drawing.field import cut, resized, whole
from tuidl.tui.drawing.heat import heat
from tuidl.tui.drawing.legend import legend
from tuidl.tui.drawing.spark import spark

LEFT = 9  # columns for the labels
WIDE, WIDEST = 2, 20  # columns that a character takes; more where the text is short
HEAVY = 3.0  # nats: a surprise that is shown in the second colour
MOST = 5.0
BLANKS = {" ": "·", "\n": "¶", "\t": "·"}


def left(width: int) -> int:
    """Columns for the labels: none where the letters need them all."""
    return LEFT if width >= 30 else 0


def visible(char: str) -> str:
    """A blank as ``·``."""
    return BLANKS.get(char, char)


def wide(cells: Cells, signal: Hidden) -> int:
    """Columns of a character: two, or more (an even number) where the whole text has room for them."""
    share = (cells.width - left(cells.width)) // max(1, len(signal.reads))
    return min(max(share // 2 * 2, WIDE), WIDEST)


def room(cells: Cells) -> int:
    """Characters that fit beside the labels, two columns each."""
    return max(0, (cells.width - left(cells.width)) // WIDE)


def start(cells: Cells, signal: Hidden, cursor: int | None) -> int:
    """The first character shown, so that the cursor is on the screen."""
    fits, count = room(cells), len(signal.reads)
    if cursor is None or count <= fits:
        return 0
    return min(max(0, cursor - fits * 2 // 3), count - fits)


def hidden(
    cells: Cells, signal: Hidden, cursor: int | None = None, quiet: float = 0.3, unit: int | None = None
) -> None:
    """Draw it; ``cursor``: the position whose column is pointed at; ``unit``: the one whose state is read there."""
    fits = room(cells)
    if fits < 1 or cells.height < 2:
        cells.put(0, 0, signal.reads[: cells.width], cells.ink.bright)
        return
    ink, first, step, edge = cells.ink, start(cells, signal, cursor), wide(cells, signal), left(cells.width)
    count = min(fits, len(signal.reads) - first)
    _letters(cells, signal, first, count)
    rows = cells.height - 7
    if rows < 1:
        return
    if whole(signal.states):
        units = min(rows * 2, signal.states.height)
        states = cut(signal.states, first, 0, count, signal.states.height)
        states = resized(states, states.width, units) if units < states.height else states
        tall = max(1, rows * 2 // max(1, states.height)) if states.height <= rows else 1
        heat(cells, edge, 3, states, "diverging", -1.0, 1.0, wide=step, tall=tall, quiet=quiet)
        if cursor is not None and unit is not None and unit < signal.states.height:
            row = unit * states.height // signal.states.height * tall // 2
            cells.put(edge + step * (cursor - first) + step // 2 - 1, 3 + row, "┼", ink.accent, None, BOLD)
        bottom = 3 + (states.height * tall + 1) // 2
        _units(cells, signal, states.height, bottom)
    else:
        bottom = 3
    surprise = [min(v, MOST) if isfinite(v) else v for v in signal.surprise[first : first + count]]
    if edge:
        cells.put(0, bottom + 1, tr("surprise"), ink.dim)
    for t, mark in enumerate(spark(surprise, 0.0, MOST)):
        tone = ink.two if surprise[t] > HEAVY else ink.dim
        cells.put(edge + step * t, bottom + 1, mark * step, tone)
    if cursor is not None and first <= cursor < first + count:
        _pointer(cells, signal, cursor, edge + step * (cursor - first), bottom, step)
    _legend(cells)


def unit_at(cells: Cells, signal: Hidden, row: int) -> int | None:
    """The unit whose states are drawn in a row, the upper one of two; None above and below them."""
    rows, count = cells.height - 7, signal.states.height
    if rows < 1 or not whole(signal.states) or row < 3:
        return None
    shown = min(rows * 2, count)
    tall = max(1, rows * 2 // max(1, shown)) if shown <= rows else 1
    place = (row - 3) * 2 // tall
    return place * count // shown if place < shown else None


def _letters(cells: Cells, signal: Hidden, first: int, count: int) -> None:
    ink, step, edge = cells.ink, wide(cells, signal), left(cells.width)
    if edge:
        cells.put(0, 0, tr("reads"), ink.dim)
        cells.put(0, 1, tr("guesses"), ink.dim)
    for t in range(first, first + count):
        x, letter = edge + step * (t - first) + step // 2 - 1, visible(signal.reads[t])
        quiet = letter in "·¶"
        cells.put(x, 0, letter, ink.faint if quiet else ink.bright, None, 0 if quiet else BOLD)
        if t < len(signal.guesses):
            right = t < len(signal.truths) and signal.guesses[t] == signal.truths[t]
            cells.put(
                x, 1, visible(signal.guesses[t]), ink.good if right else ink.faint, None, UNDERLINE if right else 0
            )


def _units(cells: Cells, signal: Hidden, shown: int, bottom: int) -> None:
    ink = cells.ink
    if not left(cells.width):
        return
    cells.put(0, 3, tr("units"), ink.dim)
    if bottom - 3 >= 5 and shown < signal.units:
        for row, text in enumerate((tr("{n} of", n=shown), tr("{n}, like", n=signal.units), tr("by like")), bottom - 3):
            cells.put(0, row, text, ink.dim)


def _pointer(cells: Cells, signal: Hidden, cursor: int, place: int, bottom: int, step: int) -> None:
    ink, x = cells.ink, place + step // 2 - 1
    cells.put(x, 0, visible(signal.reads[cursor]), ink.accent, None if ink.ansi else ink.chip, BOLD)
    cells.put(x, 2, ink.glyphs.above * 2, ink.accent, None, BOLD)
    cells.put(x, bottom, ink.glyphs.below * 2, ink.accent, None, BOLD)
    words = tr("cursor at t = {t}, after “{text}”", t=cursor, text=last_word(signal.reads, cursor))
    if x - 1 - len(words) >= left(cells.width):
        cells.right(x - 1, bottom, words, ink.accent)
    elif x + 3 + len(words) <= cells.width:
        cells.put(x + 3, bottom, words, ink.accent)


def last_word(text: str, position: int, most: int = 12) -> str:
    """What was read of the word under way, up to a position."""
    read = text[: position + 1]
    word = read.replace("\n", " ").split(" ")[-1]
    return (word or visible(read[-1:]))[-most:]


def _legend(cells: Cells) -> None:
    ink, y, edge = cells.ink, cells.height - 1, left(cells.width)
    x = legend(cells, edge, y, min(24, cells.width - edge), "diverging", -1.0, 1.0, quiet=0.3)
    for text in (tr("surprise = −ln p, 0…5 nats   underlined = guessed right"), tr("underlined = guessed right")):
        if x + len(text) + 2 <= cells.width:
            cells.right(cells.width, y, text, ink.dim)
            break
