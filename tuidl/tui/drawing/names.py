"""Names of classes, cut so that they can still be told apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence


def cut(names: Sequence[str], room: int) -> list[str]:
    """Each in at most ``room`` columns; of those that would look alike then, what they differ in: ``so…clay``."""
    alike: dict[str, set[str]] = defaultdict(set)
    for name in names:
        alike[name[:room]].add(name)
    return [_apart(name, room, alike[name[:room]]) for name in names]


def _apart(name: str, room: int, alike: set[str]) -> str:
    if len(alike) == 1 or len(name) <= room or room < 2:
        return name[: max(0, room)]
    return f"{name[: (room - 1) // 3]}…{name[_same(alike) :].lstrip()}"[:room]


def _same(names: Iterable[str]) -> int:
    """How many letters they all begin with."""
    columns = [set(letters) for letters in zip(*names, strict=False)]
    return next((at for at, letters in enumerate(columns) if len(letters) > 1), len(columns))
