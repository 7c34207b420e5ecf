"""Your progress: every lesson you opened, every prediction, every run; a lesson or a run under the cursor opens."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from tuidl.language import tr
from tuidl.tui import keymap
from tuidl.tui.canvas import Canvas, arrange
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.frame import frame
from tuidl.tui.grid import Rect, fits
from tuidl.tui.home import past as drawn
from tuidl.tui.home.past import Past
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.small import too_small

GUESSES, NARROW = 44, 100  # columns of the predictions where they stand at the right


class PastScreen(Screen[tuple[str, str]]):
    """Dismissed with the lesson and the step to open, or with nothing. The cursor counts lessons, then runs."""

    CSS_PATH = "home.tcss"
    BINDINGS = keymap.PAST

    def __init__(self, load: Callable[[], Past]):
        super().__init__()
        self._load = load
        self.past = load()
        self.cursor = 0

    def compose(self) -> ComposeResult:
        """Head, lessons over runs, predictions, keys."""
        yield Canvas(self._head, id="head")
        yield Canvas(self._lessons, id="lessons")
        yield Canvas(self._runs, id="runs")
        yield Canvas(self._guesses, id="guesses")
        yield Canvas(self._keys, id="keys")

    def on_resize(self, event: events.Resize) -> None:
        """Place everything anew."""
        width, height = event.size
        wide, body = width >= NARROW, height - 2
        left = width - GUESSES if wide else width
        most = body // 2 if wide else body // 3
        first = min(max(len(self.past.lessons), 3) + 2, most)
        second = body - first if wide else (body - first + 1) // 2
        third = Rect(left, 1, GUESSES, body) if wide else Rect(0, 1 + first + second, width, body - first - second)
        places = {
            "head": Rect(0, 0, width, 1),
            "lessons": Rect(0, 1, left, first),
            "runs": Rect(0, 1 + first, left, second),
            "guesses": third,
            "keys": Rect(0, height - 1, width, 1),
        }
        arrange(self, event.size, places)
        self.redraw()

    def on_screen_resume(self) -> None:
        """Something may have been done meanwhile."""
        self.past = self._load()
        self.redraw()

    def redraw(self) -> None:
        """Draw everything as it is now."""
        for canvas in self.query(Canvas):
            canvas.redraw()

    # ---- keys -----------------------------------------------------------------------------------------------------

    @property
    def _stops(self) -> int:
        return len(self.past.lessons) + len(self.past.runs)

    def action_move(self, rows: int) -> None:
        """Another lesson or run."""
        self.cursor = min(max(0, self.cursor + rows), max(0, self._stops - 1))
        self.redraw()

    def action_open(self) -> None:
        """Open what the cursor stands on."""
        if not self._stops:
            return
        at, lessons = self.cursor, self.past.lessons
        if at < len(lessons):
            self.dismiss((lessons[at].id, ""))
        else:
            run = self.past.runs[at - len(lessons)]
            self.dismiss((run.lesson, run.step))

    def action_leave(self) -> None:
        """Back to the course."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Choose what is clicked; open what was chosen."""
        name = event.widget.id if event.widget is not None else ""
        count, before = len(self.past.lessons), 0
        if name == "runs":
            count, before = len(self.past.runs), len(self.past.lessons)
        elif name != "lessons":
            return
        height = self.query_one(f"#{name}").size.height - 2
        row = event.y - 1
        at = row + drawn.scroll(count, height, self._at(before, count))
        if 0 <= row < height and at < count:
            if self.cursor == before + at:
                self.action_open()
            else:
                self.cursor = before + at
                self.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Down."""
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Up."""
        self.action_move(-1)

    def _at(self, before: int, count: int) -> int | None:
        return self.cursor - before if before <= self.cursor < before + count else None

    # ---- drawing --------------------------------------------------------------------------------------------------

    def _head(self, cells: Cells) -> None:
        if not fits(*self.size):
            too_small(cells)
            return
        ink = cells.ink
        x = cells.put(2, 0, "tuidl", ink.accent, None, BOLD) + 3
        cells.put(x, 0, tr("your progress"), ink.bright, None, BOLD)
        cells.right(cells.width - 2, 0, drawn.totals(self.past), ink.dim)

    def _lessons(self, cells: Cells) -> None:
        frame(cells, tr("lessons"), right=tr("steps · time · best score"))
        inside, count = cells.inside(), len(self.past.lessons)
        at = self._at(0, count)
        drawn.lessons(inside, self.past, drawn.scroll(count, inside.height, at), at)
        cells.paste(2, 1, inside)

    def _runs(self, cells: Cells) -> None:
        frame(cells, tr("runs"), right=tr("the newest first"))
        inside, before, count = cells.inside(), len(self.past.lessons), len(self.past.runs)
        at = self._at(before, count)
        drawn.runs(inside, self.past, drawn.scroll(count, inside.height, at), at)
        cells.paste(2, 1, inside)

    def _guesses(self, cells: Cells) -> None:
        frame(cells, tr("predictions"), right=tr("the newest first"))
        inside = cells.inside()
        drawn.guesses(inside, self.past)
        cells.paste(2, 1, inside)

    def _keys(self, cells: Cells) -> None:
        able = bool(self._stops)
        shown = (Key("↑↓", tr("choose"), able), Key("enter", tr("open"), able), Key("esc", tr("to the course")))
        keys.draw(cells, shown, (Key("?", tr("help")), Key("^p", tr("palette"))))
