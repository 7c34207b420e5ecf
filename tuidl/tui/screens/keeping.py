"""What both drawing screens share: the run below, an album, one sentence for the learner, a data set made of it."""

from itertools import count

from textual.screen import Screen

from tuidl import paths
from tuidl.commands import Command, Keep
from tuidl.events import Diagnosis, Kept
from tuidl.language import later, tr
from tuidl.tui.canvas import Canvas, put
from tuidl.tui.draw.album import Album
from tuidl.tui.draw.stand import Stand
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.prose import wrap
from tuidl.tui.grid import Rect, fits
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.prompt import Prompt
from tuidl.tui.screens.small import too_small
from tuidl.tui.study import Study
from tuidl.view import RunView

NAME = "my-drawings"


class Keeping(Screen[str | None]):
    """Dismissed with the name of a data set that the lesson shall be opened on, or with None."""

    study: Study
    album: Album
    _note = ""
    _kept: Kept | None = None  # the last answers that were seen
    _refused: Diagnosis | None = None

    # ---- the run ------------------------------------------------------------------------------------------------

    @property
    def view(self) -> RunView:
        """The run that answers."""
        raise NotImplementedError

    @property
    def alive(self) -> bool:
        """Whether there is one."""
        raise NotImplementedError

    def ask(self, command: Command) -> None:
        """Send it something."""
        raise NotImplementedError

    def heard(self) -> bool:
        """Whether it said something about what was to be kept; the sentence is shown."""
        view = self.view
        if view.kept is not None and view.kept is not self._kept:
            self._kept = kept = view.kept
            self.album.kept(kept.name, kept.before)
            many = tr("{examples} examples of {classes} classes", examples=kept.examples, classes=kept.classes)
            if kept.before:
                many = tr("{many}, {before} of them from before", many=many, before=kept.before)
            self.say(tr("kept as '{name}', {count}: o opens the lesson on it", name=kept.name, count=many))
            return True
        told = view.diagnoses[-1] if view.diagnoses else None
        if told is not None and told is not self._refused and told.kind in ("keep", "sketch", "teach"):
            self._refused = told
            self.say(told.text)
            return True
        return False

    # ---- keeping ------------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """All drawings of the album as a data set, under a name that is asked for."""
        if not len(self.album):
            self.say(tr(self.nothing))
        elif not self.alive:
            self.say(tr("there is no training process that could keep them: leave with esc, press r, come back"))
        elif (fault := self._keep("").fault) and not self.joins:
            self.say(fault)
        else:
            about = tr(
                "{words}\nUnder which name? Then --data NAME and 'tuidl data info NAME' know them.",
                words=self.album.words(),
            )
            if self.joins:
                about += " " + tr("Where drawings of yours have the name already, these join them.")
            name = self.album.saved or _free(NAME)
            self.app.push_screen(Prompt(tr("keep as a data set"), about, name, paths.unfit), self._named)

    nothing = later("there is nothing to keep yet")

    @property
    def joins(self) -> bool:
        """Whether there is a set of the learner's own that could grow by these."""
        try:
            return len(self.album.shape) > 1 and any(paths.data().iterdir())
        except OSError:  # no such folder, or none to look into
            return False

    def _named(self, name: str | None) -> None:
        if name is not None:
            self.ask(self._keep(name))

    def _keep(self, name: str) -> Keep:
        album = self.album
        before = album.before if name and name == album.saved else None
        return Keep(name, album.shape, tuple(album.examples), tuple(album.labels), before)

    def action_open(self) -> None:
        """The lesson on what was kept."""
        if self.album.saved:
            self.dismiss(self.album.saved)
        else:
            self.say(tr("keep a data set first: ^s"))

    # ---- one sentence -------------------------------------------------------------------------------------------

    @property
    def note(self) -> str:
        """What was said last."""
        return self._note

    @note.setter
    def note(self, text: str) -> None:
        before, self._note = self.rows, text
        if self.rows != before:
            self.place()

    def say(self, text: str) -> None:
        """One sentence for the learner, until the next."""
        self.note = text
        self.redraw()

    def room(self) -> tuple[int, int]:
        """Columns and rows that a part of the screen has for the sentence."""
        raise NotImplementedError

    @property
    def foot(self) -> list[str]:
        """The sentence in lines, where no part has room for it: they stand over the keys."""
        width, rows = self.room() if self.note and fits(*self.size) else (0, 0)
        if not self.note or (width > 0 and len(_lines(self.note, width)) <= rows):
            return []
        return _lines(self.note, self.size.width - 4)

    @property
    def rows(self) -> int:
        """Rows at the bottom: of keys, or of what is said."""
        return max(1, len(self.foot))

    def bottom(self, cells: Cells, shown: tuple[Key, ...]) -> None:
        """The keys, or the sentence."""
        for y, line in enumerate(lines := self.foot):
            cells.put(2, y, line, cells.ink.warn)
        if not lines:
            keys.draw(cells, shown, (Key("esc", tr("leave")), Key("?", tr("help"))))

    # ---- drawing ------------------------------------------------------------------------------------------------

    def stand(self) -> Stand:
        """Where everything is."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """Place everything anew."""
        self.place()

    def place(self) -> None:
        """Put every part where the stand says."""
        width, height = self.size
        room = fits(width, height)
        found = self.stand().parts if room else {}
        if room:
            found["keys"] = Rect(0, height - self.rows, width, self.rows)
        for canvas in self.query(Canvas):
            rect = found.get(canvas.id or "")
            canvas.display = rect is not None or canvas.id == "head"
            if rect is not None:
                put(canvas, rect)
            elif canvas.id == "head":
                put(canvas, Rect(0, 0, width, height))
        self.call_after_refresh(self.redraw)

    def redraw(self) -> None:
        """Draw everything as it is now."""
        for canvas in self.query(Canvas):
            if canvas.display:
                canvas.redraw()

    def head(self, cells: Cells, what: str, facts: tuple[str, ...]) -> None:
        """The lesson, what is drawn, how the run does."""
        if not fits(*self.size):
            too_small(cells)
            return
        ink, lesson = cells.ink, self.study.walk.lesson
        x = cells.put(2, 0, "tuidl", ink.accent, None, BOLD) + 3
        x = cells.spans(x, 0, (f"{lesson.place} ".lstrip(), ink.dim), (what, ink.bright, BOLD)) + 3
        end, shown = cells.width - 2, list(facts)
        while len(shown) > 1 and sum(len(fact) + 3 for fact in shown) > end - x:
            shown.pop()
        for fact in reversed(shown):
            end = cells.right(end, 0, fact, ink.dim) - 3


def _lines(text: str, width: int) -> list[str]:
    return ["".join(part for part, _ in line) for line in wrap(((text, "plain"),), width)]


def _free(name: str) -> str:
    """The name, or with the first number that none of the learner's own sets has."""
    numbered = (f"{name}-{n}" if n > 1 else name for n in count(1))
    return next(each for each in numbered if not (paths.data() / each).exists())
