"""Places on a plane: the answers of a net, the loss, what lies near what."""

from dataclasses import dataclass
from math import nan

from tuidl.signals.field import Field


@dataclass(frozen=True, slots=True)
class Boundary:
    """What a net, or one unit of it, answers over the plane, with the data on it.

    ``answer`` is p (2 classes) or the winning class (more), of a unit its output; its first row is the *top* of the
    plane. Where a number is predicted, ``answer`` is that number, and ``values`` are those of the points.
    """

    answer: Field
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    points: tuple[tuple[float, float, int, bool], ...]  # x1, x2, class, answered right
    classes: tuple[str, ...]
    wrong: int = 0  # over all points, also those not sent
    total: int = 0
    layer: str = ""  # of a unit
    unit: int = 0
    units: int = 0  # of its layer; 0: the answer is the whole net's
    target: str = ""  # name of the number that is predicted
    values: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """What a net answers over its one input, from ``low`` to ``high``, with the data on it.

    ``curves``: a number to predict, or p(class) of each class (the second alone, where there are two). The points of
    classes stand at 1 where they are that class.
    """

    feature: str
    low: float
    high: float
    curves: tuple[tuple[str, tuple[float, ...]], ...]
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class NetworkPicture:
    """Each unit's answer over the plane and the weights between layers; units of big layers are left out."""

    names: tuple[str, ...]  # layer names, input first
    planes: tuple[tuple[Field, ...], ...]  # per layer, per unit
    weights: tuple[tuple[tuple[float, ...], ...], ...]  # per gap: [input unit][output unit]
    biases: tuple[tuple[float, ...], ...]  # per layer after the input
    activations: tuple[str, ...]
    sizes: tuple[int, ...]  # units per layer, also those not drawn
    parameters: int
    changes: tuple[tuple[tuple[float, ...], ...], ...] = ()  # last change of each weight
    units: tuple[str, ...] = ()  # labels of input units
    at: tuple[float, ...] = ()  # the example under the cursor; then, per layer after the input:
    sums: tuple[tuple[float, ...], ...] = ()  # z of each unit drawn there, before the activation
    outputs: tuple[tuple[float, ...], ...] = ()  # and what the unit makes of it


@dataclass(frozen=True, slots=True)
class Surface:
    """The loss over two directions in weight space (``log``: its log10), and the way of the run over it.

    The first row of ``loss`` is the *top* of the plane.
    """

    loss: Field
    log: bool
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    path: tuple[tuple[float, float], ...]  # the last place is where the run stands now
    steps: tuple[int, ...]  # of the places of the path
    axes: tuple[str, str]
    now: float = nan  # the loss where the run stands
    below: float = nan  # that of the plane at the last place of the path: the run may stand beside the plane


@dataclass(frozen=True, slots=True)
class Scatter:
    """Named places on a plane: tokens by the two directions in which their embeddings differ most."""

    names: tuple[str, ...]
    places: tuple[tuple[float, float], ...]
    shares: tuple[float, float]  # of the whole spread that the two directions show
    chosen: int
    near: tuple[tuple[int, float], ...]  # names nearest to the one chosen, with their cosine, the nearest first
