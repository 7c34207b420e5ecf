"""The code of a sandbox, to be copied; and a line to type one into, or a name."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from tuidl.errors import TuidlError
from tuidl.language import later, tr
from tuidl.tui import keymap
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.frame import frame
from tuidl.tui.drawing.prose import paragraph
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.overlay import Overlay

WIDTH = 76


class Told(ModalScreen[None]):
    """A text to take along, in lines that can be selected by hand, and words about it."""

    CSS_PATH = "overlay.tcss"
    BINDINGS = [Binding("escape,enter,y,q", "dismiss", later("Back")), keymap.SAVE]  # noqa: RUF012

    def __init__(self, title: str, text: str, words: str):
        super().__init__()
        self._about, self.text, self._words = title, text, words

    def compose(self) -> ComposeResult:
        """One picture."""
        yield Canvas(self._draw, id="box")

    def on_resize(self, event: events.Resize) -> None:
        """As large as there is room."""
        box = self.query_one("#box", Canvas)
        wide = min(WIDTH, event.size.width - 2)
        box.styles.width = wide
        box.styles.height = min(len(self._lines(wide - 8)) + 9, event.size.height - 2)

    def _lines(self, wide: int) -> list[str]:
        """The text in whole groups."""
        lines = [""]
        for part in self.text.split("-"):
            piece = part if not lines[-1] else f"{lines[-1]}-{part}"
            if len(piece) > wide - 1:
                lines[-1] += "-"
                lines.append(part)
            else:
                lines[-1] = piece
        return lines

    def _draw(self, cells: Cells) -> None:
        ink = cells.ink
        frame(cells, self._about, state="pointed")
        y = 2
        for line in self._lines(cells.width - 8):
            cells.put(4, y, line, ink.bright, None, BOLD)
            y += 1
        paragraph(cells, 4, y + 1, cells.width - 8, [(self._words, "plain")])
        inside = Cells(cells.width - 4, 1, ink, cells.bg)
        keys.draw(inside, (Key("esc", tr("back")),))
        cells.paste(2, cells.height - 2, inside)


class Asked(Overlay[str | None]):
    """A line to be typed or pasted. ``take`` is called with it; what it raises stands there, and nothing is lost."""

    wanted = WIDTH, 14
    BINDINGS = [  # noqa: RUF012
        Binding("enter", "enter", later("Take it")),
        Binding("escape", "leave", later("Back")),
        Binding("ctrl+u", "clear", later("Clear the line")),
    ]

    def __init__(self, title: str, words: str, take: Callable[[str], None]):
        super().__init__()
        self._about, self._words, self._take = title, words, take
        self.typed, self.fault = "", ""

    def on_key(self, event: events.Key) -> None:
        """Characters go into the line."""
        if event.key == "backspace":
            self.typed = self.typed[:-1]
        elif event.character is not None and event.is_printable:
            self.typed += event.character
        else:
            return
        event.stop()
        event.prevent_default()
        self._changed()

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted goes into the line, as one line."""
        event.stop()
        self.typed = (self.typed + " ".join(event.text.split()))[:10_000]
        self._changed()

    def _changed(self) -> None:
        self.fault = ""
        self.box.redraw()

    def action_clear(self) -> None:
        """An empty line."""
        self.typed = ""
        self._changed()

    def action_enter(self) -> None:
        """Take it, or say why not."""
        try:
            self._take(self.typed.strip())
        except TuidlError as error:
            self.fault = str(error)
            self.box.redraw()
        else:
            self.dismiss(self.typed)

    def action_leave(self) -> None:
        """Back, with nothing done."""
        self.dismiss(None)

    def _draw(self, cells: Cells) -> None:
        ink, room = cells.ink, cells.width - 8
        frame(cells, self._about, state="pointed")
        y = paragraph(cells, 4, 2, room, [(self._words, "plain")]) + 1
        shown = self.typed if len(self.typed) < room else "…" + self.typed[2 - room :]
        cells.put(4, y, f"{shown}_", ink.bright, None, BOLD)
        if self.fault:
            cells.put(4, y + 2, f"{ink.glyphs.diverged} ", ink.bad)
            paragraph(cells, 6, y + 2, room - 2, [(self.fault, "plain")])
        inside = Cells(cells.width - 4, 1, ink, cells.bg)
        keys.draw(inside, (Key("enter", tr("take")), Key("^u", tr("clear")), Key("esc", tr("back"))))
        cells.paste(2, cells.height - 2, inside)
