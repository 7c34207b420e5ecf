"""The keys of a lesson screen that open another one over it: the editor, the microscope, the drawing screens."""

from functools import partial

from tuidl.commands import Assign
from tuidl.language import tr
from tuidl.tui import assigning, bars
from tuidl.tui.draw.album import Album
from tuidl.tui.draw.dots import Dots
from tuidl.tui.draw.easel import Easel
from tuidl.tui.drawing.number import minus
from tuidl.tui.panels import Panel
from tuidl.tui.panels.weight import Number
from tuidl.tui.screens.draw import DrawScreen
from tuidl.tui.screens.editor import Editor, Judge
from tuidl.tui.screens.microscope import MicroscopeScreen
from tuidl.tui.screens.points import PointsScreen
from tuidl.tui.screens.prompt import Prompt
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
        self._nudged = ("", 0.0, 0.0)  # the number that keys moved last: its place, its value as it was seen, its aim

    def on_data(self, name: str) -> None:
        """The lesson shall be opened on a data set of the learner's own."""
        raise NotImplementedError

    def on_panel_assigning(self, event: Panel.Assigning) -> None:
        """A number of the network shall have another value: ask which."""
        study, number = self.study, event.number
        if event.lane is not None:
            study.choose(event.lane)
        if study.lab.demo is not None:
            self.say(tr("this is a recording: space runs the net, and = gives its weights other values"))
        elif study.lab.preparing:
            self.say(tr("an earlier step is trained first: then = gives a weight another value"))
        elif self.walk.step.ask and not self.walk.state.right and not study.asked.own_data:
            self.say(tr("this step asks what happens by itself: weights stay as they are"))
        else:
            if event.by:
                self._nudge(number, event.by)
                return
            about = tr(
                "{place} is {minus} now. The run goes on from the new value.",
                place=number.place,
                minus=minus(f"{number.value:.5g}"),
            )
            self.app.push_screen(Prompt(number.name, about, check=assigning.wrong), partial(self._assign, number))

    def _nudge(self, number: Number, by: int) -> None:
        """So many steps up, from where it will be: keys may come faster than the run's pictures."""
        place, seen, value = self._nudged
        if (place, seen) != (number.place, number.value):
            value = number.value
        aim = value + by * number.step
        self._nudged = number.place, number.value, aim
        self.study.send(Assign(number.place, aim))
        self.say(f"{number.name} {minus(f'{value:.4g} → {aim:.4g}')}")

    def _assign(self, number: Number, line: str | None) -> None:
        if line is not None:
            value = assigning.parsed(line)
            self.study.send(Assign(number.place, value))
            self.say(f"{number.name} {minus(f'{number.value:.4g} → {value:.4g}')}")

    def action_export(self) -> None:
        """Save what is seen, or the run; the e of a number that is being typed."""
        if self.study.lab.typed and self.study.lab.type("e"):
            self.changed()
        else:
            self.call_later(self.run_action, "app.export")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In a code step ``e`` opens the function, and ``^e`` saves; in all others ``e`` saves, too."""
        if action in ("write", "export"):
            code = self.walk.step.kind == "code" and not self.study.lab.typed
            return code == (action == "write")
        return super().check_action(action, parameters)

    def action_write(self) -> None:
        """Write the function of a code step."""
        if self.study.asked.own_data:
            self.say(tr("nothing is judged on your data: space runs"))
        else:
            self.app.push_screen(Editor(self.study, self._judge))

    def action_microscope(self) -> None:
        """Take the present step apart."""
        if self.study.lab.preparing:
            self.say(tr("an earlier step is trained first: then s shows every number of a step"))
        else:
            self.app.push_screen(MicroscopeScreen(self.study))

    def action_draw(self) -> None:
        """Draw what the net of this step reads."""
        started = self.study.lab.view.started
        if self.study.lab.preparing:
            self.say(tr("an earlier step is trained first: then d draws for its net"))
        elif started is None:
            self.say(tr("the run is being made ready: d in a moment"))
        elif started.kind == "images" and started.classes:
            height, width = started.shape[:2]
            if self._easel is None or (self._easel.height, self._easel.width) != (height, width):
                self._easel, self._album = Easel(height, width), Album((height, width))
            assert self._album is not None
            self.app.push_screen(DrawScreen(self.study, self._easel, self._album), self._drew)
        elif bars.drawable(self.study.lab.view):
            self.app.push_screen(PointsScreen(self.study, self._dots), self._drew)
        else:
            self.say(
                tr("nothing can be drawn for '{data}': d is for images, and for points of the plane", data=started.data)
            )

    def _drew(self, data: str | None) -> None:
        if data:
            self.on_data(data)
        self.changed()
