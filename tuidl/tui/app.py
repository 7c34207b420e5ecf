"""The app: it opens screens, keeps progress and ends in good order. Nothing is computed and nothing drawn here."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.dom import DOMNode
from textual.events import DescendantFocus, Event, InputEvent
from textual.screen import Screen

from tuidl import paths
from tuidl.course import library, load
from tuidl.course.progress import Progress
from tuidl.course.record import Prediction
from tuidl.course.walk import Walk
from tuidl.errors import Exit, TuidlError
from tuidl.exercise.judging import judged
from tuidl.language import later, tr, trn
from tuidl.sandbox import keeping
from tuidl.sandbox.code import Shared
from tuidl.sandbox.description import start
from tuidl.session import Session
from tuidl.session.measure import Measure, Measuring
from tuidl.session.process import ProcessSession
from tuidl.session.replay import ReplaySession
from tuidl.tui import manual, motion, palette, terminal
from tuidl.tui.asked import Asked
from tuidl.tui.drawing.ink import ASCII, INKS, glyphs
from tuidl.tui.drawing.theme import PREFIX, register
from tuidl.tui.export.capture import captured, place
from tuidl.tui.export.subject import PICTURES, Subject
from tuidl.tui.faults import Faults
from tuidl.tui.home import reading
from tuidl.tui.home.shelf import Shelf
from tuidl.tui.record import record
from tuidl.tui.review import review
from tuidl.tui.sandbox import project
from tuidl.tui.screens.editor import Editor, Judge
from tuidl.tui.screens.export import ExportScreen
from tuidl.tui.screens.finished import Finished
from tuidl.tui.screens.help import Help
from tuidl.tui.screens.home import Home
from tuidl.tui.screens.lesson import LessonScreen
from tuidl.tui.screens.milestone import MilestoneScreen
from tuidl.tui.screens.past import PastScreen
from tuidl.tui.screens.prompt import Prompt
from tuidl.tui.screens.replay import ReplayScreen
from tuidl.tui.screens.sandbox import SandboxScreen
from tuidl.tui.screens.small import Small
from tuidl.tui.study import OpenRecording, OpenRun

PATIENCE = 2.0  # seconds a run has to write its state when the program must end
ENDINGS = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: int(Exit.INTERRUPTED)}


class TuidlApp(Faults[None]):
    """The whole program on the screen."""

    CSS_PATH = "app.tcss"
    TITLE = "tuidl"
    ENABLE_COMMAND_PALETTE = True
    ALLOW_SELECT = (
        False  # pictures are no text; a drag that begins on a panel which is just going would end the program
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", later("Quit"), show=False, priority=True),
        Binding("ctrl+c", "interrupt", later("Quit"), show=False, priority=True),
        Binding("f1,question_mark", "help", later("Help"), show=False),
        Binding("ctrl+e", "export", later("Save"), show=False, priority=True),
    ]

    def __init__(
        self,
        ink: str = "dark",
        lesson: str | None = None,
        progress: Progress | None = None,
        open_run: OpenRun = ProcessSession,
        open_recording: OpenRecording = ReplaySession,
        asked: Asked | None = None,
        recorded: tuple[Path, float] | None = None,
        judge: Judge = judged,
        sandbox: Shared | None = None,
        measure: Callable[[], Measuring] = Measure,
        saves: Path | None = None,
    ):
        plain = INKS[ink].ansi
        super().__init__(ansi_color=True if plain else None)  # given here: NO_COLOR picks its filter before the theme
        register(self)
        self.touched = 0.0  # when the learner last did something
        self.animation_level = "none" if motion.reduced() else "full"
        self.set_class(glyphs(os.environ) is ASCII, "plain")
        self.theme = PREFIX + ink
        self._first, self._progress, self._recorded = lesson, progress, recorded
        self._sandbox, self._measure = sandbox, measure
        self._place = saves or project.place()  # where lessons are saved
        self._asked, self._asked_of = asked or Asked(), ""  # of the lesson that was opened first
        self._open_run, self._open_recording, self._judge = open_run, open_recording, judge
        self._since = time.monotonic()
        self._ending = False

    # ---- beginning and end --------------------------------------------------------------------------------------

    async def on_mount(self) -> None:
        """Home, and on it the lesson that was asked for."""
        loop = asyncio.get_running_loop()
        for number, code in ENDINGS.items():
            loop.add_signal_handler(number, self._asked_to_end, code)
        if self._recorded is not None:
            path, speed = self._recorded
            session = ReplaySession(path, speed, stays=True)
            self.push_screen(ReplayScreen(session, path.name), lambda _: self.exit())
            return
        await self.push_screen(
            Home(
                self.shelf,
                f"{trn('{n} core', '{n} cores', os.cpu_count() or 1)}   {terminal.colours()}",
            )
        )
        if self._progress is not None and self._progress.notice:
            self.notify(self._progress.notice, severity="warning", timeout=12)
        if self._first is not None:
            await self.open_first(self._first)
        if self._sandbox is not None:
            await self.open_sandbox(self._sandbox, self._asked)

    def _asked_to_end(self, code: int) -> None:
        if not self._ending:
            self.run_worker(self.end(code), exit_on_error=False)

    async def end(self, code: int) -> None:
        """Save what can be saved, then leave with this exit code."""
        if self._ending:
            return
        self._ending = True
        screen = self._lesson_screen
        try:
            if screen is not None:
                if screen.kept and not screen.study.asked.own_data:
                    self._keep(screen.walk)
                written = asyncio.Event()
                if screen.study.save(written.set):
                    with suppress(TimeoutError):
                        await asyncio.wait_for(written.wait(), PATIENCE)
                await screen.study.close()
        finally:
            self.exit(return_code=code)

    async def action_quit(self) -> None:
        """Leave in good order."""
        await self.end(0)

    async def action_interrupt(self) -> None:
        """^c: copy where a text is written, else leave in good order."""
        if isinstance(self.screen, Editor):
            self.screen.interrupt()
        else:
            await self.end(0)

    @property
    def behind(self) -> bool:
        """Whether the terminal has not yet taken what was drawn before: one more frame would only wait."""
        return bool(getattr(self._driver, "behind", False))

    async def on_event(self, event: Event) -> None:
        """What the learner does is answered at once, however calm the screen shall be."""
        if isinstance(event, InputEvent):
            self.touched = time.monotonic()
        await super().on_event(event)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Nothing blinks where motion is reduced."""
        if motion.reduced() and hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    # ---- lessons ------------------------------------------------------------------------------------------------

    @property
    def _lesson_screen(self) -> LessonScreen | None:
        return next((screen for screen in self.screen_stack if isinstance(screen, LessonScreen)), None)

    def shelf(self) -> Shelf:
        """The course as the learner left it."""
        return reading.shelf(self._progress)

    async def open_first(self, name: str) -> None:
        """Open the lesson of the command line as it was asked for; it stays so each time it is opened."""
        await self.open_lesson(name, self._asked.step, self._asked)
        if self._lesson_screen is not None:
            self._asked_of = self._lesson_screen.walk.lesson.id
        self._asked = self._asked.again()

    async def open_lesson(self, name: str, step: str = "", asked: Asked | None = None) -> None:
        """Open a lesson by id, slug or path, at a step if it has that one; say in one sentence why not."""
        try:
            lesson = load.read(library.find(name))
            asked = asked or (self._asked if lesson.id == self._asked_of else Asked())
            walk = self._progress.walk(lesson) if self._progress is not None else Walk(lesson)
            folder = paths.state() / "runs" / lesson.id / asked.folder
            saves = paths.private(folder) if self._progress is not None else None
        except (TuidlError, OSError) as error:
            self.notify(str(error), severity="error", timeout=10)
            return
        if any(known.id == step for known in lesson.steps):
            walk.open(step)
        self._since = time.monotonic()
        screen = LessonScreen(walk, self._open_run, self._recording, saves, asked, self._judge)
        screen.told = self._predictions
        await self.push_screen(screen)

    def _recording(self, path: Path) -> Session:
        """A recording as it was, or at once as it ended."""
        return ReplaySession(path, speed=float("inf")) if motion.reduced() else self._open_recording(path)

    def _predictions(self) -> tuple[Prediction, ...]:
        try:
            return self._progress.predictions() if self._progress is not None else ()
        except TuidlError:
            return ()

    async def on_home_open(self, message: Home.Open) -> None:
        """A lesson was chosen."""
        await self.open_lesson(message.lesson, message.step)

    async def on_home_sandbox(self) -> None:
        """The sandbox, as it was left."""
        await self.open_sandbox(keeping.recalled() or Shared(start()))

    async def open_sandbox(self, shared: Shared, asked: Asked | None = None) -> None:
        """Open a sandbox; say in one sentence why not."""
        try:
            screen = SandboxScreen(shared, self._open_run, self._measure(), self._place, asked)
        except (TuidlError, OSError) as error:
            self.notify(str(error), severity="error", timeout=10)
            return
        await self.push_screen(screen)

    def on_home_progress(self) -> None:
        """Everything that was done, until something of it is opened."""

        async def chosen(what: tuple[str, str] | None) -> None:
            if what is not None:
                await self.open_lesson(*what)

        self.push_screen(PastScreen(partial(reading.past, self._progress)), chosen)

    def on_home_milestones(self) -> None:
        """What was learnt in the parts that are done."""
        if found := reading.milestones(self._progress):
            self.push_screen(MilestoneScreen(found))

    def on_home_review(self) -> None:
        """The cards that are due."""
        if self._progress is not None:
            self.run_worker(self._review(self._progress), group="review", exclusive=True, exit_on_error=False)

    async def _review(self, progress: Progress) -> None:
        try:
            said = await review(self, progress, time.time(), self._open_run)
        except TuidlError as error:
            self.notify(str(error), severity="error", timeout=10)
            return
        if isinstance(self.screen, Home):
            self.screen.refresh_shelf()
            self.screen.say(said)

    def on_home_chosen(self, message: Home.Chosen) -> None:
        """The cursor stands on a lesson: its recording becomes the picture."""
        home = self.screen
        if isinstance(home, Home) and message.lesson not in home.shelf.pictures:
            seen = partial(self._picture, home, message.lesson)
            self.run_worker(seen, group="picture", exclusive=True, exit_on_error=False)  # type: ignore[arg-type]

    async def _picture(self, home: Home, lesson: str) -> None:
        view = await reading.picture(lesson)
        if view is not None:
            home.shelf.pictures[lesson] = view
            home.redraw()

    def on_lesson_screen_keep(self, message: LessonScreen.Keep) -> None:
        """Something was done: `saved` only once it is on disk."""
        if self._keep(message.walk):
            message.kept()

    def _keep(self, walk: Walk) -> bool:
        now = time.monotonic()
        seconds, self._since = now - self._since, now
        if self._progress is None:
            return False
        try:
            self._progress.save(walk, seconds)
        except TuidlError as error:
            self.notify(str(error), severity="error", timeout=10)
            return False
        return True

    async def on_lesson_screen_on_data(self, message: LessonScreen.OnData) -> None:
        """The lesson again, on a data set of the learner's own."""
        lesson, step = message.walk.lesson, message.walk.step
        self.pop_screen()
        await self.open_lesson(str(lesson.folder), step.id, Asked(data=message.data))

    def on_lesson_screen_ran(self, message: LessonScreen.Ran) -> None:
        """A run is over: it goes to the last runs."""
        if self._progress is not None:
            try:
                self._progress.add_run(record(message.walk, message.view, message.own_data))
            except TuidlError as error:
                self.notify(str(error), severity="error", timeout=10)

    def on_lesson_screen_finished(self, message: LessonScreen.Finished) -> None:
        """The last step was left."""
        screen = self._lesson_screen
        if screen is None or not screen.study.asked.own_data:
            self._keep(message.walk)
        shelf, lesson = self.shelf(), message.walk.lesson
        after = shelf.from_here(lesson.next)

        async def left(where: str | None) -> None:
            if where == "stay":
                return
            self.pop_screen()
            if where == "milestone":
                self.on_home_milestones()
            elif where == "next" and after is not None:
                await self.open_lesson(after.id)

        named = f"{after.number} {after.title}" if after is not None else ""
        self.push_screen(Finished(message.walk, named, shelf.done_with(lesson.id)), left)

    # ---- files --------------------------------------------------------------------------------------------------

    def action_export(self) -> None:
        """Save a panel, the screen or the run; what is shown now is captured before the box opens over it."""
        if not isinstance(self.screen, ExportScreen | Prompt | Small | CommandPalette):
            self.clear_notifications()  # they would lie over what is saved
            self.call_after_refresh(self._open_export)

    def _open_export(self) -> None:
        screen = self.screen
        whole, lesson = captured(self), self._lesson_screen
        subjects = []
        stem = f"tuidl-{lesson.walk.lesson.slug}" if lesson is not None else "tuidl"
        panel = screen.front_panel() if isinstance(screen, LessonScreen) else None
        if panel is not None:
            name = panel.panel.replace(":", "-")
            subjects.append(Subject(tr("panel"), panel.panel, f"{stem}-{name}", whole.cut(place(panel))))
        about = tr("{width}×{height} characters", width=whole.width, height=whole.height)
        subjects.append(Subject(tr("screen"), about, f"{stem}-screen", whole))
        study = lesson.study if lesson is not None else None
        if study is not None and study.timed.begun and study.alive:
            name = "run" if study.contest is None else "race"
            told = later("your run up to step {step}") if name == "run" else later("your race up to step {step}")
            about = tr(told, step=study.timed.step)
            subjects.append(Subject(tr(name), about, f"{stem}-{name}", send=study.export))
        self.push_screen(ExportScreen(subjects), self._exported)

    def _exported(self, path: str | None) -> None:
        if path is not None and Path(path).suffix[1:] in PICTURES:
            self.notify(tr("saved in {path}", path=path), markup=False)

    # ---- help and palette ---------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """What every key does here."""
        if not isinstance(self.screen, Help | Small | CommandPalette):
            self.push_screen(manual.help_for(self.screen))

    def action_command_palette(self) -> None:
        """Every action by its name."""
        if not any(isinstance(screen, CommandPalette | Small) for screen in self.screen_stack):
            self.push_screen(palette.Palette(id="--command-palette"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: every action of the screen, the themes, the end."""
        yield from palette.commands(self, screen)

    def switch_motion(self) -> None:
        """Less that moves, or all of it again."""
        self.animation_level = "none" if motion.switch() else "full"

    def act(self, source: DOMNode, action: str) -> None:
        """Do what a key of a widget or a screen does."""
        self.run_worker(self.run_action(action, source), exit_on_error=False)

    def change_theme(self, name: str) -> None:
        """Show everything in another ink."""
        self.ansi_color = True if INKS[name].ansi else None
        self.theme = PREFIX + name
        for screen in self.screen_stack:
            screen.refresh(layout=True)
