"""A training step taken apart: its instructions, and one of them from close by."""

from dataclasses import dataclass
from math import isfinite

from tuidl.signals.field import Field

AGREED = 1e-5  # relative error that a gradient may have


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
    """One training step on one example, instruction by instruction. ``batch``: the examples in the step; of several the
    first is the one that is looked at."""

    example: int
    examples: int
    label: str
    loss: float
    lines: tuple[Line, ...]
    chain: tuple[Link, ...]
    about: str  # where the gradients begin: what the rows are
    origin: tuple[tuple[str, float, float, float], ...]  # output, what it says, what was wanted, its gradient
    first: int = 0  # the instruction that is looked at first
    batch: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a formula: words, or a number with the name of where it stands."""

    text: str
    value: float | None = None
    tensor: str = ""  # full name, for its colour


@dataclass(frozen=True, slots=True)
class Slope:
    """A gradient beside the finite difference (loss(w + ε) − loss(w − ε)) / 2ε; ``of``: whose number is nudged.

    ``estimated``: on its way the gradient is not that of the function but of another in its place.
    """

    of: str
    gradient: float
    nudge: float
    above: float
    here: float
    below: float
    estimated: bool = False

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
        """``agree``; ``corner`` where a ReLU or a maximum turns within ε; ``stand-in`` where an estimated one does not
        agree; ``differ``; ``none`` where no number is."""
        if not isfinite(self.error):
            return "none"
        if self.error <= AGREED:
            return "agree"
        if self.estimated:
            return "stand-in"
        sides = (self.above - self.here) / self.nudge, (self.here - self.below) / self.nudge
        low, high = min(sides), max(sides)
        room = 10 * AGREED * max(abs(low), abs(high), 1e-4)  # a slope of one side is off by about ε, not ε²
        bent = high - low > room
        return "corner" if bent and low - room <= self.gradient <= high + room else "differ"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Numbers along an edge of a table, with the name of where they stand."""

    name: str
    tensor: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """How the numbers ``first`` to ``done`` of all ``total`` in ``gradients`` gradients were checked.

    ``agreed``, ``corners``, ``differ``, ``none`` and ``estimated`` count the verdicts. ``worst`` is the largest error,
    relative, of those that agree, or the error of the first that does not, at ``where``.
    """

    example: int
    first: int
    done: int
    total: int
    gradients: int
    agreed: int
    corners: int
    differ: int
    none: int
    worst: float = 0.0
    where: str = ""
    estimated: int = 0


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
