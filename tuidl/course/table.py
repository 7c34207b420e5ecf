"""Reading TOML with types: a table knows where it stands, and says what is wrong in one sentence."""

import tomllib
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any, TypeVar, overload

from tuidl.course.spec import KnobRef
from tuidl.errors import LessonError, among, suggest
from tuidl.language import later, tr

T = TypeVar("T")
_NAMES: dict[type, str] = {
    str: later("a text"),
    bool: later("true or false"),
    int: later("a whole number"),
    float: later("a number"),
    list: later("a list"),
    dict: later("a table"),
}


def parse(text: str, file: str, lesson: str) -> dict[str, Any]:
    """TOML as nested dictionaries; LessonError with the line of a syntax error."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        raise LessonError(
            f"lesson '{lesson}': "
            + tr(
                "{file} is not valid TOML: {reason}",
                file=file,
                reason=reason[:1].lower() + reason[1:],
            )
        ) from None
    except (RecursionError, ValueError, OverflowError):
        raise LessonError(
            f"lesson '{lesson}': "
            + tr(
                "{file} is not valid TOML: it nests too deep or holds a huge number",
                file=file,
            )
        ) from None


class Table:
    """One table of a TOML file: each reading method asks for a key, ``done`` complains of keys nobody asked for."""

    def __init__(self, lesson: str, where: str, values: dict[str, Any]) -> None:
        self.lesson = lesson
        self.where = where
        self._values = values
        self._asked: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def error(self, reason: str) -> LessonError:
        """A LessonError that begins with lesson and place."""
        place = f"{self.where}: " if self.where else ""
        return LessonError(f"lesson '{self.lesson}': {place}{reason}")

    def done(self) -> None:
        """LessonError for the first key that was never asked for."""
        for key in self._values:
            if key not in self._asked:
                raise self.error(tr("key '{key}' is unknown{hint}", key=key, hint=suggest(key, self._asked)))

    def rest(self) -> dict[str, Any]:
        """All keys not asked for yet, with ``{ knob = NAME }`` as KnobRef."""
        left = {key: self._refs(key, value) for key, value in self._values.items() if key not in self._asked}
        self._asked.extend(left)
        return left

    def options(self, known: Iterable[str]) -> dict[str, Any]:
        """Those of the known keys that are there, with ``{ knob = NAME }`` as KnobRef."""
        words = list(known)
        self._asked.extend(words)
        return {key: self._refs(key, self._values[key]) for key in words if key in self._values}

    # ---- single values ------------------------------------------------------------------------------------------

    @overload
    def text(self, key: str) -> str: ...
    @overload
    def text(self, key: str, default: T) -> str | T: ...
    def text(self, key: str, default: Any = ...) -> Any:
        """A text that is not empty."""
        value = self._plain(key, str, default)
        if value == "" and default != "":
            raise self.error(tr("'{key}' is empty", key=key))
        return value

    @overload
    def whole(self, key: str, *, least: int = ...) -> int: ...
    @overload
    def whole(self, key: str, default: T, *, least: int = ...) -> int | T: ...
    def whole(self, key: str, default: Any = ..., *, least: int = 0) -> Any:
        """A whole number of at least ``least``."""
        value = self._plain(key, int, default)
        if key in self._values and value < least:
            raise self.error(tr("'{key}' must be at least {least}, not {value}", key=key, least=least, value=value))
        return value

    @overload
    def number(self, key: str) -> float: ...
    @overload
    def number(self, key: str, default: T) -> float | T: ...
    def number(self, key: str, default: Any = ...) -> Any:
        """A finite number, as float."""
        return self._plain(key, float, default)

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        return bool(self._plain(key, bool, default))

    def word(self, key: str, known: tuple[str, ...], default: str | None = None) -> str:
        """One of the known words."""
        value = str(self._plain(key, str, ... if default is None else default))
        if value not in known:
            raise self.error(
                tr(
                    "{key} '{value}' is unknown{hint}",
                    key=key,
                    value=value,
                    hint=suggest(value, known) or _among(known),
                )
            )
        return value

    def knob(self, key: str) -> KnobRef | None:
        """The KnobRef that stands at the key; None (and the key not asked for) where something else does."""
        value = self._values.get(key)
        if isinstance(value, dict) and "knob" in value:
            self._asked.append(key)
            ref = self._refs(key, value)
            return ref if isinstance(ref, KnobRef) else None
        return None

    def any(self, key: str) -> Any:
        """Whatever stands there, with ``{ knob = NAME }`` as KnobRef."""
        return self._refs(key, self._take(key, ...))

    # ---- lists --------------------------------------------------------------------------------------------------

    @overload
    def texts(self, key: str) -> tuple[str, ...]: ...
    @overload
    def texts(self, key: str, default: T) -> tuple[str, ...] | T: ...
    def texts(self, key: str, default: Any = ...) -> Any:
        """A list of texts."""
        return self._list(key, str, tr("texts"), default)

    @overload
    def numbers(self, key: str) -> tuple[float, ...]: ...
    @overload
    def numbers(self, key: str, default: T) -> tuple[float, ...] | T: ...
    def numbers(self, key: str, default: Any = ...) -> Any:
        """A list of finite numbers."""
        return self._list(key, float, tr("numbers"), default)

    def pairs(self, key: str) -> tuple[tuple[float, float], ...]:
        """A list of pairs of numbers; empty when the key is missing."""
        found = []
        for value in self._plain(key, list, []):
            if not (isinstance(value, list) and len(value) == 2 and all(_is(v, float) for v in value)):
                raise self.error(
                    tr("'{key}' must be a list of pairs of numbers, not of {value}", key=key, value=shown(value))
                )
            found.append((float(value[0]), float(value[1])))
        return tuple(found)

    # ---- tables -------------------------------------------------------------------------------------------------

    def table(self, key: str, where: str | None = None) -> "Table":
        """A table inside this one."""
        return Table(self.lesson, self._inside(where or f"'{key}'"), self._plain(key, dict, ...))

    def named(self, key: str, what: str) -> Iterator[tuple[str, "Table"]]:
        """Tables by name: ``[knobs.rate]``, ``[knobs.seed]``; none when the key is missing."""
        for name, value in self._plain(key, dict, {}).items():
            if not isinstance(value, dict):
                raise self.error(
                    tr("{key}.{name} must be a table, not {value}", key=key, name=name, value=shown(value))
                )
            yield name, Table(self.lesson, self._inside(f"{what} '{name}'"), value)

    def each(self, key: str, what: str) -> Iterator["Table"]:
        """Tables in order: ``[[step]]``; none when the key is missing. Called by their id, name or number."""
        for place, value in enumerate(self._plain(key, list, []), 1):
            if not isinstance(value, dict):
                raise self.error(tr("'{key}' must be a list of tables, not of {value}", key=key, value=shown(value)))
            called = next((value[k] for k in ("id", "name") if isinstance(value.get(k), str)), None)
            yield Table(self.lesson, self._inside(f"{what} '{called}'" if called else f"{what} {place}"), value)

    def plain(self, key: str, known: type[Any] | tuple[type[Any], ...], what: str) -> dict[str, Any]:
        """A flat table whose values are all of the known types, as a dictionary; empty when the key is missing."""
        found: dict[str, Any] = {}
        for name, value in self._plain(key, dict, {}).items():
            if not isinstance(value, known) or (isinstance(value, float) and not isfinite(value)):
                raise self.error(
                    tr("{key}.{name} must be {what}, not {value}", key=key, name=name, what=what, value=shown(value))
                )
            found[name] = value
        return found

    # ---- inside -------------------------------------------------------------------------------------------------

    def _inside(self, where: str) -> str:
        return f"{self.where}, {where}" if self.where else where

    def _take(self, key: str, default: Any) -> Any:
        self._asked.append(key)
        if key not in self._values:
            if default is ...:
                near = [k for k in self._values if k not in self._asked and suggest(k, [key])]
                if near:
                    raise self.error(tr("key '{key}' is missing; is '{near}' meant to be it?", key=key, near=near[0]))
                raise self.error(tr("key '{key}' is missing", key=key))
            return default
        return self._values[key]

    def _plain(self, key: str, kind: type[Any], default: Any) -> Any:
        value = self._take(key, default)
        if key not in self._values:
            return value
        if not _is(value, kind):
            if isinstance(value, dict) and set(value) == {"knob"}:
                raise self.error(tr("'{key}' cannot be a knob", key=key))
            raise self.error(
                tr("'{key}' must be {what}, not {value}", key=key, what=tr(_NAMES[kind]), value=shown(value))
            )
        return float(value) if kind is float else value

    def _list(self, key: str, kind: type[Any], what: str, default: Any) -> Any:
        value = self._take(key, default)
        if key not in self._values:
            return value
        if not isinstance(value, list):
            raise self.error(
                tr("'{key}' must be a list of {what}, not {value}", key=key, what=what, value=shown(value))
            )
        for item in value:
            if not _is(item, kind):
                raise self.error(
                    tr("'{key}' must be a list of {what}; {item} is none", key=key, what=what, item=shown(item))
                )
        return tuple(float(item) if kind is float else item for item in value)

    def _refs(self, key: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self._refs(key, item) for item in value]
        if isinstance(value, dict):
            if "knob" not in value:
                return {name: self._refs(key, item) for name, item in value.items()}
            if len(value) > 1 or not isinstance(value["knob"], str):
                raise self.error(
                    tr("'{key}': a knob is written {{ knob = \"NAME\" }}, nothing else beside it", key=key)
                )
            return KnobRef(value["knob"])
        if not isinstance(value, str | bool | int | float) or (isinstance(value, float) and not isfinite(value)):
            raise self.error(tr("'{key}': {value} is no value for a lesson", key=key, value=shown(value)))
        return value


def shown(value: Any) -> str:
    """A value as a sentence may quote it, short."""
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _among(known: tuple[str, ...]) -> str:
    return among(known) if len(known) <= 12 else ""


def _is(value: Any, kind: type[Any]) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and _fits(value)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 53
    return isinstance(value, kind)


def _fits(value: float) -> bool:
    try:
        return isfinite(float(value))
    except OverflowError:
        return False
