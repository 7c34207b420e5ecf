"""Scaled dot-product attention (Vaswani et al. 2017) of (time, batch, features), each head with its part of them."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


def apart(x: Array, heads: int) -> Array:
    """x (time, batch, features) as (time, batch, head, depth)."""
    return x.reshape(*x.shape[:2], heads, -1)


@reference("attention.weights")
def weights(q: Array, k: Array, mask: Array | None, weights: Array, causal: int) -> None:
    """weights = softmax(q kᵀ / √depth) over the keys that a query may see, the largest taken off first; 0 elsewhere."""
    queries, batch, heads, keys = weights.shape
    seen = (
        np.ones((queries, batch, 1, keys), bool) if mask is None else np.tile(mask.T[:, None] != 0, (queries, 1, 1, 1))
    )
    if causal:
        seen &= np.tri(queries, keys, dtype=bool)[:, None, None]
    q, k = apart(q, heads), apart(k, heads)
    scores = np.where(seen, np.einsum("qbhd,kbhd->qbhk", q, k) / np.sqrt(q.shape[-1]), -np.inf)
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    weights[...] = np.where(seen, powers / powers.sum(-1, keepdims=True), 0)


@reference("attention.weights_backward")
def weights_backward(q: Array, k: Array, weights: Array, dweights: Array, dq: Array, dk: Array) -> None:
    """ds = weights (dweights − Σ weights dweights) / √depth; dq = ds k; dk = dsᵀ q. What has no weight has no slope."""
    heads = weights.shape[2]
    parts = apart(q, heads)
    along = (weights * dweights).sum(-1, keepdims=True)
    ds = weights * (dweights - along) / np.sqrt(parts.shape[-1])
    dq[...] = np.einsum("qbhk,kbhd->qbhd", ds, apart(k, heads)).reshape(dq.shape)
    dk[...] = np.einsum("qbhk,qbhd->kbhd", ds, parts).reshape(dk.shape)


@reference("attention.apply")
def apply(weights: Array, v: Array, y: Array) -> None:
    """y[i] = Σ weights[i, j] v[j]."""
    y[...] = np.einsum("qbhk,kbhd->qbhd", weights, apart(v, weights.shape[2])).reshape(y.shape)


@reference("attention.apply_backward")
def apply_backward(weights: Array, v: Array, dy: Array, dweights: Array, dv: Array) -> None:
    """dweights = dy vᵀ; dv = weightsᵀ dy."""
    heads = weights.shape[2]
    dweights[...] = np.einsum("qbhd,kbhd->qbhk", apart(dy, heads), apart(v, heads))
    dv[...] = np.einsum("qbhk,qbhd->kbhd", weights, apart(dy, heads)).reshape(dv.shape)
