"""Questions with what a net writes: wrong characters marked, the right answer beside them."""

from tuidl.language import tr
from tuidl.signals import Answers
from tuidl.tui.drawing.cells import BOLD, Cells, single
from tuidl.tui.drawing.prose import shortened


def answered(cells: Cells, signal: Answers, cursor: int | None = None) -> None:
    """A row for each question; the last row says how many are right."""
    if not signal.rows or cells.height < 1:
        return
    room = cells.height - 1 if cells.height > 3 else cells.height
    asked = max(len(question) for question, *_ in signal.rows)
    wide = max(len(text) for _, *texts in signal.rows for text in texts)
    left = min(asked, max(0, cells.width - wide - 5)) + 2
    for y, (question, truth, written) in enumerate(signal.rows[:room]):
        here = y == cursor
        cells.put(0, y, shortened(question, left - 2), cells.ink.accent if here else cells.ink.text)
        answer(cells, left, y, truth, written)
    if room < cells.height:
        right = sum(truth == written for _, truth, written in signal.rows)
        cells.put(
            0,
            cells.height - 1,
            tr("{right} of {all} right to the last character", right=right, all=len(signal.rows)),
            cells.ink.dim,
        )


def answer(cells: Cells, x: int, y: int, truth: str, written: str) -> int:
    """What the net writes, what is wrong in it marked, then the right answer if that is another."""
    ink, right = cells.ink, truth == written
    x = cells.spans(x, y, (ink.glyphs.done if right else ink.glyphs.wrong, ink.good if right else ink.warn), " ")
    true = single(truth)
    for k, char in enumerate(single(written)):
        wrong = char != true[k : k + 1]
        x = cells.put(x, y, char, ink.bad if wrong else ink.bright, None, BOLD if wrong else 0)
    return x if right else cells.put(x + 1, y, f"{ink.glyphs.pointed} {truth}", ink.dim)


def reading(signal: Answers, row: int) -> str:
    """One question in full, how many characters are right, and what is written."""
    if row >= len(signal.rows):
        return ""
    question, truth, written = signal.rows[row]
    right = sum(a == b for a, b in zip(single(truth), single(written), strict=False))
    longest = max(len(single(truth)), len(single(written)))
    return tr(
        "{question} · is {truth} · {right} of {all} right · {written}",
        question=question,
        truth=truth,
        right=right,
        all=longest,
        written=written,
    )
