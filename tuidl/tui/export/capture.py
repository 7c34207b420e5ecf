"""What the terminal shows now, as a picture."""

from typing import Any

from textual._context import visible_screen_stack
from textual.app import App
from textual.widget import Widget

from tuidl.tui.export.picture import Picture
from tuidl.tui.grid import Rect


def captured(app: App[Any]) -> Picture:
    """The whole screen, with what lies under a box dimmed as it is shown."""
    before = visible_screen_stack.set(app._background_screens)
    try:
        strips = app.screen._compositor.render_strips()
    finally:
        visible_screen_stack.reset(before)
    return Picture.of(strips, app.ansi_theme)


def place(widget: Widget) -> Rect:
    """Where a widget is on the screen."""
    region = widget.region
    return Rect(region.x, region.y, region.width, region.height)
