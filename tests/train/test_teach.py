"""Points drawn while a net trains: it goes on with them from where it stands."""

from pathlib import Path

from tests.train import lessons
from tuidl.commands import Command, Play, Reset, Rewind, SetKnob, Step, Stop, Teach
from tuidl.events import Diagnosis, Evaluated, Event, RunStarted, StepsEnded
from tuidl.train import loop

POINTS = ((0.5, -1.0, 1), (2.0, 0.25, 0), (-1.0, 0.5, 1))


def told(folder: Path, *commands: Command, **fields: object) -> list[Event]:
    asked = [*commands, Stop()]
    return list(loop.run(lessons.request(folder, **fields), lambda _: asked.pop(0)))


def losses(events: list[Event]) -> list[float]:
    return [loss for event in events if isinstance(event, StepsEnded) for loss in event.values["loss"]]


def test_training_goes_on_with_the_points_and_the_same_weights(folder: Path) -> None:
    events = told(folder, Step(10), Teach(POINTS), Step(200))
    steps = [event.first for event in events if isinstance(event, StepsEnded)]
    assert steps == sorted(steps)
    assert len(losses(events)) == 210
    at = [event for event in events if isinstance(event, Evaluated) and event.step == 10]
    assert "val_loss" in at[0].values
    assert "val_loss" not in at[-1].values
    last = next(event for event in reversed(events) if isinstance(event, Evaluated))
    assert last.values["accuracy"] == 1.0
    assert sum(isinstance(event, RunStarted) for event in events) == 1
    before = told(folder, Step(10))
    assert losses(events)[:10] == losses(before)


def test_a_run_that_plays_goes_on_playing(folder: Path) -> None:
    asked: list[Command] = [Play()]

    def inbox(timeout: float | None) -> Command | None:
        return asked.pop(0) if asked else None if timeout is not None else Stop()

    events = []
    for event in loop.run(lessons.request(folder, steps=400), inbox):
        events.append(event)
        if isinstance(event, StepsEnded) and event.first == 1:
            asked.append(Teach(POINTS))
    assert len(losses(events)) == 400


def test_a_reset_keeps_the_points_and_knobs_keep_their_turns(folder: Path) -> None:
    taught = told(folder, Teach(POINTS), Step(5))
    again = told(folder, Step(3), Teach(POINTS), Reset(), Step(5))
    assert losses(again)[3:] == losses(taught)
    turned = told(folder, SetKnob("rate", 0.0), Teach(POINTS), Step(3))
    assert len(set(losses(turned))) == 1  # nothing is learnt at rate 0


def test_it_cannot_be_taken_back_before_the_points(folder: Path) -> None:
    events = told(folder, Step(10), Teach(POINTS), Step(5), Rewind(3), Step(1), Rewind(12), Step(1))
    said = [event.text for event in events if isinstance(event, Diagnosis) and event.kind == "rewind"]
    assert len(said) == 1
    assert "10" in said[0]


def test_points_that_cannot_be_used_change_nothing(folder: Path) -> None:
    events = told(folder, Step(4), Teach(()), Teach(((0.0, 0.0, 9),)), Step(4))
    assert [e.text.partition(":")[0] for e in events if isinstance(e, Diagnosis)] == [
        "there are no points to train on", "a point is of class 9",
    ]  # fmt: skip
    assert losses(events) == losses(told(folder, Step(4), Step(4)))
