"""A run played to its end with nobody watching: for those who write and check lessons."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from tuidl.commands import Command, KnobValue, Play, Stop
from tuidl.course.verify import Race, Train
from tuidl.course.written import Written
from tuidl.events import Event
from tuidl.race import RaceView
from tuidl.session.request import Request
from tuidl.train import loop
from tuidl.view import RunView


def played(request: Request, *before: Command) -> Iterator[Event]:
    """All events; ``before``: commands given first. A request for 0 steps ends with its first evaluation."""
    orders: list[Command] = [*before, Play(), Stop()]

    def inbox(timeout: float | None) -> Command | None:
        return orders.pop(0) if timeout is None else None  # None: the run waits, all it was asked for is done

    return loop.run(request, inbox)


def trainer(folder: Path, device: str, threads: int | None = None) -> Train:
    """Trains the lesson in this folder, as ``course.verify`` asks for it."""

    def train(
        experiment: str,
        knobs: Mapping[str, KnobValue],
        seed: int,
        steps: int,
        every: int,
        written: Written | None = None,
    ) -> RunView:
        view = RunView()
        code = (written,) if written is not None else ()
        asked = Request(
            str(folder), experiment, dict(knobs), seed, device, threads, steps=steps, evaluate_every=every, code=code
        )
        for event in played(asked):
            view.apply(event)
        return view

    return train


def racer(folder: Path, device: str, threads: int | None = None) -> Race:
    """Runs the races of the lesson in this folder, as ``course.verify`` asks for it."""

    def race(experiment: str, knobs: Mapping[str, KnobValue], seed: int, steps: int, every: int) -> RaceView:
        view = RaceView()
        asked = Request(str(folder), experiment, dict(knobs), seed, device, threads, steps=steps, evaluate_every=every)
        for event in played(asked):
            view.apply(event)
        return view

    return race
