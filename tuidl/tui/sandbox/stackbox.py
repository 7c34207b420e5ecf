"""The page of a sandbox: the stack as a list that is edited, in the place where a lesson has its prose."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tuidl.course.page import Page
from tuidl.language import later
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.pagebox import PageBox
from tuidl.tui.panels import Panel
from tuidl.tui.sandbox import stack
from tuidl.tui.sandbox.bench import Bench
from tuidl.tui.study import Study


class StackBox(PageBox, can_focus=True):
    """Says what is asked of the list; the screen does it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "ask('move', -1)", later("row before"), show=False),
        Binding("down,j", "ask('move', 1)", later("next row"), show=False),
        Binding("left", "ask('turn', -1)", later("turn it down"), show=False),
        Binding("right", "ask('turn', 1)", later("turn it up"), show=False),
        Binding("shift+up,K", "ask('shift', -1)", later("move the layer up"), show=False),
        Binding("shift+down,J", "ask('shift', 1)", later("move the layer down"), show=False),
        Binding("home", "ask('move', -999)", later("first row"), show=False),
        Binding("end", "ask('move', 999)", later("last row"), show=False),
        Binding("enter", "ask('open', 0)", later("all values of the row"), show=False),
        Binding("a,plus", "ask('add', 0)", later("add a layer"), show=False),
        Binding("d", "ask('copy', 0)", later("the layer once more"), show=False),
        Binding("delete,minus,backspace", "ask('remove', 0)", later("take the layer away"), show=False),
    ]

    class Wanted(Message):
        """Something shall be done where the cursor stands: move, turn, shift, open, add, copy, remove."""

        def __init__(self, what: str, by: int = 0):
            super().__init__()
            self.what, self.by = what, by

    class Pointed(Message):
        """A row was clicked."""

        def __init__(self, row: str):
            super().__init__()
            self.row = row

    def __init__(self, bench: Bench, values: Callable[[], dict[str, str]], stale: Callable[[], bool]):
        super().__init__(id="page")
        self._bench, self._values, self._stale = bench, values, stale

    def show(self, study: Study, page: Page, panels: Sequence[Panel], told: bool) -> None:
        """As the sandbox is now."""
        self.redraw()

    def page(self, direction: int) -> None:
        """A leap up or down."""
        self.post_message(self.Wanted("move", 8 * direction))

    def to_end(self) -> None:
        """Nothing is told below the list."""

    def action_ask(self, what: str, by: int) -> None:
        """Let the screen do it."""
        self.post_message(self.Wanted(what, by))

    def on_click(self, event: events.Click) -> None:
        """The cursor to what is clicked."""
        row = stack.at(self._bench, self.size.width, self.size.height, event.y)
        if row:
            self.post_message(self.Pointed(row))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Down."""
        event.stop()
        self.post_message(self.Wanted("move", 1))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Up."""
        event.stop()
        self.post_message(self.Wanted("move", -1))

    def on_focus(self) -> None:
        """The arrow keys move in it now."""
        self.redraw()

    def on_blur(self) -> None:
        """The arrow keys do something else."""
        self.redraw()

    def _page(self, cells: Cells) -> None:
        stack.draw(cells, self._bench, self._values(), self._stale(), self.has_focus)
