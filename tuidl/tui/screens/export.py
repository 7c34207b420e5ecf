"""Save a panel, the screen or the run: what, as what, and where, in a box over the screen."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tuidl.language import later, tr
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.export.picture import Picture
from tuidl.tui.export.subject import WORDS, Subject, content, refused, suggested, written
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key


class ExportScreen(ModalScreen[str | None]):
    """Dismissed with the path that was written, or with None. What was captured before it opened is saved."""

    CSS_PATH = "export.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("up", "what(-1)", later("what"), show=False, priority=True),
        Binding("down", "what(1)", later("what"), show=False, priority=True),
        Binding("tab", "form(1)", later("form"), show=False, priority=True),
        Binding("shift+tab", "form(-1)", later("form"), show=False, priority=True),
        Binding("escape", "leave", later("Save nothing")),
    ]

    def __init__(self, subjects: Sequence[Subject]):
        super().__init__()
        self._subjects = tuple(subjects)
        self._what = self._form = 0
        self._known = ""  # the path that was suggested
        self._asked: Path | None = None  # the file that shall be replaced, once enter is pressed again
        self.busy = False  # a file is being written
        self._saved: str | None = None  # where, once it was

    @property
    def subject(self) -> Subject:
        """What is chosen."""
        return self._subjects[self._what]

    @property
    def form(self) -> str:
        """As what."""
        return self.subject.forms[self._form % len(self.subject.forms)]

    def compose(self) -> ComposeResult:
        """The choices, the path, what is wrong with it."""
        with Vertical(id="box") as box:
            box.border_title = Content(tr("save"))
            yield Canvas(self._draw)
            yield Input(id="path", select_on_focus=False)
            yield Static(id="said")

    def on_mount(self) -> None:
        """The path can be edited at once."""
        self._suggest()
        self.query_one(Input).focus()

    def _suggest(self) -> None:
        """A path for what is chosen, unless one was typed; then only its ending follows."""
        line = self.query_one(Input)
        if line.value == self._known:
            line.value = self._known = str(suggested(self.subject.stem, self.form))
        else:
            line.value = str(Path(line.value).with_suffix(f".{self.form}")) if line.value.strip("/. ") else line.value
        line.cursor_position = len(line.value)
        self._say("")
        self.query_one(Canvas).redraw()

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(Content(text))

    # ---- keys ---------------------------------------------------------------------------------------------------

    def action_what(self, by: int) -> None:
        """Something else."""
        self._what = (self._what + by) % len(self._subjects)
        self._form = 0
        self._suggest()

    def action_form(self, by: int) -> None:
        """Another form."""
        self._form = (self._form + by) % len(self.subject.forms)
        self._suggest()

    def action_leave(self) -> None:
        """Save nothing; what is being written is waited for."""
        if not self.busy:
            self.dismiss(None)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another path: what was asked about the one before does not hold, and its ending says as what."""
        self._asked = None
        ending = Path(event.value.strip()).suffix[1:].lower()
        if ending in self.subject.forms and ending != self.form:
            self._form = self.subject.forms.index(ending)
            self.query_one(Canvas).redraw()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write it; ask before a file is replaced."""
        if self.busy:
            return
        if not event.value.strip():
            self._say(tr("type a path for the file"))
            return
        try:
            path = Path(event.value.strip()).expanduser().absolute()
            if not path.is_dir() and path.suffix[1:].lower() != self.form:
                path = path.with_name(f"{path.name}.{self.form}")
            wrong = refused(path)
            if not wrong and path.exists() and self._asked != path:
                self._asked, wrong = path, tr("{path} is there already: enter once more replaces it", path=path)
        except (OSError, RuntimeError, ValueError) as error:
            wrong = tr("this cannot be the path of a file: {error}", error=error)
        subject = self.subject
        if wrong:
            self._say(wrong)
        elif subject.picture is not None:
            self.busy = True
            self._say(tr("saving …"))
            self.run_worker(self._write(path, subject, subject.picture, self.form))
        elif subject.send is not None:
            subject.send(str(path), self.form)
            self.dismiss(str(path))

    async def _write(self, path: Path, subject: Subject, picture: Picture, form: str) -> None:
        """Draw and write in a thread: a PNG of a large screen takes longer than a key may wait."""
        wrong = await asyncio.to_thread(lambda: written(path, content(picture, form, subject.about)))
        self.busy = False
        if wrong:
            self._say(wrong)
        else:
            self._saved = str(path)
            self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Away, once the file is written and nothing lies over the box."""
        saved = self._saved
        if saved is not None and self.app.screen is self:
            self._saved = None  # away once only
            self.dismiss(saved)

    # ---- drawing ------------------------------------------------------------------------------------------------

    def _draw(self, cells: Cells) -> None:
        ink = cells.ink
        for y, subject in enumerate(self._subjects):
            chosen = subject is self.subject
            cells.put(0, y, ink.glyphs.pointed if chosen else " ", ink.accent, None, BOLD)
            cells.put(2, y, subject.name, ink.bright if chosen else ink.text, None, BOLD if chosen else 0)
            cells.put(10, y, subject.about, ink.dim)
        x = cells.put(2, 4, tr("as") + " ", ink.dim)
        for form in self.subject.forms:
            chosen = form == self.form
            x = cells.put(x, 4, f" {form} ", ink.accent if chosen else ink.text, None, BOLD if chosen else 0)
        cells.put(x + 1, 4, tr(WORDS[self.form]), ink.dim)
        line = Cells(cells.width, 1, ink)
        keys.draw(
            line,
            (Key("enter", tr("save")), Key("↑↓", tr("what")), Key("tab", tr("as what"))),
            (Key("esc", tr("leave")),),
        )
        cells.paste(-2, 6, line)
