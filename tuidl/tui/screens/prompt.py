"""One line that is asked for in a box: a label, the name of a data set."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tuidl.language import later, tr
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key

Check = Callable[[str], str]


class Prompt(ModalScreen[str | None]):
    """Dismissed with the line, or with None. ``check`` says why a line will not do; it is empty for one that will."""

    CSS_PATH = "prompt.tcss"
    BINDINGS = [Binding("escape", "leave", later("Leave it"))]  # noqa: RUF012

    def __init__(self, title: str, about: str, value: str = "", check: Check = lambda line: ""):
        super().__init__()
        self._called, self._about, self._value, self._check = title, about, value, check

    def compose(self) -> ComposeResult:
        """What it is about, the line, what is wrong with it, the keys."""
        with Vertical(id="box") as box:
            box.border_title = Content(self._called)
            yield Static(Content(self._about), id="about")
            yield Input(self._value, id="line")  # a proposal is selected: what is typed takes its place
            yield Static(id="said")
            yield Canvas(_keys)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the line, if it will do."""
        line = event.value.strip()
        wrong = self._check(line)
        if wrong:
            said = self.query_one("#said", Static)
            said.update(Content(wrong))
            said.add_class("wrong")
        else:
            self.dismiss(line)

    def action_leave(self) -> None:
        """Nothing was asked."""
        self.dismiss(None)


def _keys(cells: Cells) -> None:
    keys.put(cells, keys.put(cells, 0, 0, Key("enter", tr("take"))) + 2, 0, Key("esc", tr("leave")))
