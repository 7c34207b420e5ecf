"""What a test reads on a lesson screen, and what it waits for there."""

from tuidl.tui.canvas import Canvas
from tuidl.tui.screens.lesson import LessonScreen

SIZE = (140, 42)


def words(screen: LessonScreen, name: str) -> str:
    return screen.query_one(name, Canvas).picture().text()


async def done(pilot) -> None:
    """Everything that was sent has been answered and drawn."""
    for _ in range(4):
        await pilot.pause()
    pilot.app.lesson_screen.redraw()
    await pilot.pause()


async def until(pilot, holds) -> None:
    """Wait for what comes when a panel or a screen takes its turn."""
    for _ in range(200):
        if holds():
            return
        await pilot.pause()
    raise AssertionError(f"{pilot.app.screen} never came to it")


def commands(runs, kind) -> list:
    return [command for command in runs.live.sent if isinstance(command, kind)]
