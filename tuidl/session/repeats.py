"""What pictures repeat: in a recording a long part that an earlier picture has too is the number of that one's line.

Points, planes of the inputs and names stay as they are while a network learns; a picture of each step would hold them
all again. ``{"line": 12}`` stands for what line 12 of the file has in the same place of the same panel, in full, and
``{"line": 12, "but": [[3, x]]}`` for the same list with another element number 3.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from tuidl.language import tr

LONG = 60  # characters from which a part is worth a number
MOST = 64  # numbers in a picture, and parts of a list that are looked at one by one
DEEP = 3  # parts of parts of a signal
LARGEST = 1 << 16  # characters of a picture that repeats, or is repeated: what a small file becomes stays small

Path = tuple[str | int, ...]
Value = dict[str, Any]


class Repeats:
    """The parts that were written in full, by panel and place, each with its line."""

    def __init__(self) -> None:
        self._full: dict[Path, tuple[int, Any]] = {}
        self._left = MOST

    def shortened(self, value: Value, line: int) -> Value:
        """An envelope as JSON values, with numbers for what it repeats; ``line`` is where it will stand."""
        told, whose = _picture(value)
        if told is None or len(json.dumps(told["signal"])) > LARGEST:
            return value
        self._left = MOST
        signal = {key: self._part(part, (*whose, key), line) for key, part in told["signal"].items()}
        shorter = {**told, "signal": signal}
        event = value["event"]
        return {**value, "event": shorter if event is told else {**event, "told": shorter}}

    def _part(self, value: Any, path: Path, line: int, deep: int = 1) -> Any:
        if not isinstance(value, list | dict):
            return value
        known = self._full.get(path)
        if known is not None and known[1] == value:
            if self._left and len(json.dumps(value)) > LONG:
                self._left -= 1
                return {"line": known[0]}
            return value
        if known is not None and self._left and (but := _but(known[1], value)) is not None:
            self._left -= 1
            return {"line": known[0], "but": but}
        made = value
        if deep < DEEP and len(value) <= MOST:
            parts = {key: self._part(part, (*path, key), line, deep + 1) for key, part in _items(value)}
            if any(parts[key] is not part for key, part in _items(value)):
                made = _like(value, parts)
        if made is value:  # nobody refers to what refers to others
            self._full[path] = line, value
        return made


def restored(value: Value, line: int, at: Callable[[int], Value]) -> Value:
    """The inverse of ``Repeats.shortened``; ``at`` gives what stands in a line before. ValueError for a line that has
    no such part in full, and for more numbers than are ever written."""
    told, whose = _picture(value)
    if told is not None:
        told["signal"] = _Reading(told, whose, line, at).whole(told["signal"], (), 0)
    return value


class _Reading:
    def __init__(self, told: Value, whose: Path, line: int, at: Callable[[int], Value]) -> None:
        self._told, self._whose, self._line, self._at, self._left = told, whose, line, at, MOST

    def whole(self, value: Any, path: Path, deep: int) -> Any:
        if _refers(value):
            return self._found(value, path)
        if deep == DEEP or not isinstance(value, list | dict) or (deep and len(value) > MOST):
            return value
        return _like(value, {key: self.whole(part, (*path, key), deep + 1) for key, part in _items(value)})

    def _found(self, reference: Value, path: Path) -> Any:
        number, but = reference["line"], reference.get("but", [])
        wrong = ValueError(tr("it repeats line {number!r:.20}, which has no such part", number=number))
        self._left -= 1
        if type(number) is not int or not 1 < number < self._line or self._left < 0:
            raise wrong
        before, whose = _picture(self._at(number))
        if before is None or (whose, len(json.dumps(before["signal"])) > LARGEST) != (self._whose, False):
            raise wrong
        part = before["signal"]
        for key in path:
            try:
                part = part[key]
            except (KeyError, IndexError, TypeError):
                raise wrong from None
        if _any_refers(part):
            raise wrong
        try:
            other = {int(place): element for place, element in but}
        except (TypeError, ValueError):
            raise wrong from None
        if other and not isinstance(part, list):
            raise wrong
        return [other.get(place, element) for place, element in enumerate(part)] if other else part


def _picture(value: Value) -> tuple[Value | None, Path]:
    """The event that shows a picture, if there is one, and its panel: in a race that of one run."""
    event = value.get("event")
    whose: Path = ()
    if isinstance(event, dict) and event.get("event") == "Raced":
        whose, event = (str(event.get("contestant")), str(event.get("seed"))), event.get("told")
    if not isinstance(event, dict) or not isinstance(event.get("signal"), dict):
        return None, ()
    return event, (*whose, str(event.get("name")))


def _but(before: Any, now: Any) -> list[Any] | None:
    """The elements in which a long list differs from another of its length, with their places; None if too many do."""
    if not isinstance(now, list) or not isinstance(before, list) or len(now) != len(before) or len(now) <= MOST:
        return None
    found = [[place, new] for place, (old, new) in enumerate(zip(before, now, strict=True)) if old != new]
    return found if len(found) <= len(now) // 4 else None


def _refers(value: Any) -> bool:
    return isinstance(value, dict) and set(value) in ({"line"}, {"line", "but"})


def _any_refers(value: Any) -> bool:
    return _refers(value) or (isinstance(value, list | dict) and any(_any_refers(part) for _, part in _items(value)))


def _items(value: Any) -> Iterator[tuple[Any, Any]]:
    return iter(value.items()) if isinstance(value, dict) else enumerate(value)


def _like(value: Any, made: dict[Any, Any]) -> Any:
    return made if isinstance(value, dict) else list(made.values())
