"""A run that answers the microscope, with a small network really taken apart, and an app around it."""

from functools import cache

import numpy as np

from tests.nn import networks
from tests.tui.fakes import FakeRuns
from tests.tui.lessons import LessonApp, neuron_run, walk_at
from tuidl.commands import Command, Inspect
from tuidl.events import Event, Probed
from tuidl.signals import Closeup, Dissection
from tuidl.train.microscope import Microscope, Specimen
from tuidl.view import RunView

EXAMPLES = 3


@cache
def scope(name: str = "tanh", example: int = 0) -> Microscope:
    """A training step of a network of the tests on one of three examples."""
    net = networks.model(name, "reference", dtype=np.float64)
    x, y = networks.data(name)
    chosen = slice(example, example + 1)
    return Microscope(net, Specimen(x[chosen], y[chosen], example, EXAMPLES, f"class {y[example]}"))


def whole(name: str = "tanh") -> Dissection:
    """All of it."""
    return scope(name).dissection()


def close(instruction: int | None = None, name: str = "tanh", **asked: int | str) -> Closeup:
    """One number of it."""
    return scope(name).closeup(Inspect(0, instruction, **asked))  # type: ignore[arg-type]


class ScopedRuns(FakeRuns):
    """Fake runs with a microscope; the last example looked at is kept."""

    def __init__(self, name: str = "tanh", view: RunView | None = None, **knobs: float | str):
        super().__init__(view or neuron_run(), **knobs)
        self.name = name
        self.at: int | None = None

    def answer(self, command: Command) -> list[Event]:
        """See FakeRuns."""
        if not isinstance(command, Inspect):
            return super().answer(command)
        example = command.example % EXAMPLES
        made, told = scope(self.name, example), list[Event]()
        if (command.instruction is None and command.audit is None) or self.at != example:
            told.append(Probed("microscope", 7, made.dissection()))
        self.at = example
        if command.audit is not None:
            return [*told, Probed("audit", 7, made.audit(command.audit))]
        return [*told, Probed("closeup", 7, made.closeup(command))]


def scoped_app(name: str = "tanh", ink: str = "dark", step: str = "watch") -> tuple[LessonApp, ScopedRuns]:
    """A lesson whose run answers the microscope."""
    walk = walk_at(step)
    runs = ScopedRuns(name, **walk.lesson.settings(walk.step))
    return LessonApp(walk, runs, ink), runs
