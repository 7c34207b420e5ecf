"""What both drawing screens share: the run below, an album, one sentence for the learner, a data set made of it."""

from textual.screen import Screen

from tuidl.commands import Command, Keep
from tuidl.events import Diagnosis, Kept
from tuidl.language import later, tr
from tuidl.tui.canvas import Canvas, put
from tuidl.tui.draw.album import Album
from tuidl.tui.draw.stand import Stand
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.grid import Rect, fits
from tuidl.tui.screens.prompt import Prompt
from tuidl.tui.screens.small import too_small
from tuidl.tui.study import Study
from tuidl.view import RunView

NAME = "my-drawings"


class Keeping(Screen[str | None]):
    """Dismissed with the name of a data set that the lesson shall be opened on, or with None."""

    study: Study
    album: Album
    note = ""
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
            self._kept = view.kept
            self.album.kept(view.kept.name)
            count = tr("{examples} of {classes} classes", examples=view.kept.examples, classes=view.kept.classes)
            self.say(tr("kept as '{name}', {count}: o opens the lesson on it", name=view.kept.name, count=count))
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
        elif fault := self._keep("").fault:
            self.say(fault)
        else:
            about = tr(
                "{words}\nUnder which name? Then --data NAME and 'tuidl data info NAME' know them.",
                words=self.album.words(),
            )
            self.app.push_screen(Prompt(tr("keep as a data set"), about, self.album.saved or NAME), self._named)

    nothing = later("there is nothing to keep yet")

    def _named(self, name: str | None) -> None:
        if name is not None:
            self.ask(self._keep(name))

    def _keep(self, name: str) -> Keep:
        album = self.album
        return Keep(name, album.shape, tuple(album.examples), tuple(album.labels))

    def action_open(self) -> None:
        """The lesson on what was kept."""
        if self.album.saved:
            self.dismiss(self.album.saved)
        else:
            self.say(tr("keep a data set first: ^s"))

    # ---- drawing ------------------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """One sentence for the learner, until the next."""
        self.note = text
        self.redraw()

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
        x = cells.spans(x, 0, (f"{lesson.number} ", ink.dim), (what, ink.bright, BOLD)) + 3
        end, shown = cells.width - 2, list(facts)
        while len(shown) > 1 and sum(len(fact) + 3 for fact in shown) > end - x:
            shown.pop()
        for fact in reversed(shown):
            end = cells.right(end, 0, fact, ink.dim) - 3
