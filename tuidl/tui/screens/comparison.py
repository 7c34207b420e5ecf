"""How the line of a run that is under way differs from another one, in a box over the lesson."""

from collections.abc import Mapping

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from tuidl.events import Compared
from tuidl.language import later, tr
from tuidl.tui import keymap
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.difference import difference
from tuidl.tui.drawing.frame import frame
from tuidl.tui.drawing.number import count
from tuidl.tui.drawing.theme import ink_of
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key

WIDTH, HEIGHT = 76, 30
LONG = 400  # rows that are drawn before they are cut to what is shown


class Comparison(ModalScreen[None]):
    """What was told, drawn; it scrolls."""

    CSS_PATH = "overlay.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape,c,q,enter", "dismiss", later("Close the comparison")),
        keymap.SAVE,
        Binding("question_mark,f1", "app.help", later("Help"), show=False),
        Binding("down,pagedown,space", "scroll(4)", later("Read on"), show=False),
        Binding("up,pageup", "scroll(-4)", later("Read back"), show=False),
    ]

    def __init__(self, told: Compared, labels: Mapping[str, str]):
        super().__init__()
        self._told, self._labels = told, labels
        self._top = self._rows = 0

    def compose(self) -> ComposeResult:
        """One picture."""
        yield Canvas(self._draw, id="box")

    def on_resize(self, event: events.Resize) -> None:
        """As large as it needs and there is room for."""
        box, width = self.query_one("#box", Canvas), min(WIDTH, event.size.width - 2)
        self._rows = difference(Cells(width - 4, LONG, ink_of(self.app)), self._told, self._labels)
        box.styles.width = width
        box.styles.height = min(self._rows + 4, HEIGHT, event.size.height - 2)

    def action_scroll(self, rows: int) -> None:
        """Up or down."""
        box = self.query_one("#box", Canvas)
        self._top = min(max(0, self._top + rows), max(0, self._rows - (box.size.height - 4)))
        box.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Down."""
        self.action_scroll(2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Up."""
        self.action_scroll(-2)

    def _draw(self, cells: Cells) -> None:
        told = self._told
        frame(
            cells,
            tr("line {line} beside line {other}", line=told.line + 1, other=told.other + 1),
            right=tr("step {count}", count=count(told.step)),
            state="pointed",
        )
        whole = Cells(cells.width - 4, LONG, cells.ink, cells.bg)
        difference(whole, told, self._labels)
        cut = Cells(whole.width, cells.height - 4, cells.ink, cells.bg)
        cut.paste(0, -self._top, whole)
        cells.paste(2, 1, cut)
        foot = Cells(cells.width - 4, 1, cells.ink, cells.bg)
        more = self._rows > self._top + cut.height
        keys.draw(foot, (Key("esc", tr("close")), *((Key("↓", tr("more")),) if more or self._top else ())))
        cells.paste(2, cells.height - 2, foot)
