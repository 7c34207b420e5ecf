"""The live line of a race on standard error."""

from tuidl.events import Event, KernelCompiled, Raced
from tuidl.headless import number
from tuidl.headless.bar import Line
from tuidl.language import tr
from tuidl.race import RaceView
from tuidl.telling.race.outcome import RaceOutcome


class RaceBar(Line):
    """Redraws one line: how far all have come, and each contestant's loss as its first run has it."""

    def see(self, event: Event, view: RaceView) -> None:
        """Draw, at most ten times a second."""
        told = event.told if isinstance(event, Raced) else event
        if isinstance(told, KernelCompiled):
            self.show(lambda _: self.compiling(told))
        elif view.begun:
            self.show(lambda _: self._racing(view))

    def end(self, outcome: RaceOutcome) -> None:
        """Take the bar away: what stays is the result."""
        self.clear()

    def _racing(self, view: RaceView) -> str:
        budget = max(view.budget, view.step, 1)
        parts = [tr("step {step}/{budget}", step=view.step, budget=view.budget)]
        parts += [
            f"{name} {number.measured('loss', view.runs(k)[0].latest('loss'))}" for k, name in enumerate(view.names)
        ]
        return self.line(view.step / budget, f"{100 * view.step // budget:3d} %", parts)
