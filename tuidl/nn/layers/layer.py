"""What a layer is: something that describes itself to a builder, forward and backward side by side."""

from collections.abc import Iterator

from tuidl.language import tr
from tuidl.program import Builder, Tensor


class Layer:
    """A part of a network. ``build`` emits its forward pass and says how the gradient goes back.

    Inside a program sequences are (time, batch, features) and images (batch, height, width, channels).
    """

    kind = "layer"

    def __init__(self, name: str | None = None) -> None:
        self.given_name = name
        self.name = name or ""

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """Emit the layer for input ``x``; returns its output. ValueError if the input does not fit."""
        raise NotImplementedError

    def __iter__(self) -> Iterator["Layer"]:
        """The layers inside; most have none."""
        return iter(())

    def everything(self) -> Iterator["Layer"]:
        """The layer and all layers inside it, however deep."""
        yield self
        for layer in self:
            yield from layer.everything()

    def describe(self) -> str:
        """The layer as it was written."""
        return type(self).__name__

    def __repr__(self) -> str:
        return self.describe()


class Misfit(ValueError):
    """What comes in does not suit a layer. The sentence names the layer and says what comes in; ``advised``: what to do
    about it, too."""

    def __init__(self, sentence: str, advised: bool = False) -> None:
        super().__init__(sentence)
        self.advised = advised


def expect(layer: Layer, x: Tensor, dims: int, what: str) -> None:
    """ValueError in one sentence if the input has another number of dimensions."""
    if len(x.shape) != dims or x.kind != "float":
        shape = " × ".join(map(str, x.example)) or tr("one token")
        raise Misfit(
            tr(
                "layer '{name}' ({kind}) needs {what}, but its input is {shape}",
                name=layer.name,
                kind=layer.kind,
                what=what,
                shape=shape,
            )
        )


def expect_whole(layer: Layer, x: Tensor, emit: Builder) -> None:
    """ValueError in one sentence in a stream, for a layer that needs more than the moments of one piece."""
    if x.name in emit.flowing:
        raise ValueError(
            tr(
                "layer '{name}' ({kind}) needs whole sequences: they cannot come in pieces; predict them whole",
                name=layer.name,
                kind=layer.kind,
            )
        )
