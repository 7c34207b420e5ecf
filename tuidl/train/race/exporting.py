"""A race written to a file as far as it is: as JSON lines, as a table that names its runs, or as a recording."""

from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from typing import TextIO

from tuidl.events import Event, Raced, RaceStarted
from tuidl.race import RaceView
from tuidl.telling import table
from tuidl.telling.objects import Epochs
from tuidl.telling.race.objects import RaceObjects
from tuidl.telling.race.outcome import RaceOutcome, finished
from tuidl.train import exporting
from tuidl.train.progress import Progress
from tuidl.train.race.lane import Lane

RUNS = ("contestant", "seed")  # columns of the table


def export(path: str, form: str, started: RaceStarted, lanes: Sequence[Lane]) -> None:
    """Write the lines that the runs are on, whole or not at all. UsageError or CheckpointError if that cannot be."""
    exporting.known(form)
    events = [started, *_merged(lanes, exporting.told)]
    if form == "rec":
        seconds, step = sum(lane.now.seconds for lane in lanes), max(lane.step for lane in lanes)
        exporting.record(path, [*events, *_merged(lanes, exporting.ended)], seconds / max(step, 1))
    elif form == "csv":
        who = {(k, s): (name, seed) for k, name in enumerate(started.names) for s, seed in enumerate(started.seeds)}
        told = ((who[e.contestant, e.seed], e.told) for e in events if isinstance(e, Raced))
        epochs = {who[lane.contestant, lane.seed]: Epochs(lane.now.start()) for lane in lanes}
        exporting.written(path, lambda out: table.write(out, told, epochs, RUNS))
    else:
        exporting.written(path, lambda out: _objects(out, events, lanes))


def _merged(lanes: Sequence[Lane], told: Callable[[Progress], Iterator[Event]]) -> Iterator[Event]:
    """What all tell, by steps, and at one step in the order of their numbers."""
    for _, event in merge(*(_placed(lane, told(lane.now)) for lane in lanes), key=lambda placed: placed[0]):
        yield event


def _placed(lane: Lane, events: Iterator[Event]) -> Iterator[tuple[int, Event]]:
    step = 0
    for event in events:
        step = max(step, exporting.reached(event))
        yield step, Raced(lane.contestant, lane.seed, event)


def _objects(out: TextIO, events: Sequence[Event], lanes: Sequence[Lane]) -> None:
    view, objects = RaceView(), RaceObjects(out)
    for event in events:
        view.apply(event)
        objects.see(event, view)
    for lane in lanes:
        view.lanes[lane.contestant, lane.seed].seconds = lane.now.seconds
    over = all(lane.now.over is not None for lane in lanes)
    objects.end(finished(lanes[0].now.plan.lesson, RaceOutcome.of(view, "budget" if over else "stopped")))
