"""The round frame of a panel: key and name at the left, what or which range at the right, a note in the bottom edge."""

from collections.abc import Container, Sequence
from typing import Literal

from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.rows import strokes

SHORTEST = 2  # letters of a name: they tell most panels apart
DOTTED = 5  # columns from which on a shortened name ends in dots
State = Literal["live", "pointed", "stale", "bad", "empty"]  # bad: diverged; empty: no data yet


def frame(
    cells: Cells, title: str, key: str = "", right: str = "", foot: str = "", state: State = "live", read: bool = False,
    keys: Container[str] = (),
) -> None:  # fmt: skip
    """``╭─ ▸ 2 title ── right ─╮`` around the whole grid; in a narrow one facts of ``right`` go to the bottom edge, as
    far as the foot leaves room, before the title is cut.

    ``read``: the foot is what is read under the cursor, and its last fact, the number, stays longest. ``keys``: those
    that can be clicked where a fact of the foot begins with them.
    """
    _border(cells, state)
    ink, width = cells.ink, cells.width
    mark, colour = _mark(cells, state)
    head = (f"{mark} " if mark else "") + (f"{key} " if key else "")
    room = width - 6 - len(head)
    if room <= 0 or cells.height < 1:
        return
    if len(title) > room:
        title = title[: max(1, room - 1)] + "…"
    x = cells.spans(
        2,
        0,
        (" ", ink.line),
        (f"{mark} " if mark else "", colour),
        (f"{key} " if key else "", ink.accent if state == "pointed" else ink.faint),
        (title, ink.dim if state == "stale" else ink.bright, BOLD),
        (" ", ink.line),
    )
    if key:
        cells.touch(2, 0, x - 2, key)
    _edge(cells, 0, right, width - x - 2)
    noted = _edge(cells, cells.height - 1, foot, width - 6, read, keys)
    kept = _kept(right, width - x - 2)
    below = _kept(right[len(kept) :].removeprefix(" · "), width - noted - 5)
    if below and cells.height > 1:
        cells.put(2, cells.height - 1, f" {below} ", ink.dim)


def tabs(
    cells: Cells, names: Sequence[tuple[str, str]], chosen: int, state: State = "live", foot: str = "",
    read: bool = False, right: str = "", keys: Container[str] = (),
) -> None:  # fmt: skip
    """One frame for several panels: ``(key, name)`` of each in the top edge, the shown one bright and marked.

    Where they do not fit, all but the shown one are shortened alike; where that is not enough, those far from it keep
    only their key. ``right``, ``read``, ``keys``: see ``frame``; what has no room beside the tabs goes to the bottom
    edge.
    """
    _border(cells, state)
    noted = _edge(cells, cells.height - 1, foot, cells.width - 6, read, keys)
    ink, room = cells.ink, cells.width - 6
    words = [name for _, name in names]
    order = sorted(range(len(names)), key=lambda i: -abs(i - chosen))

    def wide() -> int:
        return sum(len(key) + 2 + (len(word) + 1 if word else 0) for (key, _), word in zip(names, words, strict=True))

    for most in range(max(map(len, words), default=0), SHORTEST - 1, -1):  # all alike, so that each says something
        words = [name if i == chosen else _cut(name, most) for i, (_, name) in enumerate(names)]
        if wide() <= room:
            break
    for i in order:
        if wide() <= room or i == chosen:
            break
        words[i] = ""
    spare = room - wide()
    for i in reversed(order):  # what is left over is for those near the shown one
        if words[i] and spare > 0:
            longer = _cut(names[i][1], len(words[i]) + spare)
            words[i], spare = longer, spare - len(longer) + len(words[i])
    x = 2
    for i, ((key, _), word) in enumerate(zip(names, words, strict=True)):
        shown = i == chosen
        if x + len(key) + len(word) + 2 > cells.width - 2:
            break
        cells.touch(x, 0, len(key) + len(word) + 2 + bool(word), key)
        x = cells.spans(
            x,
            0,
            (cells.ink.glyphs.pointed if shown else " ", ink.accent),
            (key, ink.accent if shown else ink.faint, BOLD if shown else 0),
            (f" {word}" if word else "", ink.bright if shown else ink.dim, BOLD if shown else 0),
            (" ", ink.line),
        )
    free = cells.width - noted - 8
    if len(right) + 2 <= cells.width - x - 2 or len(right.partition(" · ")[0]) > free:
        _edge(cells, 0, right, cells.width - x - 2)
    elif right:
        while len(right) > free:
            right = right.rpartition(" · ")[0]
        cells.put(2, cells.height - 1, f" {right} ", ink.dim)


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else name[:most] if most < DOTTED else name[: most - 1] + "…"


def note(cells: Cells, text: str, hint: str = "", colour: str | None = None) -> None:
    """One sentence in the middle and a fainter one below it: no data yet, or what makes the picture stale."""
    width = max(1, cells.width - 2)
    lines = [(line, colour or cells.ink.dim) for line in _fold(text, width)]
    lines += [(line, cells.ink.faint) for line in _fold(hint, width)]
    for y, (line, tone) in enumerate(lines, max(0, (cells.height - len(lines)) // 2)):
        cells.centre(0, y, cells.width, f" {line} ", tone, cells.bg)


def _fold(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _mark(cells: Cells, state: State) -> tuple[str, str]:
    ink = cells.ink
    if state == "pointed":
        return ink.glyphs.pointed, ink.accent
    return (ink.glyphs.diverged, ink.bad) if state == "bad" else ("", ink.line)


def _border(cells: Cells, state: State) -> None:
    ink, width, height = cells.ink, cells.width, cells.height
    tone = {"pointed": ink.accent, "bad": ink.bad}.get(state, ink.line)
    if width < 2 or height < 2:
        return
    cells.put(0, 0, "╭" + "─" * (width - 2) + "╮", tone)
    for y in range(1, height - 1):
        cells.put(0, y, "│", tone)
        cells.put(width - 1, y, "│", tone)
    cells.put(0, height - 1, "╰" + "─" * (width - 2) + "╯", tone)


def _kept(text: str, room: int) -> str:
    """As many whole facts, from the first on, as have room with a blank at either end."""
    facts = text.split(" · ")
    while facts and len(" · ".join(facts)) + 2 > room:
        facts.pop()
    return " · ".join(facts)


def _edge(cells: Cells, y: int, text: str, room: int, read: bool = False, keys: Container[str] = ()) -> int:
    """Right-aligned in an edge; without room for all of it, whole facts (between ``·``) go from the right.

    Of what is ``read`` those in the middle go first, then the first; of a last one that is too long the end is left.
    Returns the columns that it takes.
    """
    facts = text.split(" · ") if read else _kept(text, room).split(" · ")
    while facts and len(" · ".join(facts)) + 2 > room:
        facts.pop((len(facts) > 2) if read and len(facts) > 1 else -1)
    if read and not facts and room > 6:
        facts = ["…" + text[3 - room :]]
    text = " · ".join(facts)
    if text:
        x = cells.right(cells.width - 2, y, f" {text} ", cells.ink.dim) + 1
        for fact in facts:
            _keys(cells, x, y, fact, keys)
            x += len(fact) + 3
    return len(text) + 2 if text else 0


def _keys(cells: Cells, x: int, y: int, fact: str, keys: Container[str]) -> None:
    """The keys that a fact begins with can be clicked: one alone with its words, of several each."""
    head, words = [], fact.split(" ")
    while len(words) > 1 and strokes.of(words[0]):
        head.append(words.pop(0))
    found = strokes.of(" ".join(head))
    for at, wide, key in found:
        if key in keys:
            cells.touch(x + at, y, len(fact) if len(found) == 1 else wide, key)
