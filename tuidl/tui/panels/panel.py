"""What all panels share: a frame, the state it is in, strips that are made when something changed, a cursor."""

from collections.abc import Container, Mapping
from time import monotonic
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer

from tuidl.language import later, tr
from tuidl.signals import Absent
from tuidl.tui import motion
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.frame import State, frame, note, tabs
from tuidl.tui.drawing.theme import ink_of
from tuidl.tui.panels.mouse import Mouse
from tuidl.tui.panels.weight import NEW, Number
from tuidl.view import RunView

Tabs = tuple[tuple[tuple[str, str], ...], int]  # (key, name) of each panel and which is shown


class Panel(Mouse, can_focus=True):
    """One instrument. ``show`` is all it is told; it draws only when size, theme, state or data changed.

    A subclass says what it draws (``data``), how it is called (``heading``) and paints the inside (``paint``).
    """

    DEFAULT_CSS = "Panel { width: 1fr; height: 1fr; min-height: 3; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1,0)", later("cursor to the left"), show=False),
        Binding("right", "move(1,0)", later("cursor to the right"), show=False),
        Binding("up", "move(0,-1)", later("cursor up"), show=False),
        Binding("down", "move(0,1)", later("cursor down"), show=False),
        Binding("enter", "choose", later("choose"), show=False),
    ]
    interval: ClassVar[float] = 0.2  # seconds between two pictures of a running training
    also: ClassVar[tuple[str, ...]] = ()  # further signals that it draws
    hint: ClassVar[str] = later("space starts the run")

    pointed: reactive[bool] = reactive(False)
    zoomed: reactive[bool] = reactive(False)
    tabs: reactive[Tabs | None] = reactive(None)  # shown instead of the title where panels share one place
    key: reactive[str] = reactive("")

    class Chosen(Message):
        """The cursor was moved or a place clicked; ``value``: a position, a unit, a sample or a point of the plane."""

        def __init__(self, panel: str, value: tuple[float, ...], lane: int | None = None):
            super().__init__()
            self.panel, self.value, self.lane = panel, value, lane

    class Assigning(Message):
        """Another value is wanted for the number under the cursor: ``by`` so many steps up, or which is to be asked."""

        def __init__(self, number: Number, lane: int | None = None, by: int = 0):
            super().__init__()
            self.number, self.lane, self.by = number, lane, by

    class Called(Message):
        """A title in the frame was clicked; ``front``: it is one of several, and its panel shall come to the front."""

        def __init__(self, key: str, front: bool):
            super().__init__()
            self.key, self.front = key, front

    def __init__(self, panel: str, key: str = "", options: Mapping[str, Any] | None = None, *, id: str | None = None):
        super().__init__(id=id)
        self.panel = panel
        self.argument = panel.partition(":")[2]
        self.options = dict(options or {})
        self.lane: int | None = None  # in a race the contestant whose picture it is; None: that of all
        self.mark, self.whose = "", ""  # its mark and name
        self.labels: Mapping[str, str] = {}  # what knobs are called, where it is not their name
        self.set_reactive(Panel.key, key)
        self.veil = ""  # why nothing is shown yet
        self.searching = False  # for a fault: what is to blame is the learner's to find
        self.view: RunView | None = None
        self._strips: list[Strip] = []
        self._filled = False  # the picture shows data
        self._drawn: object = None
        self._at = 0.0
        self._later: Timer | None = None

    # ---- what a subclass says ------------------------------------------------------------------------------------

    def data(self, view: RunView) -> Any:
        """What is drawn, to be compared with what was drawn before; None: no data yet."""
        return view.signals.get(self.panel)

    def heading(self, data: Any) -> tuple[str, str]:
        """The title, and at the right what it shows, its unit or range."""
        return self.panel, ""

    def paint(self, cells: Cells, data: Any) -> None:
        """Draw the inside."""
        raise NotImplementedError

    def reading(self, data: Any) -> str:
        """The exact value under the cursor."""
        return ""

    def foot(self, data: Any) -> str:
        """A note in the bottom edge while there is no cursor."""
        arrows = {"x": "←→", "y": "↑↓", "xy": "←→↑↓"}.get(self.directions)
        return tr("{arrows} read values", arrows=arrows) if arrows and self.has_focus else ""

    def moved(self, data: Any, dx: int, dy: int) -> Any:
        """The cursor one place further."""
        return self.cursor

    def value(self, data: Any) -> tuple[float, ...]:
        """The cursor as it is sent to the run."""
        return ()

    def number(self, data: Any) -> Number | None:
        """The number of the network under the cursor, if it is one that can be given another value."""
        return None

    def grid(self, inside: Size) -> tuple[int, int]:
        """Columns and rows of values that can be shown."""
        return inside.width, inside.height * 2

    # ---- what a screen uses ----------------------------------------------------------------------------------------

    def show(self, view: RunView) -> None:
        """Show a run as it is now."""
        self.view = view
        wait = self._at + motion.pause(self.interval) - monotonic()
        if wait > 0 and view.state == "playing" and self._filled:
            if self._later is None:
                self._later = self.set_timer(wait, self._due)
        else:
            self.redraw()

    @property
    def wants(self) -> tuple[str, int, int]:
        """One entry of a ``Watch`` command: the name and the largest grid that can be shown."""
        columns, rows = self.grid(Size(max(1, self.size.width - 4), max(1, self.size.height - 2)))
        return self.panel, max(1, columns), max(1, rows)

    @property
    def live(self) -> bool:
        """Whether there is a run that answers; a recording does not."""
        return self.is_attached and hasattr(self.screen, "on_panel_assigning")

    def follow(self, panel: str, value: tuple[float, ...]) -> None:
        """Another panel's cursor moved."""

    # ---- drawing -------------------------------------------------------------------------------------------------

    @property
    def inside(self) -> Size:
        """The room within the frame."""
        return Size(max(0, self.size.width - 4), max(0, self.size.height - 2))

    def state(self, data: Any) -> State:
        """The frame's state."""
        if self.view is not None and self.view.diverged is not None:
            return "bad"
        if self.pointed or self.zoomed:
            return "pointed"
        return "stale" if data is not None and self.view is not None and self.view.stale else "live"

    def redraw(self, afresh: bool = False) -> None:
        """Make new strips if anything that can be seen changed, or in any case."""
        if not self.is_attached or self.size.width < 1 or self.size.height < 1:
            return
        found = self._found()
        absent = found.reason if isinstance(found, Absent) else ""
        data = None if absent else found
        ink, state = ink_of(self.app), self.state(data)
        stale = self._stale() if data is not None else ""
        look = (
            self.size,
            ink,
            state,
            stale,
            self.key,
            self.mark,
            self.whose,
            self.tabs,
            self.cursor,
            self.has_focus,
            found,
            self._waiting(),
        )
        if look == self._drawn and not afresh:
            return
        self._drawn, self._at, self._filled = look, monotonic(), data is not None
        cells = Cells(self.size.width, self.size.height, ink)
        inside = cells.inside()
        if absent:
            note(inside, absent)
        elif data is None:
            note(inside, tr("{mark} no data yet", mark=ink.glyphs.new), self._waiting())
        else:
            self.paint(inside, data)
            if stale:
                inside.fade(ink.faint)
                note(inside, f"{ink.glyphs.reset} {stale}", colour=ink.warn)
        read = data is not None and self.cursor is not None
        foot = "" if data is None else self._read(data) if read else self.foot(data)
        title, right = self.heading(data)
        if self.tabs is not None:
            tabs(cells, *self.tabs, state, foot, read, right, self._keys)
        else:
            frame(cells, self._titled(title), self.key, right, foot, state, read, self._keys)
        cells.paste(2, 1, inside)
        old, self._cells = self._cells, cells
        if old is None or old.chars != cells.chars or old.looks != cells.looks:
            self._strips = cells.strips()
            self.refresh()

    def _read(self, data: Any) -> str:
        """What stands under the cursor; with the focus, how it can be given another value."""
        said = self.reading(data)
        free = self.size.width - 12 - len(said)
        known = self.has_focus and said and free >= len(tr(NEW)) and self._number() is not None
        return f"{tr(NEW)} · {said}" if known else said

    def _titled(self, title: str) -> str:
        """With whose picture it is; where that is too long, by the mark alone."""
        whole = f"{self.mark} {self.whose} · {title}" if self.whose else title
        return whole if len(whole) + len(self.key) + 9 <= self.size.width else f"{self.mark} {title}".lstrip()

    def render_line(self, y: int) -> Strip:
        """One row of the picture."""
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width)

    def _stale(self) -> str:
        if self.view is None:
            return ""
        changed = [
            tr(
                "{knob} changed {before} → {now}",
                knob=self.labels.get(name, name),
                before=_said(self.view.knobs.get(name)),
                now=_said(new),
            )
            for name, new in self.view.pending.items()
            if name in self.view.stale
        ]
        return tr("{changed}: press r", changed=", ".join(changed)) if changed else ""

    def _waiting(self) -> str:
        if self.view is not None and self.view.state == "compiling" and self.view.compiled is not None:
            return tr(
                "preparing kernels, {index} of {total}", index=self.view.compiled.index, total=self.view.compiled.total
            )
        if self.view is not None and self.view.started is None and self.view.state == "failed":
            return tr("the run stopped before its first step")
        if self.view is not None and self.view.started is None:
            return tr("one moment")
        if self.hint is not Panel.hint or self.view is None or not self.view.step:
            return tr(self.hint)
        return tr("r, then space: a new run fills it") if self.view.state == "ended" else tr("with the next step")

    def _due(self) -> None:
        self._later = None
        self.redraw()

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _: self.redraw())

    def on_unmount(self) -> None:
        """The signal would hold a panel that is gone."""
        self.app.theme_changed_signal.unsubscribe(self)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.redraw()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Say what the keys do here, or that nothing can be pressed any more."""
        super().watch_has_focus(has_focus)
        self._came = has_focus
        self.redraw()

    def watch_pointed(self) -> None:
        """Draw the accent frame, or no longer."""
        self.redraw()

    def watch_zoomed(self) -> None:
        """Draw the accent frame, or no longer."""
        self.redraw()

    def watch_tabs(self) -> None:
        """Draw the tabs in the top edge."""
        self.redraw()

    def watch_key(self) -> None:
        """Draw the new digit."""
        self.redraw()

    # ---- cursor --------------------------------------------------------------------------------------------------

    def shown(self) -> Any:
        """What is drawn now; None where there is nothing to draw."""
        found = self._found()
        return None if isinstance(found, Absent) else found

    def _found(self) -> Any:
        if self.veil:
            return Absent(self.veil)
        return None if self.view is None else self.data(self.view)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Arrow keys go to the screen where this panel has no use for them."""
        if action == "move":
            vertical = bool(parameters[1])
            return self.shown() is not None and ("y" in self.directions if vertical else "x" in self.directions)
        return action not in ("assign", "nudge") or self._number() is not None

    def action_move(self, dx: int, dy: int) -> None:
        """Move the cursor by arrow keys."""
        data = self.shown()
        if data is not None:
            self._hovering = False
            self._point(data, self.moved(data, dx, dy), tell=True)

    def action_choose(self) -> None:
        """Send the cursor's place to the run."""
        data = self.shown()
        if data is not None and self.cursor is not None:
            self.post_message(self.Chosen(self.panel, self.value(data), self.lane))

    def _number(self) -> Number | None:
        """The number under the cursor, where there is a run that takes another value for it: a recording does not."""
        data = self.shown()
        if data is None or self.cursor is None or not self.live:
            return None
        return self.number(data)

    def action_assign(self) -> None:
        """Ask for another value of the number under the cursor."""
        self.action_nudge(0)

    def action_nudge(self, by: int) -> None:
        """The number under the cursor so many steps up."""
        number = self._number()
        if number is not None:
            self.post_message(self.Assigning(number, self.lane, by))

    @property
    def _keys(self) -> Container[str]:
        """The keys of its own, as bindings call them."""
        return self._bindings.key_to_bindings

    async def call(self, key: str) -> None:
        """Do what a key of its own does; a title lets the screen answer."""
        mine = self._bindings.key_to_bindings.get(key)
        if mine:
            await self.run_action(mine[0].action)
        else:
            self.post_message(self.Called(key, self.tabs is not None))

    def _point(self, data: Any, cursor: Any, tell: bool) -> None:
        if cursor != self.cursor:
            self.cursor = cursor
            self.redraw()
        if tell and cursor is not None:
            self.post_message(self.Chosen(self.panel, self.value(data), self.lane))


def _said(value: object) -> str:
    return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
