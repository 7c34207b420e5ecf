"""Layer normalisation (Ba et al. 2016): each row by itself."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


@reference("layernorm.forward")
def forward(x: Array, gamma: Array, beta: Array, normal: Array, y: Array, inverse: Array, epsilon: float) -> None:
    """normal = (x − mean) / √(var + ε) per row, y = γ normal + β."""
    inverse[...] = 1 / np.sqrt(x.var(-1) + epsilon)
    normal[...] = (x - x.mean(-1, keepdims=True)) * inverse[:, None]
    y[...] = gamma * normal + beta


@reference("layernorm.backward_input")
def backward_input(dy: Array, normal: Array, gamma: Array, inverse: Array, dx: Array) -> None:
    """dx = inverse (g − mean g − normal mean(g normal)), g = γ dy."""
    g = gamma * dy
    along = (g * normal).mean(-1, keepdims=True)
    dx[...] = inverse[:, None] * (g - g.mean(-1, keepdims=True) - normal * along)


@reference("layernorm.backward_weight")
def backward_weight(dy: Array, normal: Array, dgamma: Array, dbeta: Array) -> None:
    """dγ = Σ dy normal, dβ = Σ dy."""
    dgamma[...] = (dy * normal).sum(0)
    dbeta[...] = dy.sum(0)
