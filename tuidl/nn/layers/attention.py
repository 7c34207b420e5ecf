"""Attention: every moment asks all moments, and takes a mean of what they say."""

from tuidl.language import tr
from tuidl.nn.init import Initialiser, resolve
from tuidl.nn.layers.dense import Dense
from tuidl.nn.layers.dropout import Dropout
from tuidl.nn.layers.layer import Layer, expect, expect_whole
from tuidl.program import Builder, Tensor
from tuidl.program.tape import Gradients

PARTS = ("query", "key", "value")


class Attention(Layer):
    """Scaled dot-product attention (Vaswani et al. 2017): y = weights v, weights = softmax(q kᵀ / √units).

    q = x w_q + b_q, k = m w_k + b_k, v = m w_v + b_v. m is x itself, or what ``memory`` names: an input or an earlier
    layer, another sequence (cross-attention). ``causal``: moment i sees the moments up to i alone. Nobody sees padding;
    who sees nothing at all gets 0. Without ``units`` nothing is learnt: q is x, k and v are m, as they come, and √units
    is √features. ``dropout`` is the rate at which weights are left out while training, the tensor
    ``NAME.dropout.rate`` if it is not 0.

    Shapes: x (time, n, inputs), m (keys, n, inputs), w (inputs, units), b (units), weights (time, n, heads, keys), y
    (time, n, units). Each row of weights sums to 1; ``Model.observe`` shows them as ``NAME.weights``, (n, time, heads,
    keys). Parameters: ``NAME.query.weight``, ``NAME.query.bias``, likewise ``key`` and ``value``; b_k changes nothing,
    as it adds the same to all scores of a query.

    Gradients: dweights = dy vᵀ, dv = weightsᵀ dy, ds = weights (dweights − Σ weights dweights) / √units, dq = ds k,
    dk = dsᵀ q.
    """

    kind = "attention"
    heads = 1

    def __init__(
        self,
        units: int | None = None,
        *,
        memory: str | None = None,
        causal: bool = False,
        dropout: float = 0.0,
        init: str | float | Initialiser = "glorot",
        name: str | None = None,
    ) -> None:
        super().__init__(name)
        if units is not None and units < 1:
            raise ValueError(tr("{name} needs at least 1 unit, not {units}", name=type(self).__name__, units=units))
        self.units, self.memory, self.causal = units, memory, causal
        self.dropout, self.init = dropout, resolve(init)
        self._parts = tuple(Dense(units, init=self.init, name=part) for part in PARTS) if units is not None else ()
        self._left_out = Dropout(dropout, name="dropout")

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        return self.means(x, "out", emit)

    def means(self, x: Tensor, name: str, emit: Builder) -> Tensor:
        """Emit what each moment gathers. ValueError in a stream, where what is asked comes in pieces."""
        expect(self, x, 3, tr("sequences (time, features)"))
        memory = self._remembered(x, emit)
        expect_whole(self, memory, emit)
        q, k, v = x, memory, memory
        if self._parts:
            q, k, v = (emit.layer(part, each) for part, each in zip(self._parts, (x, memory, memory), strict=True))
        elif x.shape[-1] != memory.shape[-1]:
            raise ValueError(
                tr(
                    "layer '{name}' ({kind}) compares rows of {asking} with rows of {asked} "
                    "features; give it units, and it learns to",
                    name=self.name,
                    kind=self.kind,
                    asking=x.shape[-1],
                    asked=memory.shape[-1],
                )
            )
        weights = weigh(q, k, emit.masked(memory), self.heads, self.causal, emit)
        if self.dropout:
            weights = emit.layer(self._left_out, weights)
        return gather(weights, v, name, emit)

    def _remembered(self, x: Tensor, emit: Builder) -> Tensor:
        """What is asked. ValueError if ``memory`` is no sequence of this batch."""
        if self.memory is None:
            return x
        try:
            found = emit.find(self.memory)
        except ValueError as error:
            raise ValueError(
                tr("layer '{name}' ({kind}): {error}", name=self.name, kind=self.kind, error=error)
            ) from None
        if found.kind != "float" or len(found.shape) != 3:
            raise ValueError(
                tr(
                    "layer '{name}' ({kind}) asks '{memory}', which is no sequence of features",
                    name=self.name,
                    kind=self.kind,
                    memory=self.memory,
                )
            )
        return found

    def describe(self) -> str:
        """See Layer."""
        told = [self._sizes(), f"memory={self.memory!r}" if self.memory else "", "causal=True" if self.causal else ""]
        return f"{type(self).__name__}({', '.join(filter(None, told))})"

    def _sizes(self) -> str:
        return "" if self.units is None else str(self.units)


class MultiHeadAttention(Attention):
    """``heads`` attentions side by side, mixed: y = (y_1, ..., y_heads) w_o + b_o (Vaswani et al. 2017).

    As ``Attention`` with the units of q, k and v parted among the heads: head h has units h·depth to (h + 1)·depth, and
    its own weights = softmax(q kᵀ / √depth), depth = units / heads.

    Shapes: x (time, n, inputs), weights (time, n, heads, keys), w_o (units, units), y (time, n, units). Parameters: as
    those of ``Attention``, and ``NAME.output.weight``, ``NAME.output.bias``; y is ``NAME.output.out``, what the heads
    say is ``NAME.heads``.
    """

    kind = "multi-head-attention"

    def __init__(
        self,
        heads: int,
        units: int,
        *,
        memory: str | None = None,
        causal: bool = False,
        dropout: float = 0.0,
        init: str | float | Initialiser = "glorot",
        name: str | None = None,
    ) -> None:
        super().__init__(units, memory=memory, causal=causal, dropout=dropout, init=init, name=name)
        if heads < 1 or units % heads:
            raise ValueError(
                tr(
                    "MultiHeadAttention needs heads that share its units evenly, not {heads} heads and {units} units",
                    heads=heads,
                    units=units,
                )
            )
        self.heads = heads
        self._output = Dense(units, init=self.init, name="output")

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        return emit.layer(self._output, self.means(x, "heads", emit))

    def _sizes(self) -> str:
        return f"{self.heads}, {self.units}"


def weigh(q: Tensor, k: Tensor, mask: Tensor | None, heads: int, causal: bool, emit: Builder) -> Tensor:
    """Emit how much each query looks at each key."""
    weights = emit.tensor("weights", (*q.shape[:2], heads, k.shape[0]), timed=True)
    emit("attention.weights", q=q, k=k, mask=mask, weights=weights, causal=int(causal))

    def backward(dys: Gradients, dxs: Gradients) -> None:
        emit("attention.weights_backward", q=q, k=k, weights=weights, dweights=dys[0], dq=dxs[0], dk=dxs[1])

    emit.backward_all((q, k), (weights,), backward)
    return weights


def gather(weights: Tensor, v: Tensor, name: str, emit: Builder) -> Tensor:
    """Emit the means of the values."""
    y = emit.tensor(name, (*weights.shape[:2], v.shape[-1]))
    emit("attention.apply", weights=weights, v=v, y=y)

    def backward(dys: Gradients, dxs: Gradients) -> None:
        if dxs == (None, None):
            return
        dweights = dxs[0] or emit.tensor(f"{y.name}.weights.grad", weights.shape, timed=True)  # nobody asks for it
        dv = dxs[1] or emit.tensor(f"{y.name}.values.grad", v.shape)
        emit("attention.apply_backward", weights=weights, v=v, dy=dys[0], dweights=dweights, dv=dv)

    emit.backward_all((weights, v), (y,), backward)
    return y
