"""The app: it opens screens, keeps progress and ends in good order. Nothing is computed and nothing drawn here."""

import asyncio
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tuidl import paths
from tuidl.course import library, load
from tuidl.course.progress import Progress
from tuidl.course.walk import Walk
from tuidl.errors import Exit, TuidlError
from tuidl.sandbox import keeping
from tuidl.sandbox.code import Shared
from tuidl.sandbox.description import start
from tuidl.session.measure import Measure, Measuring
from tuidl.session.process import ProcessSession
from tuidl.session.replay import ReplaySession
from tuidl.tui import guide, terminal
from tuidl.tui.asked import Asked
from tuidl.tui.drawing.ink import INKS
from tuidl.tui.drawing.theme import PREFIX, register
from tuidl.tui.home import reading
from tuidl.tui.home.shelf import Shelf
from tuidl.tui.record import record
from tuidl.tui.screens.editor import Editor
from tuidl.tui.screens.finished import Finished
from tuidl.tui.screens.help import Help
from tuidl.tui.screens.home import Home
from tuidl.tui.screens.lesson import LessonScreen
from tuidl.tui.screens.microscope import MicroscopeScreen
from tuidl.tui.screens.past import PastScreen
from tuidl.tui.screens.sandbox import SandboxScreen
from tuidl.tui.study import OpenRecording, OpenRun
from tuidl.view import RunView

THEMES = {"dark": "dark", "light": "light", "ansi": "16 colours", "mono": "no colour"}
PATIENCE = 2.0  # seconds a run has to write its state when the program must end
ENDINGS = {signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGINT: int(Exit.INTERRUPTED)}


class TuidlApp(App[None]):
    """The whole program on the screen."""

    CSS_PATH = "app.tcss"
    TITLE = "tuidl"
    ENABLE_COMMAND_PALETTE = True
    ALLOW_SELECT = (
        False  # pictures are no text; a drag that begins on a panel which is just going would end the program
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
        Binding("ctrl+c", "interrupt", "Quit", show=False, priority=True),
        Binding("f1", "help", "Help", show=False),
    ]

    def __init__(
        self,
        ink: str = "dark",
        lesson: str | None = None,
        progress: Progress | None = None,
        open_run: OpenRun = ProcessSession,
        open_recording: OpenRecording = ReplaySession,
        asked: Asked | None = None,
        sandbox: Shared | None = None,
        measure: Callable[[], Measuring] = Measure,
        place: Path | None = None,
    ):
        plain = INKS[ink].ansi
        super().__init__(ansi_color=True if plain else None)  # given here: NO_COLOR picks its filter before the theme
        register(self)
        self.theme = PREFIX + ink
        self._first, self._progress = lesson, progress
        self._sandbox, self._measure = sandbox, measure
        given = os.environ.get("TUIDL_LESSONS", "").partition(os.pathsep)[0]
        self._place = place or (Path(given).expanduser() if given else Path.cwd())  # where lessons are saved
        self._asked, self._asked_of = asked or Asked(), ""  # of the lesson that was opened first
        self._open_run, self._open_recording = open_run, open_recording
        self._since = time.monotonic()
        self._ending = False

    # ---- beginning and end --------------------------------------------------------------------------------------

    async def on_mount(self) -> None:
        """Home, and on it the lesson that was asked for."""
        loop = asyncio.get_running_loop()
        for number, code in ENDINGS.items():
            loop.add_signal_handler(number, self._asked_to_end, code)
        await self.push_screen(Home(self.shelf, f"{os.cpu_count() or 1} cores   {terminal.colours()}"))
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
        await self.push_screen(LessonScreen(walk, self._open_run, self._open_recording, saves, asked))

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

    def on_home_chosen(self, message: Home.Chosen) -> None:
        """The cursor stands on a lesson: its recording becomes the picture."""
        home = self.screen
        if isinstance(home, Home) and message.lesson not in home.shelf.pictures:
            seen = partial(self._picture, home, message.lesson)
            self.run_worker(seen, group="picture", exclusive=True, exit_on_error=False)  # type: ignore[arg-type]

    async def _picture(self, home: Home, lesson: str) -> None:
        try:
            path = library.find(lesson) / "demo.jsonl"
            if not path.exists():
                return
            view = RunView()
            async for envelope in ReplaySession(path, speed=float("inf")).events():
                view.apply(envelope.event)
        except TuidlError:
            return
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
        after = self.shelf().entry(message.walk.lesson.next)
        written = after is not None and after.minutes > 0

        async def left(where: str | None) -> None:
            if where == "stay":
                return
            self.pop_screen()
            if where == "next" and after is not None:
                await self.open_lesson(after.id)

        self.push_screen(Finished(message.walk, f"{after.number} {after.title}" if after and written else ""), left)

    # ---- help and palette ---------------------------------------------------------------------------------------

    def action_help(self) -> None:
        """What every key does here."""
        screen = self.screen
        if isinstance(screen, SandboxScreen):
            self.push_screen(Help("the sandbox", (*guide.SANDBOX, guide.MARKS)))
        elif isinstance(screen, LessonScreen):
            words = tuple((term.name, term.short) for term in screen.walk.lesson.terms.values())
            self.push_screen(Help("lesson", (*guide.LESSON, guide.MARKS), words))
        elif isinstance(screen, MicroscopeScreen):
            self.push_screen(Help("the step microscope", (*guide.MICROSCOPE, guide.MARKS)))
        elif isinstance(screen, Home):
            self.push_screen(Help("the course", (*guide.HOME, guide.MARKS)))
        elif isinstance(screen, PastScreen):
            self.push_screen(Help("your progress", (*guide.PAST, guide.MARKS)))
        elif isinstance(screen, Editor):
            self.push_screen(Help("your function", (*guide.EDITOR, guide.MARKS)))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: every action of the screen, the themes, the end."""
        for binding in screen.BINDINGS:
            if isinstance(binding, Binding) and binding.description and not binding.action.startswith("app."):
                key = binding.key.partition(",")[0].replace("_", " ")
                yield SystemCommand(
                    binding.description, f"key {key}", lambda action=binding.action: self._act(screen, action)
                )
        for name, words in THEMES.items():
            yield SystemCommand(f"Theme: {words}", f"TUIDL_THEME={name}", lambda name=name: self.change_theme(name))
        yield SystemCommand("Help", "key ?", self.action_help)
        yield SystemCommand("Quit", "everything done so far is saved", self.action_quit)

    def _act(self, screen: Screen[object], action: str) -> None:
        self.run_worker(self.run_action(action, screen), exit_on_error=False)

    def change_theme(self, name: str) -> None:
        """Show everything in another ink."""
        self.ansi_color = True if INKS[name].ansi else None
        self.theme = PREFIX + name
        for screen in self.screen_stack:
            screen.refresh(layout=True)


def launch(
    lesson: str | None = None, ink: str | None = None, asked: Asked | None = None, sandbox: Shared | None = None
) -> int:
    """Run the program on this terminal, ``lesson`` or ``sandbox`` opened as ``asked``; the exit code.

    Refuses with one sentence where no screen can be drawn.
    """
    reason = terminal.refusal()
    if reason:
        print(f"tuidl: {reason}", file=sys.stderr)
        return int(Exit.USAGE)
    chosen = ink if ink in INKS else terminal.ink_name()
    if lesson is not None:
        lesson = str(Path(library.find(lesson)))
    progress: Progress | None = None
    try:
        progress = Progress.open()
    except TuidlError as error:
        print(f"tuidl: {error}", file=sys.stderr)
    app = TuidlApp(chosen, lesson, progress, asked=asked, sandbox=sandbox)
    if sys.platform != "win32":
        from tuidl.tui.line import LineDriver

        app.driver_class = LineDriver
    gc.freeze()  # what is loaded by now stays: looking through it again and again would hold up keys
    try:
        app.run()
    finally:
        if progress is not None:
            progress.close()
    return app.return_code or 0
