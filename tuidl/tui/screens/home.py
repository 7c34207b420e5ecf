"""Home: the course map by part at the left, the chosen lesson at the right, the last runs below."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from tuidl.language import tr
from tuidl.tui import keymap
from tuidl.tui.canvas import Canvas, arrange
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.frame import frame
from tuidl.tui.grid import Rect, fits
from tuidl.tui.home import card, map, now, runs
from tuidl.tui.home.shelf import LATER, Entry, Part, Shelf
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.small import too_small

CARD, RUNS, NARROW, LOW = 38, 9, 100, 32  # columns of the card, rows of the runs, where each of them goes
LEAST, CRAMPED = 32, 110  # columns of the card where the screen has fewer than so many
MAP, TALL = 160, 40  # columns and rows of the map: what is more goes to the card and to the runs


def beside(width: int) -> int:
    """The columns of the card beside the map: none on a narrow screen, all that the map can spare on a wide one."""
    if width < NARROW:
        return 0
    return LEAST if width < CRAMPED else max(CARD, width - MAP)


class Home(Screen[None]):
    """The first screen. The cursor is a lesson's id, ``part N``, ``run N``, or empty on the top row."""

    CSS_PATH = "home.tcss"
    BINDINGS = keymap.HOME

    class Open(Message):
        """A lesson shall be opened, at a step if one is given."""

        def __init__(self, lesson: str, step: str = ""):
            super().__init__()
            self.lesson, self.step = lesson, step

    class Progress(Message):
        """Everything that was done shall be shown."""

    class Milestones(Message):
        """What was learnt in the parts that are done shall be shown."""

    class Review(Message):
        """The questions that are due shall be asked."""

    class Sandbox(Message):
        """The sandbox shall be opened."""

    class Chosen(Message):
        """The cursor stands on a lesson: its picture may be loaded."""

        def __init__(self, lesson: str):
            super().__init__()
            self.lesson = lesson

    def __init__(self, shelf: Callable[[], Shelf], terminal: str = ""):
        super().__init__()
        self._load, self._terminal = shelf, terminal
        self.shelf = shelf()
        self.cursor = ""
        self._left = ""  # where the cursor left the map
        self.words, self.typing = "", False
        self.carded = False  # on a narrow screen: the card in place of the map
        self.note = ""

    def compose(self) -> ComposeResult:
        """Head, the thing to do now, map over runs, card, keys."""
        yield Canvas(self._head, id="head")
        yield Canvas(self._now, id="now")
        yield Canvas(self._map, id="map")
        yield Canvas(self._runs, id="runs")
        yield Canvas(self._card, id="card")
        yield Canvas(self._keys, id="keys")

    def on_mount(self) -> None:
        """Place everything and ask for the first picture."""
        self._choose(self.cursor)

    def on_resize(self, event: events.Resize) -> None:
        """Place everything anew."""
        width, height = event.size
        wide, tall = width >= NARROW, height >= LOW
        card = beside(width)
        left = width - card
        body = height - 5
        below = max(RUNS, min(body - TALL, 2 * RUNS)) if tall else 0
        places = {
            "head": Rect(0, 0, width, 1),
            "now": Rect(0, 1, width, 3),
            "map": Rect(0, 4, left, body - below),
            "runs": Rect(0, 4 + body - below, left, below),
            "card": Rect(left, 4, card, body) if wide else Rect(0, 4, width, body if self.carded else 0),
            "keys": Rect(0, height - 1, width, 1),
        }
        if self.carded and not wide:
            places["map"] = places["runs"] = Rect(0, 4, width, 0)
        arrange(self, event.size, places)
        self.redraw()

    def on_screen_resume(self) -> None:
        """Something may have been learnt meanwhile."""
        self.refresh_shelf()

    def refresh_shelf(self) -> None:
        """Read the shelf again, keeping the pictures that were loaded."""
        pictures = self.shelf.pictures
        self.shelf = self._load()
        self.shelf.pictures.update(pictures)
        self._choose(self.cursor)

    def redraw(self) -> None:
        """Draw everything as it is now."""
        for canvas in self.query(Canvas):
            canvas.redraw()

    # ---- what is chosen -----------------------------------------------------------------------------------------

    @property
    def entry(self) -> Entry | None:
        """The lesson the card shows."""
        if self.run is not None:
            return self.shelf.entry(self.shelf.runs[self.run].lesson)
        return self.shelf.entry(self.cursor) if self.cursor else self.shelf.next

    @property
    def part(self) -> Part | None:
        """The later part the cursor stands on."""
        return next((part for part in self.shelf.parts if f"part {part.number}" == self.cursor), None)

    @property
    def run(self) -> int | None:
        """The run the cursor stands on."""
        at = int(self.cursor.removeprefix("run ")) if self.cursor.startswith("run ") else -1
        return at if 0 <= at < len(self.shelf.runs) else None

    @property
    def _marked(self) -> str:
        """What the map marks: the cursor, or on the top row the lesson that the row opens."""
        return self.cursor or (self.shelf.next.id if self.shelf.next else "")

    def _table(self) -> map.Columns:
        width = self.size.width - beside(self.size.width)
        return map.columns(self.shelf, width - 4, self.words)

    def _choose(self, key: str) -> None:
        self.cursor, self.note = key, ""
        if self.entry is not None and self.part is None:
            self.post_message(self.Chosen(self.entry.id))
        self.redraw()

    def action_move(self, across: int, down: int) -> None:
        """Walk over the map, and from its foot to the last runs."""
        if self.run is not None:
            many = len(runs.shown(self.shelf, self.query_one("#runs").size.width - 4)[0])
            self._choose(self._left if down < 0 else f"run {min(max(self.run + across, 0), many - 1)}")
            return
        key = map.move(self._table(), self.cursor, across, down)
        if down > 0 and key == self.cursor and self.shelf.runs and self.query_one("#runs").display:
            self._left, key = key, "run 0"
        self._choose(key)

    def on_click(self, event: events.Click) -> None:
        """Choose what is clicked; open what was chosen, a run, the lesson of the card, or what is to be done now."""
        name = event.widget.id if event.widget is not None else ""
        if name == "now":
            self.action_go_on()
        elif name == "card":
            self.action_open()
        elif name == "map":
            size = self.query_one("#map").size
            key = map.at(self._table(), size.width - 4, size.height - 2, self._marked, event.x - 2, event.y - 1)
            if key and key == self.cursor:
                self.action_open()
            elif key:
                self._choose(key)
        elif name == "runs":
            at = runs.at(self.shelf, self.query_one("#runs").size.width - 4, event.x - 2)
            if at is not None:
                self._choose(f"run {at}")
                self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Down."""
        self.action_move(0, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Up."""
        self.action_move(0, -1)

    def action_top(self) -> None:
        """Back to the top row."""
        self._choose("")

    def action_go_on(self) -> None:
        """Open what the top row says."""
        if self.shelf.next is not None:
            self.post_message(self.Open(self.shelf.next.id))

    def action_progress(self) -> None:
        """Show everything that was done."""
        self.post_message(self.Progress())

    def action_milestones(self) -> None:
        """Show what was learnt in the parts that are done, or say that none is."""
        if self.shelf.milestones:
            self.post_message(self.Milestones())
        else:
            self.say(tr("no part is done yet: a milestone stands at the end of each"))

    def action_review(self) -> None:
        """Ask again what was missed, or say when there will be something."""
        if self.shelf.due.now:
            self.post_message(self.Review())
        else:
            self.say(self.shelf.due.text)

    def say(self, text: str) -> None:
        """One sentence, until the cursor moves."""
        self.note = text
        self.redraw()

    def action_sandbox(self) -> None:
        """Open the sandbox."""
        self.post_message(self.Sandbox())

    def action_open(self) -> None:
        """Open the chosen lesson; on a narrow screen show its card first."""
        if self.typing:
            self.typing = False
            self.redraw()
            return
        if self.run is not None:
            run = self.shelf.runs[self.run]
            self.post_message(self.Open(run.lesson, run.step))
            return
        entry = self.entry if self.part is None else None
        if self.size.width < NARROW and self.cursor and not self.carded:
            self._show_card(True)
        elif entry is not None and entry.state != LATER:
            self.post_message(self.Open(entry.id))
        else:
            name = (
                f"lesson-{entry.slug}"
                if entry
                else tr("part {number}", number=self.part.number)
                if self.part
                else tr("that")
            )
            self.say(tr("{name} is not written yet: choose one that says new", name=name))

    def _show_card(self, shown: bool) -> None:
        self.carded = shown
        self.on_resize(events.Resize(self.size, self.size))

    # ---- filter -------------------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Open the filter line."""
        self.typing = True
        self.redraw()

    def action_leave_filter(self) -> None:
        """Clear the filter, or leave the card."""
        if self.carded:
            self._show_card(False)
            return
        self.typing, self.words = False, ""
        self._choose(self.cursor)

    def on_key(self, event: events.Key) -> None:
        """While the filter line is open, characters go into it; it is opened and closed here too, for in one burst of
        keys, as over a slow line, what is bound comes after what is typed."""
        if not self.typing:
            if event.character != "/" or self.carded:
                return
            self.action_filter()
        elif event.key == "enter":
            self.action_open()
        elif event.key == "backspace":
            self.words = self.words[:-1]
        elif event.character is not None and event.is_printable:
            self.words += event.character
        else:
            return
        event.stop()
        event.prevent_default()
        places = map.stops(self._table())
        self._choose(
            self.cursor if any(place[2] == self.cursor for place in places) else places[0][2] if places else ""
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the filter line is open its characters are no commands."""
        return not (
            self.typing
            and action
            in (
                "go_on",
                "filter",
                "progress",
                "milestones",
                "review",
                "sandbox",
                "app.quit",
                "quit",
                "app.help",
                "help",
            )
        )

    # ---- drawing ------------------------------------------------------------------------------------------------

    def _head(self, cells: Cells) -> None:
        if not fits(*self.size):
            too_small(cells)
            return
        ink = cells.ink
        x = cells.put(2, 0, "tuidl", ink.accent, None, BOLD) + 3
        cells.put(x, 0, tr("learn deep learning by training it"), ink.dim)
        saved = (
            tr("saved {done}", done=ink.glyphs.done)
            if self.shelf.saved
            else tr("not saved {wrong}", wrong=ink.glyphs.wrong)
        )
        end = cells.right(cells.width - 2, 0, saved, ink.dim if self.shelf.saved else ink.warn)
        if cells.width >= NARROW and self._terminal:
            cells.right(end - 3, 0, self._terminal, ink.dim)

    def _framed(self, cells: Cells, title: str, right: str = "", pointed: bool = False) -> Cells:
        frame(cells, title, right=right, state="pointed" if pointed else "live")
        return cells.inside()

    def _now(self, cells: Cells) -> None:
        inside = self._framed(cells, now.title(self.shelf), pointed=not self.cursor)
        now.draw(inside, self.shelf)
        cells.paste(2, 1, inside)

    def _map(self, cells: Cells) -> None:
        count = len(self.shelf.entries)
        inside = self._framed(cells, tr("course"), tr("{n} lessons · / filters", n=count), pointed=False)
        map.draw(inside, self.shelf, self._marked, self.words, self.typing)
        cells.paste(2, 1, inside)

    def _runs(self, cells: Cells) -> None:
        inside = self._framed(cells, tr("your last runs"), tr("enter opens one") if self.shelf.runs else "")
        runs.draw(inside, self.shelf, self.run)
        cells.paste(2, 1, inside)

    def _card(self, cells: Cells) -> None:
        entry, part = self.entry, self.part
        title = (
            tr("part {number}", number=part.number)
            if part
            else f"{entry.number} {entry.slug}"
            if entry
            else tr("lesson")
        )
        right = "" if part else entry.id if entry else ""
        inside = self._framed(cells, title, right)
        card.draw(inside, self.shelf, None if part else entry, part)
        cells.paste(2, 1, inside)

    def _keys(self, cells: Cells) -> None:
        fixed = (Key("?", tr("help")), Key("^p", tr("palette"), spare=True), Key("q", tr("quit")))
        if self.note:
            cells.put(2, 0, self.note, cells.ink.warn)
            return
        if self.typing:
            keys.draw(cells, (Key(tr("type"), tr("to filter")), Key("enter", tr("keep")), Key("esc", tr("clear"))))
            return
        if self.carded:
            keys.draw(cells, (Key("enter", tr("open")), Key("esc", tr("back"))), fixed)
            return
        first: tuple[Key, ...] = (Key("enter", tr("start")),)
        if not self.shelf.fresh:  # c stands in the top row, too
            first = (Key("c", tr("continue"), spare=True), Key("enter", tr("open")))
        more = (
            *((Key("v", tr("review {now}", now=self.shelf.due.now)),) if self.shelf.due.now else ()),
            *((Key("m", tr("milestone")),) if self.shelf.milestones else ()),
            Key("f", tr("sandbox")),
            Key("/", tr("filter"), spare=True),  # and / in the frame of the map
            Key("p", tr("progress")),
            Key("↑↓←→", tr("choose"), spare=True),
        )
        keys.draw(cells, (*first, *more), fixed)
