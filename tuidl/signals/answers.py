"""What a network says about examples."""

from dataclasses import dataclass

from tuidl.signals.field import Field


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
class Confusion:
    """How often class ``row`` was called class ``column``, over ``total`` validation examples."""

    classes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    total: int


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
