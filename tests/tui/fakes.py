"""Sessions made of nothing but memory: a run that answers commands with scripted events, at once and in order."""

import asyncio
from collections.abc import AsyncIterator, Callable

from tuidl.commands import Command, Pause, Play, Reset, Rewind, Save, SetKnob, Step
from tuidl.events import (
    Envelope,
    Evaluated,
    Event,
    KnobTurned,
    Probed,
    Rewound,
    RunEnded,
    RunStarted,
    Saved,
    StateChanged,
    StepsEnded,
)
from tuidl.sandbox.description import Sandbox
from tuidl.sandbox.facts import Sizes
from tuidl.session.request import Request
from tuidl.train.sizing import Sizing
from tuidl.view import RunView

Script = Callable[[Command], list[Event]]


class FakeSession:
    """``script`` gives the events a command is answered with; everything that was asked stands in ``sent``."""

    def __init__(self, request: Request, opening: list[Event], script: Script):
        self.request, self.sent, self.closed = request, [], False
        self._script = script
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        for event in opening:
            self._events.put_nowait(event)
        self._seq = 0

    def tell(self, *events: Event) -> None:
        """Something happens by itself."""
        for event in events:
            self._events.put_nowait(event)

    def die(self) -> None:
        """The stream ends."""
        self._events.put_nowait(None)

    async def events(self) -> AsyncIterator[Envelope]:
        while (event := await self._events.get()) is not None:
            self._seq += 1
            yield Envelope(self._seq, 0.0, event)

    async def send(self, command: Command) -> None:
        self.sent.append(command)
        self.tell(*self._script(command))

    async def close(self) -> None:
        self.closed = True
        self._events.put_nowait(None)


class FakeRuns:
    """Opens fake sessions that play a view back when asked; ``opened`` are all of them."""

    def __init__(self, view: RunView, **knobs: float | str):
        self.view, self.knobs = view, knobs
        self.opened: list[FakeSession] = []
        self.waiting = frozenset(("points", "seed"))  # knobs that act with the next reset

    def __call__(self, request: Request) -> FakeSession:
        session = FakeSession(request, self.opening(), self.answer)
        self.opened.append(session)
        return session

    @property
    def live(self) -> FakeSession:
        """The session of the learner's own run, where only that one and silent ones were opened."""
        return self.opened[0]

    @property
    def last(self) -> FakeSession:
        """The session opened last."""
        return self.opened[-1]

    def _started(self) -> RunStarted:
        told = self.view.started
        assert told is not None
        knobs = tuple(self.knobs.items()) or told.knobs
        return RunStarted(
            told.lesson, told.experiment, told.seed, told.device, told.threads, knobs, told.steps, told.batch,
            told.examples, told.validation, told.parameters, told.layers, told.data,
        )  # fmt: skip

    def opening(self) -> list[Event]:
        """What a fresh run says: ready at step 0."""
        first = [Evaluated(0, 0, values, {}) for step, values in self.view.evaluations[:1]]
        return [self._started(), *first]

    def run(self) -> list[Event]:
        """The whole recorded run."""
        view = self.view
        steps = {name: tuple(series.ends) for name, series in view.steps.items()}
        events: list[Event] = [StateChanged("playing", 0), StepsEnded(1, 1, steps, {"seconds": 1.0})]
        events += [Evaluated(step, 1, values, {}) for step, values in view.evaluations[1:]]
        events += [Probed(name, view.step, signal) for name, signal in view.signals.items()]
        return events

    def back(self, step: int) -> list[Event]:
        """The run at an earlier step: line 1, which leaves line 0 there, or line 0 at its end."""
        view, branched = self.view, step < self.view.step
        steps = {name: tuple(series.ends)[:step] for name, series in view.steps.items()}
        rewound = Rewound(
            step, int(branched), 0 if branched else None, 0, 0, view.step, tuple(self.knobs.items()), 3 << 20, 64 << 20
        )
        told: list[Event] = [StepsEnded(1, 1, steps, {})] if step else []
        told += [Evaluated(at, 1, values, {}) for at, values in view.evaluations if at <= step]
        return [rewound, *told, StateChanged("paused", step)]

    def along(self, line: int, step: int) -> list[Event]:
        """The run at the end of one of its lines."""
        steps = {name: tuple(series.ends)[:step] for name, series in self.view.steps.items()}
        knobs = tuple(self.knobs.items())
        rewound = Rewound(step, line, 0 if line else None, line, 0, step, knobs, 3 << 20, 64 << 20)
        return [rewound, StepsEnded(1, 1, steps, {}), StateChanged("paused", step)]

    def answer(self, command: Command) -> list[Event]:
        """As a worker would."""
        match command:
            case Play():
                last = self.view.evaluations[-1][1] if self.view.evaluations else {}
                return [*self.run(), RunEnded(self.view.step, "budget", last, {})]
            case Pause():
                return [StateChanged("paused", 1)]
            case Step():
                return [StepsEnded(1, 1, {"loss": (0.5,)}, {"seconds": 0.1}), StateChanged("paused", 1)]
            case Reset(knobs):
                self.knobs = dict(knobs)
                return self.opening()
            case SetKnob(name, value):
                return [KnobTurned(name, value, 0, pending=name in self.waiting)]
            case Rewind(step, line):
                return self.back(step) if line is None else self.along(line, step)
            case Save(path):
                return [Saved(path, self.view.step)]
        return []


class InlineMeasure:
    """Measures in a thread of this process; ``asked`` counts the questions."""

    def __init__(self) -> None:
        self._sizing, self._turn, self.asked, self.closed = Sizing(), asyncio.Lock(), 0, False

    async def sizes(self, sandbox: Sandbox) -> Sizes:
        self.asked += 1
        async with self._turn:
            return await asyncio.to_thread(self._sizing.sizes, sandbox)

    async def close(self) -> None:
        self.closed = True
