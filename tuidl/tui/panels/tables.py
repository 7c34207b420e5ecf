"""Panels of numbers: confusion, layers, timing, one number for each layer."""

from tuidl.language import later, tr
from tuidl.signals import Confusion, LayerTable, Profile, Timing
from tuidl.tui.drawing import layers as table
from tuidl.tui.drawing import profile as bars
from tuidl.tui.drawing import timing as clock
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.matrix import cell, matrix, reading
from tuidl.tui.drawing.number import count
from tuidl.tui.panels.panel import Panel
from tuidl.view import RunView

WORDS = {  # panel of one number for each layer -> what it is
    later("signal"): later("rms of the output"),
    later("gradients"): later("rms of the gradient"),
    later("updates"): later("last step ÷ weights"),
    later("dead"): later("units on the flat part"),
    later("saturated"): later("sums on the flat part"),
}


class ConfusionPanel(Panel):
    """How often each class was called each other."""

    directions = "xy"
    hint = later("after the first validation")

    def heading(self, data: Confusion | None) -> tuple[str, str]:
        """``true ↓ said → · 500 val``."""
        if data is None:
            return tr("confusion"), ""
        total = tr("{n} val", n=count(data.total))
        return tr("confusion"), f"{tr('true ↓ said →')} · {total}" if self.inside.width >= 3 * len(
            data.counts
        ) + 3 else total

    def paint(self, cells: Cells, data: Confusion) -> None:
        """The table."""
        matrix(cells, data, self.cursor)

    def reading(self, data: Confusion) -> str:
        """One count in words."""
        return reading(data, *self.cursor)

    def spot(self, data: Confusion, column: int, row: int) -> tuple[int, int] | None:
        """The count in a cell."""
        size = len(data.counts)
        head = max((min(len(name), 8) for name in data.classes), default=1) + 2
        wide, tall = cell(Cells(*self.inside, DARK), data)
        place = (row - 1) // tall, (column - head) // wide
        return place if 0 <= place[0] < size and 0 <= place[1] < size else None

    def moved(self, data: Confusion, dx: int, dy: int) -> tuple[int, int] | None:
        """The next count."""
        if self.cursor is None:
            return (0, 0) if data.counts else None
        last = len(data.counts) - 1
        return min(max(self.cursor[0] + dy, 0), last), min(max(self.cursor[1] + dx, 0), last)

    def value(self, data: Confusion) -> tuple[float, ...]:
        """True and said class."""
        return tuple(map(float, self.cursor))


Layers = tuple[LayerTable, int, str, dict[str, float]]


class LayersPanel(Panel):
    """Every layer's shape, parameters and sizes; ``columns``: which, in which order."""

    directions = "y"

    also = ("timing",)

    def data(self, view: RunView) -> Layers | None:
        """The table, its step, the newest sentence of the doctor, and each layer's seconds in a training step."""
        signal = view.signals.get(self.panel)
        if not isinstance(signal, LayerTable):
            return None
        found = [told.symptom if self.searching else told.text for told in view.diagnoses[-1:]]
        said = tr("run doctor: {text}", text=found[0]) if any(found) else ""
        timing = view.signals.get("timing")
        spent = {name: ahead + back for name, ahead, back in timing.time} if isinstance(timing, Timing) else {}
        return signal, view.probed_at.get(self.panel, view.step), said, spent

    def heading(self, data: Layers | None) -> tuple[str, str]:
        """The step it was taken at."""
        return tr("layers"), "" if data is None else tr("step {step}", step=count(data[1]))

    def paint(self, cells: Cells, data: Layers) -> None:
        """The table."""
        wanted = tuple(self.options.get("columns", table.COLUMNS))
        table.layers(cells, data[0], str(self.options.get("marked", "")), data[2], wanted, self.cursor, data[3])

    def reading(self, data: Layers) -> str:
        """One layer."""
        return table.reading(data[0], self.cursor, data[3])

    def spot(self, data: Layers, column: int, row: int) -> int | None:
        """The layer in a row."""
        return row - 1 if 1 <= row <= table.rows_shown(data[0], self.inside.height) else None

    def moved(self, data: Layers, dx: int, dy: int) -> int | None:
        """The next layer."""
        return _next(self.cursor, dy, len(data[0].rows))

    def value(self, data: Layers) -> tuple[float, ...]:
        """The layer's number."""
        return (float(self.cursor),)


def _next(cursor: int | None, by: int, count: int) -> int | None:
    """The next of so many rows; the first if there was no cursor."""
    return min(max(0 if cursor is None else cursor + by, 0), count - 1) if count else None


class TimingPanel(Panel):
    """Where a training step spends its time, how fast the run really goes, and what was spent once before it."""

    directions = "y"
    interval = 0.5

    def data(self, view: RunView) -> tuple[Timing, float, tuple[float, int]] | None:
        """The parts, examples a second, and seconds and number of the kernels prepared."""
        signal = view.signals.get(self.panel)
        if not isinstance(signal, Timing):
            return None
        kernels = view.compiled.total if view.compiled is not None else 0
        return signal, float(f"{view.per_second:.2g}"), (view.preparing, kernels)

    def heading(self, data: tuple[Timing, float, tuple[float, int]] | None) -> tuple[str, str]:
        """What the two columns of times are."""
        return tr("timing"), tr("forward · back") if data is not None and data[0].time else ""

    def paint(self, cells: Cells, data: tuple[Timing, float, tuple[float, int]]) -> None:
        """Bars and sums."""
        clock.timing(cells, *data, self.cursor)

    def reading(self, data: tuple[Timing, float, tuple[float, int]]) -> str:
        """One part."""
        return clock.reading(data[0], self.cursor)

    def spot(self, data: tuple[Timing, float, tuple[float, int]], column: int, row: int) -> int | None:
        """The part in a row."""
        return row if 0 <= row < len(data[0].time) else None

    def moved(self, data: tuple[Timing, float, tuple[float, int]], dx: int, dy: int) -> int | None:
        """The next part."""
        return _next(self.cursor, dy, len(data[0].time))

    def value(self, data: tuple[Timing, float, tuple[float, int]]) -> tuple[float, ...]:
        """The part's number."""
        return (float(self.cursor),)


class ProfilePanel(Panel):
    """One number for each layer: signal, gradients or another quantity."""

    directions = "xy"

    def heading(self, data: Profile | None) -> tuple[str, str]:
        """What is measured, and the scale."""
        what = tr(WORDS.get(self.panel, ""))
        if data is None:
            return tr(self.panel), what
        scale = tr("log") if data.log else "%" if data.share else ""
        return tr(self.panel), " · ".join(part for part in (scale, what or data.quantity) if part)

    def paint(self, cells: Cells, data: Profile) -> None:
        """The bars."""
        limits = self.options.get("range")
        bars.profile(cells, data, tuple(limits) if limits else None, self.cursor)

    def reading(self, data: Profile) -> str:
        """One layer's number."""
        return bars.reading(data, self.cursor) if self.cursor < len(data.values) else ""

    def moved(self, data: Profile, dx: int, dy: int) -> int | None:
        """The next layer."""
        now = 0 if self.cursor is None else self.cursor + dx + dy
        return min(max(now, 0), len(data.values) - 1) if data.values else None

    def spot(self, data: Profile, column: int, row: int) -> int | None:
        """The layer in a row, or in a column where there are many."""
        return bars.layer_at(data, self.inside.width, self.inside.height, column, row)

    def value(self, data: Profile) -> tuple[float, ...]:
        """The layer's number."""
        return (float(self.cursor),)
