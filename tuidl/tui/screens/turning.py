"""The keys of a lesson screen that turn knobs."""

from tuidl.errors import TuidlError
from tuidl.language import tr
from tuidl.tui.grid import numbered
from tuidl.tui.knobs import Knobs
from tuidl.tui.screens.asking import Asking


class Turning(Asking):
    """A screen whose study has knobs: held, turned, typed into."""

    def place(self) -> None:
        """Put everything where it belongs now."""
        raise NotImplementedError

    def into_panel(self) -> None:
        """Give the keys to the panel in front."""
        raise NotImplementedError

    def action_run(self) -> None:
        """Run or pause, or ask what the step asks."""
        raise NotImplementedError

    async def action_back(self) -> None:
        """The step before."""
        raise NotImplementedError

    def action_choose(self, direction: int) -> None:
        """Hold another knob."""
        self.study.lab.choose(direction)
        self.changed()

    def action_turn(self, direction: int) -> None:
        """Turn the held knob."""
        self.study.send(self.study.lab.turn(direction))
        self._forget_change()

    def on_descendant_focus(self) -> None:
        """The arrow keys are another's now: the bottom row says so."""
        self.changed()

    def on_descendant_blur(self) -> None:
        """And that they are the knobs' again."""
        self.changed()

    def on_knobs_meant(self, event: Knobs.Meant) -> None:
        """What the mouse does with a knob."""
        lab = self.study.lab
        if lab.hand is not None and event.knob != lab.held % len(lab.knobs):
            lab.choose(event.knob - lab.held)
        if event.what == "set":
            self.study.send(lab.move(event.by))
            self._forget_change()
        elif event.what == "turn":
            self.action_turn(int(event.by))
        self.changed()

    def action_type(self) -> None:
        """Begin to type a number."""
        lab = self.study.lab
        lab.typing = lab.hand is not None
        self.say(
            tr("type a number for {label}, then enter", label=lab.hand.label)
            if lab.hand
            else tr("no knob to turn here")
        )

    def action_enter(self) -> None:
        """Set what was typed; else answer what the step asks; else go into the panel in front."""
        if self.study.lab.typed:
            try:
                self.say("")
                self.study.send(self.study.lab.enter())
            except TuidlError as error:
                self.say(str(error))
            self._forget_change()
        elif self.walk.step.kind == "quiz" or self.asks_first:
            self.action_run()
        else:
            self.into_panel()

    def _forget_change(self) -> None:
        lab, change = self.study.lab, self.study.lab.change

        def forget() -> None:
            if lab.change == change:
                lab.change = ""
                self.changed()

        self.set_timer(2.0, forget)

    def action_figure(self, figure: str) -> None:
        """A digit zooms a panel, or goes into the held knob once typing has begun. Bound like every other key: keys
        that come in one burst, as over a slow line, must not overtake each other."""
        lab, order = self.study.lab, numbered(self.study.lab.step.panels)
        digit = int(figure) if figure in "123456789" else 0
        if lab.typed or lab.typing or not 0 < digit <= len(order):
            lab.type(figure)
        else:
            lab.zoom(order[digit - 1])
            self.place()
        self.changed()

    async def action_rub(self) -> None:
        """Take a typed digit back; the step before if there is none."""
        if self.study.lab.rub():
            self.changed()
        else:
            await self.action_back()

    def action_sandbox(self) -> None:
        """All knobs, or the step's own."""
        lab = self.study.lab
        lab.sandbox, lab.held = not lab.sandbox, 0
        self.say(tr("sandbox: all knobs can be turned") if lab.sandbox else "")
        self.place()
