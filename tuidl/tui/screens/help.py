"""Help: what every key does here and what the words and glyphs mean."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.frame import frame
from tuidl.tui.drawing.prose import paragraph
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key

Group = tuple[str, Sequence[tuple[str, str]]]  # heading, (key, what it does)
Words = Sequence[tuple[str, str]]  # a term, its short explanation
WIDTH, HEIGHT = 100, 34
TEXT = 14  # column of what a key does


class Help(ModalScreen[None]):
    """``groups`` of keys at the left, ``words`` of this lesson at the right; it scrolls."""

    CSS_PATH = "overlay.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape,question_mark,q,enter", "dismiss", "Close the help"),
        Binding("down,pagedown,space", "scroll(4)", "Read on", show=False),
        Binding("up,pageup", "scroll(-4)", "Read back", show=False),
    ]

    def __init__(self, title: str, groups: Sequence[Group], words: Words = ()):
        super().__init__()
        self._about, self._groups, self._words = title, groups, words
        self._top, self._rows = 0, 0

    def compose(self) -> ComposeResult:
        """One picture."""
        yield Canvas(self._draw, id="box")

    def on_resize(self, event: events.Resize) -> None:
        """As large as there is room."""
        box = self.query_one("#box", Canvas)
        box.styles.width = min(WIDTH, event.size.width - 2)
        box.styles.height = min(HEIGHT, event.size.height - 2)

    def action_scroll(self, rows: int) -> None:
        """Up or down."""
        box = self.query_one("#box", Canvas)
        self._top = min(max(0, self._top + rows), max(0, self._rows - (box.size.height - 4)))
        box.redraw()

    def _draw(self, cells: Cells) -> None:
        frame(cells, f"help: {self._about}", state="pointed")
        columns = 2 if cells.width >= 90 and self._words else 1
        long = Cells((cells.width - 4) // columns - 1, 200, cells.ink, cells.bg)
        rows = [self._keys(long)]
        cells_of = [long]
        if self._words:
            right = long if columns == 1 else Cells(long.width, 200, cells.ink, cells.bg)
            rows.append(self._terms(right, rows[0] + 1 if columns == 1 else 0))
            if columns == 2:
                cells_of.append(right)
        self._rows = max(rows)
        room = cells.height - 4
        for i, column in enumerate(cells_of):
            cut = Cells(column.width, room, cells.ink, cells.bg)
            cut.paste(0, -self._top, column)
            cells.paste(2 + i * (long.width + 2), 1, cut)
        more = self._rows > self._top + room
        inside = Cells(cells.width - 4, 1, cells.ink, cells.bg)
        keys.draw(inside, (Key("esc", "close"), *((Key("↓", "more"),) if more or self._top else ())))
        cells.paste(2, cells.height - 2, inside)

    def _keys(self, cells: Cells) -> int:
        ink, y = cells.ink, 0
        for heading, rows in self._groups:
            cells.put(0, y, heading, ink.bright, None, BOLD)
            y += 1
            for key, what in rows:
                cells.put(2, y, key, ink.accent, None, BOLD)
                y = paragraph(cells, TEXT, y, cells.width - TEXT, [(what, "plain")])
            y += 1
        return y

    def _terms(self, cells: Cells, y: int) -> int:
        cells.put(0, y, "words of this lesson", cells.ink.bright, None, BOLD)
        y += 1
        for word, short in self._words:
            y = paragraph(cells, 2, y, cells.width - 2, [(word, "term"), (f"  {short}", "plain")])
        return y
