"""A group of runs that train in lock-step: one stream of events, tagged by run, the same for any number of threads.

In every round each run that is behind takes the same steps. Runs are independent, so they train at the same time, each
on one thread; what they tell is passed on in the order of their numbers when the round is over.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from tuidl.commands import (
    Assign,
    Command,
    Export,
    Keep,
    Only,
    Restore,
    Rewind,
    Save,
    SetKnob,
    SetPace,
    Sketch,
    Stop,
    Watch,
)
from tuidl.course.spec import Lesson
from tuidl.errors import TuidlError, UsageError
from tuidl.events import Diagnosis, Event, Exported, Raced, RaceStarted, Rewound, Saved
from tuidl.language import tr
from tuidl.session.request import Request
from tuidl.session.stream import Inbox
from tuidl.train import checkpoint, plan
from tuidl.train.asking import Asking
from tuidl.train.checkpoint import Checkpoint
from tuidl.train.pace import PACES, Pace
from tuidl.train.race import apart, exporting, saved
from tuidl.train.race.entries import Entry, Field, again, enter
from tuidl.train.race.lane import Lane, Shared
from tuidl.train.race.saved import SavedRace
from tuidl.train.timeline import MEMORY

LEAST = 1 << 20  # bytes that each run may have for the states it keeps
NETWORKS = 1 << 30  # bytes that all networks together may take
FIRSTS = (Watch, Sketch)  # nobody looks at pictures of further seeds
WORKERS = os.cpu_count() or 1

Make = Callable[[Lane], Iterator[Event]]


def run(
    request: Request,
    lesson: Lesson,
    inbox: Inbox,
    pace: Pace,
    resumed: Checkpoint | SavedRace | None = None,
    workers: int | None = None,
) -> Iterator[Event]:
    """The events of a race, which begins paused at step 0 (or where ``resumed`` left it) and obeys.

    UsageError or CheckpointError for a race that cannot be.
    """
    if isinstance(resumed, SavedRace):
        field, known = again(request, resumed, lesson), resumed.request
        request = replace(request, experiment=known.experiment, race=known.race, seeds=known.seeds)
    else:
        field = enter(request, lesson)
    del resumed  # its arrays go as the runs take them
    at_once = min(workers or request.threads or WORKERS, len(field.entries))
    group = _Group(field, request, lesson, pace, ThreadPoolExecutor(at_once, "race") if at_once > 1 else None)
    try:
        yield from group.events(Asking(inbox))
    finally:
        group.close()


class _Group:
    def __init__(
        self, field: Field, request: Request, lesson: Lesson, pace: Pace, pool: ThreadPoolExecutor | None
    ) -> None:
        self._field, self._request, self._lesson, self._pace, self._pool = field, request, lesson, pace, pool
        self._lanes: list[Lane] = []
        self._measured = any(one.functions for one in field.contestants)  # functions are held against the engine

    def close(self) -> None:
        """Let the threads go."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def events(self, asked: Asking) -> Iterator[Event]:
        """Begin, then obey until ``Stop``."""
        yield from self._begin()
        while True:
            playing = any(lane.playing for lane in self._lanes)
            command = asked.next(self._pace.wait() if playing else None)
            if isinstance(command, Stop):
                break
            if command is not None:
                yield from self._obey(command)
            elif playing:
                self._pace.rest()  # an inbox may be empty before the frame is over
                yield from self._round()
        yield from self._each(self._lanes, Lane.stop)

    def _begin(self) -> Iterator[Event]:
        """One after the other: kernels are compiled once, and contestants share the data of a seed."""
        entries, runs = list(self._field.entries), len(self._field.entries)
        self._field = replace(self._field, entries=())
        first = plan.make(_settled(entries[0]), self._lesson, {})
        self._pace.begin(first.pace, first.stride)
        yield self._started(first.steps)
        plans = {0: first}  # by seed: contestants learn from the same data
        while entries:
            entry = entries.pop(0)
            pace = Shared(self._request.pace, self._pace.live, runs)
            lane = Lane(entry, self._lesson, pace, plans.get(entry.seed), max(MEMORY // runs, LEAST))
            for event in lane.begin():
                yield Raced(lane.contestant, lane.seed, event)
            self._lanes.append(lane)
            plans.setdefault(entry.seed, lane.plan)
            if sum(lane.bytes for lane in self._lanes) > NETWORKS:
                raise UsageError(
                    tr(
                        "a race of {runs} runs takes more than {most} GB with these networks: "
                        "let at most {fewer} run at once, with fewer seeds or contestants",
                        runs=runs,
                        most=NETWORKS >> 30,
                        fewer=max(len(self._lanes) - 1, 1),
                    )
                )

    def _started(self, steps: int) -> RaceStarted:
        field = self._field
        return RaceStarted(
            lesson=self._lesson.id,
            experiment=self._request.experiment or self._lesson.headless,
            names=tuple(contestant.name for contestant in field.contestants),
            settings=tuple(tuple(contestant.set.items()) for contestant in field.contestants),
            seeds=field.seeds,
            steps=steps,
            experiments=tuple(contestant.experiment for contestant in field.contestants),
            functions=tuple(contestant.functions for contestant in field.contestants),
        )

    @property
    def step(self) -> int:
        """Steps of the run that went farthest."""
        return max(lane.step for lane in self._lanes)

    # ---- training -----------------------------------------------------------------------------------------------

    def _round(self) -> Iterator[Event]:
        """The same steps for each run that has taken the fewest."""
        playing = [lane for lane in self._lanes if lane.playing]
        at = min(lane.step for lane in playing)
        behind, most = [lane for lane in playing if lane.step == at], at + self._pace.steps()
        began = time.perf_counter()
        told = list(self._each(behind, lambda lane: lane.advance(most)))
        self._pace.took(max(lane.step for lane in behind) - at, time.perf_counter() - began)
        yield from told

    def _each(self, lanes: Sequence[Lane], make: Make) -> Iterator[Raced]:
        """What runs tell of something, in the order of their numbers; they do it at the same time."""

        def done(lane: Lane) -> list[Raced]:
            return [Raced(lane.contestant, lane.seed, event) for event in make(lane)]

        together = map(done, lanes) if self._pool is None or len(lanes) < 2 else self._pool.map(done, lanes)
        if self._measured:
            yield from apart.told([event for events in together for event in events], self._lanes)
            return
        for events in together:
            yield from events

    # ---- obeying ------------------------------------------------------------------------------------------------

    def _obey(self, command: Command) -> Iterator[Event]:
        """Do what is asked; what the race as a whole cannot do is told, and it stands as it stood."""
        try:
            yield from self._do(command)
        except TuidlError as error:
            yield Diagnosis(type(command).__name__.lower(), "bad", str(error), self.step)

    def _do(self, command: Command) -> Iterator[Event]:
        match command:
            case Only(contestant, order):
                yield from self._for(contestant, order)
            case Save(path):
                saved.write(path, self._saved())
                yield Saved(str(path), self.step)
            case Export(path, form):
                yield from self._each(self._lanes, lambda lane: lane.now.measured())
                exporting.export(path, form, self._started(self._lanes[0].plan.steps), self._lanes)
                yield Exported(path, self.step)
            case Rewind(step, line):
                yield from self._rewind(step, line)
            case Restore():
                raise UsageError(tr("a race goes on from a file as another one: open it with --resume"))
            case Keep():
                yield from self._each(self._lanes[:1], lambda lane: lane.obey(command))  # drawings are nobody's
            case _ if isinstance(command, FIRSTS):
                yield from self._each([lane for lane in self._lanes if lane.seed == 0], lambda lane: lane.obey(command))
            case SetPace(pace, interval) if pace in PACES:
                self._pace.on_screen(pace, interval)
                yield from self._each(self._lanes, lambda lane: lane.obey(command))
            case _:
                yield from self._each(self._lanes, lambda lane: lane.obey(command))

    def _for(self, contestant: int, order: Command) -> Iterator[Event]:
        """Turned knobs and weights count for all seeds of a contestant; whatever looks looks at its first."""
        if isinstance(order, Rewind):
            raise UsageError(tr("the runs of a race go back in time together"))
        knob = isinstance(order, SetKnob | Assign)
        meant = [lane for lane in self._lanes if lane.contestant == contestant and (knob or lane.seed == 0)]
        yield from self._each(meant, lambda lane: lane.obey(order))

    def _rewind(self, step: int, line: int | None) -> Iterator[Event]:
        """All stand at a step again, each on the way that it is on, and then the race says so."""
        if line is not None:
            raise UsageError(tr("lines of a race have no number: its runs go back on the way they are on"))
        reaches = [lane.reach for lane in self._lanes]
        first, last = max(first for first, _ in reaches), max(last for _, last in reaches)
        if not first <= step <= last:
            raise UsageError(
                tr("steps {first} to {last} can be gone back to, not {step}", first=first, last=last, step=step)
            )
        yield from self._each(self._lanes, lambda lane: lane.back(step))
        lines = [lane.now.timeline for lane in self._lanes]
        memory, budget = sum(line.bytes for line in lines), sum(line.budget for line in lines)
        yield Rewound(step, 0, None, 0, first, last, (), memory, budget)

    def _saved(self) -> SavedRace:
        field, asked = self._field, self._request
        request = replace(
            asked,
            experiment=asked.experiment or self._lesson.headless,
            race=field.contestants,
            seeds=len(field.seeds),
            resume=None,
            record=None,
            code=(),
        )
        return SavedRace(request, tuple(lane.checkpoint() for lane in self._lanes))


def _settled(entry: Entry) -> Request:
    """What a run is asked for, with what a saved one has settled."""
    return entry.request if entry.saved is None else checkpoint.going_on(entry.saved, entry.request)
