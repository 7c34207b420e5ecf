"""How the app begins on a terminal, and what is closed when it ends."""

import gc
import sys
from pathlib import Path

from tuidl.course import library
from tuidl.course.progress import Progress
from tuidl.errors import Exit, TuidlError
from tuidl.sandbox.code import Shared
from tuidl.tui import terminal
from tuidl.tui.app import TuidlApp
from tuidl.tui.asked import Asked
from tuidl.tui.drawing.ink import INKS


def launch(
    lesson: str | None = None,
    ink: str | None = None,
    asked: Asked | None = None,
    recorded: tuple[Path, float] | None = None,
    sandbox: Shared | None = None,
) -> int:
    """Run the program on this terminal; the exit code.

    ``lesson`` or ``sandbox`` is opened as ``asked``, or a recording (path, speed).

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
    app = TuidlApp(chosen, lesson, progress, asked=asked, recorded=recorded, sandbox=sandbox)
    if sys.platform != "win32":
        from tuidl.tui.line import LineDriver

        app.driver_class = LineDriver
    gc.freeze()  # what is loaded by now stays: looking through it again and again would hold up keys
    try:
        app.run()
    finally:
        if sys.platform != "win32" and isinstance(app._driver, LineDriver):
            app._driver.leave()
        if progress is not None:
            progress.close()
    if app.fault is not None:
        raise app.fault
    return app.return_code or 0
