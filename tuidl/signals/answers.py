"""What a network says about examples."""

from dataclasses import dataclass

from tuidl.signals.field import Field


@dataclass(frozen=True, slots=True)
class Absent:
    """Why there is no picture, in one sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One example and what the net says about it: chances of classes, a class for each token, or numbers.

    Of a sentence or text ``tokens`` are its words or characters, of a sequence of numbers ``course`` are the values of
    its first feature over time.
    """

    index: int
    truth: int
    classes: tuple[str, ...]
    probabilities: tuple[float, ...]
    loss: float
    image: Field | None = None
    features: tuple[tuple[str, float], ...] = ()  # for examples that are no images
    tokens: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()  # of each token or moment: what it is, what the net says
    targets: tuple[tuple[str, float, float], ...] = ()  # name of a number to predict, the number, what the net says
    course: tuple[float, ...] = ()
    written: tuple[str, ...] = ()  # of a question (the tokens): the answer, and what the net writes


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
