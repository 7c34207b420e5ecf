"""LayerNorm: each example's features are centred and scaled by themselves."""

from tuidl.language import tr
from tuidl.nn.init import Constant
from tuidl.nn.layers.layer import Layer
from tuidl.program import Builder, Tensor


class LayerNorm(Layer):
    """normal = (x − mean) / √(var + ε), y = γ normal + β, over the last dimension (Ba et al. 2016).

    Every row (example, moment, pixel) stands for itself, so training and evaluating are the same. Shapes: x, y
    (..., features), γ, β (features). Gradient, with g = γ dy: dx = (g − mean g − normal mean(g normal)) / √(var + ε).
    """

    kind = "layernorm"

    def __init__(self, *, epsilon: float = 1e-5, name: str | None = None) -> None:
        super().__init__(name)
        if not 0 < epsilon < float("inf"):
            raise ValueError(tr("LayerNorm needs an epsilon above 0, not {epsilon}", epsilon=epsilon))
        self.epsilon = float(epsilon)

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        features = x.shape[-1]
        gamma = emit.parameter("gamma", (features,), Constant(1.0))
        beta = emit.parameter("beta", (features,), Constant(0.0))
        normal, inverse = emit.tensor("normal", x.shape), emit.tensor("inverse", (x.rows,))
        y = emit.tensor("out", x.shape)
        emit(
            "layernorm.forward", x=x, gamma=gamma.value, beta=beta.value, normal=normal, y=y, inverse=inverse,
            epsilon=self.epsilon,
        )  # fmt: skip

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            emit("layernorm.backward_weight", dy=dy, normal=normal, dgamma=gamma.grad, dbeta=beta.grad)
            if dx is not None:
                emit("layernorm.backward_input", dy=dy, normal=normal, gamma=gamma.value, inverse=inverse, dx=dx)

        emit.backward(x, y, backward)
        return y
