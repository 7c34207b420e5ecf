"""The row of contestants as a widget: a click takes one in hand."""

from collections.abc import Callable

from textual import events
from textual.message import Message

from tuidl.tui import bars
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.grid import Grid
from tuidl.tui.study import Study


class Lanes(Canvas):
    """Says which contestant was clicked."""

    class Chosen(Message):
        """This contestant, from 0."""

        def __init__(self, contestant: int):
            super().__init__()
            self.contestant = contestant

    def __init__(self, study: Study, grid: Callable[[], Grid | None], *, id: str):
        super().__init__(self._paint, id=id)
        self._study, self._grid = study, grid
        self._spans: tuple[tuple[int, int], ...] = ()

    def _paint(self, cells: Cells) -> None:
        self._spans = bars.lanes(cells, self._study, self._grid())

    def on_click(self, event: events.Click) -> None:
        """The contestant under the mouse."""
        for k, (first, last) in enumerate(self._spans):
            if first <= event.x <= last:
                self.post_message(self.Chosen(k))
