"""The page at the left of a lesson: prose that scrolls over a task that stays."""

from textual import events

from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.prose import Line, put_line
from tuidl.tui.page import task as foot
from tuidl.tui.page.task import Task


class PageBox(Canvas):
    """``lines(width)`` gives the prose, ``task()`` what is pinned under it; both are asked on every drawing."""

    def __init__(self, **given: str):
        super().__init__(self._page, paper=True, **given)
        self.prose: list[Line] = []
        self.pinned = Task("read", "", False)
        self.top = 0

    @property
    def wide(self) -> int:
        """Columns of the prose."""
        return max(8, self.size.width - 4)

    def show(self, prose: list[Line], task: Task) -> None:
        """Draw these."""
        self.prose, self.pinned = prose, task
        self.top = min(self.top, self._most)
        self.redraw()

    @property
    def _room(self) -> int:
        return max(1, self.size.height - 1 - foot.rows(self.size.height))

    @property
    def _most(self) -> int:
        return max(0, len(self.prose) - self._room)

    def scroll_rows(self, rows: int) -> None:
        """Up or down by rows."""
        top = min(max(0, self.top + rows), self._most)
        if top != self.top:
            self.top = top
            self.redraw()

    def page(self, direction: int) -> None:
        """Up or down by what can be seen, less two rows."""
        self.scroll_rows(direction * max(1, self._room - 2))

    def to_end(self) -> None:
        """Where the newest hint or explanation stands."""
        self.top = self._most
        self.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Down."""
        event.stop()
        self.scroll_rows(2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Up."""
        event.stop()
        self.scroll_rows(-2)

    def _page(self, cells: Cells) -> None:
        room = self._room
        for y, line in enumerate(self.prose[self.top : self.top + room], 1):
            put_line(cells, 2, y, line)
        foot.draw(cells, cells.height - foot.rows(cells.height), self.pinned, self.top < self._most)
