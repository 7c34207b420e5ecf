"""What is known of a moment by its place alone: a row of a table, the same for every example."""

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


@reference("position.add")
def add(x: Array, table: Array, y: Array) -> None:
    """y[t] = x[t] + table[t]."""
    y[...] = x + table[:, None]


@reference("position.backward")
def backward(dy: Array, dtable: Array) -> None:
    """dtable[t] = Σ dy[t] over the batch."""
    dtable[...] = dy.sum(1)
