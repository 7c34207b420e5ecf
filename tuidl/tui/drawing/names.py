"""Names of classes, cut so that they can still be told apart."""

from collections import defaultdict
from collections.abc import Iterable, Sequence


def cut(names: Sequence[str], room: int) -> list[str]:
    """Each in at most ``room`` columns; of those that would look alike then, what they differ in: ``so…clay``."""
    room = max(0, room)
    alike: dict[str, set[str]] = defaultdict(set)
    for name in names:
        alike[name[:room]].add(name)
    same = {begun: _same(group) for begun, group in alike.items() if len(group) > 1 and room > 1}
    return [_apart(name, room, same.get(name[:room], 0)) for name in names]


def _apart(name: str, room: int, same: int) -> str:
    if not same or len(name) <= room:
        return name[:room]
    return f"{name[: (room - 1) // 3]}…{name[same:].lstrip()}"[:room]


def _same(names: Iterable[str]) -> int:
    """How many letters they all begin with."""
    columns = [set(letters) for letters in zip(*names, strict=False)]
    return next((at for at, letters in enumerate(columns) if len(letters) > 1), len(columns))
