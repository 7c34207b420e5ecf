"""The run doctor's card on the page: a sentence with this run's numbers, and what can be done about it. Pure."""

from dataclasses import dataclass

from tuidl.language import tr
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.number import count
from tuidl.tui.drawing.prose import Line, Span, put_line, wrap
from tuidl.tui.drawing.styled import styled


@dataclass(frozen=True, slots=True)
class Deed:
    """A row of the card that acts. ``key``: the letter that does it at once."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the card says. ``place`` of ``of`` complaints; ``chosen``: the deed under the cursor, None where the card
    is not in the keys' reach; ``asking``: what wants a yes before it is done."""

    title: str
    step: int
    text: str
    advice: str
    deeds: tuple[Deed, ...]
    place: int = 0
    of: int = 1
    chosen: int | None = None
    asking: str = ""


def rows(told: Complaint, width: int, height: int, folded: bool) -> list[tuple[Line, int | None]]:
    """The lines of the card at this width, in at most ``height`` rows, each with the deed it does; the rule not
    counted. ``folded``: one line."""
    wide = max(8, width)
    if folded:
        return [(_cut(told.title, wide), None)]
    where = tr("at step {count}", count=count(told.step))
    found: list[tuple[Line, int | None]] = [
        (line, None) for line in wrap([(told.title, "number"), (f"  {where}", "dim")], wide)
    ]
    deeds = _deeds(told, wide)
    said = wrap([(told.text, "plain")], wide)
    if told.chosen is None:
        found += [(line, None) for line in said]
        return [
            *found[: max(1, height - 1)],
            (tuple(styled("{key} what to do", "dim", key=("!", "key"))), None),
        ]
    advice = wrap([(told.advice, "plain")], wide) if told.advice else []
    room = height - len(found) - len(deeds)
    words = [*said, *advice]
    if len(words) > room:  # the numbers before the advice, which stands in the deeds as well
        words = words[: max(0, room)]
    return [*found, *((line, None) for line in words), *deeds]


def _cut(text: str, width: int) -> Line:
    return ((text[: max(0, width - 3)], "number"), ("  ", "plain"), ("!", "key"))


def _deeds(told: Complaint, width: int) -> list[tuple[Line, int | None]]:
    if told.asking:
        asked: list[tuple[Line, int | None]] = [(line, None) for line in wrap([(f"{told.asking}?", "number")], width)]
        return [*asked, (tuple(_yes_or_no()), told.chosen)]
    return [
        (((f"{deed.key} ", "key"), (deed.words[: width - 4], "number" if at == told.chosen else "plain")), at)
        for at, deed in enumerate(told.deeds)
    ]


def _yes_or_no() -> list[Span]:
    return styled("{enter} yes   {esc} no", "dim", enter=("enter", "key"), esc=("esc", "key"))


def draw(cells: Cells, told: Complaint, folded: bool) -> None:
    """The rule with the doctor's mark, then the lines."""
    ink, x, width = cells.ink, 2, cells.width - 4
    cells.put(x, 0, "─" * width, ink.line)
    cells.spans(x, 0, (f"{ink.glyphs.doctor} ", ink.warn, BOLD), (tr("run doctor") + " ", ink.dim))
    if told.of > 1:
        cells.right(
            x + width,
            0,
            f" {ink.glyphs.less} {tr('{place} of {of}', place=told.place + 1, of=told.of)} {ink.glyphs.more}",
            ink.dim,
        )
    for y, (line, deed) in enumerate(rows(told, width - 2, cells.height - 1, folded), 1):
        if deed is not None and deed == told.chosen:
            cells.put(x, y, ink.glyphs.pointed, ink.accent)
        put_line(cells, x + 2, y, line)
