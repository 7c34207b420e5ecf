"""Points of the plane that are drawn, each of a class; a cursor for those who have no mouse."""

from dataclasses import replace
from math import hypot, isfinite

from tuidl.signals import Boundary
from tuidl.tui.draw.undo import Undo
from tuidl.tui.drawing.boundary import place
from tuidl.tui.drawing.field import whole

Dot = tuple[float, float, int]  # x1, x2, number of the class
MOST = 600


class Dots:
    """The points and what is put next. Places are those of the plane."""

    def __init__(self, dots: tuple[Dot, ...] = (), classes: int = 2) -> None:
        self.all: Undo[tuple[Dot, ...]] = Undo(dots[:MOST])
        self.classes = classes
        self.label = 0
        self.erasing = False
        self.cursor: tuple[float, float] | None = None

    @property
    def now(self) -> tuple[Dot, ...]:
        """The points as they are."""
        return self.all.now

    def choose(self, label: int) -> None:
        """The class of the points that are put next."""
        if 0 <= label < self.classes:
            self.label, self.erasing = label, False

    def touch(self, x1: float, x2: float, reach: float, more: bool = False) -> None:
        """Put a point here, or with the eraser take away those nearer than ``reach``. One point at one place; ``more``:
        of the same stroke."""
        if self.erasing:
            left = tuple(dot for dot in self.now if hypot(dot[0] - x1, dot[1] - x2) > reach)
        else:
            there = [dot for dot in self.now if hypot(dot[0] - x1, dot[1] - x2) < reach / 4]
            if there and (more or there[-1][2] == self.label):
                return
            put = (round(x1, 4), round(x2, 4), self.label)
            left = (*(dot for dot in self.now if dot not in there), put)[-MOST:]
        if more and self.all.can_undo:
            self.all.amend(left)
        else:
            self.all.do(left)

    def clear(self) -> None:
        """No points; it can be undone."""
        self.all.do(())

    def counts(self) -> list[int]:
        """How many of each class."""
        return [sum(dot[2] == label for dot in self.now) for label in range(self.classes)]


def judged(signal: Boundary, dots: tuple[Dot, ...]) -> Boundary:
    """The plane with these points in place of its own, each held against what the plane says where it lies."""
    points = tuple((x1, x2, label, _right(signal, x1, x2, label)) for x1, x2, label in dots)
    return replace(signal, points=points, wrong=sum(not right for *_, right in points), total=len(points))


def _right(signal: Boundary, x1: float, x2: float, label: int) -> bool:
    answer = signal.answer
    if not whole(answer):
        return False
    column = min(max(place(signal, x1, x2, answer.width)[0], 0), answer.width - 1)
    row = min(max(place(signal, x1, x2, answer.height)[1], 0), answer.height - 1)
    value = answer.value(row, column)
    if not isfinite(value):
        return False
    return (round(value) if len(signal.classes) > 2 else int(value > 0.5)) == label
