"""First values of parameters, drawn from a stream of their own for each parameter.

Because the stream depends on the seed and the parameter's name alone, editing one layer leaves the others as they were.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod, sqrt
from typing import Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from tuidl.language import tr

Values = NDArray[np.float64]


class Initialiser(Protocol):
    """Makes the first values of a parameter."""

    def __call__(self, shape: tuple[int, ...], random: np.random.Generator) -> Values:
        """Values of that shape."""
        ...


def stream(seed: int, name: str) -> np.random.Generator:
    """The random numbers of one parameter. ValueError for a seed that is none."""
    if not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(tr("a seed is a whole number from 0 up, not {seed!r}", seed=seed))
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, crc32(name.encode())])))


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """(n_in, n_out): how many inputs a unit adds up, and how many units an input feeds.

    Shapes: dense (inputs, outputs); convolution (height, width, channels, filters).
    """
    if len(shape) < 2:
        return shape[0], shape[0]
    area = prod(shape[:-2])
    return area * shape[-2], area * shape[-1]


@dataclass(frozen=True)
class Constant:
    """Every value the same: equal units stay equal for ever."""

    value: float = 0.0

    def __call__(self, shape: tuple[int, ...], random: np.random.Generator) -> Values:
        """See Initialiser."""
        return np.full(shape, self.value)


@dataclass(frozen=True)
class Normal:
    """Normal with mean 0 and standard deviation ``scale``."""

    scale: float = 0.05

    def __call__(self, shape: tuple[int, ...], random: np.random.Generator) -> Values:
        """See Initialiser."""
        return random.standard_normal(shape) * self.scale


@dataclass(frozen=True)
class Uniform:
    """Uniform between −scale and scale."""

    scale: float = 0.05

    def __call__(self, shape: tuple[int, ...], random: np.random.Generator) -> Values:
        """See Initialiser."""
        return random.uniform(-self.scale, self.scale, shape)


@dataclass(frozen=True)
class Glorot:
    """Variance 2 / (n_in + n_out), for tanh and sigmoid (Glorot & Bengio 2010)."""

    uniform: bool = False

    def __call__(self, shape: tuple[int, ...], random: np.random.Generator) -> Values:
        """See Initialiser."""
        return _spread(shape, random, sqrt(2 / sum(fans(shape))), self.uniform)


@dataclass(frozen=True)
class He:
    """Variance 2 / n_in, for ReLU (He et al. 2015)."""

    uniform: bool = False

    def __call__(self, shape: tuple[int, ...], random: np.random.Generator) -> Values:
        """See Initialiser."""
        return _spread(shape, random, sqrt(2 / fans(shape)[0]), self.uniform)


@dataclass(frozen=True)
class Orthogonal:
    """A matrix whose columns (or rows) are orthonormal: what passes keeps its length (Saxe et al. 2014)."""

    gain: float = 1.0

    def __call__(self, shape: tuple[int, ...], random: np.random.Generator) -> Values:
        """See Initialiser."""
        rows, columns = prod(shape[:-1]), shape[-1]
        q, r = np.linalg.qr(random.standard_normal((max(rows, columns), min(rows, columns))))
        q = q * np.sign(np.diag(r))
        return self.gain * (q if rows >= columns else q.T).reshape(shape)


@dataclass(frozen=True)
class Fixed:
    """Given values."""

    values: Sequence[float] | Sequence[Sequence[float]]

    def __call__(self, shape: tuple[int, ...], random: np.random.Generator) -> Values:
        """See Initialiser; ValueError if the shape is another."""
        try:
            values = np.asarray(self.values, np.float64)
        except (ValueError, TypeError) as error:
            raise ValueError(
                tr("fixed values must be numbers in rows of one length, not {values!r}", values=self.values)
            ) from error
        if values.shape != shape:
            raise ValueError(
                tr("fixed values have shape {given}, the parameter {wanted}", given=values.shape, wanted=shape)
            )
        return values


def _spread(shape: tuple[int, ...], random: np.random.Generator, deviation: float, uniform: bool) -> Values:
    if uniform:
        return random.uniform(-1, 1, shape) * (deviation * sqrt(3))
    return random.standard_normal(shape) * deviation


NAMED: dict[str, Initialiser] = {
    "zeros": Constant(0.0),
    "glorot": Glorot(),
    "glorot_normal": Glorot(),
    "glorot_uniform": Glorot(uniform=True),
    "he": He(),
    "he_normal": He(),
    "he_uniform": He(uniform=True),
    "orthogonal": Orthogonal(),
}


def resolve(given: "str | float | Initialiser") -> Initialiser:
    """An initialiser from its name, a number (constant), or itself; ValueError for an unknown name."""
    if isinstance(given, str):
        if given not in NAMED:
            raise ValueError(
                tr("initialiser '{given}' is unknown; choose one of {named}", given=given, named=", ".join(NAMED))
            )
        return NAMED[given]
    return Constant(float(given)) if isinstance(given, int | float) else given
