"""Panels of a race: charts show all contestants in one picture, anything else has a picture of each, side by side."""

from collections.abc import Sequence

from tuidl.race import RaceView
from tuidl.tui.drawing.ink import Ink
from tuidl.tui.grid import CURVES, Rect, kind, split
from tuidl.tui.panels.curves import CurvePanel
from tuidl.tui.panels.landscape import SurfacePanel
from tuidl.tui.panels.panel import Panel
from tuidl.view import RunView

SHARED = (*CURVES, "surface")  # panels that show all contestants in one picture


def lanes(name: str, many: int) -> tuple[int | None, ...]:
    """Whose pictures a panel of that name has: of each of ``many`` contestants, or one of all (None)."""
    return tuple(range(many)) if many and kind(name) not in SHARED else (None,)


def rects(name: str, rect: Rect, many: int, chosen: int) -> dict[int | None, Rect]:
    """Where the pictures of a panel stand in its place, by contestant; where there is no room for all, that of the
    contestant in hand."""
    if None in lanes(name, many):
        return {None: rect}
    places = split(rect, many) if rect.height > 0 else ()
    return dict(enumerate(places)) if places else {chosen: rect}


def show(panel: Panel, ink: Ink, names: tuple[str, ...], race: RaceView, views: Sequence[RunView], chosen: int) -> None:
    """Show a panel its contestant, or all of them; ``views``: the first run of each."""
    if isinstance(panel, CurvePanel):
        panel.compete(names, race)
    elif isinstance(panel, SurfacePanel):
        panel.compete(race, chosen)
    if panel.lane is None:
        panel.mark, panel.whose = "", ""
        panel.show(views[chosen])
    elif panel.lane < len(names):  # else it goes in a moment
        signs = ink.glyphs.lanes
        panel.mark, panel.whose = signs[panel.lane % len(signs)], names[panel.lane]
        panel.show(views[panel.lane])


def alone(panel: Panel, view: RunView) -> None:
    """Show a panel the only run there is."""
    if isinstance(panel, CurvePanel):
        panel.compete((), None)
    elif isinstance(panel, SurfacePanel):
        panel.compete(None, 0)
    panel.mark, panel.whose = "", ""
    panel.show(view)
