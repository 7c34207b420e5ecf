"""What the arrow keys do in the widget that has them: it stands in the bottom row in the place of the knobs."""

from textual.widget import Widget

from tuidl.language import tr
from tuidl.tui.doctorcard import DoctorCard
from tuidl.tui.panels import Panel
from tuidl.tui.rows.keys import Key


def keys(focused: Widget | None) -> tuple[Key, ...]:
    """Those of a panel with something to read, or of the doctor's card; none where the arrows are the lesson's."""
    leave = Key("esc", tr("leave"))
    if isinstance(focused, DoctorCard):
        return Key("↑↓", tr("choose")), Key("enter", tr("do it")), leave
    if not isinstance(focused, Panel) or not readable(focused):
        return ()
    knob, turn = Key("↑↓", tr("knob")), Key("←→", tr("turn"))
    new = (Key("=", tr("new value")),) if focused.check_action("assign", ()) else ()
    match focused.directions:
        case "x":
            return Key("←→", tr("read")), *new, leave, knob
        case "y":
            return Key("↑↓", tr("read")), *new, leave, turn
        case _:
            return Key("←→↑↓", tr("read")), *new, leave


def inward(front: Panel | None, focused: Widget | None) -> tuple[Key, ...]:
    """The key that leads into the panel in front, where nothing else has the keys and there is something to read."""
    return () if front is None or focused is not None or not readable(front) else (Key("enter", tr("read")),)


def readable(panel: Panel) -> bool:
    """Whether the arrow keys move a cursor over what it shows."""
    return bool(panel.directions) and panel.shown() is not None
