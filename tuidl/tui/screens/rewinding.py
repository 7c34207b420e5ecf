"""The keys of a lesson screen that go back in time, and set runs beside each other."""

from tuidl.commands import Compare
from tuidl.language import tr
from tuidl.tui.panels.curves import CurvePanel
from tuidl.tui.panels.panel import Panel
from tuidl.tui.screens.comparison import Comparison
from tuidl.tui.screens.turning import Turning
from tuidl.tui.scrubber import Scrubber
from tuidl.view import RunView


class Rewinding(Turning):
    """A screen whose run can be taken back to any earlier step."""

    panels: list[Panel]
    _reaching = False  # for the scrubber

    def action_earlier(self, evaluation: bool) -> None:
        """One step back, or to the evaluation before; the arrow keys scrub from there."""
        lab, study = self.study.lab, self.study
        if (lab.typed or lab.typing) and lab.type("."):  # a decimal comma
            self.changed()
            return
        at = study.at
        if evaluation:
            step = max((step for step, _ in lab.view.evaluations if step < at), default=study.timed.reach[0])
        else:
            step = at - 1
        self._rewind(min(step, study.timed.reach[1]))
        self._reaching = study.aim is not None
        self.reach()

    def on_descendant_focus(self) -> None:
        """The bottom row says what the arrow keys do now."""
        self.changed()

    def on_descendant_blur(self) -> None:
        """The bottom row says what the arrow keys do now."""
        self.changed()

    def reach(self) -> None:
        """The arrow keys move the scrubber, once it is there, if that was asked for."""
        scrubber = self.query_one(Scrubber)
        if self._reaching and self.study.rewound is not None and scrubber.display:
            self._reaching = False
            self.set_focus(scrubber)

    def _rewind(self, step: int) -> None:
        why = self.study.rewind(step)
        if why:
            self.say(why)

    def on_scrubber_moved(self, event: Scrubber.Moved) -> None:
        """Take the run to that step."""
        self._rewind(event.step)

    def let_go(self) -> None:
        """The arrow keys turn knobs again; else the focus would jump from the row that goes to a panel."""
        self._reaching = False
        if isinstance(self.focused, Scrubber):
            self.set_focus(None)

    def action_turn(self, direction: int) -> None:
        """Turn the held knob; a step further in time where the scrubber is on its way."""
        if self._under_way:
            self.action_scrub(direction)
        else:
            super().action_turn(direction)

    def action_scrub(self, steps: int) -> None:
        """So many steps further in time, where the scrubber is on its way and cannot take the key itself."""
        if self._under_way:
            self._rewind(self.study.at + steps)

    @property
    def _under_way(self) -> bool:
        return self._reaching and (self.study.aim is not None or self.study.rewound is not None)

    def action_choose(self, direction: int) -> None:
        """Hold another knob: left and right turn it, and move the scrubber no longer."""
        self.let_go()
        super().action_choose(direction)

    def action_line(self) -> None:
        """To the end of another line of the run; the arrow keys scrub from there."""
        if why := self.study.switch():
            self.say(why)
        self._reaching = self.study.aim is not None
        self.reach()

    def action_compare(self) -> None:
        """Ask how this line of the run differs from the one it left."""
        if self.study.lab.view.branched:
            self.study.send(Compare())
        else:
            self.say(tr("nothing to compare with yet: go back with , and train on from there"))

    def compared(self) -> None:
        """Show how."""
        told = self.study.lab.view.compared
        if told is not None and self.is_current:
            labels = {name: knob.label for name, knob in self.walk.lesson.knobs.items()}
            self.app.push_screen(Comparison(told, labels))

    def action_pin(self) -> None:
        """Keep the curves of this run to compare with; pressed again where nothing has changed, let go of them."""
        view, curves = self.study.lab.shown, [panel for panel in self.panels if isinstance(panel, CurvePanel)]
        if not curves or not view.steps:
            self.say(tr("nothing to pin yet: train first") if curves else tr("this step shows no curve to pin"))
            return
        label = (
            tr("run at {step}", step=view.step)
            if view.line == 0
            else tr("line {line} at {step}", line=view.line + 1, step=view.step)
        )
        if any(pinned.label == label for panel in curves for pinned in panel.others):
            for panel in curves:
                panel.unpin()
            self.say(tr("nothing is pinned any more"))
        else:
            self._pin(curves, label, view)
            self.say(tr("pinned: {label}; b again lets go", label=label))

    @staticmethod
    def _pin(curves: list[CurvePanel], label: str, view: RunView) -> None:
        for panel in curves:
            panel.pin(label, view)
