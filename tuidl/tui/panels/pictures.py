"""Panels of a network that looks at images: filters, mistakes side by side, weights as a map."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size

from tuidl.language import later, tr
from tuidl.signals import Filters, Gallery, Weights
from tuidl.tui.drawing import filters as drawing
from tuidl.tui.drawing import weights as matrix
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.gallery import across, gallery, image_at
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.layers import shape
from tuidl.tui.panels.panel import Panel
from tuidl.tui.panels.weight import KEYS, Number, step


class FiltersPanel(Panel):
    """The kernels of a convolution and their response maps. ``marked``: numbers of the filters the page speaks of."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "maps", later("weights or responses"), show=False),
        Binding("right_square_bracket", "inside(1)", later("next weight of the filter"), show=False),
        Binding("left_square_bracket", "inside(-1)", later("weight before"), show=False),
        *KEYS,
    ]

    directions = "xy"

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.maps_first = False
        self.weight: int | None = None  # of the filter under the cursor, row by row
        self.marked: frozenset[int] = frozenset(self.options.get("marked", ()))
        self._tiles: drawing.Tiles | None = None

    def heading(self, data: Filters | None) -> tuple[str, str]:
        """``8 of 3×3 · responses on sample 191``."""
        title = tr("{layer} filters", layer=self.argument or "conv")
        if data is None or not data.kernels:
            return title, ""
        of = tr(
            "{n} of {height}×{width}",
            n=len(data.kernels),
            height=data.kernels[0].height,
            width=data.kernels[0].width,
        )
        return title, tr(
            "{filters} · responses on sample {sample}", filters=of, sample=data.sample
        ) if data.responses else of

    def paint(self, cells: Cells, data: Filters) -> None:
        """The tiles."""
        self._tiles = drawing.filters(cells, data, self.marked, self.cursor, self.maps_first)

    def foot(self, data: Filters) -> str:
        """What ``m`` shows where not both fit; with the focus, the keys."""
        keys = [super().foot(data), tr("[ ] weights")] if self.has_focus else []
        if self._tiles is not None and data.responses and not (self._tiles.response and self._tiles.pixel[0]):
            keys = [tr("m weights") if self._tiles.response else tr("m responses on the sample"), *keys]
        return " · ".join(keys)

    def action_maps(self) -> None:
        """Change between weights and response maps where not both fit."""
        self.maps_first = not self.maps_first
        self.redraw(afresh=True)

    def action_inside(self, by: int) -> None:
        """The next weight of the filter, after the last one none."""
        data = self.shown()
        if not isinstance(data, Filters) or not data.kernels:
            return
        self.cursor = 0 if self.cursor is None else min(self.cursor, len(data.kernels) - 1)
        kernel = data.kernels[self.cursor]
        now = (self.weight if self.weight is not None else -1 if by > 0 else kernel.height * kernel.width) + by
        self.weight = now if 0 <= now < kernel.height * kernel.width else None
        self.redraw(afresh=True)

    def reading(self, data: Filters) -> str:
        """Name and peak of the chosen filter, or one of its weights."""
        return drawing.reading(data, self.cursor, self.weight)

    def number(self, data: Filters) -> Number | None:
        """The weight that is read, where the filter has one channel: of several their mean is shown."""
        if self.weight is None or data.channels != 1 or not self.cursor < len(data.kernels):
            return None
        kernel = data.kernels[self.cursor]
        if self.weight >= len(kernel.levels):
            return None
        row, column = divmod(self.weight, kernel.width)
        place = f"{data.layer}.weight[{row},{column},0,{self.cursor}]"
        name = tr(
            "filter {name}, row {row}, column {column}", name=drawing.name(self.cursor), row=row + 1, column=column + 1
        )
        return Number(name, place, kernel.value(row, column), step(kernel.high))

    def spot(self, data: Filters, column: int, row: int) -> int | None:
        """The filter in a cell."""
        if self._tiles is None:
            return drawing.name_at(self.inside.width, self.inside.height, len(data.kernels), column, row)
        return self._tiles.tile_at(Cells(*self.inside, DARK), len(data.kernels), column, row)

    def moved(self, data: Filters, dx: int, dy: int) -> int | None:
        """The next filter."""
        if not data.kernels:
            return None
        over = self._tiles.across if self._tiles is not None else 1
        now = 0 if self.cursor is None else self.cursor + dx + dy * over
        return min(max(now, 0), len(data.kernels) - 1)

    def value(self, data: Filters) -> tuple[float, ...]:
        """The filter's number."""
        return (float(self.cursor),)

    def grid(self, inside: Size) -> tuple[int, int]:
        """Pixels of one response map."""
        return min(28, max(8, inside.width // 4)), min(28, max(8, inside.height))


class GalleryPanel(Panel):
    """Examples the net gets wrong, then others."""

    directions = "xy"

    def heading(self, data: Gallery | None) -> tuple[str, str]:
        """What true and said mean."""
        return tr("gallery"), tr("true → said") if data is not None else ""

    def paint(self, cells: Cells, data: Gallery) -> None:
        """The images."""
        gallery(cells, data, self.cursor)

    def reading(self, data: Gallery) -> str:
        """Which example it is, what it truly is and what the net says."""
        k = self.cursor
        if k >= min(len(data.indices), len(data.truths), len(data.answers)):
            return ""
        true, said = (
            data.classes[n] if 0 <= n < len(data.classes) else str(n) for n in (data.truths[k], data.answers[k])
        )
        return tr("example {n} · true {true} · says {said}", n=data.indices[k], true=true, said=said)

    def spot(self, data: Gallery, column: int, row: int) -> int | None:
        """The image in a cell."""
        return image_at(Cells(*self.inside, DARK), data, column, row)

    def moved(self, data: Gallery, dx: int, dy: int) -> int | None:
        """The next image."""
        over = across(Cells(*self.inside, DARK), data)[1]
        now = 0 if self.cursor is None else self.cursor + dx + dy * over
        return min(max(now, 0), len(data.images) - 1) if data.images else None

    def value(self, data: Gallery) -> tuple[float, ...]:
        """The example's number in the set."""
        return (float(data.indices[self.cursor]),)


def _example(data: Gallery) -> int:
    return data.indices[0] if data.indices else 0


class AugmentedPanel(GalleryPanel):
    """One example as it is, then what augmentation makes of it."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.example: int | None = None  # that was asked for

    def heading(self, data: Gallery | None) -> tuple[str, str]:
        """``augmented · example 3``."""
        return tr("augmented"), tr("example {n} · true → said", n=_example(data)) if data is not None else ""

    def paint(self, cells: Cells, data: Gallery) -> None:
        """The images, the one as it is pointed out, or the one that is read."""
        gallery(cells, data, 0 if self.cursor is None else self.cursor)

    def foot(self, data: Gallery) -> str:
        """Which one is as it is, and what the arrow keys do."""
        return tr("first: as it is · ←→ another example · ↑↓ read") if self.has_focus else tr("first: as it is")

    def reading(self, data: Gallery) -> str:
        """One of the images: what the net says of it."""
        known = self.cursor < len(data.images)
        what = tr("as it is") if self.cursor == 0 else tr("varied {n}", n=self.cursor)
        return " · ".join((what, *super().reading(data).split(" · ")[1:])) if known else ""

    def action_move(self, dx: int, dy: int) -> None:
        """To the sides another example; up and down through the images."""
        data = self.shown()
        if not isinstance(data, Gallery):
            return
        if dx:
            self.example = max((_example(data) if self.example is None else self.example) + dx, 0)
            self.post_message(self.Chosen(self.panel, self.value(data), self.lane))
            return
        self._hovering = False
        last = len(data.images) - 1
        self._point(
            data, None if last < 0 else min(max(0 if self.cursor is None else self.cursor + dy, 0), last), False
        )

    def value(self, data: Gallery) -> tuple[float, ...]:
        """The example's number in the set."""
        return (float(_example(data) if self.example is None else self.example),)

    def grid(self, inside: Size) -> tuple[int, int]:
        """Columns and rows of cells, so that every image made is drawn."""
        return inside.width, inside.height


class WeightsPanel(Panel):
    """One weight matrix."""

    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    directions = "xy"

    def heading(self, data: Weights | None) -> tuple[str, str]:
        """Its shape, and whether only a part of it is shown."""
        title = tr("{layer} weights", layer=self.argument)
        if data is None:
            return title, ""
        part = data.shape and (data.grid.height, data.grid.width) != tuple(data.shape[-2:])
        return title, f"{shape(data.shape)} · {tr('inputs ↓ units →')}" + (f" · {tr('a part')}" if part else "")

    def paint(self, cells: Cells, data: Weights) -> None:
        """The map."""
        limits = self.options.get("range")
        matrix.weights(cells, data, tuple(limits) if limits else None, self.cursor)

    def reading(self, data: Weights) -> str:
        """One weight."""
        return matrix.reading(data, *self.cursor)

    def spot(self, data: Weights, column: int, row: int) -> tuple[int, int] | None:
        """The weight in a cell."""
        cells, grid = Cells(*self.inside, DARK), data.grid
        if grid.width * 7 <= cells.width and grid.height <= cells.height - 2:
            place = row // (2 if grid.height * 2 <= cells.height - 2 else 1), column // 7
        else:
            wide, tall = matrix.pixel(cells, data)
            place = row * 2 // tall, column // wide
        return place if 0 <= place[0] < grid.height and 0 <= place[1] < grid.width else None

    def moved(self, data: Weights, dx: int, dy: int) -> tuple[int, int] | None:
        """The next weight."""
        if self.cursor is None:
            return (0, 0) if data.grid.height and data.grid.width else None
        row, column = self.cursor
        return min(max(row + dy, 0), data.grid.height - 1), min(max(column + dx, 0), data.grid.width - 1)

    def number(self, data: Weights) -> Number | None:
        """The weight under the cursor."""
        row, column = self.cursor
        if not data.tensor or row >= data.grid.height or column >= data.grid.width:
            return None
        value, far = data.grid.value(row, column), step(data.grid.high)
        return Number(matrix.named(data, row, column), data.place(row, column), value, far)

    def value(self, data: Weights) -> tuple[float, ...]:
        """Row and column."""
        return tuple(map(float, self.cursor))
