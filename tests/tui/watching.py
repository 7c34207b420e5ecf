"""What a test reads on a lesson screen, and what it waits for there."""

import asyncio
from collections.abc import Callable

from textual.pilot import Pilot

from tuidl.tui.canvas import Canvas
from tuidl.tui.screens.lesson import LessonScreen

SIZE = (140, 42)
PATIENCE = 120  # seconds; far more than it takes, for a busy machine


def words(screen: LessonScreen, name: str) -> str:
    return screen.query_one(name, Canvas).picture().text()


async def done(pilot) -> None:
    """Everything that was sent has been answered and drawn."""
    for _ in range(4):
        await pilot.pause()
    pilot.app.lesson_screen.redraw()
    await pilot.pause()


async def until(pilot: Pilot, holds: Callable[[], object]) -> None:
    """Wait for what comes when a screen takes its turn, or a run in a thread or a process of its own; then see it."""
    clock = asyncio.get_running_loop()
    end = clock.time() + PATIENCE
    while not holds():
        assert clock.time() < end, f"{pilot.app.screen} never came to it"
        await pilot.pause(0.002)
    await pilot.pause()


def commands(runs, kind) -> list:
    return [command for command in runs.live.sent if isinstance(command, kind)]
