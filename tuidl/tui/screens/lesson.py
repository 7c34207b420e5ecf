"""The lesson: page at the left, live lab at the right. Keys become requests to the study, its news become pictures."""

from collections.abc import Callable
from math import inf
from pathlib import Path
from time import monotonic

from textual import events
from textual.app import ComposeResult
from textual.message import Message

from tuidl.commands import Choose, Watch
from tuidl.course import page as pages
from tuidl.course.walk import Walk
from tuidl.exercise.judging import judged
from tuidl.language import tr
from tuidl.tui import bars, hand, keymap, motion
from tuidl.tui.asked import Asked
from tuidl.tui.canvas import Canvas, put
from tuidl.tui.doctorcard import DoctorCard
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.grid import Grid, Rect, arrange, fits, numbered
from tuidl.tui.knobs import Knobs
from tuidl.tui.lanes import Lanes
from tuidl.tui.listener import Listener
from tuidl.tui.pagebox import PageBox
from tuidl.tui.panels import Panel, manual, wanted
from tuidl.tui.panels.curves import CurvePanel
from tuidl.tui.screens.consulting import Consulting
from tuidl.tui.screens.editor import Judge
from tuidl.tui.screens.paging import Paging
from tuidl.tui.screens.small import Small
from tuidl.tui.screens.workbench import Workbench
from tuidl.tui.scrubber import Scrubber
from tuidl.tui.study import OpenRecording, OpenRun, Study
from tuidl.view import RunView

ROWS = ("#head", "#pulse", "#lanes", "#knobs", "#keys")


class LessonScreen(Workbench, Consulting, Paging, Listener):
    """One lesson, step by step."""

    CSS_PATH = "lesson.tcss"
    AUTO_FOCUS = ""
    BINDINGS = keymap.LESSON
    kept = True  # what is done here is the learner's progress

    class Keep(Message):
        """What the learner did shall be kept; ``kept`` is called once it is on disk."""

        def __init__(self, walk: Walk, kept: Callable[[], None]):
            super().__init__()
            self.walk, self.kept = walk, kept

    class Ran(Message):
        """A run of the learner's is over; ``own_data``: not one on the lesson's own."""

        def __init__(self, walk: Walk, view: RunView, own_data: bool):
            super().__init__()
            self.walk, self.view, self.own_data = walk, view, own_data

    class OnData(Message):
        """The lesson shall be opened anew on a data set of the learner's own."""

        def __init__(self, walk: Walk, data: str):
            super().__init__()
            self.walk, self.data = walk, data

    class Finished(Message):
        """The last step was left."""

        def __init__(self, walk: Walk):
            super().__init__()
            self.walk = walk

    def __init__(
        self,
        walk: Walk,
        open_run: OpenRun,
        open_recording: OpenRecording | None = None,
        saves: Path | None = None,
        asked: Asked | None = None,
        judge: Judge = judged,
    ):
        super().__init__()
        self._judge = judge
        self.study: Study = Study(walk, open_run, open_recording, saves, self, asked)
        self.grid: Grid | None = None
        self.page = pages.parse(walk.lesson.pages[walk.step.page])
        self.panels: list[Panel] = []
        self._back = False  # there is a row to scrub on
        self._told = False  # the explanation stands on the page
        self._dirty, self._drawn = True, 0.0

    # ---- places -------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Head, page, pulse, knobs, keys; panels come with each step, ``place`` says where."""
        yield Canvas(self.draw_head, id="head")
        yield self.paper()
        yield DoctorCard(self.study, id="doctor")
        yield Scrubber(self.study, id="pulse")
        yield Lanes(self.study, lambda: self.grid, id="lanes")
        yield Knobs(self.study, lambda: self.grid, id="knobs")
        yield Canvas(self.draw_keys, id="keys")

    def paper(self) -> PageBox:
        """What stands at the left."""
        return PageBox(id="page")

    def draw_head(self, cells: Cells) -> None:
        """The top row."""
        bars.head(cells, self.study)

    def draw_keys(self, cells: Cells) -> None:
        """The bottom row."""
        held, inward = hand.keys(self.focused), hand.inward(self.front_panel(), self.focused)
        bars.keys(cells, self.study, self.grid, isinstance(self.focused, Scrubber), held, inward)

    async def on_mount(self) -> None:
        """Open the step where the learner stands."""
        self.set_interval(motion.FRAME, self.frame)
        await self.enter(self.walk.step.id)

    async def on_unmount(self) -> None:
        """Leave no run behind."""
        await self.study.close()

    def on_resize(self, event: events.Resize) -> None:
        """Place everything anew; ask for pictures of the new size."""
        if fits(*event.size):
            self.place()
        elif self.is_current:
            self.app.push_screen(Small())

    def place(self) -> None:
        """Put every widget where the grid says."""
        width, height = self.size
        if not fits(width, height):
            return
        lab = self.study.lab
        race = self.contest
        self._back = self.study.rewound is not None
        if not self._back:
            self.let_go()
        between = self._back + (race is not None)  # rows that are wanted for what stands there on small screens
        grid = self.grid = arrange(width, height, lab.step.panels, lab.zoomed, lab.tab, bool(lab.knobs), between)
        before = len(race.contestants) if race is not None else 0
        names = tuple((str(place.number + before), manual.name(place.name)) for place in grid.places)
        for place in grid.places:
            rects = self.rects(place.name, place.rect)
            for panel in self.panels:
                if panel.panel != place.name:
                    continue
                shown = place.rect.height > 0 and panel.lane in rects
                panel.display = shown
                panel.pointed, panel.zoomed = lab.pointed(place.name), lab.zoomed == place.name
                panel.tabs = (names, place.number - 1) if grid.tabs and len(rects) == 1 else None
                if shown:
                    put(panel, rects[panel.lane])
        pulse, lanes = self.query_one("#pulse", Canvas), self.query_one("#lanes", Canvas)
        rows = grid.between
        pulse.display = bool(rows) and (race is None or self._back)
        lanes.display = bool(rows) and race is not None
        put(lanes, rows[-1] if rows else Rect(0, 0, 1, 1))
        put(self.query_one("#head"), Rect(0, 0, width, 1))
        put(self.query_one("#page"), grid.page)
        put(pulse, rows[0] if rows else Rect(0, 0, 1, 1))
        knobs = self.query_one("#knobs", Canvas)
        knobs.display = grid.knobs.height > 0
        put(knobs, grid.knobs)
        put(self.query_one("#keys"), grid.keys)
        self.call_after_refresh(self._placed)

    def _placed(self) -> None:
        self.study.watch(Watch(wanted([panel for panel in self.panels if panel.display])))
        self.reach()
        self.redraw()

    # ---- drawing ------------------------------------------------------------------------------------------------

    def frame(self) -> None:
        """Show what changed since the last time; a terminal that is still busy with that time is left alone."""
        if self._dirty and self.is_attached and not self._calm():
            (self.study.judge if getattr(self.app, "behind", False) else self.redraw)()

    def _calm(self) -> bool:
        """With reduced motion a run alone draws seldom; what the learner does is answered at once."""
        since = monotonic() - self._drawn
        return motion.reduced() and self.study.lab.running and since < motion.CALM and self._drawn > self._touched

    @property
    def _touched(self) -> float:
        return float(getattr(self.app, "touched", inf))

    def redraw(self) -> None:
        """Show everything as it is now; panels keep their own pace."""
        self.study.judge()
        self._dirty, self._drawn = False, monotonic()
        if self._back != (self.study.rewound is not None):
            self.place()
        for panel in self.panels:
            if panel.display:
                self.show_panel(panel)
        for name in ROWS:
            self.query_one(name, Canvas).redraw()
        self._show_page()

    def _show_page(self) -> None:
        page = self.query_one(PageBox)
        page.show(self.study, self.page, self.panels, self._told)
        if self.grid is not None:
            page.reserve(self.query_one(DoctorCard).place(self.grid.page, page.foot))

    def front_panel(self) -> Panel | None:
        """The panel in focus; else the one that is zoomed, pointed at, or simply the first that is shown."""
        shown = [panel for panel in self.panels if panel.display]
        first = [panel for panel in shown if panel.has_focus] or [panel for panel in shown if panel.zoomed]
        return next(iter(first or [panel for panel in shown if panel.pointed] or shown), None)

    # ---- news of the study --------------------------------------------------------------------------------------

    def changed(self) -> None:
        """The next frame shows it."""
        self._dirty = True

    def met(self) -> None:
        """The explanation may be read now."""
        self._told = True
        self.call_after_refresh(self._to_end)

    def judged(self, first: bool) -> None:
        """A prediction was judged: the first time its result opens by itself."""
        self._told = True
        if first and self.is_current:
            self.show_result()

    def to_keep(self) -> None:
        """Ask for what was done to be kept; `saved` is shown once it is. On own data nothing of the lesson was done."""
        study, walk = self.study, self.walk
        if study.asked.own_data:
            return
        step = walk.step
        study.saved = False

        def kept() -> None:
            study.saved = walk.step is step
            self.changed()

        self.post_message(self.Keep(walk, kept))

    def on_data(self, name: str) -> None:
        """Ask for the lesson on drawings that were kept."""
        self.post_message(self.OnData(self.walk, name))

    def ran(self, view: RunView) -> None:
        """A run goes to the last runs."""
        self.post_message(self.Ran(self.walk, view, self.study.asked.own_data))

    # ---- steps --------------------------------------------------------------------------------------------------

    async def enter(self, step_id: str) -> None:
        """Open a step: its page, its panels, its run."""
        self.study.enter(step_id)
        self.page = pages.parse(self.walk.lesson.pages[self.walk.step.page])
        self._told = False
        self.query_one(PageBox).asked = 0.0
        await self.mount_panels()
        self.to_keep()

    async def mount_panels(self) -> None:
        """The panels of the open step, in place of those there are."""
        self.set_focus(None)
        await self.show_panels()
        self.lay_ghost()
        self.place()

    async def show_panels(self) -> None:
        """The panels of the step, new."""
        for panel in self.panels:
            await panel.remove()
        self.panels = self.made_panels()
        await self.mount(*self.panels, before="#pulse")

    async def action_next(self) -> None:
        """The next step, once this one is done."""
        walk = self.walk
        if not self.study.asked.own_data and walk.leave():
            self.to_keep()
        if not bars.free(self.study):
            words = {"quiz": tr("answer the questions first: space"), "predict": tr("predict and run first: space")}
            if bars.writes(self.study):
                words = {"code": tr("write the function first: press e")}
            self.say(words.get(walk.step.kind, tr("not met yet: h gives a hint")))
        elif (after := walk.next()) is not None:
            await self.enter(after)
        else:
            self.post_message(self.Finished(walk))

    async def action_back(self) -> None:
        """The step before."""
        if self.walk.place > 0:
            await self.enter(self.walk.lesson.steps[self.walk.place - 1].id)

    def action_home(self) -> None:
        """Back to the course."""
        self.to_keep()
        self.dismiss(None)

    def action_out(self) -> None:
        """Out of typing, out of a panel, out of the zoom, or home."""
        lab = self.study.lab
        if lab.typed or lab.typing:
            lab.typed, lab.typing = "", False
            self.say("")
        elif self.focused is not None:
            self.set_focus(None)
        elif lab.zoomed:
            lab.zoomed = ""
            self.place()
        elif self.contest is not None and self.contest.own:
            self.say(self.study.leave())
        else:
            self.action_home()

    # ---- the run ------------------------------------------------------------------------------------------------

    def action_run(self) -> None:
        """Run or pause; a predict step asks first, a quiz opens its questions."""
        if self.walk.step.kind == "quiz":
            self.open_quiz()
        elif bars.writes(self.study):
            self.say(tr("write the function first: press e"))
        elif self.asks_first:
            self.action_predict()
        elif self.walk.step.single:
            self.say(tr("this step goes one at a time: press ."))
        elif self.study.lab.running:
            self.study.pause()
        else:
            self.study.play()

    def action_single(self) -> None:
        """Train one step; the point of a number that is being typed."""
        lab = self.study.lab
        if (lab.typed or lab.typing) and lab.type("."):
            self.changed()
        elif self.asks_first:
            self.action_predict()
        elif bars.writes(self.study):
            self.say(tr("write the function first: press e"))
        else:
            self.study.single()

    def action_reset(self) -> None:
        """Begin again."""
        self.study.reset()

    def action_speed(self) -> None:
        """Change the pace."""
        self.study.send(self.study.lab.speed())
        self.say(tr("one step a frame") if self.study.lab.pace == "frame" else tr("as fast as it goes"))

    # ---- panels and page ----------------------------------------------------------------------------------------

    def action_front(self, direction: int) -> None:
        """Another panel to the front, or the cursor into the next panel where all are shown."""
        lab = self.study.lab
        if self.grid is not None and (self.grid.tabs or lab.zoomed):
            lab.front(numbered(lab.step.panels), direction)
            self.place()
        elif self.panels:
            at = next((i for i, panel in enumerate(self.panels) if panel.has_focus), -1 if direction > 0 else 0)
            self.set_focus(self.panels[(at + direction) % len(self.panels)])

    def into_panel(self) -> None:
        """The cursor into the panel that is zoomed or in front, else into the first; esc leads out again."""
        shown = next((panel for panel in self.panels if panel.display), None)
        if shown is not None and not any(panel.has_focus for panel in self.panels):
            self.set_focus(shown)

    def action_log(self) -> None:
        """Log or linear axis."""
        for panel in self.panels:
            if isinstance(panel, CurvePanel):
                panel.action_scale()

    def on_panel_chosen(self, event: Panel.Chosen) -> None:
        """A cursor moved: tell the run and the other panels."""
        super().on_panel_chosen(event)
        self.study.send(Choose(event.panel, event.value))
        for panel in self.panels:
            panel.follow(event.panel, event.value)
