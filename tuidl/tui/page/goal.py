"""How far a run is from what a check asks for: the value that counts, where it began, where it must get."""

from dataclasses import dataclass
from math import floor, isfinite, log10

from tuidl.course import check
from tuidl.course.tree import Check, Compare, Extreme, IsNan, Name, Number, Sum, compares, spell
from tuidl.course.tree import names as spoken_of
from tuidl.course.values import Names
from tuidl.language import later, tr
from tuidl.tui.drawing.number import compact, count, figure

SHARES = ("accuracy", "val_accuracy", "exact", "val_exact")
COUNTS = ("parameters", "step", "epoch")
SAID = {
    "accuracy": later("accuracy"),
    "loss": later("loss"),
    "error": later("error"),
    "parameters": later("parameters"),
    "step": later("step"),
    "epoch": later("epoch"),
    "val_accuracy": later("val accuracy"),
    "exact": later("right to the end"),
    "val_exact": later("val right to the end"),
    "val_loss": later("val loss"),
    "val_error": later("val error"),
    "signal": later("signal"),
    "gradient": later("gradient"),
}


@dataclass(frozen=True, slots=True)
class Distance:
    """The first comparison of a check with a number on its right, written there or known from an earlier run.

    ``now`` is None while there is no value.
    """

    name: str
    sign: str
    now: float | None
    start: float | None
    best: float | None
    goal: float
    percent: bool
    whole: bool = False  # it counts something
    others: tuple[tuple[str, bool], ...] = ()  # the further comparisons: text, whether it holds
    called: str = ""  # a measure of the lesson's own: its value says nothing without its name

    @property
    def share(self) -> float:
        """``now`` on the meter, 0 to 1."""
        return 0.0 if self.now is None else self._place(self.now)

    @property
    def tick(self) -> float:
        """The goal on the meter."""
        return self._place(self.goal)

    def _ends(self) -> tuple[float, float]:
        start = self.start if self.start is not None and isfinite(self.start) else 0.0
        if self.percent and self.sign in (">", ">="):
            low = min(start, floor(10 * (self.goal - 0.25)) / 10)
            return max(0.0, low), 1.0
        beyond = self.goal + (self.goal - start) * 0.12
        return (start, beyond) if start != beyond else (start, start + 1.0)

    def _place(self, value: float) -> float:
        low, high = self._ends()
        if not isfinite(value):
            return 0.0
        if low > 0 and high > 0 and max(low, high) / min(low, high) > 20:
            low, high, value = log10(low), log10(high), log10(max(value, 1e-300))
        return min(max((value - low) / (high - low), 0.0), 1.0)

    @property
    def low(self) -> str:
        """What stands at the left end of the meter."""
        return self.say(self._ends()[0])

    @property
    def target(self) -> str:
        """The goal as the lesson gives it: ``0.1``, not ``0.100``."""
        return self.say(self.goal) if self.percent or self.whole else _given(self.goal)

    def say(self, value: float | None) -> str:
        """A value of this kind: ``96.2 %``, ``30`` parameters, a loss of ``0.081``."""
        return written(value, self.percent, self.whole)


def written(value: float | None, percent: bool = False, whole: bool = False) -> str:
    """A value as the task shows it: ``96.2 %``, ``0.081``, ``30`` where things are counted, ``–`` for none."""
    if value is None:
        return "–"
    if not isfinite(value):
        return "NaN"
    if percent:
        return f"{value * 100:.1f}".removesuffix(".0") + " %"
    return count(value) if whole or (value == int(value) and abs(value) >= 100) else figure(value)


def _given(value: float) -> str:
    return count(value) if value == int(value) else compact(value)


def distance(goal: Check, names: Names) -> Distance | None:
    """Where a run stands; None for a check that compares with no number (``loss is nan``) or with none that is known
    (``loss > watch.loss`` before that run was made).
    """
    known = (
        (part, check.value(part.right, names))
        for part in compares(goal)
        if isinstance(part, Compare) and not _own(part.right, names)
    )
    first, number = next(((part, number) for part, number in known if number is not None), (None, None))
    if first is None or number is None:
        return None
    name = first.left.name if isinstance(first.left, Extreme) else first.left
    percent = isinstance(name, Name) and name.word in SHARES and not name.layer
    whole = isinstance(name, Name) and name.word in COUNTS
    others = tuple((said(other, names), check.holds(other, names)) for other in compares(goal) if other is not first)
    return Distance(
        name=_spoken(first.left),
        sign=first.sign,
        now=check.value(first.left, names),
        start=_first(first.left, names),
        best=_best(first, names),
        goal=number,
        percent=percent,
        whole=whole,
        others=others,
        called=_spoken(name) if isinstance(name, Name) and name.word in names.measures else "",
    )


def said(part: Compare | IsNan, names: Names) -> str:
    """A further comparison with its value now: ``67 parameters``."""
    if isinstance(part, IsNan):
        return tr("{spoken} is NaN", spoken=_spoken(part.of))
    whole = isinstance(part.left, Name) and part.left.word in COUNTS
    percent = isinstance(part.left, Name) and part.left.word in SHARES
    sides = [check.value(side, names) for side in (part.left, part.right)]
    now, goal = written(sides[0], percent, whole), written(sides[1], percent, whole)
    if isinstance(part.right, Number) and not percent and not whole:
        goal = _given(part.right.value)
    return f"{f'{now} ' if sides[0] is not None else ''}{_spoken(part.left)} {SIGNS[part.sign]} {goal}"


SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "==": "=", "!=": "≠"}


def _own(tree: Sum, names: Names) -> bool:
    """Whether a sum is about the run itself: no goal, for it moves."""
    return any(name.scope == "" or name.scope in names.run.rivals for name in spoken_of(tree))


def _spoken(tree: Sum) -> str:
    text = spell(tree)
    return tr(SAID.get(text, text.replace("_", " ").replace(".", " ")))


def _first(tree: Sum, names: Names) -> float | None:
    if not names.run.evaluations:
        return None
    return check.value(tree, Names(names.run, names.measures, names.defaults, names.earlier, None, 0))


def _best(compare: Compare, names: Names) -> float | None:
    if not isinstance(compare.left, Name) or compare.left.at is not None or compare.left.scope:
        return None
    which = "max" if compare.sign in (">", ">=") else "min"
    return check.value(Extreme(which, compare.left), names)  # type: ignore[arg-type]
