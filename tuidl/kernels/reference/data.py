"""Between the arena and arrays outside it. ``indices`` and ``history`` are those of one step."""

from tuidl.kernels.executor import Array
from tuidl.kernels.reference.kernel import reference


@reference("data.rows")
def rows(examples: Array, indices: Array, x: Array) -> None:
    """x = this step's examples."""
    x[...] = examples[indices].reshape(x.shape)


@reference("data.images")
def images(examples: Array, indices: Array, x: Array) -> None:
    """x = this step's images."""
    x[...] = examples[indices]


@reference("data.sequences")
def sequences(examples: Array, indices: Array, x: Array) -> None:
    """x[t, i] = moment t of example i."""
    x[...] = examples[indices].swapaxes(0, 1)


@reference("data.labels")
def labels(examples: Array, indices: Array, x: Array) -> None:
    """x = this step's labels."""
    x[...] = examples[indices]


@reference("data.tokens")
def tokens(examples: Array, indices: Array, x: Array) -> None:
    """x[t, i] = token t of example i."""
    x[...] = examples[indices].T


@reference("data.rate")
def rate(base: Array, factors: Array, rate: Array) -> None:
    """rate = base factors[step]."""
    rate[...] = base * factors


@reference("data.mean")
def mean(values: Array, history: Array) -> None:
    """history[step] = mean of values."""
    history[...] = values.mean()


@reference("data.mean_of")
def mean_of(values: Array, count: Array, history: Array) -> None:
    """history[step] = Σ values / count, 0 of nothing."""
    history[...] = values.sum() / max(float(count[0]), 1.0)


@reference("data.vector")
def vector(values: Array, history: Array) -> None:
    """history[step] = values."""
    history[...] = values


@reference("data.write")
def write(tokens: Array, history: Array) -> None:
    """history[step] = tokens."""
    history[...] = tokens


@reference("data.keep")
def keep(values: Array, history: Array) -> None:
    """history[step] = values."""
    history[...] = values.reshape(history.shape)
