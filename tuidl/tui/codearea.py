"""The editor of a code step: a text area with Python's colours, in the ink of the app."""

import re
from typing import Any

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.widgets import TextArea
from textual.widgets.text_area import TextAreaTheme

from tuidl.language import later
from tuidl.tui.drawing.cells import BOLD, ITALIC
from tuidl.tui.drawing.palette import nearest
from tuidl.tui.drawing.syntax import appearance, pieces
from tuidl.tui.drawing.theme import ink_of

_OPENS = re.compile(r"[:\[({]\s*(#.*)?$")  # a line after which the next one stands further in
INDENT = 4


class CodeArea(TextArea):
    """Line numbers, undo and redo, four blanks for tab, and the indentation of the line before after enter."""

    BINDINGS = [  # noqa: RUF012
        Binding("shift+tab", "outdent", later("Four blanks less"), show=False),
    ]

    def __init__(self, text: str, **given: Any):
        super().__init__(
            text, soft_wrap=False, show_line_numbers=True, tab_behavior="indent", theme="css", max_checkpoints=500,
            **given,
        )  # fmt: skip
        self.indent_width = INDENT
        self.wrong = 0  # a line that is marked, from 1; 0: none

    def get_line(self, line_index: int) -> Text:
        """The line with its colours."""
        line = super().get_line(line_index)
        ink, rows = ink_of(self.app), pieces(self.text)
        for start, end, role in rows[line_index] if line_index < len(rows) else ():
            colour, flags = appearance(ink, role)
            style = Style(
                color=nearest(colour) if ink.indexed and colour[0] == "#" else None if ink.mono else colour,
                bold=bool(flags & BOLD),
                italic=bool(flags & ITALIC),
            )
            line.stylize(style, start, end)
        if line_index + 1 == self.wrong:
            line.stylize(Style(underline=True))
        return line

    def mark(self, line: int) -> None:
        """Underline a line; 0: none."""
        if line != self.wrong:
            self.wrong = line
            self.repaint()

    def repaint(self) -> None:
        """Draw every line anew; lines drawn before there was room are kept otherwise."""
        self._build_highlight_map()  # forgets the lines that were drawn
        self.refresh()

    def on_mount(self) -> None:
        """Take the ink's ground for the line of the cursor, whose text keeps its colours."""
        ink = ink_of(self.app)
        ground = None if ink.ansi else nearest(ink.page) if ink.indexed else ink.page
        self.register_theme(TextAreaTheme("tuidl", cursor_line_style=Style(bgcolor=ground)))
        self.theme = "tuidl"

    def _app_theme_changed(self) -> None:
        self.on_mount()
        super()._app_theme_changed()
        self.repaint()

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "escape":  # the screen's
            event.prevent_default()
        elif event.key == "enter" and not self.read_only:
            event.stop()
            event.prevent_default()
            self.new_line()

    def new_line(self) -> None:
        """A new line that begins below the text before it."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        blanks = len(before) - len(before.lstrip(" "))
        if _OPENS.search(before):
            blanks += INDENT
        elif before.strip().partition(" ")[0] in ("return", "pass", "break", "continue", "raise"):
            blanks = max(0, blanks - INDENT)
        self._replace_via_keyboard("\n" + " " * blanks, *self.selection)

    def action_outdent(self) -> None:
        """Take up to four blanks from the front of every chosen line."""
        (first, _), (last, _) = sorted((self.selection.start, self.selection.end))
        for row in range(first, last + 1):
            line = self.document.get_line(row)
            blanks = min(INDENT, len(line) - len(line.lstrip(" ")))
            if blanks:
                self.delete((row, 0), (row, blanks), maintain_selection_offset=True)
