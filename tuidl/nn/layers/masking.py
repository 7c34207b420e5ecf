"""Masking: which moments of a sequence are real, and which only fill it up."""

from tuidl.language import tr
from tuidl.nn.layers.layer import Layer, expect
from tuidl.program import Builder, Tensor


class Masking(Layer):
    """y = x at real moments, 0 at padding; layers and losses further on know which are which.

    A moment is padding where all its features are ``value``, or, with ``by``, where the input of that name says so:
    one whole number for each example is the length of its sequence, a row of whole numbers is the mask itself (1 real,
    0 padding). Recurrent layers carry their state through padding, losses and hits are means over real moments alone,
    and no gradient comes from padding. Shapes: x, y (time, n, features); with ``by`` also tokens (time, n), which stay
    as they are. dx = dy at real moments, else 0.
    """

    kind = "masking"

    def __init__(self, value: float = 0.0, *, by: str | None = None, name: str | None = None) -> None:
        super().__init__(name)
        self.value, self.by = float(value), by

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer. ValueError if x is no sequence, or ``by`` no input that fits it."""
        if not (self.by and x.kind == "int" and len(x.shape) == 2):
            expect(self, x, 3, tr("sequences (time, features)"))
        mask = self._by(self.by, x, emit) if self.by else self._found(x, emit)
        if x.kind == "int":
            emit.mask(x, mask)
            return x
        y = emit.tensor("out", x.shape)
        emit("mask.apply", x=x, mask=mask, y=y)
        emit.mask(y, mask)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("mask.apply", x=dy, mask=mask, y=dx)

        emit.backward(x, y, backward)
        return y

    def _found(self, x: Tensor, emit: Builder) -> Tensor:
        mask = emit.tensor("mask", x.shape[:2], "int", tight=True)
        emit("mask.values", x=x, mask=mask, value=self.value)
        return mask

    def _by(self, name: str, x: Tensor, emit: Builder) -> Tensor:
        """The mask that an input gives."""
        given = emit.inputs.get(name)
        if given is None or given.kind != "int" or given.shape not in (x.shape[1:2], x.shape[:2]):
            raise ValueError(
                tr(
                    "layer '{layer}' (masking) needs an input '{input}' of whole numbers: a length for each example, "
                    "Whole(), or a row of 1 and 0, Whole({shape})",
                    layer=self.name,
                    input=name,
                    shape=x.shape[0],
                )
            )
        if len(given.shape) == 2:
            emit.below(given, 2)
            return given
        emit.below(given, x.shape[0] + 1)
        mask = emit.tensor("mask", x.shape[:2], "int", tight=True)
        emit("mask.lengths", lengths=given, mask=mask)
        return mask

    def describe(self) -> str:
        """See Layer."""
        return f"Masking(by={self.by!r})" if self.by else f"Masking({self.value:g})"
