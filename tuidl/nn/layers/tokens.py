"""From tokens (whole numbers) to rows of features."""

from tuidl.language import tr
from tuidl.nn.init import Initialiser, Normal, resolve
from tuidl.nn.layers.layer import Layer, Misfit
from tuidl.program import Builder, Tensor

SPREAD = Normal(0.1)


def _tokens(layer: Layer, x: Tensor, vocabulary: int, emit: Builder) -> None:
    if x.kind != "int":
        raise Misfit(
            tr("layer '{name}' ({kind}) needs tokens (whole numbers), not features", name=layer.name, kind=layer.kind)
        )
    emit.below(x, vocabulary)


class OneHot(Layer):
    """y[token] = 1, else 0. Shapes: x (time, n) of whole numbers, y (time, n, vocabulary)."""

    kind = "one-hot"

    def __init__(self, vocabulary: int, *, name: str | None = None) -> None:
        super().__init__(name)
        if vocabulary < 1:
            raise ValueError(
                tr("OneHot needs a vocabulary of at least 1 token, not {vocabulary}", vocabulary=vocabulary)
            )
        self.vocabulary = vocabulary

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        _tokens(self, x, self.vocabulary, emit)
        y = emit.tensor("out", (*x.shape, self.vocabulary))
        emit("onehot.forward", tokens=x, y=y)
        return y

    def describe(self) -> str:
        """See Layer."""
        return f"OneHot({self.vocabulary})"


class Embedding(Layer):
    """y = table[token]; dtable[v] = Σ dy of the rows with token v (Bengio et al. 2003).

    Shapes: x (time, n) of whole numbers, table (vocabulary, features), y (time, n, features).

    With ``mask_zero`` token 0 is padding: a mask goes with y, as from the layer Masking. Its row of the table is looked
    up like any other.
    """

    kind = "embedding"

    def __init__(
        self,
        vocabulary: int,
        features: int,
        *,
        mask_zero: bool = False,
        init: str | float | Initialiser = SPREAD,
        name: str | None = None,
    ) -> None:
        super().__init__(name)
        if min(vocabulary, features) < 1:
            raise ValueError(
                tr(
                    "Embedding needs at least 1 token and 1 feature, not {vocabulary} and {features}",
                    vocabulary=vocabulary,
                    features=features,
                )
            )
        self.vocabulary, self.features, self.init = vocabulary, features, resolve(init)
        self.mask_zero = mask_zero

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        _tokens(self, x, self.vocabulary, emit)
        table = emit.parameter("weight", (self.vocabulary, self.features), self.init)
        y = emit.tensor("out", (*x.shape, self.features))
        emit("embedding.forward", tokens=x, table=table.value, y=y)
        if self.mask_zero:
            mask = emit.tensor("mask", x.shape, "int", tight=True)
            emit("mask.tokens", tokens=x, mask=mask)
            emit.mask(y, mask)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            emit("embedding.backward", tokens=x, dy=dy, dtable=table.grad)

        emit.backward(x, y, backward)
        return y

    def describe(self) -> str:
        """See Layer."""
        return f"Embedding({self.vocabulary}, {self.features})"
