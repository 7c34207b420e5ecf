"""Text the net made up: invented words bright, words copied from the training text faint and in brackets."""

from tuidl.language import tr
from tuidl.signals import Writing
from tuidl.tui.drawing.cells import BOLD, Cells

LEFT = 7


Word = tuple[int, int]  # which temperature, and which word of its line


def writing(cells: Cells, signal: Writing, cursor: Word | None = None) -> dict[Word, tuple[int, int, int]]:
    """Temperatures from cool to hot, as many rows each as there are; the last row says what the brackets mean.

    Returns column, row and columns of each word that is drawn.
    """
    spots: dict[Word, tuple[int, int, int]] = {}
    if not signal.lines or cells.height < 1:
        return spots
    ink = cells.ink
    key = 1 if cells.height > 3 and cells.width >= 32 else 0
    room = cells.height - key
    left = LEFT if cells.width >= 20 else 0
    lines = signal.lines[: max(1, room)]
    for i, (temperature, words) in enumerate(lines):
        top, bottom = i * room // len(lines), (i + 1) * room // len(lines)
        if left:
            cells.put(0, top, f"T {temperature:g}"[: LEFT - 1], ink.dim)
        x, y = left, top
        for k, (letters, copied) in enumerate(words):
            word = f"({letters})" if copied else letters
            if x > left and x + len(word) > cells.width:
                x, y = left, y + 1
            if y >= bottom:
                break
            here = (i, k) == cursor
            tone = ink.accent if here else ink.faint if copied else ink.bright
            spots[i, k] = x, y, min(len(word), cells.width - left)
            x = cells.put(x, y, word[: cells.width - left], tone, None, BOLD if here else 0) + 2
    if key:
        cells.spans(
            0,
            cells.height - 1,
            (tr("bright"), ink.bright),
            (" " + tr("made up") + "   ", ink.dim),
            (f"({tr('faint')})", ink.faint),
            (" " + tr("copied"), ink.dim),
        )
    return spots


def reading(signal: Writing, at: Word) -> str:
    """One word: at which temperature, and whether it stands in the training text."""
    line, k = at
    if line >= len(signal.lines) or k >= len(signal.lines[line][1]):
        return ""
    temperature, words = signal.lines[line]
    word, copied = words[k]
    where = tr("temperature {temperature:g} · word {n} of {all}", temperature=temperature, n=k + 1, all=len(words))
    return f"{where} · {tr('copied') if copied else tr('made up')} · {word}"
