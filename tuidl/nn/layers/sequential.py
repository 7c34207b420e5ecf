"""Sequential: one layer after the other."""

from collections import Counter
from collections.abc import Iterator

from tuidl.language import tr
from tuidl.nn.layers.layer import Layer
from tuidl.program import Builder, Tensor


class Sequential(Layer):
    """y = layer_n(... layer_2(layer_1(x))).

    Layers without a name get their kind and a number: ``conv2d_1``, ``dense_2``. Names are prefixes of tensor names.
    The same layer may stand in several places: it has one set of parameters.
    """

    kind = "sequential"

    def __init__(self, *layers: Layer, name: str | None = None) -> None:
        super().__init__(name)
        self.layers = tuple(layers)
        counts: Counter[str] = Counter()
        different = list({id(layer): layer for layer in self.layers}.values())
        for layer in different:
            counts[layer.kind] += 1
            layer.name = layer.given_name or f"{layer.kind.replace('-', '_')}_{counts[layer.kind]}"
        twice = [name for name, times in Counter(layer.name for layer in different).items() if times > 1]
        if twice:
            raise ValueError(tr("two layers are named '{twice}'; give each a name of its own", twice=twice[0]))

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    def __len__(self) -> int:
        return len(self.layers)

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        for layer in self.layers:
            x = emit.layer(layer, x)
        return x

    def describe(self) -> str:
        """See Layer."""
        return f"Sequential({', '.join(layer.describe() for layer in self.layers)})"
