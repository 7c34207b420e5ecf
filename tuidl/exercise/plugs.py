"""All written functions of a run: each in its place, no two in the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tuidl import nn
from tuidl.course.borrowing import contradiction
from tuidl.course.spec import Lesson
from tuidl.course.written import Written
from tuidl.errors import LessonError
from tuidl.exercise.plug import Plug


@dataclass(frozen=True, slots=True)
class Plugs:
    """None, one or several. What no function stands for is the engine's."""

    plugs: tuple[Plug, ...] = ()

    @classmethod
    def of(cls, lesson: Lesson, written: tuple[Written, ...]) -> "Plugs":
        """The functions as their code steps say. LessonError for two that would stand in the same place, CodeError for
        a text that is no such function."""
        made = cls(tuple(Plug.of(lesson, each) for each in written))
        if fault := contradiction((plug.called, plug.spec.plug) for plug in made):
            raise LessonError(f"{lesson.id}: {fault}")
        return made

    def __iter__(self) -> Iterator[Plug]:
        return iter(self.plugs)

    @property
    def written(self) -> tuple[Written, ...]:
        """What they were made of."""
        return tuple(plug.written for plug in self.plugs)

    def options(self, layer: str, kind: str, options: Mapping[str, Any], device: str, *, last: bool) -> dict[str, Any]:
        """The options of a layer of the network with the functions in their places. See ``Plug.options``."""
        found = dict(options)
        for plug in self.plugs:
            found = plug.options(layer, kind, found, device, last=last)
        return found

    def loss(self, given: nn.Loss, device: str) -> nn.Loss:
        """The loss, a written one if there is one."""
        for plug in self.plugs:
            given = plug.loss(given, device)
        return given

    def optimizer(self, given: nn.Optimizer, device: str) -> nn.Optimizer:
        """The optimiser, a written one if there is one."""
        for plug in self.plugs:
            given = plug.optimizer(given, device)
        return given

    def schedule(self, steps: int, device: str) -> nn.Schedule | None:
        """The written schedule; None if there is none."""
        found = (plug.schedule(steps, device) for plug in self.plugs)
        return next((schedule for schedule in found if schedule is not None), None)


NONE = Plugs()
