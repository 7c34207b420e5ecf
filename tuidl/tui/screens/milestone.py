"""A milestone: a part of the course is done, and this is what was learnt in it."""

from textual.binding import Binding

from tuidl.course.milestone import Milestone
from tuidl.language import later, tr
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.frame import frame
from tuidl.tui.home import milestone as drawn
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.overlay import Scroll

WIDTH, HEIGHT, LONGEST = 116, 40, 400


class MilestoneScreen(Scroll[None]):
    """``found``: all parts that are done; the last one is shown first. It scrolls."""

    wanted = WIDTH, HEIGHT
    BINDINGS = [  # noqa: RUF012
        Binding("escape,m,q,enter", "dismiss", later("Close")),
        Binding("down,pagedown,space", "scroll(4)", later("Read on"), show=False),
        Binding("up,pageup", "scroll(-4)", later("Read back"), show=False),
        Binding("left", "turn(-1)", later("the part before"), show=False),
        Binding("right", "turn(1)", later("the next part"), show=False),
        Binding("question_mark,f1", "app.help", later("Help"), show=False),
    ]

    def __init__(self, found: tuple[Milestone, ...]):
        super().__init__()
        self._found, self._at = found, len(found) - 1

    def action_turn(self, parts: int) -> None:
        """Another part."""
        self._at, self._top = min(max(0, self._at + parts), len(self._found) - 1), 0
        self.box.redraw()

    def _draw(self, cells: Cells) -> None:
        frame(cells, tr("milestone: a part is done"), state="pointed")
        whole = Cells(cells.width - 8, LONGEST, cells.ink, cells.bg)
        self._rows = drawn.draw(whole, self._found[self._at])
        room = cells.height - 4
        cut = Cells(whole.width, room, cells.ink, cells.bg)
        cut.paste(0, -self._top, whole)
        cells.paste(4, 1, cut)
        more = self._rows > self._top + room or self._top > 0
        inside = Cells(cells.width - 4, 1, cells.ink, cells.bg)
        others = (Key("←→", tr("other parts")),) if len(self._found) > 1 else ()
        free = keys.draw(inside, (Key("esc", tr("close")), *((Key("↓", tr("more")),) if more else ()), *others))
        kept = "tuidl progress export --format md"
        for text in (tr("as a page: {kept}", kept=kept), kept):
            if inside.width - 2 - len(text) > free:
                inside.right(inside.width - 2, 0, text, cells.ink.dim)
                break
        cells.paste(2, cells.height - 2, inside)
