"""A recorded run on the screen: its panels as they were, at any speed, step by step, from the beginning."""

from math import inf
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from tuidl.commands import Command, Pause, Play, Reset, Step
from tuidl.course import library, load
from tuidl.course.spec import Lesson
from tuidl.errors import TuidlError
from tuidl.events import Event
from tuidl.language import tr
from tuidl.race import RaceView
from tuidl.session.replay import ReplaySession
from tuidl.tui import keymap, knob
from tuidl.tui.canvas import Canvas, put
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.number import count
from tuidl.tui.drawing.prose import Span, paragraph
from tuidl.tui.drawing.theme import ink_of
from tuidl.tui.feed import Feed
from tuidl.tui.grid import Grid, Rect, arrange, fits, kind
from tuidl.tui.panels import PANELS, Panel, contestants, make, manual
from tuidl.tui.rows import keys, lanes, pulse
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.small import too_small
from tuidl.view import RunView

FRAME = 1 / 12  # seconds between drawings
MOST = 9  # panels: each has a digit
SPEEDS = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, inf)
CURVES = {"loss": "loss", "accuracy": "accuracy", "error": "error", "rate": "schedule"}  # value -> its panel


class ReplayScreen(Screen[None]):
    """Dismissed when the learner has seen enough."""

    CSS_PATH = "replay.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = keymap.REPLAY

    def __init__(self, session: ReplaySession, name: str):
        super().__init__()
        self.session, self._called = session, name
        self._begin()
        self.chosen = 0  # the contestant in hand
        self.panels: list[Panel] = []
        self.zoomed = self.front = ""
        self._feed = Feed(self._take)
        self._dirty = True
        self._laid: tuple[tuple[str, ...], int] = ((), 0)
        self.lesson: Lesson | None = None

    def _begin(self) -> None:
        self.race = RaceView() if self.session.recording.race else None
        self._run = RunView()

    @property
    def run(self) -> RunView:
        """What is told; of a race the first run of the contestant in hand."""
        return self._run if self.race is None else self.race.lanes.get((self.chosen, 0), self._run)

    @property
    def many(self) -> int:
        """Contestants of a race; 0 for a run alone."""
        return len(self.race.names) if self.race is not None else 0

    def compose(self) -> ComposeResult:
        """Head, what was run, pulse, keys; panels come with what was recorded."""
        yield Canvas(self._head, id="head")
        yield Canvas(self._page, id="page", paper=True)
        yield Canvas(self._pulse, id="pulse")
        yield Canvas(self._keys, id="keys")

    async def on_mount(self) -> None:
        """Play."""
        try:
            self.lesson = load.read(library.find(self.session.recording.lesson))
        except TuidlError:  # it is not here: the run can be watched all the same
            self.lesson = None
        self._feed.start(lambda: self.session)
        self.set_interval(FRAME, self.frame)

    async def on_unmount(self) -> None:
        """Leave nothing behind."""
        await self._feed.close()

    # ---- what is recorded ---------------------------------------------------------------------------------------

    def _take(self, event: Event) -> None:
        (self._run if self.race is None else self.race).apply(event)
        self._dirty = True

    @property
    def wanted(self) -> tuple[str, ...]:
        """The panels that the recording has something for."""
        known = {*self.run.steps, *(self.run.evaluations[-1][1] if self.run.evaluations else ())}
        curves = [panel for value, panel in CURVES.items() if value in known]
        pictures = [name for name in self.run.signals if kind(name) in PANELS]
        return tuple([*curves[:1], *pictures, *curves[1:]][:MOST])

    async def frame(self) -> None:
        """Show what was told since the last time."""
        if not self._dirty or not self.is_attached:
            return
        self._dirty = False
        if self._laid != (self.wanted, self.many):
            await self._mount()
        self.redraw()

    async def _mount(self) -> None:
        self._laid = self.wanted, self.many
        options = {name: spec.options for name, spec in self.lesson.panels.items()} if self.lesson else {}
        for panel in self.panels:
            await panel.remove()
        self.panels = []
        for number, name in enumerate(self._laid[0], self.many + 1):
            for lane in contestants.lanes(name, self._laid[1]):
                panel = make(name, str(number), options.get(name))
                panel.lane = lane
                self.panels.append(panel)
        await self.mount(*self.panels, before="#pulse")
        self.place()

    # ---- places -------------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Place everything anew."""
        self.place()

    def place(self) -> None:
        """Put every widget where the grid says."""
        width, height = self.size
        room = fits(width, height)
        for widget in (*self.panels, *self.query(Canvas)):
            widget.display = room or widget.id == "head"
        if not room:
            put(self.query_one("#head"), Rect(0, 0, max(width, 1), max(height, 1)))
            self.redraw()
            return
        names = self._laid[0]
        stage = next((name for name in names if kind(name) not in CURVES.values()), names[0] if names else "")
        order = (stage, *(name for name in names if name != stage)) if stage else ()
        grid: Grid = arrange(width, height, order, self.zoomed, self.front or stage, False, 1)
        titles = tuple((str(place.number + self.many), manual.name(place.name)) for place in grid.places)
        for panel in self.panels:
            spot = grid.place(panel.panel)
            rects = contestants.rects(panel.panel, spot.rect, self.many, self.chosen)
            panel.display = spot.rect.height > 0 and panel.lane in rects
            panel.zoomed, panel.key = self.zoomed == panel.panel, str(spot.number + self.many)
            panel.tabs = (titles, spot.number - 1) if grid.tabs and len(rects) == 1 else None
            if panel.display:
                put(panel, rects[panel.lane])
        put(self.query_one("#head"), Rect(0, 0, width, 1))
        put(self.query_one("#page"), grid.page)
        put(self.query_one("#pulse"), grid.between[0])
        put(self.query_one("#keys"), grid.keys)
        self.call_after_refresh(self.redraw)

    def redraw(self) -> None:
        """Show everything as it is now."""
        for panel in self.panels:
            if not panel.display:
                continue
            if self.race is None:
                contestants.alone(panel, self.run)
            else:
                firsts = [self.race.lanes.get((k, 0), RunView()) for k in range(self.many)]
                contestants.show(panel, ink_of(self.app), self.race.names, self.race, firsts, self.chosen)
        for canvas in self.query(Canvas):
            if canvas.display:
                canvas.redraw()

    # ---- keys ---------------------------------------------------------------------------------------------------

    def _send(self, command: Command) -> None:
        self._feed.send(command)
        self._dirty = True

    def action_run(self) -> None:
        """Go on, or pause; at the end begin again."""
        if self.session.over:
            self.action_reset()
        else:
            self._send(Pause() if self.session.playing else Play())

    def action_single(self) -> None:
        """On to the next training steps that were told."""
        self._send(Step(1))

    def action_reset(self) -> None:
        """From the beginning."""
        self._begin()
        self._send(Reset())
        self._send(Play())

    def action_speed(self, by: int) -> None:
        """Twice as fast, or half."""
        now = self.session.speed
        if by > 0:
            self.session.speed = next((speed for speed in SPEEDS if speed > now), inf)
        else:
            self.session.speed = next((speed for speed in reversed(SPEEDS) if speed < now), SPEEDS[0])
        self._dirty = True

    def action_fastest(self) -> None:
        """All that is left at once."""
        self.session.speed = inf
        self._send(Play())

    def action_zoom(self, number: int) -> None:
        """A panel alone; the same again takes it back. In a race the first digits take a contestant in hand."""
        if number <= self.many:
            self.chosen = number - 1
            self.place()
            return
        found = next((panel.panel for panel in self.panels if panel.key == str(number)), "")
        if found:
            self.zoomed = "" if self.zoomed == found else found
            self.front = found
            self.place()

    def on_panel_called(self, event: Panel.Called) -> None:
        """The title of a panel was clicked: to the front among others, else alone and back."""
        name = next((panel.panel for panel in self.panels if panel.key == event.key), "")
        if name and event.front:
            self.front = name
            self.place()
        elif name:
            self.action_zoom(int(event.key))

    def action_turn(self, direction: int) -> None:
        """The next panel to the front."""
        names = list(dict.fromkeys(panel.panel for panel in sorted(self.panels, key=lambda panel: int(panel.key))))
        if names:
            at = names.index(self.front) if self.front in names else 0
            self.front = names[(at + direction) % len(names)]
            self.zoomed = self.front if self.zoomed else ""
            self.place()

    def action_leave(self) -> None:
        """Out of the zoom, then out."""
        if self.zoomed:
            self.zoomed = ""
            self.place()
        else:
            self.dismiss(None)

    # ---- drawing ------------------------------------------------------------------------------------------------

    @property
    def said(self) -> str:
        """The speed in words."""
        speed = self.session.speed
        return "max" if speed == inf else f"×{speed:g}"

    def _head(self, cells: Cells) -> None:
        if not fits(*self.size):
            too_small(cells)
            return
        ink, glyphs = cells.ink, cells.ink.glyphs
        x = cells.put(2, 0, "tuidl", ink.accent, None, BOLD) + 3
        title = f"{self.lesson.place} {self.lesson.title}".strip() if self.lesson else self.session.recording.lesson
        cells.put(x, 0, tr("replay  {title}", title=title), ink.bright, None, BOLD)
        state = (glyphs.done, tr("over")) if self.session.over else (
            (glyphs.running, tr("playing")) if self.session.playing else (glyphs.paused, tr("paused"))
        )  # fmt: skip
        cells.right(
            cells.width - 2,
            0,
            tr(
                "{state} {state2}   {said}   step {count}",
                state=state[0],
                state2=state[1],
                said=self.said,
                count=count(self._step),
            ),
            ink.dim,
        )

    @property
    def _step(self) -> int:
        return self.run.step if self.race is None else self.race.step

    def _page(self, cells: Cells) -> None:
        told, recorded, wide = self.run.started, self.session.recording, max(8, cells.width - 4)
        cells.put(
            2, 1, tr("A recorded run") if self.race is None else tr("A recorded race"), cells.ink.bright, None, BOLD
        )
        facts: list[Span] = [
            (
                tr(
                    "{called}: experiment {experiment}, seed {seed}",
                    called=self._called,
                    experiment=recorded.experiment,
                    seed=recorded.seed,
                ),
                "plain",
            )
        ]
        y = paragraph(cells, 2, 3, wide, facts)
        if told is not None:
            text = tr(
                "{data}, {examples} examples, {parameters} parameters, {device}",
                data=told.data,
                examples=count(told.examples),
                parameters=count(told.parameters),
                device=told.device,
            )
            y = paragraph(cells, 2, y + 1, wide, ((text, "plain"),))
        for name, value in self.run.knobs.items():
            if y + 2 < cells.height:
                cells.put(2, y + 1, name[: wide - 10], cells.ink.dim)
                cells.right(cells.width - 2, y + 1, knob.written(value), cells.ink.text)
                y += 1
        for diagnosis in self.run.diagnoses[-1:]:
            paragraph(cells, 2, y + 2, wide, ((f"! {diagnosis.text}", "aside"),))

    def _pulse(self, cells: Cells) -> None:
        run, race = self.run, self.race
        if race is not None:
            lanes.draw(cells, lanes.of(race, race.names, self.chosen), lanes.fact(race, race.seeds))
            return
        pulse.draw(
            cells, run, tr("{step} of {budget}", step=count(run.step), budget=count(run.budget)) if run.budget else ""
        )

    def _keys(self, cells: Cells) -> None:
        shown = (
            Key("space", tr("again") if self.session.over else tr("pause") if self.session.playing else tr("play")),
            Key(".", tr("step"), not self.session.over), Key("+ -", tr("speed")), Key("m", tr("max")),
            Key("r", tr("from the start") if cells.width >= 100 else tr("restart")),
            *((Key(f"1-{self.many}", tr("choose")),) if self.many else ()),
            Key("tab", tr("panel")), Key(f"{self.many + 1}-{self.many + max(1, len(self._laid[0]))}", tr("zoom")),
            Key("e", tr("save")),
        )  # fmt: skip
        always = (Key("esc", tr("leave")), Key("?", tr("help")), Key("^p", tr("palette")))
        keys.draw(cells, shown, always if cells.width >= 100 else always[1:2])
