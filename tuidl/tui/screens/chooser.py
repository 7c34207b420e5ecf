"""A chooser: names with a few words each, filtered by typing; beside them a look at the one under the cursor."""

from collections.abc import Callable, Collection, Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from tuidl.language import later, tr
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.frame import frame
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key

WIDTH, HEIGHT = 124, 32
NAMES, LEAST, SIDE = 58, 30, 60  # columns of the list where there is a picture beside it, and of that
BRIEF = 16  # columns below which half a sentence says less than its first word

Draw = Callable[[Cells, str], None]
Near = Callable[[str], None]


class Chooser(ModalScreen[str | None]):
    """Dismissed with the name that was chosen, or None. ``marked``: names that are chosen already, where many may be;
    then space takes and leaves them by ``toggle``. ``near``: the cursor came to a name; ``draw``: the look at it."""

    CSS_PATH = "overlay.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("up", "move(-1)", later("one before"), show=False),
        Binding("down", "move(1)", later("next one"), show=False),
        Binding("pageup", "move(-10)", later("ten before"), show=False),
        Binding("pagedown", "move(10)", later("ten on"), show=False),
        Binding("enter", "enter", later("Take it")),
        Binding("escape", "leave", later("Back")),
    ]

    def __init__(
        self,
        title: str,
        names: Sequence[tuple[str, str]],
        chosen: str = "",
        near: Near | None = None,
        draw: Draw | None = None,
        marked: Callable[[], Collection[str]] | None = None,
        toggle: Near | None = None,
    ):
        super().__init__()
        self._about, self._names, self._near, self._look = title, tuple(names), near, draw
        self._marked, self._toggle = marked, toggle
        self.words = ""
        self.at = next((k for k, (name, _) in enumerate(self._names) if name == chosen), 0)

    def compose(self) -> ComposeResult:
        """One picture."""
        yield Canvas(self._draw, id="box")

    def on_mount(self) -> None:
        """The first look."""
        self._came()

    def on_resize(self, event: events.Resize) -> None:
        """As large as there is room."""
        box = self.query_one("#box", Canvas)
        wide = WIDTH if self._look else 76
        box.styles.width = min(wide, event.size.width - 2)
        box.styles.height = min(HEIGHT, event.size.height - 2, max(len(self._names) + 6, 16))

    @property
    def found(self) -> tuple[tuple[str, str], ...]:
        """What answers to the words typed; first those whose name begins so."""
        words = self.words.lower().split()
        found = (pair for pair in self._names if all(word in f"{pair[0]} {pair[1]}".lower() for word in words))
        return tuple(sorted(found, key=lambda pair: not pair[0].startswith(words[0] if words else "")))

    @property
    def here(self) -> str:
        """The one under the cursor; empty if nothing is found."""
        return self.found[min(self.at, len(self.found) - 1)][0] if self.found else ""

    def redraw(self) -> None:
        """Show it as it is now."""
        if self.is_attached:
            self.query_one("#box", Canvas).redraw()

    def _came(self) -> None:
        if self._near is not None and self.here:
            self._near(self.here)
        self.redraw()

    def action_move(self, by: int) -> None:
        """Another name."""
        self.at = min(max(self.at + by, 0), max(0, len(self.found) - 1))
        self._came()

    def action_enter(self) -> None:
        """Take the one under the cursor."""
        if self._toggle is not None:
            self.dismiss(None)
        elif self.here:
            self.dismiss(self.here)

    def action_leave(self) -> None:
        """Clear the words, or go back."""
        if self.words:
            self.words, self.at = "", 0
            self._came()
        else:
            self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """Characters filter; space takes a name where many may be taken."""
        if event.key == "space" and self._toggle is not None:
            if self.here:
                self._toggle(self.here)
                self.redraw()
        elif event.key == "backspace":
            self.words, self.at = self.words[:-1], 0
            self._came()
        elif event.character is not None and event.is_printable:
            self.words, self.at = self.words + event.character, 0
            self._came()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Choose what is clicked; clicked again it is taken."""
        if event.widget is None or event.widget.id != "box":
            return
        at = self._top(event.widget.size.height) + event.y - 3
        if event.y >= 3 and at < len(self.found):
            again, self.at = at == self.at, at
            if again and self._toggle is not None:
                self._toggle(self.here)
            elif again:
                self.action_enter()
                return
            self._came()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Down."""
        self.action_move(2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Up."""
        self.action_move(-2)

    def _top(self, height: int) -> int:
        room = max(1, height - 6)
        return min(max(0, self.at - room + 2), max(0, len(self.found) - room))

    def _draw(self, cells: Cells) -> None:
        ink, found = cells.ink, self.found
        frame(
            cells,
            self._about,
            right=tr("{found} of {all}", found=len(found), all=len(self._names)),
            state="pointed",
        )
        cells.spans(
            3, 1, (f"{self.words}_" if self.words else tr("type to filter"), ink.bright if self.words else ink.faint)
        )
        beside = self._look is not None
        wide = min(NAMES, max(LEAST, cells.width - SIDE)) if beside else cells.width - 4
        first, room = self._top(cells.height), max(1, cells.height - 6)
        longest = max((len(name) for name, _ in found), default=0)
        marked = self._marked() if self._marked is not None else ()
        for y, (name, about) in enumerate(found[first : first + room], 3):
            chosen = first + y - 3 == min(self.at, len(found) - 1)
            x = 2
            cells.put(x, y, ink.glyphs.pointed if chosen else " ", ink.accent)
            if self._marked is not None:
                on = name in marked
                x = cells.put(x + 2, y, ink.glyphs.done if on else ink.glyphs.locked, ink.good if on else ink.faint) - 1
            x = cells.put(x + 2, y, name, ink.bright if chosen else ink.text, None, BOLD if chosen else 0)
            x += max(2, longest + 2 - len(name))
            left = wide - x
            if len(about) > left and left < BRIEF:
                about = about.partition(":")[0]  # at least what kind it is
            cells.put(
                x, y, about if len(about) <= left else about[: max(0, left - 1)] + "…" if left > 3 else "", ink.dim
            )
        if first + room < len(found):
            cells.right(wide, 3 + room, tr("↓ more"), ink.faint)
        if beside and self._look is not None and self.here:
            side = Cells(cells.width - wide - 5, cells.height - 6, ink, cells.bg)
            self._look(side, self.here)
            cells.paste(wide + 3, 3, side)
        inside = Cells(cells.width - 4, 1, ink, cells.bg)
        take = (
            (Key("space", tr("on, off")), Key("enter", tr("done")))
            if self._toggle is not None
            else (Key("enter", tr("take")),)
        )
        keys.draw(inside, (Key("↑↓", tr("choose")), *take, Key("esc", tr("back"))))
        cells.paste(2, cells.height - 2, inside)
