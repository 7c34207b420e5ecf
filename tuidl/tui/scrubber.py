"""The pulse of a run, which becomes a scrubber once the run was taken back: mouse and arrow keys move it in time."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from tuidl.language import later
from tuidl.tui import bars
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.rows import scrub
from tuidl.tui.study import Study


class Scrubber(Canvas, can_focus=True):
    """Says which step is asked for; whoever listens takes the run there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", later("a step back"), show=False),
        Binding("right", "move(1)", later("a step forth"), show=False),
        Binding("shift+left", "move(-10)", later("ten steps back"), show=False),
        Binding("shift+right", "move(10)", later("ten steps forth"), show=False),
        Binding("home", "end(0)", later("the first step"), show=False),
        Binding("end", "end(1)", later("the last step"), show=False),
    ]

    class Moved(Message):
        """Another step is asked for."""

        def __init__(self, step: int):
            super().__init__()
            self.step = step

    def __init__(self, study: Study, *, id: str):
        super().__init__(self._paint, id=id)
        self._study = study
        self._held = False

    @property
    def _scrub(self) -> scrub.Scrub:
        return bars.scrub(self._study, self.has_focus)

    def _paint(self, cells: Cells) -> None:
        if self._study.rewound is None:
            bars.pulse(cells, self._study)
        else:
            scrub.draw(cells, self._scrub)

    def action_move(self, steps: int) -> None:
        """So many steps back or forth."""
        self.post_message(self.Moved(self._scrub.at + steps))

    def action_end(self, last: int) -> None:
        """To the first step or the last."""
        self.post_message(self.Moved(self._scrub.last if last else self._scrub.first))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take the run where the mouse is."""
        if self._study.lab.demo is None:
            self._held = True
            self.capture_mouse()
            self._to(event.x)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag it on."""
        if self._held:
            self._to(event.x)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        self._held = False
        self.release_mouse()

    def on_focus(self) -> None:
        """The arrow keys move it now."""
        self.redraw()

    def on_blur(self) -> None:
        """The arrow keys do something else again."""
        self.redraw()

    def _to(self, column: int) -> None:
        now = self._scrub
        step = scrub.step_at(now, self.size.width, column)
        if step != now.at or self._study.rewound is None:
            self.post_message(self.Moved(step))
