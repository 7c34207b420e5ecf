"""Bidirectional: one recurrent layer reads from the beginning, its twin from the end."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Literal

from tuidl.language import tr
from tuidl.nn.layers.branches import added, in_one_row
from tuidl.nn.layers.layer import Layer, expect
from tuidl.nn.layers.recurrent import Recurrent
from tuidl.program import Builder, Tensor


class Bidirectional(Layer):
    """y[t] = merge(forward h[t], backward h[t]); the backward layer reads x[T − 1] to x[0] (Schuster & Paliwal 1997).

    ``merge`` "concat": both in one row, y (time, n, 2 units); "sum": y = their sum, (time, n, units). Without the
    layer's ``return_sequences`` y is merged from the state of each after its own last moment: the forward layer's after
    x[T − 1], the backward layer's after x[0]. ``NAME.state`` (and ``NAME.cell_state``) are merged in the same way. The
    layers are called ``NAME.forward`` and ``NAME.backward`` and share nothing. Padding is carried through by both.
    Gradients: dx is the sum of those through both layers, each with its part of dy.
    """

    kind = "bidirectional"

    def __init__(
        self, layer: Recurrent, /, *, merge: Literal["concat", "sum"] = "concat", name: str | None = None
    ) -> None:
        super().__init__(name)
        if not isinstance(layer, Recurrent):
            raise ValueError(tr("Bidirectional needs a recurrent layer (RNN, LSTM, GRU), not {layer!r}", layer=layer))
        if merge not in ("concat", "sum"):
            raise ValueError(tr("Bidirectional merges by 'concat' or 'sum', not {merge!r}", merge=merge))
        self.layer, self.twin, self.merge = layer, deepcopy(layer), merge
        self.layer.name, self.twin.name = "forward", "backward"

    def __iter__(self) -> Iterator[Layer]:
        return iter((self.layer,))  # the twin follows from it

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer. ValueError in a stream, which has no end to read from."""
        expect(self, x, 3, tr("sequences (time, features)"))
        if x.name in emit.flowing:
            raise ValueError(
                tr(
                    "layer '{name}' (bidirectional) reads from both ends, so a sequence cannot come in pieces; "
                    "predict it whole",
                    name=self.name,
                )
            )
        back = self._turned("turned", x, emit)
        mask = emit.masked(x)
        if mask is not None:
            turned = emit.tensor("mask", mask.shape, "int", tight=True)
            emit("mask.reverse", mask=mask, y=turned)
            emit.mask(back, turned)
        parts = [emit.layer(self.layer, x), emit.layer(self.twin, back)]
        if self.layer.return_sequences:
            parts[1] = self._turned("turned_back", parts[1], emit)
        for state in self.layer.states:
            emit.offer(state, lambda state=state: self._state(state, emit))  # type: ignore[misc]
        return self._merged("out", parts, emit)

    def _merged(self, name: str, parts: list[Tensor], emit: Builder) -> Tensor:
        return (in_one_row if self.merge == "concat" else added)(self, parts, emit, name)

    def _state(self, state: str, emit: Builder) -> Tensor:
        parts = [emit.find(f"{layer.name}.{state}") for layer in (self.layer, self.twin)]
        return self._merged(state, parts, emit)

    @staticmethod
    def _turned(name: str, x: Tensor, emit: Builder) -> Tensor:
        """Emit y = x, last moment first."""
        y = emit.tensor(name, x.shape)
        emit("sequence.reverse", x=x, y=y)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit("sequence.reverse", x=dy, y=dx)

        emit.backward(x, y, backward)
        return y

    def describe(self) -> str:
        """See Layer."""
        return f"Bidirectional({self.layer.describe()}, merge={self.merge!r})"
