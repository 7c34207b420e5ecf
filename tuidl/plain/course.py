"""The course in lines, and the way into a lesson and out of it: progress is kept as the screen keeps it."""

import asyncio
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from tuidl import paths
from tuidl.course import calibration, library, load
from tuidl.course.progress import Progress
from tuidl.course.record import Prediction
from tuidl.course.walk import Walk
from tuidl.errors import Exit, TuidlError
from tuidl.language import later, tr, trn
from tuidl.plain.lines import Lines
from tuidl.plain.sandbox import SandboxTeller
from tuidl.plain.teller import Teller
from tuidl.sandbox import keeping
from tuidl.sandbox.code import Shared
from tuidl.sandbox.description import start
from tuidl.session.measure import Measure, Measuring
from tuidl.session.process import ProcessSession
from tuidl.tui.asked import Asked
from tuidl.tui.home import reading
from tuidl.tui.home.shelf import Entry, Shelf
from tuidl.tui.record import record
from tuidl.tui.study import OpenRun, Study
from tuidl.view import RunView

ENDINGS = {signal.SIGTERM: 143, signal.SIGHUP: 129}


class Course:
    """``asked``: how the lesson, or the sandbox, that it begins with was asked for; ``measure`` sizes sandboxes."""

    def __init__(
        self,
        lines: Lines,
        progress: Progress | None,
        open_run: OpenRun = ProcessSession,
        asked: Asked | None = None,
        measure: Callable[[], Measuring] = Measure,
    ) -> None:
        self._measure = measure
        self.lines, self._progress, self._open_run = lines, progress, open_run
        self._asked = asked or Asked()
        self._teller: Teller | None = None
        self._since = time.monotonic()
        self._code = 0
        self._main: asyncio.Task[None] | None = None

    async def tell(self, lesson: str = "", sandbox: Shared | None = None) -> int:
        """Until it is left; the exit code."""
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, self.interrupt)
        for number, code in ENDINGS.items():
            loop.add_signal_handler(number, self._end, code)
        if self._progress is not None and self._progress.notice:
            self.lines.say(self._progress.notice)
        if sandbox is not None:
            first = self._build(sandbox, self._asked)
        else:
            first = self._open(lesson, self._asked) if lesson else self._choose()
        self._main = asyncio.create_task(first)
        with suppress(asyncio.CancelledError):
            await self._main
        return self._code

    def interrupt(self) -> None:
        """Ctrl-C: a run that trains pauses, else the end."""
        if self._teller is not None and self._teller.training:
            self._teller.pause()
        else:
            self._end(int(Exit.INTERRUPTED))

    def _end(self, code: int) -> None:
        self._code = code
        if self._main is not None:
            self._main.cancel()

    # ---- the list -----------------------------------------------------------------------------------------------

    async def _choose(self) -> None:
        first = True
        while True:
            shelf = reading.shelf(self._progress)
            self.lines.say(*(course(shelf) if first else ()))
            if first and (scored := calibration.score(self._predictions())):
                self.lines.say(tr("Predictions: {words}.", words=scored.words))
            first, after = False, shelf.next
            question = (
                tr("enter: {number} {title}", number=after.number, title=after.title)
                if after is not None
                else tr("a number")
            )
            typed = await self.lines.ask(
                tr("A lesson's number or name, sandbox, list, quit; {question}", question=question)
            )
            if typed is None or typed in ("quit", "q"):
                return
            if typed in ("list", "help", "?"):
                first = True
                continue
            if typed == "sandbox":
                await self._build(keeping.recalled() or Shared(start()), Asked())
                continue
            named = next((entry.id for entry in shelf.written if typed in (entry.number, entry.slug)), typed)
            name = named or (after.id if after is not None else "")
            if name:
                await self._open(name, Asked())

    async def _open(self, name: str, asked: Asked) -> None:
        try:
            lesson = load.read(library.find(name))
            walk = self._progress.walk(lesson) if self._progress is not None else Walk(lesson)
            folder = paths.state() / "runs" / lesson.id / asked.folder
            saves = paths.private(folder) if self._progress is not None else None
        except (TuidlError, OSError) as error:
            self.lines.say(str(error))
            return
        if any(known.id == asked.step for known in lesson.steps):
            walk.open(asked.step)
        self._since = time.monotonic()
        teller = self._teller = Teller(self.lines, self._keep, self._keep_run, self._predictions)
        study = Study(walk, self._open_run, None, saves, teller, asked, races=False)
        teller.study = study
        try:
            await teller.tell(study)
        finally:
            self._teller = None
            if not asked.own_data:
                self._keep(walk)
            await study.close()

    async def _build(self, shared: Shared, asked: Asked) -> None:
        """The sandbox, until it is left."""
        measure = self._measure()
        teller = self._teller = SandboxTeller(self.lines, shared, measure)
        try:
            study = teller.study_of(self._open_run, asked)
        except TuidlError as error:
            self.lines.say(str(error))
            return
        try:
            await teller.tell(study)
        finally:
            self._teller = None
            await study.close()
            await measure.close()

    # ---- what is kept -------------------------------------------------------------------------------------------

    def _keep(self, walk: Walk) -> bool:
        now = time.monotonic()
        seconds, self._since = now - self._since, now
        try:
            if self._progress is not None:
                self._progress.save(walk, seconds)
        except TuidlError as error:
            self.lines.say(str(error))
            return False
        return self._progress is not None

    def _keep_run(self, walk: Walk, view: RunView, own: bool) -> None:
        try:
            if self._progress is not None:
                self._progress.add_run(record(walk, view, own))
        except TuidlError as error:
            self.lines.say(str(error))

    def _predictions(self) -> tuple[Prediction, ...]:
        try:
            return self._progress.predictions() if self._progress is not None else ()
        except TuidlError:
            return ()


def course(shelf: Shelf) -> Iterator[str]:
    """Every lesson that can be opened, part by part, and how far the learner is."""
    for part in shelf.parts:
        entries = [entry for entry in part.entries if entry in shelf.written]
        if entries:
            told = later("Part {number}: {title}.")
            if part.whole and part.title != library.own():
                told = later("Part {number}: {title}, done.")
            yield tr(told, number=part.number, title=part.title)
            yield from map(lesson, entries)


def lesson(entry: Entry) -> str:
    """One lesson in one line."""
    facts = [f"{entry.number} {entry.title}", tr(entry.state)]
    if entry.state == "started":
        facts.append(tr("{done} of {all} steps", done=entry.finished, all=entry.steps))
    if entry.best:
        facts.append(tr("best {best}", best=entry.best))
    facts.append(trn("{n} minute", "{n} minutes", entry.minutes))
    return f"{', '.join(facts)}. {entry.promise}"


def launch(lesson: str = "", asked: Asked | None = None, sandbox: Shared | None = None) -> int:
    """Tell the course, one lesson or a sandbox on the standard streams; the exit code."""
    lines = Lines()
    progress: Progress | None = None
    try:
        progress = Progress.open()
    except TuidlError as error:
        lines.say(str(error))
    try:
        return asyncio.run(Course(lines, progress, asked=asked).tell(lesson, sandbox))
    finally:
        if progress is not None:
            progress.close()
