"""Panels of pictures side by side: mistakes, what augmentation makes of an image, weights as a map."""

from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Size

from tuidl.language import tr
from tuidl.signals import Gallery, Weights
from tuidl.tui.drawing import weights as matrix
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.gallery import across, gallery, image_at
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.layers import shape
from tuidl.tui.panels.panel import Panel
from tuidl.tui.panels.weight import KEYS, Number, step


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
    """One weight matrix. The cursor is a row and a column of the whole; where only a part is shown, it follows."""

    BINDINGS: ClassVar[list[BindingType]] = [*KEYS]
    directions = "xy"

    def heading(self, data: Weights | None) -> tuple[str, str]:
        """Its shape, and whether only a part of it is shown."""
        title = tr("{layer} weights", layer=self.argument)
        if data is None:
            return title, ""
        facts = [shape(data.shape), tr("inputs ↓ units →")]
        if (data.grid.height, data.grid.width) != data.size:
            rows = f"{data.top + 1}–{data.top + data.grid.height}"
            columns = f"{data.left + 1}–{data.left + data.grid.width}"
            facts.insert(1, tr("here {rows} × {columns}", rows=rows, columns=columns))
        return title, " · ".join(facts)

    def _here(self, data: Weights) -> tuple[int, int] | None:
        """The cursor in the part that is shown; None where it lies in another that has not come yet."""
        if self.cursor is None:
            return None
        row, column = self.cursor[0] - data.top, self.cursor[1] - data.left
        return (row, column) if 0 <= row < data.grid.height and 0 <= column < data.grid.width else None

    def paint(self, cells: Cells, data: Weights) -> None:
        """The map."""
        limits = self.options.get("range")
        matrix.weights(cells, data, tuple(limits) if limits else None, self._here(data))

    def reading(self, data: Weights) -> str:
        """One weight."""
        return matrix.reading(data, self.cursor[0] - data.top, self.cursor[1] - data.left)

    def spot(self, data: Weights, column: int, row: int) -> tuple[int, int] | None:
        """The weight in a cell."""
        cells, grid = Cells(*self.inside, DARK), data.grid
        if grid.width * 7 <= cells.width and grid.height <= cells.height - 2:
            place = row // (2 if grid.height * 2 <= cells.height - 2 else 1), column // 7
        else:
            wide, tall = matrix.pixel(cells, data)
            place = row * 2 // tall, column // wide
        inside = 0 <= place[0] < grid.height and 0 <= place[1] < grid.width
        return (place[0] + data.top, place[1] + data.left) if inside else None

    def moved(self, data: Weights, dx: int, dy: int) -> tuple[int, int] | None:
        """The next weight; beyond the part shown the run is asked for the next part, a recording has no other."""
        if self.cursor is None:
            return (data.top, data.left) if data.grid.height and data.grid.width else None
        row, column = self.cursor[0] + dy, self.cursor[1] + dx
        (rows, columns), first = data.size, (0, 0)
        if not self.live:
            first, rows, columns = (data.top, data.left), data.top + data.grid.height, data.left + data.grid.width
        return min(max(row, first[0]), rows - 1), min(max(column, first[1]), columns - 1)

    def number(self, data: Weights) -> Number | None:
        """The weight under the cursor."""
        here = self._here(data)
        if not data.tensor or here is None:
            return None
        named = matrix.named(data, *here)
        return Number(named, data.place(*here), data.grid.value(*here), step(data.grid.high))

    def value(self, data: Weights) -> tuple[float, ...]:
        """Row and column."""
        return tuple(map(float, self.cursor))

    async def _wheel(self, event: events.MouseEvent, by: int) -> None:
        data = self.shown()
        if isinstance(data, Weights) and data.grid.height < data.size[0]:
            event.stop()
            row = min(max(data.top + by * data.grid.height, 0), data.size[0] - 1)
            self.post_message(self.Chosen(self.panel, (float(row), float(data.left)), self.lane))
        else:
            await super()._wheel(event, by)
