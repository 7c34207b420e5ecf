"""What a network has learnt: weights and kernels."""

from dataclasses import dataclass
from math import prod

from tuidl.signals.field import Field


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight matrix (inputs × units), or a part of it when it is larger than the panel."""

    layer: str
    grid: Field  # symmetric about zero
    shape: tuple[int, ...]
    distinct: int | None = None  # units that differ by more than 1e-6
    tensor: str = ""  # whose numbers they are; all but the last of its dimensions make a row
    top: int = 0  # row and column of the first of them in the whole matrix
    left: int = 0

    @property
    def size(self) -> tuple[int, int]:
        """Rows and columns of the whole matrix."""
        rows, columns = prod(self.shape[:-1]), self.shape[-1] if self.shape else 0
        return max(rows, self.top + self.grid.height), max(columns, self.left + self.grid.width)

    def place(self, row: int, column: int) -> str:
        """The number in the tensor, as ``h1.weight[0,2]``."""
        at, index = row + self.top, [column + self.left]
        for size in reversed(self.shape[:-1]):
            at, rest = divmod(at, size)
            index.append(rest)
        return f"{self.tensor}[{','.join(map(str, reversed(index)))}]"


@dataclass(frozen=True, slots=True)
class Filters:
    """The kernels of a convolution and what they answer on the sample shown."""

    layer: str
    kernels: tuple[Field, ...]  # symmetric about zero, one common range
    responses: tuple[Field, ...]  # from zero, one common range
    peaks: tuple[float, ...]  # largest response of each filter on the sample
    dead: tuple[bool, ...]  # answers to nothing in the whole probe batch
    sample: int
    channels: int = 1
    channel: int = -1  # whose weights they are; -1: the mean over all


Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Sliding:
    """What a convolution slides over: its input on an example, channel by channel, and each filter's weights there.

    Of an input that is too large the middle is sent: ``pixels`` begin at row and column ``cut`` of its ``size``.
    """

    layer: str
    sample: int
    pixels: tuple[Rows, ...]  # of each channel
    kernels: tuple[tuple[Rows, ...], ...]  # of each filter, for each channel that it reads
    biases: tuple[float, ...]
    stride: int
    padding: str  # valid, same, or a number of pixels
    dilation: int
    filters: int = 0  # of the layer, also those not sent
    groups: int = 1  # into which channels and filters fall: a filter reads the channels of its own group
    activation: str = ""  # what the layer makes of the sums
    size: tuple[int, int] = (0, 0)  # rows and columns of the whole input; 0: all of it is here
    cut: tuple[int, int] = (0, 0)
    depends: int = 1  # pixels of the network's image, along each side, that one of the input depends on; 0: unknown
    jump: int = 1  # pixels of the image from what one pixel of the input depends on to what the next one does
    corner: tuple[int, int] = (0, 0)  # row and column of the image where that of the first pixel begins
    image: Rows = ()  # the network's image; empty where it is the input, or the way to it cannot be followed

    def reads(self, kernel: int) -> range:
        """The channels that a filter adds up."""
        channels, filters = len(self.pixels), max(self.filters, len(self.kernels), 1)
        each, first = max(channels // max(self.groups, 1), 1), kernel * max(self.groups, 1) // filters
        return range(min(first * each, channels), min((first + 1) * each, channels))

    def receptive(self, kernel: int, dilation: int) -> int:
        """Pixels of the image, along each side, that one output depends on: d + (k − 1) dilation jump; 0: unknown."""
        return self.depends and self.depends + (kernel - 1) * dilation * self.jump
