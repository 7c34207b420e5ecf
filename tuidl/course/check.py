"""The check grammar: ``val_accuracy >= 0.95 within 500 steps`` as a tree, and whether it holds. Never ``eval``."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import inf, isfinite, nan
from typing import Literal, NoReturn

from tuidl.course.tree import (
    Arithmetic,
    Check,
    Compare,
    Condition,
    Extreme,
    IsNan,
    Junction,
    Name,
    Negative,
    Number,
    Sum,
)
from tuidl.errors import LessonError
from tuidl.language import tr

Value = float | str | None  # a text is a choice knob's value; None: the value does not exist
Look = Callable[[Name, str], Value]  # a name and "", "max" or "min" -> its value


# ---- reading ----------------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|(?P<word>[a-z_][a-z0-9_]*)"
    r"|(?P<sign>>=|<=|==|!=|[><()+\-*/^.\[\]@])|(?P<space>\s+)"
)
_COMPARISONS = (">=", "<=", ">", "<", "==", "!=")
_RESERVED = ("and", "or", "is", "nan", "within", "steps")
_DEEPEST = 40  # brackets inside brackets
_LONGEST = 400  # characters


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # number, word, sign or end
    text: str
    place: int
    glued: bool  # no space before it


def _tokens(text: str) -> list[_Token]:
    if len(text) > _LONGEST:
        raise _Parser.complaint(text, _LONGEST, tr("at most {longest} characters", longest=_LONGEST), f"{len(text)}")
    found: list[_Token] = []
    place, glued = 0, False
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise _Parser.complaint(text, place, tr("a name, a number or a sign"), repr(text[place]))
        kind = str(match.lastgroup)
        if kind != "space":
            found.append(_Token(kind, match.group(), place, glued))
        glued = kind != "space"
        place = match.end()
    found.append(_Token("end", "", len(text), False))
    return found


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._next = 0
        self._depth = 0

    @staticmethod
    def complaint(text: str, place: int, expected: str, got: str) -> LessonError:
        """What is wrong where."""
        short = text if len(text) <= 80 else f"{text[:77]}..."
        return LessonError(
            tr(
                "check '{short}', character {place}: expected {expected}, got {got}",
                short=short,
                place=place + 1,
                expected=expected,
                got=got,
            )
        )

    def check(self) -> Check:
        condition = self._disjunction()
        within = None
        if self._word("within"):
            token = self._peek
            if token.kind != "number" or not token.text.isdigit() or len(token.text) > 9:
                self._fail(tr("a whole number of steps"))
            within = int(self._take().text)
            if not self._word("steps"):
                self._fail("'steps'")
        self.end(tr("'and', 'or' or 'within N steps'"))
        return Check(condition, within)

    def sum(self) -> Sum:
        left = self._product()
        while self._peek.text in ("+", "-"):
            left = Arithmetic(self._take().text, left, self._product())
        return left

    def end(self, expected: str) -> None:
        if self._peek.kind != "end":
            self._fail(tr("{expected} or the end", expected=expected))

    def _disjunction(self) -> Condition:
        return self._joined("or", lambda: self._joined("and", self._compare))

    def _joined(self, word: Literal["and", "or"], part: Callable[[], Condition]) -> Condition:
        parts = [part()]
        while self._word(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Junction(word, tuple(parts))

    def _compare(self) -> Condition:
        left = self.sum()
        if self._word("is"):
            if not self._word("nan"):
                self._fail("'nan'")
            return IsNan(left)
        if self._peek.text not in _COMPARISONS:
            self._fail(tr("a comparison (>= <= > < == != or 'is nan')"))
        return Compare(self._take().text, left, self.sum())

    def _product(self) -> Sum:
        left = self._power()
        while self._peek.text in ("*", "/"):
            left = Arithmetic(self._take().text, left, self._power())
        return left

    def _power(self) -> Sum:
        base = self._atom()
        if self._peek.text == "^":
            self._take()
            return Arithmetic("^", base, self._atom())
        return base

    def _atom(self) -> Sum:
        self._depth += 1
        if self._depth > _DEEPEST:
            self._fail(tr("fewer brackets"))
        token = self._peek
        found: Sum
        if token.kind == "number":
            found = Number(float(self._take().text))
        elif token.text == "(":
            self._take()
            found = self.sum()
            self._sign(")", tr("')' (brackets hold sums, not comparisons)"))
        elif token.text == "-":
            self._take()
            found = Negative(self._atom())
        elif token.kind == "word" and token.text in ("max", "min") and self._tokens[self._next + 1].text == "(":
            self._take()
            self._take()
            found = Extreme("max" if token.text == "max" else "min", self._name())
            self._sign(")", "')'")
        else:
            found = self._name()
        self._depth -= 1
        return found

    def _name(self) -> Name:
        scope, rival, word, default = "", "", self._plain(tr("a name or a number")), False
        if self._glued("."):
            scope, word = word, self._plain(tr("a name after the point"))
            if scope == "knob" and self._glued("."):
                if self._plain("'default'") != "default":
                    self._next -= 1
                    self._fail("'default'")
                default = True
            elif self._glued("."):
                rival, word = word, self._plain(tr("a name after the second point"))
        layer, at = "", None
        if self._glued("["):
            layer = self._plain(tr("a layer's name"))
            self._sign("]", "']'")
        if self._glued("@"):
            if not self._peek.text.isdigit() or len(self._peek.text) > 9:
                self._fail(tr("a step's number"))
            at = int(self._take().text)
        return Name(word, layer, at, scope, rival, default)

    def _plain(self, expected: str) -> str:
        if self._peek.kind != "word" or self._peek.text in _RESERVED:
            self._fail(expected)
        return self._take().text

    @property
    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _word(self, word: str) -> bool:
        if self._peek.kind == "word" and self._peek.text == word:
            self._next += 1
            return True
        return False

    def _glued(self, sign: str) -> bool:
        if self._peek.text == sign and self._peek.glued:
            self._next += 1
            return True
        return False

    def _sign(self, sign: str, expected: str) -> None:
        if self._peek.text != sign:
            self._fail(expected)
        self._next += 1

    def _fail(self, expected: str) -> NoReturn:
        token = self._peek
        raise self.complaint(
            self._text, token.place, expected, f"'{token.text}'" if token.kind != "end" else tr("the end")
        ) from None


@lru_cache(maxsize=1024)
def parse(text: str) -> Check:
    """A check as a tree; LessonError with the place and what was expected there."""
    return _Parser(text).check()


@lru_cache(maxsize=1024)
def parse_sum(text: str) -> Sum:
    """A sum (a measure, a score, the inside of ``{...}``) as a tree; LessonError as ``parse``."""
    parser = _Parser(text)
    found = parser.sum()
    parser.end("a sign")
    return found


# ---- asking -----------------------------------------------------------------------------------------------------


def value(tree: Sum, look: Look) -> float | None:
    """The number, in the arithmetic of floats (1/0 is infinite, 0/0 NaN); None if a name in it has no number."""
    match tree:
        case Number(number):
            return number
        case Name():
            return _number(look(tree, ""))
        case Extreme(which, name):
            return _number(look(name, which))
        case Negative(inner):
            negated = value(inner, look)
            return None if negated is None else -negated
        case Arithmetic(sign, left, right):
            a, b = value(left, look), value(right, look)
            return None if a is None or b is None else _arithmetic(sign, a, b)


def holds(tree: Check | Condition, look: Look) -> bool:
    """Whether the condition holds now (``within`` is the caller's business); a missing value makes a compare false."""
    match tree:
        case Check(condition):
            return holds(condition, look)
        case Junction(word, parts):
            found = (holds(part, look) for part in parts)
            return all(found) if word == "and" else any(found)
        case IsNan(inner):
            number = value(inner, look)
            return number is not None and not isfinite(number)
        case Compare(sign, left, right):
            a, b = value(left, look), value(right, look)
            return a is not None and b is not None and _compared(sign, a, b)


def _number(found: Value) -> float | None:
    return None if found is None or isinstance(found, str) else float(found)


def _arithmetic(sign: str, a: float, b: float) -> float:
    try:
        match sign:
            case "+":
                return a + b
            case "-":
                return a - b
            case "*":
                return a * b
            case "/":
                return a / b
        power = a**b
        return nan if isinstance(power, complex) else float(power)
    except ZeroDivisionError:
        if sign == "^":
            return inf
        return nan if a == 0 or a != a else inf if a > 0 else -inf
    except OverflowError:
        return inf


def _compared(sign: str, a: float, b: float) -> bool:
    match sign:
        case ">=":
            return a >= b
        case "<=":
            return a <= b
        case ">":
            return a > b
        case "<":
            return a < b
        case "==":
            return a == b
    return a != b
