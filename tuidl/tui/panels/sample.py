"""The panel of one example, fact by fact and pixel by pixel."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size

from tuidl.language import later, tr
from tuidl.signals import Sample
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.facts import Pixel, Places, facts, pixel_said
from tuidl.tui.drawing.field import trimmed, whole
from tuidl.tui.drawing.sample import sample
from tuidl.tui.panels.panel import Panel

Where = int | Pixel  # the number of a fact, or a pixel


class SamplePanel(Panel):
    """One example and what the net says of it. The cursor is at a fact, or at a pixel of its picture."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "inside", later("into the picture, or out of it"), show=False)
    ]
    directions = "xy"

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self._places = Places()

    def heading(self, data: Sample | None) -> tuple[str, str]:
        """``true 3 · 8×8 px``; ``10×10 of 28×28 px`` where empty edges are left out."""
        if data is None:
            return tr("sample"), ""
        if data.written:
            return tr("sample {n}", n=data.index), tr("right") if len(set(data.written)) == 1 else tr("wrong")
        if data.tags or data.targets:
            return tr("sample {n}", n=data.index), _kind(data)
        truth = data.classes[data.truth] if 0 <= data.truth < len(data.classes) else str(data.truth)
        if data.image is None:
            return tr("sample {n}", n=data.index), tr("true {truth}", truth=truth)
        image, middle = data.image, trimmed(data.image)
        size = tr("{width}×{height} px", width=image.width, height=image.height)
        if (middle.width, middle.height) != (image.width, image.height):
            size = tr("{middle} of {size}", middle=f"{middle.width}×{middle.height}", size=size)
        return tr("sample {n}", n=data.index), tr("true {truth} · {size}", truth=truth, size=size)

    def paint(self, cells: Cells, data: Sample) -> None:
        """Picture, bars and the sentence."""
        self._places = sample(cells, data, self.cursor if isinstance(self.cursor, int) else None)
        if isinstance(self.cursor, tuple):
            cell = self._places.cell(data, self.cursor)
            if cell is not None:
                cells.put(*cell, "┼", cells.ink.accent, None, BOLD)

    def foot(self, data: Sample) -> str:
        """The keys."""
        inside = f" · {tr('i into the picture')}" if data.image is not None else ""
        return tr("←→ another example · ↑↓ read values") + inside if self.has_focus else ""

    def reading(self, data: Sample) -> str:
        """A fact, or a pixel."""
        if isinstance(self.cursor, tuple):
            return pixel_said(data, self.cursor)
        known = facts(data)
        return known[self.cursor] if 0 <= self.cursor < len(known) else ""

    def spot(self, data: Sample, column: int, row: int) -> Where | None:
        """The fact or the pixel in a cell."""
        pixel = self._places.pixel(data, column, row)
        return self._places.fact(column, row) if pixel is None else pixel

    def moved(self, data: Sample, dx: int, dy: int) -> Where | None:
        """The next fact; within the picture the next pixel."""
        if isinstance(self.cursor, tuple):
            return self._pixel(data, self.cursor[0] + dy, self.cursor[1] + dx)
        last = len(facts(data)) - 1
        return None if last < 0 else min(max(0 if self.cursor is None else self.cursor + dy, 0), last)

    @staticmethod
    def _pixel(data: Sample, row: int, column: int) -> Pixel | None:
        image = data.image
        if image is None or not whole(image):
            return None
        return min(max(row, 0), image.height - 1), min(max(column, 0), image.width - 1)

    def action_move(self, dx: int, dy: int) -> None:
        """Up and down through the facts, to the sides another example; in the picture from pixel to pixel."""
        data = self.shown()
        if isinstance(data, Sample) and dx and not isinstance(self.cursor, tuple):
            self.post_message(self.Chosen(self.panel, (float(data.index + dx),), self.lane))
        elif isinstance(data, Sample):
            self._hovering = False
            self._point(data, self.moved(data, dx, dy), tell=False)

    def action_inside(self) -> None:
        """Into the picture, or out of it again."""
        data = self.shown()
        if isinstance(data, Sample) and data.image is not None:
            middle = self._pixel(data, data.image.height // 2, data.image.width // 2)
            self._hovering = False
            self._point(data, None if isinstance(self.cursor, tuple) else middle, tell=False)

    def value(self, data: Sample) -> tuple[float, ...]:
        """The example: what is read of it changes nothing in the run."""
        return (float(data.index),)

    def grid(self, inside: Size) -> tuple[int, int]:
        """Pixels of the image."""
        return min(28, inside.width), min(28, inside.height * 2)


def _kind(data: Sample) -> str:
    """What there is to say of each part of an example: numbers, or a class for each token."""
    count = len(data.targets or data.tags)
    what = "number" if data.targets else "token" if data.tokens else "moment"
    return f"{count} {what}{'s' if count > 1 else ''}"
