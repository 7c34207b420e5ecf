"""A form: values one under the other, turned with the arrow keys or typed; what does not fit is said at once."""

from collections.abc import Callable, Sequence
from typing import Any

from textual import events
from textual.binding import Binding

from tuidl.errors import TuidlError
from tuidl.language import later, tr
from tuidl.sandbox.fields import Field, read, written
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.frame import frame
from tuidl.tui.drawing.prose import paragraph
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.overlay import Overlay

WIDTH = 64
FOOT = 6  # rows below the list: a sentence, the keys, the frame

Change = Callable[[str, Any], None]  # key, value: takes it, or raises a sentence
Fields = Callable[[], Sequence[Field]]
Say = Callable[[], tuple[str, str]]  # a sentence and the role of its colour


class Form(Overlay[bool]):
    """Dismissed with True when it was closed with enter, with False when esc takes everything back.

    ``fields`` are asked for after every change, which ``change`` makes; ``say`` tells what has come of it.
    """

    BINDINGS = [  # noqa: RUF012
        Binding("up,shift+tab", "move(-1)", later("value before"), show=False),
        Binding("down,tab", "move(1)", later("next value"), show=False),
        Binding("left", "turn(-1)", later("turn it down"), show=False),
        Binding("right", "turn(1)", later("turn it up"), show=False),
        Binding("delete", "clear", later("Leave the value out"), show=False),
        Binding("enter", "enter", later("Done")),
        Binding("escape", "leave", later("Back, without the changes")),
    ]

    def __init__(self, title: str, fields: Fields, change: Change, say: Say, first: str = ""):
        super().__init__()
        self._about, self._fields, self._change, self._say = title, fields, change, say
        self.row = next((k for k, field in enumerate(fields()) if field.key == first), 0)
        self.typed: str | None = None
        self.fault = ""

    @property
    def wanted(self) -> tuple[int, int]:  # type: ignore[override]
        """See Overlay."""
        return WIDTH, len(self._fields()) + FOOT + 2

    @property
    def field(self) -> Field:
        """The one under the cursor."""
        found = self._fields()
        return found[min(self.row, len(found) - 1)]

    def _put(self, value: Any) -> bool:
        try:
            self._change(self.field.key, value)
        except TuidlError as error:
            self.fault = str(error)
            return False
        finally:
            self.on_resize(events.Resize(self.size, self.size))
            self.redraw()
        self.fault = ""
        return True

    def action_move(self, by: int) -> None:
        """Another value; what was typed counts."""
        if self._accept():
            self.row = min(max(self.row + by, 0), len(self._fields()) - 1)
            self.redraw()

    def action_turn(self, by: int) -> None:
        """The next stop."""
        self.typed = None
        self._put(self.field.turned(by))

    def action_clear(self) -> None:
        """Nothing said: the value that goes without saying."""
        self.typed = None
        if not self.field.must:
            self._put(None)

    def action_enter(self) -> None:
        """Take what was typed; with nothing typed close the form."""
        typing = self.typed is not None
        if self._accept() and not typing:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Forget what is being typed, or everything."""
        if self.typed is not None:
            self.typed, self.fault = None, ""
            self.redraw()
        else:
            self.dismiss(False)

    def _accept(self) -> bool:
        """What was typed becomes the value; False, and the reason stands there, if it cannot."""
        if self.typed is None:
            return True
        text, self.typed = self.typed, None
        value = read(text)
        if value is None and self.field.must:
            self.fault = tr("{key} cannot be left out", key=self.field.key)
            self.redraw()
            return False
        return self._put(value)

    def on_key(self, event: events.Key) -> None:
        """Characters are typed into the value under the cursor."""
        if event.key == "backspace":
            self.typed = (written(self.field.value) if self.typed is None else self.typed)[:-1]
        elif event.character is not None and event.is_printable:
            self.typed = (self.typed or "") + event.character
        else:
            return
        event.stop()
        event.prevent_default()
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """The value that is clicked; clicked again it turns on, at its left half back."""
        if event.widget is None or event.widget.id != "box":
            return
        row = self._top(event.widget.size.height) + event.y - 2
        if 0 <= row < len(self._fields()) and self._accept():
            if row == self.row:
                self.action_turn(1 if event.x >= 24 else -1)
            self.row = row
            self.redraw()

    def _top(self, height: int) -> int:
        room, count = max(1, height - FOOT - 1), len(self._fields())
        return min(max(0, self.row - room + 2), max(0, count - room))

    def _draw(self, cells: Cells) -> None:
        ink, found = cells.ink, self._fields()
        frame(cells, self._about, right=tr("or type a value"), state="pointed")
        room, first = max(1, cells.height - FOOT - 1), self._top(cells.height)
        for y, field in enumerate(found[first : first + room], 2):
            chosen = first + y - 2 == self.row
            cells.put(4, y, field.key[:18], ink.accent if chosen else ink.dim, None, BOLD if chosen else 0)
            text = written(field.value) if field.value is not None else "·"
            tone = ink.bright if field.value is not None else ink.faint
            if chosen and self.typed is not None:
                cells.put(24, y, f"{self.typed}_", ink.bright, None, BOLD)
            elif chosen and field.stops:
                cells.spans(
                    22, y, (f"{ink.glyphs.less} ", ink.accent), (text, tone, BOLD), (f" {ink.glyphs.more}", ink.accent)
                )
            else:
                cells.put(24, y, text[: cells.width - 27], tone, None, BOLD if chosen else 0)
            if chosen:
                cells.put(2, y, ink.glyphs.pointed, ink.accent)
        if first + room < len(found):
            cells.right(cells.width - 3, 1 + room, tr("↓ more"), ink.faint)
        text, role = (self.fault, "bad") if self.fault else self._say()
        mark = {"bad": f"{ink.glyphs.diverged} ", "warn": f"{ink.glyphs.reset} "}.get(role, "")
        y = cells.height - FOOT
        cells.put(2, y + 1, mark, getattr(ink, role))
        paragraph(cells, 2 + len(mark), y + 1, cells.width - 5 - len(mark), [(text[:230], "plain")])
        inside = Cells(cells.width - 4, 1, ink, cells.bg)
        words = tr("take") if self.typed is not None else tr("done")
        turns = (Key("↑↓", tr("choose")), Key("←→", tr("turn")), Key("del", tr("none")))
        keys.draw(inside, (*turns, Key("enter", words), Key("esc", tr("back"))))
        cells.paste(2, cells.height - 2, inside)
