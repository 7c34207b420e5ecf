"""The keys of ``[data.NAME]``: taken one by one with type and range, the unknown ones refused."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from tuidl.errors import DataError, among, suggest
from tuidl.language import tr

OWN = (
    "n",
    "validation",
    "test",
    "classes",
    "label",
    "margin",
    "target",
    "without",
    "size",
)  # belong to one set and are nonsense for another


class Options:
    """A set's keys and values. ``stand_in``: they were written for another set, so only what fits is taken."""

    def __init__(self, source: str, values: Mapping[str, Any], stand_in: bool = False) -> None:
        self.source = source
        self.stand_in = stand_in
        self._values = {key: value for key, value in values.items() if not (stand_in and key in OWN)}
        self._asked: list[str] = []

    def _take(self, name: str) -> Any:
        self._asked.append(name)
        return self._values.get(name)

    def assume(self, values: Mapping[str, Any]) -> None:
        """Take these where nothing else is said, as those kept with a set of the learner's own."""
        self._values = {**values, **self._values}

    @property
    def known(self) -> tuple[str, ...]:
        """The keys that were asked for: all that the set has, once it was loaded."""
        return tuple(dict.fromkeys(self._asked))

    def asked(self, name: str) -> bool:
        """Whether there is a value for a key."""
        return self._values.get(name) is not None

    def refuse(self, name: str, expected: str) -> DataError:
        """The error for a value that cannot be used."""
        return DataError(
            tr(
                "data set '{source}': {name} = {values!r} must be {expected}",
                source=self.source,
                name=name,
                values=self._values.get(name),
                expected=expected,
            )
        )

    def count(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""
        value = self._take(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.refuse(name, tr("a whole number from {low} to {high}", low=low, high=high))
        return value

    def some(self, name: str, low: int, high: int) -> int | None:
        """A whole number, or None where nothing is said."""
        return self.count(name, 0, low, high) if self._values.get(name) is not None else self._take(name)

    def number(self, name: str, default: float, low: float, high: float) -> float:
        """A number from ``low`` to ``high``."""
        value = self._take(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.refuse(name, tr("a number from {low:g} to {high:g}", low=low, high=high))
        return float(value)

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self._take(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.refuse(name, tr("true or false"))
        return value

    def held_out(self, default: float, total: int, name: str = "validation") -> int:
        """``validation`` (or ``test``): a count, or a share below 1 of ``total`` examples."""
        value = self._take(name)
        if value is None:
            value = default
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1_000_000:
            raise self.refuse(name, tr("a whole number or a share from 0 to 1"))
        if isinstance(value, float):
            if value >= 1:
                raise self.refuse(name, tr("a whole number or a share below 1"))
            return round(value * total)
        return value

    def tested(self, total: int) -> int:
        """``test``: how many are kept for the last test, which training and choosing never see; none unless said."""
        return self.held_out(0, total, "test")

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """One of some words."""
        value = self._take(name)
        if value is None:
            return default
        if value not in choices:
            raise self.refuse(name, tr("one of {choices}", choices=", ".join(choices)))
        return str(value)

    def word(self, name: str) -> str | None:
        """A word, or None where nothing is said."""
        value = self._take(name)
        if value is not None and (not isinstance(value, str) or not value.isprintable()):
            raise self.refuse(name, "a word")
        return value

    def words(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of different, printable words."""
        value = self._take(name)
        if value is None:
            return default
        good = isinstance(value, list | tuple) and all(isinstance(w, str) and w.isprintable() and w for w in value)
        if not good or len(set(value)) != len(value):
            raise self.refuse(name, tr("a list of different names"))
        return tuple(value)

    def classes(self, default: tuple[str, ...]) -> tuple[str, ...]:
        """``classes``: a name for each of the set's classes."""
        names = self.words("classes", default)
        if len(names) != len(default):
            raise self.refuse("classes", tr("a list of {count} names, one for each class", count=len(default)))
        return names

    def label(self, default: str) -> str:
        """``label``: what the set is called on screen."""
        value = self._take("label")
        if not value:
            return default
        if not isinstance(value, str) or not value.isprintable():
            raise self.refuse("label", tr("a line of text"))
        return value

    def points(self, name: str, default: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        """A list of two or more places in the plane."""
        value = self._take(name)
        if value is None:
            return default
        try:
            places = tuple((float(a), float(b)) for a, b in value)
        except (TypeError, ValueError):
            raise self.refuse(name, tr("a list of points [x1, x2]")) from None
        if not 2 <= len(places) <= 32 or not all(isfinite(a) and isfinite(b) for a, b in places):
            raise self.refuse(name, tr("a list of 2 to 32 points [x1, x2]"))
        return places

    def finish(self) -> None:
        """DataError for a key nobody asked for."""
        for name in self._values:
            if name not in self._asked and not self.stand_in:
                hint = suggest(name, self._asked) or among(self._asked)
                raise DataError(
                    tr("data set '{source}' has no key '{name}'{hint}", source=self.source, name=name, hint=hint)
                )
