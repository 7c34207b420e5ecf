"""The panel where a filter slides over an image, by itself or by hand."""

from dataclasses import replace
from math import isfinite
from typing import Any, ClassVar, TypeVar

from textual.binding import Binding, BindingType

from tuidl.language import later, tr
from tuidl.signals import Rows, Sliding
from tuidl.tui.drawing import slide as way
from tuidl.tui.drawing import sliding as drawing
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.number import compact
from tuidl.tui.panels.panel import Panel

BEAT = 0.5  # seconds that a window rests while it goes by itself
STRIDES, DILATIONS, PADDINGS = (1, 2, 3), (1, 2, 3), ("valid", "same")  # beside the layer's own
T = TypeVar("T")


class KernelPanel(Panel):
    """Input, window, products, output. It goes on by itself until it is touched, unless motion is not wanted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "kernel(1)", later("next filter"), show=False),
        Binding("z", "stride(1)", later("stride"), show=False),
        Binding("o", "padding(1)", later("padding"), show=False),
        Binding("i", "dilation(1)", later("dilation"), show=False),
        Binding("c", "channel(1)", later("next channel of the input"), show=False),
        Binding("v", "whole", later("the layer's input or the whole image"), show=False),
    ]
    directions = "xy"

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.slide = way.Slide()
        self.beat = 0
        self._begins: drawing.Begins | None = None  # which parts of the pictures are shown

    def on_mount(self) -> None:
        """Begin to slide."""
        super().on_mount()
        self.set_interval(BEAT, self.step)

    def step(self) -> None:
        """The next window, if nobody holds it and motion is wanted."""
        if self.cursor is None and self.display and self.app.animation_level != "none" and self.shown() is not None:
            self.beat += 1
            self.redraw(afresh=True)

    def _place(self, data: Sliding) -> way.Place:
        if self.cursor is not None:
            return int(self.cursor[0]), int(self.cursor[1])
        output = way.made(data, self.slide)
        across = len(output[0]) if output else 0
        return divmod(self.beat % (len(output) * across), across) if across else (0, 0)

    def heading(self, data: Sliding | None) -> tuple[str, str]:
        """``conv1 slides``, the filter and its way."""
        title = tr("{layer} slides", layer=self.argument)
        if data is None:
            return title, ""
        output = way.made(data, self.slide)
        facts = [f"{_size(data.pixels[0])} → {_size(output)}" if output else tr("no window fits")]
        if data.pixels and data.size > _shape(data.pixels[0]):
            facts.append(tr("the middle of {height}×{width}", height=data.size[0], width=data.size[1]))
        if output and self.inside.height < drawing.TOLD:
            shown = data.pixels[way.chosen(data, self.slide).channel]
            facts += [tr("in {range}", range=_range(shown)), tr("out {range}", range=_range(output))]
        elif output and self.inside.width < drawing.BOTH:
            facts.append(tr("out {range}", range=_range(output)))
        if self.inside.height < drawing.TOLD or not output:
            facts += [fact for key, fact in way.settings(data, self.slide) if key != "v"]
        return title, " · ".join(facts)

    def paint(self, cells: Cells, data: Sliding) -> None:
        """The window where it is now; under the mouse nothing moves but the window."""
        place = self._place(data)
        self._begins = drawing.sliding(cells, data, self.slide, place, self.has_focus, self._begins, self._hovering)

    def foot(self, data: Sliding) -> str:
        """The keys, or what one output sees."""
        if self.has_focus:
            if self.inside.height >= drawing.TOLD:
                return tr("←→↑↓ slide")
            keys = [tr("←→↑↓ slide · k filter")]
            keys += [tr("c channel")] if way.choices(data, self.slide) > 1 else []
            keys += [tr("z stride · o padding · i dilation"), *([tr("v image")] if data.image else [])]
            return " · ".join(keys)
        side = way.receptive(data, self.slide)
        return tr("one output sees {side}×{side} of the image", side=side) if side else ""

    def reading(self, data: Sliding) -> str:
        """The output at the window."""
        return drawing.reading(data, self.slide, self._place(data))

    def _turn(self, **changes: Any) -> None:
        self.slide = replace(self.slide, **changes)
        self.redraw(afresh=True)

    def action_kernel(self, by: int) -> None:
        """The layer's next filter, then kernels made by hand."""
        self._turn(kernel=self.slide.kernel + by)

    def action_stride(self, by: int) -> None:
        """Another stride than the layer's, to see what it would do."""
        data = self.shown()
        if data is not None:
            self._turn(stride=_next(STRIDES, data.stride, way.way(data, self.slide)[0], by))

    def action_padding(self, by: int) -> None:
        """With or without padding."""
        data = self.shown()
        if data is not None:
            self._turn(padding=_next(PADDINGS, data.padding, way.way(data, self.slide)[1], by))

    def action_dilation(self, by: int) -> None:
        """Holes in the window."""
        data = self.shown()
        if data is not None:
            self._turn(dilation=_next(DILATIONS, data.dilation, way.way(data, self.slide)[2], by))

    def action_whole(self) -> None:
        """The image with all that one output depends on, or the layer's input with the window."""
        data = self.shown()
        if data is not None and data.image:
            self._turn(whole=not self.slide.whole)

    def action_channel(self, by: int) -> None:
        """The next channel of the input, of those that the filter reads."""
        data = self.shown()
        if data is not None and (count := way.choices(data, self.slide)) > 1:
            self._turn(channel=(self.slide.channel + by) % count)

    def roll(self, key: str, by: int) -> bool:
        """The setting under the wheel on, or back."""
        turn = {
            "k": self.action_kernel,
            "z": self.action_stride,
            "o": self.action_padding,
            "i": self.action_dilation,
            "c": self.action_channel,
        }.get(key)
        if turn is not None:
            turn(by)
        return turn is not None

    def moved(self, data: Sliding, dx: int, dy: int) -> way.Place | None:
        """The next window; it begins where it is."""
        output = way.made(data, self.slide)
        if not output or not output[0]:
            return None
        row, column = self._place(data)
        if self.cursor is not None:
            row, column = row + dy, column + dx
        return min(max(row, 0), len(output) - 1), min(max(column, 0), len(output[0]) - 1)

    def spot(self, data: Sliding, column: int, row: int) -> way.Place | None:
        """The window for the output, or for the pixel, under the mouse."""
        return drawing.place(*self.inside, data, self.slide, self._place(data), column, row, self._begins)

    def value(self, data: Sliding) -> tuple[float, ...]:
        """The window's place: it changes nothing in the run."""
        return tuple(map(float, self._place(data)))


def _next(choices: tuple[T, ...], own: T, now: T, by: int) -> T:
    """The choice so many places on, in a ring to which what the layer does belongs."""
    ring = choices if own in choices else (*choices, own)
    return ring[(ring.index(now) + by) % len(ring)] if now in ring else own  # it was that of a layer before


def _shape(rows: Rows) -> tuple[int, int]:
    return len(rows), len(rows[0]) if rows else 0


def _size(rows: Rows) -> str:
    height, width = _shape(rows)
    return f"{height}×{width}"


def _range(rows: Rows) -> str:
    """``−1.20…2.37`` of the finite numbers."""
    finite = [value for row in rows for value in row if isfinite(value)]
    return f"{compact(min(finite))}…{compact(max(finite))}" if finite else "–"
