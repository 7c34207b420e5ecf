"""In which order the answers of a quiz are shown: another one for each question, the same each time."""

import random
from collections.abc import Sequence

from tuidl.course.spec import QuizItem


def order(items: Sequence[QuizItem], seed: str) -> tuple[tuple[int, ...], ...]:
    """For each question the indices of its choices in an order that depends on ``seed`` alone."""
    return tuple(
        tuple(random.Random(f"{seed}:{i}").sample(range(len(item.choices)), len(item.choices)))
        for i, item in enumerate(items)
    )
