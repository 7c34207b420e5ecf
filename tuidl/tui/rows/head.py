"""The top row: where the learner is at the left, how the run does at the right."""

from collections.abc import Sequence

from tuidl.language import tr
from tuidl.tui.drawing.cells import BOLD, Cells


def draw(
    cells: Cells,
    number: str,
    title: str,
    done: Sequence[bool],
    step: int,
    state: tuple[str, str, str],
    facts: Sequence[str],
    review: str = "",
) -> None:
    """``tuidl  2.2 Title  ✔✔◐○○ step 3 of 5      ▶ running  3.1k img/s  step 812  00:12``.

    ``step`` counts from 0; ``state``: glyph, word, colour role; ``facts``: the last ones stay longest; ``review``:
    which one it is, before all else.
    """
    ink, wide = cells.ink, cells.width > 100
    glyphs = ink.glyphs
    x = cells.put(2, 0, "tuidl", ink.accent, None, BOLD) + 3
    if review:
        x = cells.put(x, 0, review, ink.accent) + 3
    x = cells.spans(x, 0, (f"{number} ", ink.dim), (title, ink.bright, BOLD)) + 3
    if done and wide:
        for i, met in enumerate(done):
            mark = glyphs.done if met else glyphs.half if i == step else glyphs.new
            x = cells.put(x, 0, mark, ink.accent if i == step else ink.good if met else ink.faint)
        x += 1
    if done:
        x = cells.put(
            x,
            0,
            tr("step {step} of {count}", step=step + 1, count=len(done)) if wide else f"{step + 1}/{len(done)}",
            ink.dim,
        )
    glyph, word, role = state
    room = cells.width - 2 - x - 3 - len(word) - 2
    kept: list[str] = []
    for fact in reversed(facts):
        if sum(len(k) + 3 for k in kept) + len(fact) + 3 > room:
            break
        kept.insert(0, fact)
    end = cells.width - 2
    for fact in reversed(kept):
        end = cells.right(end, 0, fact, ink.dim) - 3
    tone = getattr(ink, role)
    cells.right(end, 0, f"{glyph} {word}", tone)
