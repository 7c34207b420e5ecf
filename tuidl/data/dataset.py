"""DataSet: examples to learn from and examples held out, as plain arrays."""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Kind = Literal["points", "table", "images", "text"]
Range = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class DataSet:
    """One data set, split. All arrays are C-contiguous; with seed and options they are the same bytes every time.

    ===========  ==========================================  =========================================
    kind         ``x`` (and ``val_x``)                       ``y`` (and ``val_y``)
    ===========  ==========================================  =========================================
    points       float32 (n, 2)                              int32 (n,), class numbers
    table        float32 (n, features)                       int32 (n,), class numbers
    images       float32 (n, height, width, 1), 0 to 1       int32 (n,), class numbers
    text         int32 (n, time), places in ``vocabulary``   int32 (n, time), the next character each
    ===========  ==========================================  =========================================
    """

    name: str
    kind: Kind
    label: str  # "two moons"
    x: NDArray[Any]
    y: Ints
    val_x: NDArray[Any]
    val_y: Ints
    classes: tuple[str, ...] = ()
    features: tuple[str, ...] = ()  # names of the columns of points and tables
    low: float = 0.0  # images: what an empty pixel is in x
    high: float = 1.0  # images: what a full pixel is in x
    vocabulary: str = ""  # text: the character of each token; a line end, where there is one, is token 0
    items: tuple[str, ...] = ()  # text: the names or lines in the training part
    val_items: tuple[str, ...] = ()  # text: those held out
    extent: tuple[Range, Range] | None = None  # points: x1 and x2 range that shows all of them
    mean: Floats | None = None  # standardised: of each training column, in its own unit
    deviation: Floats | None = None
    notes: tuple[str, ...] = field(default=())  # more facts for ``describe``

    def __post_init__(self) -> None:
        first = np.int32 if self.kind == "text" else np.float32
        for array, kind in ((self.x, first), (self.val_x, first), (self.y, np.int32), (self.val_y, np.int32)):
            if array.dtype != kind or not array.flags.c_contiguous:
                raise TypeError(f"{self.name}: expected a C-contiguous {np.dtype(kind)} array, got {array.dtype}")
        if len(self.x) != len(self.y) or len(self.val_x) != len(self.val_y) or self.x.shape[1:] != self.val_x.shape[1:]:
            raise TypeError(f"{self.name}: shapes of x, y, val_x and val_y do not go together")

    @property
    def n(self) -> int:
        """Training examples."""
        return len(self.x)

    @property
    def validation(self) -> int:
        """Examples held out."""
        return len(self.val_x)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of one example: (2,), (4,), (8, 8, 1), (time,)."""
        return tuple(int(size) for size in self.x.shape[1:])

    def raw(self, x: Floats) -> Floats:
        """Examples in their own units: standardising undone, x · deviation + mean."""
        return x if self.mean is None or self.deviation is None else x * self.deviation + self.mean

    def text(self, tokens: Ints) -> str:
        """The characters of one row of tokens."""
        return "".join(self.vocabulary[int(token)] for token in tokens)

    def describe(self) -> tuple[str, ...]:
        """Facts about the set, one line each, for ``tuidl data info`` and the sandbox."""
        held = f"{self.validation:,} held out".replace(",", " ")
        facts = [f"{self.label}: {self.n:,} training examples".replace(",", " ") + f", {held}"]
        if self.kind == "text":
            shown = "".join("¶" if char == "\n" else "␣" if char == " " else char for char in self.vocabulary)
            facts.append(f"windows of {self.shape[0]} characters")
            facts.append(f"vocabulary of {len(self.vocabulary)}: {shown}")
            if self.items:
                facts.append(f"{len(self.items)} items to learn from, {len(self.val_items)} held out")
        else:
            counts = np.bincount(self.y, minlength=len(self.classes))
            shares = ", ".join(f"{name} {count}" for name, count in zip(self.classes, counts, strict=False))
            facts.append(f"{len(self.classes)} classes: {shares}")
        if self.kind == "images":
            facts.append(f"images of {self.shape[0]}×{self.shape[1]} pixels, {self.low:g} to {self.high:g}")
        elif self.features and self.n:
            raw = self.raw(self.x)
            for column, feature in enumerate(self.features):
                values = raw[:, column]
                low, high, mean = (f"{number:.3g}".replace("-", "−") for number in _span(values))
                facts.append(f"{feature}: {low} to {high}, mean {mean}")
            if self.mean is not None:
                facts.append("standardised: mean 0 and deviation 1 over the training part")
        return (*facts, *self.notes)


def _span(values: Floats) -> tuple[float, float, float]:
    return float(values.min()), float(values.max()), float(values.mean())
