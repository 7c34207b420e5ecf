"""The learning rate against the step."""

from collections.abc import Sequence
from dataclasses import replace

from tuidl.language import later, tr
from tuidl.series import Series
from tuidl.tui.drawing.curve import Curve
from tuidl.tui.drawing.ink import Ink
from tuidl.tui.drawing.number import count, figure
from tuidl.tui.drawing.overlay import curves
from tuidl.tui.panels.curves import CurvePanel, Curves
from tuidl.view import Branch, RunView


class SchedulePanel(CurvePanel):
    """The learning rate of every step, as it was."""

    metric = later("rate")
    unit = "η"
    starts_log = False
    averaged = False
    floor = (0.0,)  # half a rate stands half as high

    def curves(self, data: Curves, ink: Ink) -> list[Curve]:
        """The rate alone: nothing is averaged, and no validation set has one."""
        others = curves(ink, (*data.behind, *data.others))
        if not data.raw:
            return others
        return [*others, Curve(data.raw.places(data.first), data.raw.ends, ink.one, tr("rate"), ink.glyphs.train)]

    def data(self, view: RunView) -> Curves | None:
        """The rates of the steps; an evaluation's says the next one's."""
        found = super().data(view)
        told = found is not None and any((found.raw, found.others, *(line.steps for line in found.behind)))
        return replace(found, checked=((), ())) if found is not None and told else None

    def _trained(self, run: RunView | Branch) -> tuple[int, Series]:
        """The rate of a step is that step's."""
        return run.first, run.steps.get(self.metric, Series())

    @staticmethod
    def middle(series: Series) -> Sequence[float]:
        """The rates themselves: nothing is averaged."""
        return series.ends

    def reading(self, data: Curves) -> str:
        """The rate at the cursor's step."""
        place, told = round(self.cursor) - data.first, tr("step {step}", step=count(round(self.cursor)))
        if not 0 <= place < len(data.raw):
            return told
        return f"{told} · {tr('rate {rate}', rate=figure(data.raw.ends[data.raw.bucket(place)]))}"
