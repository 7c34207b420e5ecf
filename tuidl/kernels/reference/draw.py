"""Tokens drawn from what a network says: texts that it makes up."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference
from tuidl.kernels.reference.noise import hashed

COLDEST = 1e-3  # below this temperature the likeliest token is drawn anyway


@reference("tokens.draw")
def draw(logits: Array, temperature: Array, key: Array, shares: Array, tokens: Array, step: int) -> None:
    """shares = softmax(logits / temperature); tokens[i] = the first v with Σ shares[i, :v + 1] above a hash."""
    scaled = (logits - logits.max(-1, keepdims=True)) / np.maximum(temperature, COLDEST)[:, None]
    shares[...] = np.exp(scaled) / np.exp(scaled).sum(-1, keepdims=True)
    rows, vocabulary = logits.shape
    chance = hashed((rows, 1), int(key[0]), 0, step)[:, 0] / 4294967296.0
    above = np.cumsum(shares, axis=-1) > chance[:, None]
    tokens[...] = np.where(above.any(-1), above.argmax(-1), vocabulary - 1)
