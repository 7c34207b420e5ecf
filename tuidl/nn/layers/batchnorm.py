"""BatchNorm: each feature is centred and scaled over the batch."""

from tuidl.nn.init import Constant
from tuidl.nn.layers.layer import Layer
from tuidl.program import Builder, Tensor


class BatchNorm(Layer):
    """normal = (x − mean) / √(var + ε), y = γ normal + β, over all rows of the batch (Ioffe & Szegedy 2015).

    Shapes: x, y (..., features), γ, β (features).

    For images every pixel is a row. While training, running moments follow with ``momentum``; they stand in for the
    batch's own otherwise, and where γ and β are both frozen: the moments are not changed then.
    Gradient: dx = γ / √(var + ε) (dy − mean dy − normal mean(dy normal)). ``forward`` names another operation that
    makes y while training; gradient and moments stay these.
    """

    kind = "batchnorm"

    def __init__(
        self, *, momentum: float = 0.9, epsilon: float = 1e-5, forward: str = "", name: str | None = None
    ) -> None:
        super().__init__(name)
        self.momentum, self.epsilon, self.forward = float(momentum), float(epsilon), forward

    def build(self, x: Tensor, emit: Builder) -> Tensor:
        """See Layer."""
        features = x.shape[-1]
        gamma = emit.parameter("gamma", (features,), Constant(1.0))
        beta = emit.parameter("beta", (features,), Constant(0.0))
        mean = emit.state("mean", (features,), Constant(0.0))
        variance = emit.state("variance", (features,), Constant(1.0))
        y = emit.tensor("out", x.shape)
        scale = {"gamma": gamma.value, "beta": beta.value}
        follows = emit.training and not (gamma.frozen and beta.frozen)
        if follows:
            normal, inverse = emit.tensor("normal", x.shape), emit.tensor("inverse", (features,))
            made = emit.tensor("own", x.shape) if self.forward else y
            emit(
                "batchnorm.train", x=x, **scale, normal=normal, y=made, inverse=inverse, mean=mean, variance=variance,
                momentum=self.momentum, epsilon=self.epsilon,
            )  # fmt: skip
            if self.forward:
                emit(self.forward, x=x, **scale, y=y, epsilon=self.epsilon)
        else:
            emit("batchnorm.evaluate", x=x, **scale, y=y, mean=mean, variance=variance, epsilon=self.epsilon)

        def backward(dy: Tensor, dx: Tensor | None) -> None:
            dx = dx or emit.tensor(f"{y.name}.unused", x.shape)
            grads = {"dx": dx, "dgamma": gamma.grad, "dbeta": beta.grad}
            if follows:
                emit("batchnorm.backward", dy=dy, normal=normal, gamma=gamma.value, inverse=inverse, **grads)
            else:
                emit(
                    "batchnorm.backward_fixed", x=x, dy=dy, gamma=gamma.value, mean=mean, variance=variance, **grads,
                    epsilon=self.epsilon,
                )  # fmt: skip

        emit.backward(x, y, backward)
        return y
