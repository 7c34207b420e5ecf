"""How a filter slides over an input of one or more channels, and the picture that its sums make. Nothing is drawn."""

from dataclasses import dataclass
from functools import lru_cache

from tuidl.language import tr
from tuidl.signals import Rows, Sliding

KNOWN: dict[str, Rows] = {  # kernels made by hand, for one channel
    "Sobel, upright edges": ((-1.0, 0.0, 1.0), (-2.0, 0.0, 2.0), (-1.0, 0.0, 1.0)),
    "Sobel, flat edges": ((-1.0, -2.0, -1.0), (0.0, 0.0, 0.0), (1.0, 2.0, 1.0)),
    "blur": ((1 / 9,) * 3,) * 3,
    "sharpen": ((0.0, -1.0, 0.0), (-1.0, 5.0, -1.0), (0.0, -1.0, 0.0)),
}
Place = tuple[int, int]
Setting = tuple[str, str]  # a key, and what it changes as that is now


@dataclass(frozen=True, slots=True)
class Slide:
    """How the filter slides: the layer's own way unless the learner chose another."""

    kernel: int = 0  # of the layer's filters, then of the known ones
    stride: int = 0  # 0: the layer's own
    padding: str = ""
    dilation: int = 0
    whole: bool = False  # the network's image instead of the layer's input
    channel: int = 0  # shown, of those that the filter reads


@dataclass(frozen=True, slots=True)
class Kernel:
    """A filter: its weights for each of the ``channels`` that it adds up, of which one is ``shown``."""

    name: str
    weights: tuple[Rows, ...]
    channels: tuple[int, ...]
    shown: int  # place in both
    bias: float = 0.0

    @property
    def rows(self) -> Rows:
        """The weights for the channel shown."""
        return self.weights[self.shown] if self.shown < len(self.weights) else ()

    @property
    def channel(self) -> int:
        """The channel shown."""
        return self.channels[self.shown] if self.shown < len(self.channels) else 0


def chosen(signal: Sliding, slide: Slide) -> Kernel:
    """The filter that slides; one made by hand looks at the channel shown alone."""
    count = len(signal.kernels)
    k = slide.kernel % max(1, count + len(KNOWN))
    if k < count:
        reads = tuple(signal.reads(k))[: len(signal.kernels[k])]
        name = tr("filter {n} of {all}", n=k + 1, all=max(count, signal.filters))
        bias = signal.biases[k] if k < len(signal.biases) else 0.0
        return Kernel(name, signal.kernels[k], reads, slide.channel % max(len(reads), 1), bias)
    name = list(KNOWN)[k - count]
    return Kernel(name, (KNOWN[name],), (slide.channel % max(len(signal.pixels), 1),), 0, 0.0)


def choices(signal: Sliding, slide: Slide) -> int:
    """How many channels there are to show."""
    count = len(signal.kernels)
    known = slide.kernel % max(1, count + len(KNOWN)) >= count
    return len(signal.pixels) if known else len(chosen(signal, slide).channels)


def way(signal: Sliding, slide: Slide) -> tuple[int, str, int]:
    """Stride, padding and dilation."""
    stride, dilation = slide.stride or signal.stride, slide.dilation or signal.dilation
    return max(1, stride), slide.padding or signal.padding, max(1, dilation)


def own(signal: Sliding, slide: Slide) -> bool:
    """Whether it slides as it does in the layer, so that the sums are the layer's."""
    mine = way(signal, slide) == way(signal, Slide())
    return mine and slide.kernel % max(1, len(signal.kernels) + len(KNOWN)) < len(signal.kernels)


def windows(size: int, kernel: int, stride: int, padding: str, dilation: int) -> tuple[int, int]:
    """How many windows lie along a side, and how far before the image the first begins."""
    span = (kernel - 1) * dilation + 1
    if padding == "same":
        many = -(-size // stride)
        return many, max(0, (many - 1) * stride + span - size) // 2
    around = int(padding) if padding.isdigit() else 0
    return max(0, (size + 2 * around - span) // stride + 1), around


@dataclass(frozen=True, slots=True)
class Side:
    """The windows along one side: ``many`` of them can be followed, from number ``first`` on; that one begins at
    pixel ``begin`` of those sent, which is negative in the padding."""

    first: int
    many: int
    begin: int
    stride: int


@lru_cache(256)
def side(size: int, cut: int, sent: int, kernel: int, stride: int, padding: str, dilation: int) -> Side:
    """Of an input of which only ``sent`` pixels from ``cut`` on are known, those windows that reach for no other."""
    many, before = windows(size, kernel, stride, padding, dilation)
    span = (kernel - 1) * dilation
    inside = [
        i
        for i in range(many)
        if max(i * stride - before, 0) >= cut and min(i * stride - before + span, size - 1) < cut + sent
    ]
    first = inside[0] if inside else 0
    return Side(first, len(inside), first * stride - before - cut, stride)


def sides(signal: Sliding, slide: Slide, kernel: Kernel) -> tuple[Side, Side] | None:
    """The windows down and across; None where none lies on the input."""
    known = [signal.pixels[c] for c in kernel.channels if c < len(signal.pixels)]
    height = min((len(rows) for rows in known), default=0)
    width = min((len(row) for rows in known for row in rows), default=0)
    size = len(kernel.rows)
    square = kernel.weights and all(
        len(rows) == size and all(len(row) == size for row in rows) for rows in kernel.weights
    )
    if not height or not width or not size or not square:
        return None
    (down, across), (top, left) = signal.size, signal.cut
    stride, padding, dilation = way(signal, slide)
    rows = side(max(down, height), top, height, size, stride, padding, dilation)
    columns = side(max(across, width), left, width, size, stride, padding, dilation)
    return (rows, columns) if rows.many and columns.many else None


@lru_cache(64)
def responses(
    pixels: tuple[Rows, ...], kernels: tuple[Rows, ...], bias: float, rows: Side, columns: Side, dilation: int
) -> Rows:
    """y[i, j] = Σ_c Σ_u Σ_v x_c[i·stride + u·dilation, j·stride + v·dilation] w_c[u, v] + b, with 0 outside of x."""
    made = []
    for i in range(rows.many):
        line = [bias] * columns.many
        for channel, kernel in zip(pixels, kernels, strict=False):
            for u, weights in enumerate(kernel):
                y = rows.begin + i * rows.stride + u * dilation
                if not 0 <= y < len(channel):
                    continue
                row, width = channel[y], len(channel[y])
                for v, weight in enumerate(weights):
                    x = columns.begin + v * dilation
                    skipped = max(-(x // columns.stride), 0)
                    seen = row[x + skipped * columns.stride : width : columns.stride][: max(columns.many - skipped, 0)]
                    for j, pixel in enumerate(seen, skipped):
                        line[j] += pixel * weight
        made.append(tuple(line))
    return tuple(made)


def made(signal: Sliding, slide: Slide) -> Rows:
    """The picture that the sums over all channels make: what the layer gives before its activation."""
    kernel = chosen(signal, slide)
    found = sides(signal, slide, kernel)
    if found is None:
        return ()
    pixels = tuple(signal.pixels[c] for c in kernel.channels)
    return responses(pixels, kernel.weights, kernel.bias, *found, way(signal, slide)[2])


def part(signal: Sliding, slide: Slide) -> Rows:
    """What the channel shown adds to it."""
    kernel = chosen(signal, slide)
    found = sides(signal, slide, kernel)
    if found is None:
        return ()
    return responses((signal.pixels[kernel.channel],), (kernel.rows,), 0.0, *found, way(signal, slide)[2])


def covered(signal: Sliding, slide: Slide, at: Place) -> list[Place]:
    """The pixels under a window, row by row, also those in the padding."""
    kernel = chosen(signal, slide)
    found = sides(signal, slide, kernel)
    if found is None:
        return []
    (rows, columns), size, dilation = found, range(len(kernel.rows)), way(signal, slide)[2]
    top, left = rows.begin + at[0] * rows.stride, columns.begin + at[1] * columns.stride
    return [(top + u * dilation, left + v * dilation) for u in size for v in size]


def first(signal: Sliding, slide: Slide) -> Place:
    """Row and column, in the layer's output, of the first sum made here."""
    found = sides(signal, slide, chosen(signal, slide))
    return (found[0].first, found[1].first) if found else (0, 0)


def receptive(signal: Sliding, slide: Slide) -> int:
    """Pixels of the image, along each side, that one output depends on."""
    return signal.receptive(len(chosen(signal, slide).rows), way(signal, slide)[2])


def field(signal: Sliding, seen: list[Place]) -> list[Place]:
    """The receptive field: the pixels of the image that a window depends on."""
    corners = [(signal.corner[0] + r * signal.jump, signal.corner[1] + c * signal.jump) for r, c in seen]
    depth = range(signal.depends)
    return sorted({(top + u, left + v) for top, left in corners for u in depth for v in depth})


def settings(signal: Sliding, slide: Slide) -> list[Setting]:
    """Which filter slides, and how, each with the key that changes it."""
    stride, padding, dilation = way(signal, slide)
    kernel = chosen(signal, slide)
    facts = [
        ("k", kernel.name),
        ("z", tr("stride {stride}", stride=stride)),
        ("o", tr("padding {padding}", padding=padding)),
        ("i", tr("dilation {dilation}", dilation=dilation)),
    ]
    if choices(signal, slide) > 1:
        facts.append(("c", tr("channel {n} of {all}", n=kernel.channel + 1, all=len(signal.pixels))))
    if signal.image:
        facts.append(("v", tr("layer's input") if slide.whole else tr("image")))
    return facts
