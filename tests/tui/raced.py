"""Sessions of races made of nothing but memory: every run of the race is the same recorded one."""

from dataclasses import replace

from tests.tui.fakes import FakeRuns, FakeSession
from tuidl.commands import Command, Only, Reset, Rewind, Save
from tuidl.course.spec import Contestant
from tuidl.events import Evaluated, Event, Raced, RaceStarted, Rewound, RunStarted, Saved, StepsEnded
from tuidl.session.request import Request


class RacedRuns(FakeRuns):
    """As ``FakeRuns``; a request with contestants is answered by a race. Number k has 1/(k + 1) of the losses.

    ``races``: files that hold a race, of the contestants ``saved``.
    """

    races: tuple[str, ...] = ()
    saved: tuple[Contestant, ...] = ()

    def __call__(self, request: Request) -> FakeSession:
        race = request.race or (self.saved if request.resume in self.races else ())
        if not race:
            return super().__call__(request)
        lanes = [(k, seed) for k in range(len(race)) for seed in range(request.seeds)]
        settings = tuple(tuple(one.set.items()) for one in race)
        started = RaceStarted(
            "lesson-neuron", request.experiment or "", tuple(one.name for one in race), settings,
            tuple(range(request.seeds)), self.view.budget, tuple(one.experiment for one in race),
            tuple(one.functions for one in race),
        )  # fmt: skip

        def told(events: list[Event], only: int | None = None) -> list[Event]:
            return [
                Raced(k, seed, _own(event, race[k], k, seed))
                for event in events
                for k, seed in lanes
                if only is None or only == k
            ]

        def answer(command: Command) -> list[Event]:
            if isinstance(command, Only):
                return told(self.answer(command.order), command.contestant)
            if isinstance(command, Reset):
                return told(self.opening())
            if isinstance(command, Rewind):
                whole = Rewound(command.step, 0, None, 0, 0, self.view.step, (), 6 << 20, 64 << 20)
                return [*told(self.back(command.step)), whole]
            if isinstance(command, Save):
                return [Saved(command.path, self.view.step)]
            return told(self.answer(command))

        session = FakeSession(request, [started, *told(self.opening())], answer)
        self.opened.append(session)
        return session


def _own(event: Event, contestant: Contestant, number: int, seed: int) -> Event:
    share = (1 + seed / 20) / (number + 1)
    match event:
        case RunStarted():
            return replace(event, knobs=tuple({**dict(event.knobs), **contestant.set}.items()))
        case Evaluated() if event.step:
            return replace(event, values={n: v * share if n == "loss" else v for n, v in event.values.items()})
        case StepsEnded():
            return replace(
                event, values={n: tuple(x * share for x in xs) if n == "loss" else xs for n, xs in event.values.items()}
            )
    return event
