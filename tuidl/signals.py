"""What a probe saw: small pictures of a run, quantised to display size. Standard library only.

A probe in ``train`` makes a signal, an event carries it, a panel in ``tui`` draws it. A signal is *state*: a newer one
replaces the older one of the same name, so a slow screen may skip some without losing facts.
"""

import base64
from dataclasses import dataclass, fields, is_dataclass
from math import isfinite, nan
from typing import Any, get_args

NAN_LEVEL = 255  # the byte that stands for NaN or infinity
TOP_LEVEL = 254


@dataclass(frozen=True, slots=True)
class Field:
    """A grid of numbers, row by row, as one byte each: value = low + byte / 254 · (high - low); 255 is NaN."""

    height: int
    width: int
    low: float
    high: float
    levels: bytes

    @classmethod
    def of(cls, rows: "list[list[float]]", low: float | None = None, high: float | None = None) -> "Field":
        """Quantise rows of numbers; without limits the finite minimum and maximum are used."""
        values = [float(v) for row in rows for v in row]
        finite = [v for v in values if isfinite(v)]
        bottom = low if low is not None else min(finite, default=0.0)
        top = high if high is not None else max(finite, default=0.0)
        span = (top - bottom) or 1.0
        levels = bytes(
            NAN_LEVEL if not isfinite(v) else int(min(max((v - bottom) / span, 0.0), 1.0) * TOP_LEVEL + 0.5)
            for v in values
        )
        return cls(len(rows), len(rows[0]) if rows else 0, bottom, top, levels)

    def value(self, row: int, column: int) -> float:
        """The number at a place, as exact as a byte allows; NaN where it was not finite."""
        level = self.levels[row * self.width + column]
        return nan if level == NAN_LEVEL else self.low + level / TOP_LEVEL * (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Boundary:
    """What a net, or one unit of it, answers over the plane, with the data on it.

    ``answer`` is p (2 classes) or the winning class (more), of a unit its output; its first row is the *top* of the
    plane.
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
class Weights:
    """One weight matrix (inputs × units), or its centre cut-out when it is larger than the panel."""

    layer: str
    grid: Field  # symmetric about zero
    shape: tuple[int, ...]
    distinct: int | None = None  # units that differ by more than 1e-6


@dataclass(frozen=True, slots=True)
class Filters:
    """The kernels of a convolution and what they answer on the sample shown."""

    layer: str
    kernels: tuple[Field, ...]  # symmetric about zero, one common range
    responses: tuple[Field, ...]  # from zero, one common range
    peaks: tuple[float, ...]  # largest response of each filter on the sample
    dead: tuple[bool, ...]  # answers to nothing in the whole probe batch
    sample: int
    channels: int = 1


Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Sliding:
    """What a convolution slides over: one channel of its input on an example, and each filter's weights there."""

    layer: str
    sample: int
    channel: int
    channels: int
    pixels: Rows
    kernels: tuple[Rows, ...]
    biases: tuple[float, ...]
    stride: int
    padding: str  # valid, same, or a number of pixels
    dilation: int
    receptive: int  # pixels of the network's input, along each side, that one output depends on


@dataclass(frozen=True, slots=True)
class Sample:
    """One example and what the net says about it."""

    index: int
    truth: int
    classes: tuple[str, ...]
    probabilities: tuple[float, ...]
    loss: float
    image: Field | None = None
    features: tuple[tuple[str, float], ...] = ()  # for examples that are no images


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the net says about a drawn image, and what in the image makes it say so.

    ``seen`` is the image as it was shown to the net, ``moved`` by so many rows and columns. ``saliency`` is
    d z / d pixel of the class that wins, z being its output before softmax or sigmoid; symmetric about zero.
    """

    number: int  # of the question
    classes: tuple[str, ...]
    probabilities: tuple[float, ...]
    seen: Field
    saliency: Field
    moved: tuple[int, int] = (0, 0)
    layer: str = ""
    maps: tuple[Field, ...] = ()  # of the layer's channels on this image, all on one scale

    @property
    def winner(self) -> str:
        """The class of the largest probability; empty where none is a number."""
        finite = [(p, -k) for k, p in enumerate(self.probabilities) if isfinite(p)]
        return self.classes[-max(finite)[1]] if finite and -max(finite)[1] < len(self.classes) else ""


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often class ``row`` was called class ``column``, over ``total`` validation examples."""

    classes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    total: int


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


@dataclass(frozen=True, slots=True)
class Grids:
    """Grids of numbers of one size and on one scale: gates over time, the heads of an attention, feature maps.

    ``rows`` and ``columns`` name places, if places have names; ``across`` and ``down`` what lies along the sides.
    """

    names: tuple[str, ...]
    grids: tuple[Field, ...]
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    down: str = "row"
    across: str = "column"
    total: int = 0  # grids there are, also those not sent
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scatter:
    """Named places on a plane: tokens by the two directions in which their embeddings differ most."""

    names: tuple[str, ...]
    places: tuple[tuple[float, float], ...]
    shares: tuple[float, float]  # of the whole spread that the two directions show
    chosen: int
    near: tuple[tuple[int, float], ...]  # names nearest to the one chosen, with their cosine, the nearest first


@dataclass(frozen=True, slots=True)
class Hidden:
    """Hidden states over time for one text: ``states`` has a row per unit and a column per character."""

    states: Field
    units: int  # of the layer, also those not drawn
    reads: str
    guesses: str  # the most likely next character after each one read
    truths: str  # the character that really came next
    surprise: tuple[float, ...]  # -ln p(truth), nats
    best: tuple[tuple[tuple[str, float], ...], ...] = ()  # per position: likeliest next characters with p


@dataclass(frozen=True, slots=True)
class Writing:
    """Text the net made up: lines by temperature; ``copied`` marks words that stand in the training text."""

    lines: tuple[tuple[float, tuple[tuple[str, bool], ...]], ...]  # (temperature, ((word, copied), ...))
    step: int = 0


@dataclass(frozen=True, slots=True)
class Gallery:
    """Examples with what the net says, the wrong ones first."""

    images: tuple[Field, ...]
    truths: tuple[int, ...]
    answers: tuple[int, ...]
    indices: tuple[int, ...]
    classes: tuple[str, ...]
    wrong: int
    total: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A tensor as an instruction has it: short name, full name, shape, which instruction wrote it (−1: none did)."""

    name: str
    tensor: str
    shape: tuple[int, ...]
    writes: bool
    source: int = -1


@dataclass(frozen=True, slots=True)
class Line:
    """An instruction of a program: its equation with the names of its tensors, and how its gradients were checked."""

    part: str  # forward, backward or update
    operation: str
    text: str  # short: ``h1 = x h1.w + h1.b``
    formula: str  # the catalogue's, with the names put in
    tensors: tuple[Reading, ...]
    users: tuple[int, ...] = ()  # instructions that read what it writes
    products: int = 0  # multiplications, 0 if they are not counted
    checked: int = 0  # numbers of its gradient held against a finite difference
    agreed: int = 0
    worst: float = 0.0  # the largest relative error of those


@dataclass(frozen=True, slots=True)
class Link:
    """A place on the way from the example to the loss. ``lines``: forward, backward, and those of its weights."""

    name: str  # of the value
    by: str  # what makes the next value of it; empty at the end
    made: int  # the instruction that wrote the value, −1: none did
    gradient: int  # the one that wrote the value's gradient, −1: none does
    slope: str = ""  # the short name of that gradient
    lines: tuple[int, ...] = ()  # all instructions between this value and the next


@dataclass(frozen=True, slots=True)
class Dissection:
    """One training step on one example, instruction by instruction."""

    example: int
    examples: int
    label: str
    loss: float
    lines: tuple[Line, ...]
    chain: tuple[Link, ...]
    about: str  # where the gradients begin: what the rows are
    origin: tuple[tuple[str, float, float, float], ...]  # output, what it says, what was wanted, its gradient
    first: int = 0  # the instruction that is looked at first


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a formula: words, or a number with the name of where it stands."""

    text: str
    value: float | None = None
    tensor: str = ""  # full name, for its colour


@dataclass(frozen=True, slots=True)
class Slope:
    """A gradient beside the finite difference (loss(w + ε) − loss(w − ε)) / 2ε; ``of``: whose number is nudged."""

    of: str
    gradient: float
    nudge: float
    above: float
    here: float
    below: float

    @property
    def estimate(self) -> float:
        """The central difference."""
        return (self.above - self.below) / (2 * self.nudge)

    @property
    def error(self) -> float:
        """How far the two lie apart, against the larger; sums that cancel to less than 1e-9 count as nothing."""
        size = max(abs(self.gradient), abs(self.estimate), 1e-4)
        return abs(self.gradient - self.estimate) / size

    @property
    def verdict(self) -> str:
        """``agree``; ``corner`` where a ReLU or a maximum turns within ε; ``differ``; ``none`` where no number is."""
        if not isfinite(self.error):
            return "none"
        if self.error <= AGREED:
            return "agree"
        sides = (self.above - self.here) / self.nudge, (self.here - self.below) / self.nudge
        low, high = min(sides), max(sides)
        room = AGREED * max(abs(low), abs(high), 1e-4)
        bent = high - low > 10 * room
        return "corner" if bent and low - room <= self.gradient <= high + room else "differ"


AGREED = 1e-5  # relative error that a gradient may have


@dataclass(frozen=True, slots=True)
class Stretch:
    """Numbers along an edge of a table, with the name of where they stand."""

    name: str
    tensor: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Closeup:
    """One instruction of a ``Dissection`` and one number of a tensor of it, with the part of its table around it."""

    example: int
    instruction: int
    tensor: str
    name: str  # short
    written: bool  # by this instruction
    shape: tuple[int, ...]
    index: tuple[int, ...]  # of the number in the tensor
    row: int  # of the number in the table
    column: int
    plane: int  # which table of the tensor, of ``planes``
    planes: int
    height: int  # of the whole table
    width: int
    top: int  # first row and column of the part that is here
    left: int
    values: tuple[tuple[float, ...], ...]
    reach: float  # the largest |number| of the whole tensor
    before: Field
    after: Field
    sizes: tuple[float, float, float, float]  # |max| and norm before, then after
    sums: bool = False  # the numbers are terms: each column adds up to the sum that stands below it
    over: tuple[Stretch, ...] = ()  # rows above the table
    beside: Stretch | None = None  # a column at its left
    under: tuple[Stretch, ...] = ()  # rows below it
    formula: tuple[Piece, ...] = ()  # the number spelt out
    slope: Slope | None = None
    unchecked: str = ""  # why there is no slope, in words


Signal = (
    Boundary
    | NetworkPicture
    | Weights
    | Filters
    | Sliding
    | Sample
    | Drawing
    | Confusion
    | LayerTable
    | Timing
    | Profile
    | Histogram
    | Spreads
    | Function
    | Surface
    | Grids
    | Scatter
    | Hidden
    | Writing
    | Gallery
    | Dissection
    | Closeup
)
PARTS = (Field, Reading, Line, Link, Piece, Slope, Stretch)  # what signals are made of
KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in (*get_args(Signal), *PARTS)}


def to_json(value: Any) -> Any:
    """A signal as JSON values: dataclasses as ``{"kind": ...}``, bytes as base64, NaN and infinities as strings."""
    if is_dataclass(value) and not isinstance(value, type):
        return {"kind": type(value).__name__, **{f.name: to_json(getattr(value, f.name)) for f in fields(value)}}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, float) and not isfinite(value):
        return {"float": repr(value)}
    return value


def from_json(value: Any) -> Any:
    """The inverse of ``to_json``; lists become tuples. ValueError for an unknown kind or wrong fields."""
    if isinstance(value, list):
        return tuple(from_json(item) for item in value)
    if isinstance(value, dict):
        if set(value) == {"bytes"}:
            return base64.b64decode(value["bytes"], validate=True)
        if set(value) == {"float"}:
            return float(value["float"])
        kind = KINDS.get(str(value.get("kind")))
        if kind is None:
            raise ValueError(f"unknown signal kind {value.get('kind')!r}")
        try:
            return kind(**{name: from_json(item) for name, item in value.items() if name != "kind"})
        except TypeError as error:
            raise ValueError(f"signal {value['kind']}: {error}") from error
    return value
