"""The keys of a lesson screen that open another one over it: the editor, the microscope, the drawing screens."""

from tuidl.tui import bars
from tuidl.tui.draw.album import Album
from tuidl.tui.draw.dots import Dots
from tuidl.tui.draw.easel import Easel
from tuidl.tui.screens.draw import DrawScreen
from tuidl.tui.screens.editor import Editor, Judge
from tuidl.tui.screens.microscope import MicroscopeScreen
from tuidl.tui.screens.points import PointsScreen
from tuidl.tui.screens.racing import RacingScreen


class Workbench(RacingScreen):
    """What was drawn stays as long as the lesson is open."""

    _judge: Judge
    _easel: Easel | None = None
    _album: Album | None = None
    _dots: dict[str, Dots]  # by experiment

    def __init__(self) -> None:
        super().__init__()
        self._dots = {}

    def on_data(self, name: str) -> None:
        """The lesson shall be opened on a data set of the learner's own."""
        raise NotImplementedError

    def action_edit(self) -> None:
        """Write the function of a code step; an e of a number that is being typed."""
        if self.study.lab.typed and self.study.lab.type("e"):
            self.changed()
        elif self.walk.step.kind != "code":
            self.say("nothing to write in this step")
        elif self.study.asked.own_data:
            self.say("nothing is judged on your data: space runs")
        else:
            self.app.push_screen(Editor(self.study, self._judge))

    def action_microscope(self) -> None:
        """Take the present step apart."""
        if self.study.lab.preparing:
            self.say("an earlier step is trained first: then s shows every number of a step")
        else:
            self.app.push_screen(MicroscopeScreen(self.study))

    def action_draw(self) -> None:
        """Draw what the net of this step reads."""
        started = self.study.lab.view.started
        if self.study.lab.preparing:
            self.say("an earlier step is trained first: then d draws for its net")
        elif started is None:
            self.say("the run is being made ready: d in a moment")
        elif started.kind == "images" and started.classes:
            height, width = started.shape[:2]
            if self._easel is None or (self._easel.height, self._easel.width) != (height, width):
                self._easel, self._album = Easel(height, width), Album((height, width))
            assert self._album is not None
            self.app.push_screen(DrawScreen(self.study, self._easel, self._album), self._drew)
        elif bars.drawable(self.study.lab.view):
            self.app.push_screen(PointsScreen(self.study, self._dots), self._drew)
        else:
            self.say(f"nothing can be drawn for '{started.data}': d is for images, and for points of the plane")

    def _drew(self, data: str | None) -> None:
        if data:
            self.on_data(data)
        self.changed()
