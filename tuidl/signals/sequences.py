"""What goes along with time: states, gates, text."""

from dataclasses import dataclass

from tuidl.signals.field import Field


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
class Distance:
    """How large the gradient of the loss of the last moment is for what a layer reads, by how many moments before.

    rms over features and ``examples`` at each distance, 0 the first: ``now``, and at the ``start`` of the run.
    """

    layer: str
    now: tuple[float, ...]
    start: tuple[float, ...]
    moment: str  # what a moment is: letter, word, moment
    examples: int


@dataclass(frozen=True, slots=True)
class Answers:
    """Questions with what the net writes, token by token the likeliest: (question, answer, written)."""

    rows: tuple[tuple[str, str, str], ...]
    step: int = 0


@dataclass(frozen=True, slots=True)
class Writing:
    """Text the net made up: lines by temperature; ``copied`` marks words that stand in the training text."""

    lines: tuple[tuple[float, tuple[tuple[str, bool], ...]], ...]  # (temperature, ((word, copied), ...))
    step: int = 0
