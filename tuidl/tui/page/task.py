"""The task, pinned to the foot of the page: what to do, how far it is, what the learner may press."""

from dataclasses import dataclass

from tuidl.language import tr
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.gauge import meter
from tuidl.tui.drawing.number import count
from tuidl.tui.drawing.prose import put_line, shortened, wrap
from tuidl.tui.page.goal import SIGNS, Distance
from tuidl.tui.rows import keys as row
from tuidl.tui.rows.keys import Key

FULL, SMALL = 12, 6  # rows
LONGEST = 3  # rows of a prediction
ROOMY = 30  # rows of page from which the full section fits


@dataclass(frozen=True, slots=True)
class Task:
    """What the section says. ``predicted``: the answer given before the run; ``done``: the step is met."""

    kind: str
    text: str
    done: bool
    predicted: str = ""
    verdict: str = ""  # right, half or wrong, once the prediction was judged
    distance: Distance | None = None
    reached: int | None = None
    note: str = ""  # in place of the goal line: `press space to run`
    saved: bool = False  # said only of what is on disk
    keys: tuple[Key, ...] = ()


def rows(height: int, task: Task, width: int) -> int:
    """How many rows of a page this high and wide are the task's: no more than it says."""
    text = min(3, len(wrap([(f"{tr(task.kind)} ", "number"), (task.text, "plain")], max(8, width - 6))))
    if height < ROOMY:
        predicted = bool(task.predicted) and not task.done
        return min(SMALL, 2 + text + predicted + (task.distance is not None))
    far = 3 + len(task.distance.others[:1]) + 2 if task.distance is not None else 0
    answered = len(wrap([(f"{tr('predict')} ", "plain"), (task.predicted, "dim")], max(8, width - 6))[:LONGEST])
    return min(FULL + 2, 5 + answered * bool(task.predicted) + text + far)


def draw(cells: Cells, task: Task, more: bool) -> None:
    """At the foot of the page. ``more``: prose goes on above, out of sight."""
    ink, glyphs = cells.ink, cells.ink.glyphs
    x, width, end = 2, cells.width - 4, cells.height
    y, small = end - rows(end, task, cells.width), end < ROOMY
    cells.put(x, y, "─" * width, ink.line)
    if more:
        cells.right(x + width, y, f" {glyphs.down} {tr('more: pgdn')} ", ink.dim)
    y += 1
    if task.predicted and not (small and task.done):
        mark, tone = {
            "right": (glyphs.done, ink.good),
            "half": (glyphs.half, ink.warn),
            "wrong": (glyphs.wrong, ink.warn),
        }.get(task.verdict, (glyphs.done, ink.accent))
        cells.put(x, y, f"{mark} ", tone)
        y = _predicted(cells, x + 2, y, width - 2, task.predicted, 1 if small else LONGEST)
    mark, tone = (glyphs.done, ink.good) if task.done else (glyphs.running, ink.accent)
    lead = f"{tr(task.kind)} "
    lines = wrap([(lead, "number"), (task.text, "plain")], width - 2)
    for i, line in enumerate(lines[:3]):
        cells.put(x, y, f"{mark} " if not i else "  ", tone)
        put_line(cells, x + 2, y, line)
        y += 1
    if small:
        _brief(cells, x, y, width, task)
    else:
        _full(cells, x, y, width, task)


def _predicted(cells: Cells, x: int, y: int, width: int, answer: str, most: int) -> int:
    """The answer at the right of its word, else below it, else in its place; the row after it."""
    ink, word = cells.ink, tr("predict")
    if len(word) + 2 + len(answer) <= width:
        cells.put(x, y, word, ink.text)
        cells.right(x + width, y, answer, ink.dim)
        return y + 1
    if most == 1:
        cells.put(x, y, shortened(answer, width), ink.dim)
        return y + 1
    lines = wrap([(f"{word} ", "plain"), (answer, "dim")], width)[:most]
    for line in lines:
        put_line(cells, x, y, line)
        y += 1
    return y


def _status(cells: Cells, task: Task) -> tuple[str, str, str]:
    ink, glyphs = cells.ink, cells.ink.glyphs
    if task.note and not task.done:
        return glyphs.new, task.note, ink.dim
    if task.done:
        return glyphs.done, _done(task, cells.width - 6), ink.good
    return glyphs.new, tr("goal not met yet") if task.distance else tr("not done yet"), ink.warn


def _done(task: Task, room: int) -> str:
    """The longest that fits."""
    saved = f" · {tr('saved')}" if task.saved else ""
    if task.distance is None:
        return tr("done") + saved
    if task.reached is None:
        return tr("goal met") + saved
    long = tr("goal met at step {step}", step=count(task.reached)) + saved
    return long if len(long) <= room else tr("goal met at {step}", step=count(task.reached)) + saved


def _full(cells: Cells, x: int, y: int, width: int, task: Task) -> None:
    ink, far = cells.ink, task.distance
    end = cells.height
    if far is not None and y + 6 < end:
        y += 1
        meter(cells, x, y, width, far.share, ink.good if task.done else ink.accent, far.tick)
        label = tr("goal {value}", value=(SIGNS[far.sign] if far.sign in ("<", "<=") else "") + far.target)
        cells.put(x, y + 1, far.low, ink.faint)
        at = x + max(len(far.low) + 2, min(int(far.tick * (width - 1)) + 1, width))
        cells.right(max(at, x + len(far.low) + 2 + len(label)), y + 1, label, ink.dim)
        y += 2
    y = min(y + 1, end - 4) if y + 4 < end else y
    mark, words, tone = _status(cells, task)
    cells.spans(x, y, (f"{mark} ", tone), (words[: width - 2], tone))
    if far is not None:
        y += 1
        cells.spans(
            x + 2,
            y,
            (f"{far.called} " if far.called else "", ink.text),
            (tr("now") + " ", ink.dim),
            (far.say(far.now), ink.bright, BOLD),
            (f"   {tr('best')} ", ink.dim) if far.best is not None else "",
            (far.say(far.best) if far.best is not None else "", ink.bright),
        )
        for text, holds in far.others[:1]:
            if y + 2 < end:
                y += 1
                mark, tone = (ink.glyphs.done, ink.good) if holds else (ink.glyphs.new, ink.warn)
                cells.spans(x + 2, y, (text[: width - 5], ink.dim), (f" {mark}", tone))
    _keys(cells, x, end - 1, width, task.keys)


def _brief(cells: Cells, x: int, y: int, width: int, task: Task) -> None:
    ink, far, end = cells.ink, task.distance, cells.height
    if far is not None and y < end - 1:
        meter(cells, x, y, width, far.share, ink.good if task.done else ink.accent, far.tick)
        y += 1
    mark, words, tone = _status(cells, task)
    if far is not None and (task.done or not task.note):
        words = f"{tr('met')} · {tr('now')}" if task.done else tr("not met")  # it stays met, whatever is now
        called = f"{far.called} " if far.called else ""
        now = far.say(far.now).removesuffix(" %")
        at = cells.spans(x, y, (f"{mark} ", tone), (f"{words} ", tone), (called, ink.text), (now, ink.bright, BOLD))
        best = f" {tr('best')} "
        if far.best is not None and (not called or at + len(best) + len(far.say(far.best)) <= x + width):
            cells.spans(at, y, (best, ink.dim), (far.say(far.best), ink.text))
    else:
        cells.spans(x, y, (f"{mark} ", tone), (words[: width - 2], tone))


def _keys(cells: Cells, x: int, y: int, width: int, keys: tuple[Key, ...]) -> None:
    start = x
    for key in keys:
        if start + row.width(key) > x + width:
            break
        start = row.put(cells, start, y, key) + 3
