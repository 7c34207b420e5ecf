"""What a sandbox comes to: facts about its data and the sizes of its layers, as plain values for JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class DataFacts:
    """What must be known of a data set to choose panels and to say what it is."""

    kind: str
    shape: tuple[int, ...]  # of one example
    n: int
    validation: int
    label: str
    classes: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    tokens: int = 0
    by_moment: bool = False
    lines: tuple[str, ...] = ()  # sentences that describe it
    keys: tuple[str, ...] = ()  # of its options


@dataclass(frozen=True, slots=True)
class Preview:
    """A look at some examples; one of the three is there."""

    points: tuple[tuple[float, float, int], ...] = ()  # x1, x2, class
    images: tuple[tuple[int, tuple[tuple[int, ...], ...], str], ...] = ()  # highest, rows of pixels, class
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LayerSize:
    """One layer of the stack; ``flops`` of the forward pass of one example."""

    name: str
    kind: str
    output: tuple[int, ...]
    parameters: int
    flops: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """The layers as far as they fit. ``fault``: one sentence about what does not; ``at``: the place of the layer it
    is about, None where it is about data, loss or training."""

    data: DataFacts | None = None
    preview: Preview = field(default_factory=Preview)
    layers: tuple[LayerSize, ...] = ()
    fault: str = ""
    at: int | None = None

    @property
    def parameters(self) -> int:
        """Of all layers that fit."""
        return sum(layer.parameters for layer in self.layers)

    @property
    def flops(self) -> int:
        """Of all layers that fit."""
        return sum(layer.flops for layer in self.layers)

    def to_json(self) -> dict[str, Any]:
        """All fields as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Sizes":
        """The inverse of ``to_json``. TypeError or KeyError for anything else."""
        data, preview = value["data"], value["preview"]
        return cls(
            data=None if data is None else DataFacts(**{key: _tuples(item) for key, item in data.items()}),
            preview=Preview(**{key: _tuples(item) for key, item in preview.items()}),
            layers=tuple(LayerSize(**{key: _tuples(item) for key, item in row.items()}) for row in value["layers"]),
            fault=str(value["fault"]),
            at=value["at"],
        )


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
