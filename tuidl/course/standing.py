"""How a task stands: its word, and each comparison of its check with the numbers of now."""

from dataclasses import dataclass

from tuidl.course import check, tree
from tuidl.course.values import Names
from tuidl.language import tr


@dataclass(frozen=True, slots=True)
class Standing:
    """One comparison of a check and how it stands now, for the task line: ``accuracy 93 % of 95 %``."""

    name: str  # as written: "val_accuracy", "kept@0"
    sign: str  # >= <= > < == != or "is nan"
    now: float | None
    goal: float | None
    holds: bool


@dataclass(frozen=True, slots=True)
class TaskState:
    """The pinned line. ``word``: new, running, met, missed or done; ``reached``: where it was met."""

    task: str
    word: str
    done: bool
    reached: int | None
    within: int | None
    standings: tuple[Standing, ...]
    best: float | None


def standing(part: tree.Compare | tree.IsNan, names: Names) -> Standing:
    """How a comparison stands."""
    holds = check.holds(part, names)
    if isinstance(part, tree.IsNan):
        return Standing(tree.spell(part.of), tr("is nan"), check.value(part.of, names), None, holds)
    now, goal = check.value(part.left, names), check.value(part.right, names)
    return Standing(tree.spell(part.left), part.sign, now, goal, holds)
