"""Timeline: where a run has been. States in memory and the knobs turned on the way, so that any step can be made again.

A run is a **line** of steps. Going back begins a new line that leaves the old one at that step; lines form a tree. Each
keeps **frames**, complete states, in even distances that grow when the memory for them is used up. A step between two
frames is trained again from the one before, with every knob turned where it was turned: the same numbers, bit for bit.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from tuidl.commands import KnobValue
from tuidl.events import Diagnosis
from tuidl.train.blocks import Blocks
from tuidl.train.doctor import Known
from tuidl.train.experiment import State
from tuidl.train.history import History

MEMORY = 64 << 20  # bytes for all frames
MOST = 512  # frames: no more are worth their upkeep
NEWEST = 3  # frames of the line under way that always stay: a run that leaves the numbers goes back to them
SMALL = 1 << 20  # bytes of a state that may be copied at every chance
STRIDE = 100  # steps between copies of larger states
LINES = 6  # kept at most


@dataclass(frozen=True, slots=True)
class Turn:
    """After ``step`` steps a knob was turned, or a number of the network, ``h1.weight[0,2]``, given another value."""

    step: int
    name: str
    value: KnobValue

    @property
    def knob(self) -> bool:
        """Whether it was a knob."""
        return "[" not in self.name


@dataclass(frozen=True, slots=True)
class Frame:
    """A complete state after ``step`` steps and the first ``turns`` turns of its line. It lies in memory that the
    next frame takes once this one is lost: whoever wants to keep the state copies it."""

    step: int
    turns: int
    state: State

    @property
    def bytes(self) -> int:
        """The memory it takes."""
        return sum(array.nbytes for array in self.state.values())


Stepped = TypeVar("Stepped", Turn, Diagnosis, Known)


def _until(step: int, all_of_them: list[Stepped]) -> list[Stepped]:
    return [each for each in all_of_them if each.step <= step]


@dataclass
class Line:
    """Steps ``start`` + 1 to ``end``; what is before belongs to the ``parent``. Turns, history, diagnoses and what the
    doctor knew are whole: they begin where the run began."""

    number: int
    parent: "Line | None"
    start: int
    end: int
    turns: list[Turn]
    history: History
    diagnoses: list[Diagnosis] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing has happened on it."""
        return self.parent is not None and self.end == self.start and len(self.turns) == self._inherited

    @property
    def _inherited(self) -> int:
        parent = self.parent
        return 0 if parent is None else sum(turn.step <= self.start for turn in parent.turns)

    def path(self) -> Iterator[tuple["Line", int]]:
        """This line and those it came from, each with the last step that counts."""
        line, last = self, self.end
        while True:
            yield line, last
            if line.parent is None:
                return
            line, last = line.parent, line.start

    def owner(self, step: int) -> "Line":
        """The line that made a step: this one or one it came from."""
        return next(line for line, _ in self.path() if step >= line.start or line.parent is None)

    def turns_until(self, step: int) -> list[Turn]:
        """All turns up to a step, those at the step itself too."""
        return _until(step, self.turns)

    def branch(self, number: int, step: int) -> "Line":
        """A line that leaves this one at a step."""
        return Line(
            number, self, step, step, self.turns_until(step), self.history.until(step),
            _until(step, self.diagnoses), _until(step, self.known),
        )  # fmt: skip

    def way(self, step: int) -> list[Frame]:
        """The frames of all steps that led to a step, in order."""
        return [f for line, last in reversed([*self.path()]) for f in line.frames if f.step <= min(last, step)]

    def before(self, step: int) -> Frame:
        """The newest frame that is not after a step; the oldest one there is if all are."""
        oldest = None
        for line, last in self.path():
            for frame in reversed(line.frames):
                if frame.step <= min(step, last):
                    return frame
                oldest = frame if frame.step <= last else oldest
        assert oldest is not None, "a run keeps its first frame"
        return oldest


class Timeline:
    """The lines of a run. ``line`` is the one under way; ``along`` the one that is gone back and forth on."""

    def __init__(self, knobs: Mapping[str, KnobValue], step: int, history: History, budget: int = MEMORY) -> None:
        self._knobs, self.first, self.budget = dict(knobs), step, budget
        self.line = self.along = Line(0, None, step, step, [], history)
        self.lines = {0: self.line}
        self._count, self._spacing, self._size = 1, 1, 0
        self.bytes = 0
        self._blocks = Blocks()

    # ---- what happens -------------------------------------------------------------------------------------------

    def reached(self, step: int) -> None:
        """Training has come so far."""
        self.line.end = max(self.line.end, step)
        self.along = self.line

    def turned(self, step: int, name: str, value: KnobValue) -> None:
        """A live knob was turned, or a number of the network changed."""
        self.line.turns.append(Turn(step, name, value))
        self.along = self.line

    def offer(self, step: int, state: Callable[[], State], always: bool = False) -> None:
        """A chance to keep the state; large ones are copied only now and then, unless ``always``."""
        frames = self.line.frames
        here = bool(frames) and frames[-1].step == step
        near = bool(frames) and step - frames[-1].step < STRIDE
        if not always and (here or (near and self._size > SMALL)):
            return
        if here:
            self._lose(frames.pop())
        frame = Frame(step, len(self.line.turns), self._blocks.copied(state()))
        frames.append(frame)
        self._size = frame.bytes
        self.bytes += self._size
        if len(frames) > NEWEST + 1 and self._same(frames[-NEWEST - 2], frames[-NEWEST - 1]):
            self._lose(frames.pop(-NEWEST - 1))
        while (self.bytes > self.budget or self._frames() > MOST) and self._thin():
            pass

    def cut(self, step: int) -> None:
        """Forget what the line under way did after a step."""
        line = self.line
        line.end = max(line.start, step)
        line.turns = line.turns_until(step)
        line.history.cut(step)
        line.diagnoses, line.known = _until(step, line.diagnoses), _until(step, line.known)
        self._lose(*(frame for frame in line.frames if frame.step > step))
        line.frames = [frame for frame in line.frames if frame.step <= step]

    # ---- going back ---------------------------------------------------------------------------------------------

    def back(self, step: int, number: int | None = None) -> Line:
        """Stand at a step of a line (that which is gone along, if none is named), from its beginning to its end.

        The line under way is then that line itself at its very end, or else a new one that leaves it there.
        KeyError for a line that is not kept, ValueError for a step that is not on it.
        """
        along = self.along if number is None else self.lines[number]
        if not self.first <= step <= along.end:
            raise ValueError(f"steps {self.first} to {along.end} can be gone back to, not {step}")
        if self.line.empty and self.line is not along:
            self._drop(self.line)
        owner = along.owner(step)
        if owner.end == step:
            self.line = owner
        else:
            self.line = owner.branch(self._count, step)
            self.lines[self._count] = self.line
            self._count += 1
        self.along = along
        self._forget()
        return self.line

    def knobs(self, turns: list[Turn]) -> dict[str, KnobValue]:
        """The knobs after some turns."""
        return self._knobs | {turn.name: turn.value for turn in turns if turn.knob}

    # ---- memory -------------------------------------------------------------------------------------------------

    def _same(self, one: Frame, other: Frame) -> bool:
        """Whether one of two neighbours is enough."""
        return one.step // self._spacing == other.step // self._spacing

    def _frames(self) -> int:
        return sum(len(line.frames) for line in self.lines.values())

    def _thin(self) -> bool:
        """Twice the distance between frames; False if nothing is left to take away."""
        if self._spacing > max(line.end for line in self.lines.values()):
            return False
        self._spacing *= 2
        for line in self.lines.values():
            newest = NEWEST if line is self.line else 0
            kept: list[Frame] = []
            for place, frame in enumerate(line.frames):
                if kept and place < len(line.frames) - newest and self._same(kept[-1], frame):
                    self._lose(frame)
                else:
                    kept.append(frame)
            line.frames = kept
        return True

    def _lose(self, *frames: Frame) -> None:
        for frame in frames:
            self.bytes -= frame.bytes
            self._blocks.give_back(frame.state)

    def _drop(self, line: Line) -> None:
        self._lose(*line.frames)
        del self.lines[line.number]
        if line.number == self._count - 1:
            self._count -= 1

    def _forget(self) -> None:
        """Of many lines the oldest go that none of the others came from."""
        while len(self.lines) > LINES:
            needed = {line.parent.number for line in self.lines.values() if line.parent is not None}
            spare = [n for n, line in self.lines.items() if n not in needed and line not in (self.line, self.along)]
            if not spare:
                return
            self._drop(self.lines[min(spare)])
