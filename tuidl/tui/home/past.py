"""What the learner has done: lessons with steps, minutes and best scores; predictions; runs. Drawn, row by row."""

from dataclasses import dataclass

from tuidl.course.calibration import NONE, Score
from tuidl.language import tr
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.frame import note
from tuidl.tui.drawing.gauge import meter
from tuidl.tui.drawing.prose import Line, put_line, wrap
from tuidl.tui.drawing.styled import coloured
from tuidl.tui.home.map import look
from tuidl.tui.home.now import cut
from tuidl.tui.home.shelf import Entry, Run, Shelf

METER, WIDE = 10, 60  # columns of a meter; columns from which a row has room for one


@dataclass(frozen=True, slots=True)
class Guess:
    """A prediction that was judged. ``right`` is what the run made right; empty where no answer was."""

    number: str
    lesson: str
    question: str
    chosen: str
    right: str
    when: str
    sure: float | None = None

    @property
    def hit(self) -> bool:
        """Whether it came out."""
        return bool(self.chosen) and self.chosen == self.right


@dataclass(frozen=True, slots=True)
class Past:
    """Everything the page shows; guesses and ``runs`` newest first."""

    shelf: Shelf
    guesses: tuple[Guess, ...] = ()
    runs: tuple[Run, ...] = ()
    score: Score = NONE  # of all predictions
    scores: tuple[
        tuple[str, str, Score], ...
    ] = ()  # number, lesson and score of each lesson, in the order of the course

    @property
    def lessons(self) -> tuple[Entry, ...]:
        """The lessons that were opened, in the order of the course."""
        return tuple(entry for entry in self.shelf.entries if entry.when)


def spent(minutes: int) -> str:
    """``1 h 52 min``."""
    hours, rest = divmod(minutes, 60)
    return tr("{hours} h {rest} min", hours=hours, rest=rest) if hours else tr("{rest} min", rest=rest)


def totals(past: Past) -> str:
    """``1 of 34 lessons done   12 steps   52 min``."""
    shelf = past.shelf
    done = sum(part.done for part in shelf.parts)
    steps = sum(entry.finished for entry in past.lessons)
    return tr(
        "{done} of {count} lessons done   {steps} steps   {spent}",
        done=done,
        count=len(shelf.entries),
        steps=steps,
        spent=spent(shelf.minutes),
    )


def lessons(cells: Cells, past: Past, first: int, chosen: int | None) -> None:
    """One lesson a row, from number ``first`` on; ``chosen``: the one under the cursor."""
    ink = cells.ink
    if not past.lessons:
        note(cells, tr("{new} nothing yet", new=ink.glyphs.new), tr("every lesson you open stands here"))
    for y, entry in enumerate(past.lessons[first : first + cells.height]):
        marked = first + y == chosen
        _chosen(cells, y, marked)
        glyph, tone = look(cells, entry.state)
        cells.spans(1, y, (f"{entry.number:<5}", ink.faint), (f"{glyph} ", tone))
        cells.put(8, y, entry.slug[:15], ink.bright if marked else ink.text, None, BOLD if marked else 0)
        cells.right(cells.width, y, entry.when, ink.dim if marked else ink.faint)
        x = 24
        if cells.width >= WIDE:
            room = METER if cells.width >= 80 else METER - 4
            meter(cells, x, y, room, entry.finished / max(1, entry.steps), ink.good)
            x += room + 1
        count = tr("{finished} of {steps}", finished=entry.finished, steps=entry.steps)
        cells.right(x + 8, y, count, ink.dim)
        cells.right(x + 20, y, spent(entry.spent), ink.dim)
        if entry.best and x + 24 + len(entry.best) + 2 < cells.width - len(entry.when):
            cells.spans(x + 22, y, (f"{ink.glyphs.best} ", ink.accent), (entry.best, ink.bright))


def runs(cells: Cells, past: Past, first: int, chosen: int | None) -> None:
    """One run a row, the newest first."""
    ink, glyphs = cells.ink, cells.ink.glyphs
    if not past.runs:
        note(cells, tr("{new} no runs yet", new=glyphs.new), tr("every run that comes to its end stands here"))
    for y, run in enumerate(past.runs[first : first + cells.height]):
        marked = first + y == chosen
        _chosen(cells, y, marked)
        cells.put(1, y, f"{run.number:<5}", ink.faint)
        cells.put(6, y, run.name[:12], ink.bright if marked else ink.text, None, BOLD if marked else 0)
        x = cells.put(19, y, run.best, ink.text) + 2
        end = cells.right(cells.width, y, run.when, ink.dim if marked else ink.faint) - 2
        if run.judged:
            mark, tone = (glyphs.done, ink.good) if run.met else (glyphs.new, ink.warn)
            said = tr("met") if run.met else tr("not met")
            end = cells.right(end, y, said, ink.dim) - 2
            end = cells.put(end, y, mark, tone) - 3
        cells.put(max(x, 42), y, run.about[: max(0, end - max(x, 42))], ink.dim)


def guesses(cells: Cells, past: Past) -> None:
    """How many came out, in all and lesson by lesson, then one after the other: what was said, and what it was."""
    ink, glyphs = cells.ink, cells.ink.glyphs
    if not past.guesses:
        note(cells, tr("{new} none yet", new=glyphs.new), tr("predict before a run: how it came out stands here"))
        return
    score = past.score
    share = tr("{hits} of {count}", hits=score.hits, count=score.count)
    end = cells.spans(0, 0, *coloured("{share} right", ink.dim, share=(share, ink.bright, BOLD))) + 2
    meter(cells, end, 0, max(0, min(24, cells.width - end)), score.hits / max(1, score.count), ink.good)
    y = 1
    if score.calibrated and cells.height > 4:
        cells.put(0, y, score.calibrated, ink.dim)
        y += 1
    for number, lesson, one in past.scores[: max(0, cells.height // 3 - y)]:
        brier = f" Brier {one.brier:.2f}" if one.brier is not None else ""
        cells.spans(0, y, (f"{number:<4} {lesson[:9]:<9} ", ink.dim), (one.share, ink.text), (brier, ink.dim))
        y += 1
    y += cells.height > 8
    for guess in past.guesses:
        mark, tone = (glyphs.done, ink.good) if guess.hit else (glyphs.wrong, ink.warn)
        sure = ""
        if guess.sure is not None:
            share = f"{guess.sure * 100:.0f} %"
            sure = " " + tr("{share} sure", share=share)
        said = (
            f"“{guess.chosen}”"
            if guess.hit
            else tr("“{chosen}”, it was “{right}”", chosen=guess.chosen, right=guess.right or tr("something else"))
        )
        rows: list[Line] = []  # where it is wide, one line says it all
        if cells.width < WIDE:
            rows = [*wrap([(guess.question, "dim")], cells.width - 2), *wrap([(said, "plain")], cells.width - 2)]
        if y + len(rows) >= cells.height:
            break
        x = cells.spans(0, y, (f"{mark} ", tone), (f"{guess.number} {guess.lesson}{sure}", ink.dim)) + 2
        end = cells.right(cells.width, y, guess.when, ink.faint)
        if not rows:
            cells.put(max(x, 20), y, cut(said, end - 2 - max(x, 20)), ink.text)
        for row, line in enumerate(rows, y + 1):
            put_line(cells, 2, row, line)
        y += 1 + len(rows) + bool(rows)


def scroll(rows: int, height: int, at: int | None) -> int:
    """The first row shown, so that row ``at`` is on the screen."""
    return min(max(0, at - height // 2), max(0, rows - height)) if at is not None else 0


def _chosen(cells: Cells, y: int, marked: bool) -> None:
    if marked:
        if not cells.ink.ansi:
            cells.fill(0, y, cells.width, 1, cells.ink.chip)
        cells.put(0, y, cells.ink.glyphs.pointed, cells.ink.accent)
