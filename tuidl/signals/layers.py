"""One thing of every layer: shapes, time, gradients, how its outputs are spread."""

from dataclasses import dataclass
from math import nan

from tuidl.signals.field import Field


@dataclass(frozen=True, slots=True)
class LayerTable:
    """One row per layer: name, kind, output shape, parameters, gradient rms, output rms (NaN: not known)."""

    rows: tuple[tuple[str, str, tuple[int, ...], int, float, float], ...]
    parameters: int
    flops: tuple[int, ...] = ()  # of each row: what its weights cost in the forward pass of one example


@dataclass(frozen=True, slots=True)
class Timing:
    """Where a training step spends its time: (part, seconds forward, seconds back), the parts in their order.

    Measured on one thread, kernel by kernel, the least of some steps; empty where the device cannot tell.
    """

    time: tuple[tuple[str, float, float], ...]
    batch: int


@dataclass(frozen=True, slots=True)
class Profile:
    """One number per layer (signal, gradients, dead share), for bars on a log or linear scale."""

    quantity: str
    layers: tuple[str, ...]
    values: tuple[float, ...]
    log: bool = True
    mark: float = 1.0  # a value to hold them against, drawn on a log scale
    share: bool = False  # shares of a whole, from 0 to 1


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of values between equally spaced edges; with ``log`` edges are powers of ten, low and high exponents."""

    title: str
    low: float
    high: float
    counts: tuple[int, ...]
    note: str = ""
    log: bool = False
    beyond: tuple[int, int] = (0, 0)  # values below ``low`` and above ``high``


@dataclass(frozen=True, slots=True)
class Spreads:
    """How the outputs of every layer are spread: a row of ``plain`` for each, shares of its outputs between equally
    spaced edges from ``low`` to ``high``; the same in ``sizes`` for log10 |output| from ``least`` to ``most``."""

    layers: tuple[str, ...]
    plain: Field
    low: float
    high: float
    sizes: Field
    least: float
    most: float
    zeros: tuple[float, ...] = ()  # share of each layer's outputs that is 0: no logarithm has them


@dataclass(frozen=True, slots=True)
class Function:
    """A function of one number, its slope beside it, and where on it a run stands now.

    Every curve has its values at equally spaced places from ``low`` to ``high``, both ends included. Its role:
    function, slope, other (a function to compare with) or other slope.
    """

    name: str
    variable: str
    low: float
    high: float
    curves: tuple[tuple[str, str, tuple[float, ...]], ...]  # name, role, values
    bounds: tuple[float, float]  # what the function can give; infinite where nothing ends it
    counts: tuple[int, ...] = ()  # of the run's numbers, between equally spaced edges from ``low`` to ``high``
    counted: str = ""  # what they are
    beyond: tuple[int, int] = (0, 0)  # numbers below ``low`` and above ``high``
    here: float = nan  # the example shown
    note: str = ""
    short: float = 0.0  # the curves end so far from ``low`` and ``high``: what they would be there is infinite
