"""From tokens to rows of features."""

import numpy as np

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


@reference("onehot.forward")
def onehot(tokens: Array, y: Array) -> None:
    """y[i] = 1 at tokens[i], else 0."""
    y[...] = 0
    y[np.arange(len(tokens)), tokens] = 1


@reference("embedding.forward")
def embedding(tokens: Array, table: Array, y: Array) -> None:
    """y[i] = table[tokens[i]]."""
    y[...] = table[tokens]


@reference("embedding.backward")
def embedding_backward(tokens: Array, dy: Array, dtable: Array) -> None:
    """dtable[v] = Σ dy[i] over the rows with tokens[i] = v."""
    dtable[...] = 0
    np.add.at(dtable, tokens, dy)
