"""The panel of a convolution's kernels and of what each answers."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size

from tuidl.language import later, tr
from tuidl.signals import Filters
from tuidl.tui.drawing import filters as drawing
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.filters import WHOLE, At
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.panels.panel import Panel
from tuidl.tui.panels.weight import KEYS, Number, step


class FiltersPanel(Panel):
    """The kernels of a convolution and their response maps. ``marked``: numbers of the filters the page speaks of.

    The cursor is a filter and one of its weights, counted row by row, or the whole filter.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "maps", later("weights or responses"), show=False),
        Binding("c", "channel", later("next channel of the filters, or their mean"), show=False),
        Binding("right_square_bracket", "inside(1)", later("next weight of the filter"), show=False),
        Binding("left_square_bracket", "inside(-1)", later("weight before"), show=False),
        *KEYS,
    ]

    directions = "xy"

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.maps_first = False
        self.marked: frozenset[int] = frozenset(self.options.get("marked", ()))
        self._tiles: drawing.Tiles | None = None

    def heading(self, data: Filters | None) -> tuple[str, str]:
        """``8 of 3×3×6 · channel 2 · sample 191``."""
        title = tr("{layer} filters", layer=self.argument or "conv")
        if data is None or not data.kernels:
            return title, ""
        of = tr(
            "{n} of {height}×{width}",
            n=len(data.kernels),
            height=data.kernels[0].height,
            width=data.kernels[0].width,
        )
        facts = [of]
        if data.channels > 1:
            facts = [f"{of}×{data.channels}", tr("mean") if data.channel < 0 else tr("ch. {n}", n=data.channel + 1)]
        if data.responses:
            facts.append(tr("responses on sample {sample}", sample=data.sample))
        return title, " · ".join(facts)

    def paint(self, cells: Cells, data: Filters) -> None:
        """The tiles."""
        self._tiles = drawing.filters(cells, data, self.marked, self.cursor, self.maps_first)

    def foot(self, data: Filters) -> str:
        """What ``m`` shows where not both fit, and ``c`` where there are channels; with the focus, all keys."""
        keys = [tr("[ ] weights")] if self.has_focus else []
        if self._tiles is not None and data.responses and not (self._tiles.response and self._tiles.pixel[0]):
            keys.append(tr("m weights") if self._tiles.response else tr("m responses"))
        keys += [tr("c channel")] if data.channels > 1 else []
        return " · ".join((*keys, tr("←→↑↓ filter")) if self.has_focus else keys)

    def action_maps(self) -> None:
        """Change between weights and response maps where not both fit."""
        self.maps_first = not self.maps_first
        self.redraw(afresh=True)

    def action_channel(self) -> None:
        """Ask for the weights for the next channel; after the last one for the mean over all."""
        data = self.shown()
        if isinstance(data, Filters) and data.channels > 1:
            channel = data.channel + 1 if data.channel + 1 < data.channels else -1
            chosen = 0 if self.cursor is None else self.cursor[0]
            self.post_message(self.Chosen(self.panel, (float(chosen), float(channel)), self.lane))

    def action_inside(self, by: int) -> None:
        """The next weight of the filter, after the last one none."""
        data = self.shown()
        if not isinstance(data, Filters) or not data.kernels:
            return
        filter_, weight = (0, WHOLE) if self.cursor is None else self.cursor
        filter_ = min(filter_, len(data.kernels) - 1)
        count = len(data.kernels[filter_].levels)
        weight = (weight if weight != WHOLE else -1 if by > 0 else count) + by
        self._hovering = False
        self.cursor = filter_, weight if 0 <= weight < count else WHOLE
        self.redraw(afresh=True)

    def reading(self, data: Filters) -> str:
        """Name and peak of the chosen filter, or one of its weights."""
        return drawing.reading(data, *self.cursor)

    def number(self, data: Filters) -> Number | None:
        """The weight that is read; a mean over channels is no number of the network."""
        filter_, weight = self.cursor
        channel = 0 if data.channels == 1 else data.channel
        if weight == WHOLE or channel < 0 or not filter_ < len(data.kernels):
            return None
        kernel = data.kernels[filter_]
        if weight >= len(kernel.levels):
            return None
        row, column = divmod(weight, kernel.width)
        place = f"{data.layer}.weight[{row},{column},{channel},{filter_}]"
        name = tr(
            "filter {name}, row {row}, column {column}", name=drawing.name(filter_), row=row + 1, column=column + 1
        )
        return Number(name, place, kernel.value(row, column), step(kernel.high))

    def spot(self, data: Filters, column: int, row: int) -> At | None:
        """The weight in a cell, or the filter whose name or response is there."""
        count = len(data.kernels)
        if self._tiles is None:
            found = drawing.name_at(self.inside.width, self.inside.height, count, column, row)
            return None if found is None else (found, WHOLE)
        return self._tiles.at(Cells(*self.inside, DARK), data, column, row)

    def moved(self, data: Filters, dx: int, dy: int) -> At | None:
        """The same weight of the next filter."""
        if not data.kernels:
            return None
        over = self._tiles.across if self._tiles is not None else 1
        filter_, weight = (0, WHOLE) if self.cursor is None else self.cursor
        filter_ += 0 if self.cursor is None else dx + dy * over
        return min(max(filter_, 0), len(data.kernels) - 1), weight

    def value(self, data: Filters) -> tuple[float, ...]:
        """The filter's number, and the channel that is shown."""
        return float(self.cursor[0]), float(data.channel)

    def grid(self, inside: Size) -> tuple[int, int]:
        """Pixels of one response map."""
        return min(28, max(8, inside.width // 4)), min(28, max(8, inside.height))
