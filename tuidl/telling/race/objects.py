"""A race as JSON lines: those of its runs, each with its ``contestant`` and ``seed``, and one summary."""

import json
from typing import Any, TextIO

from tuidl.events import Event, Raced, RaceStarted, Rewound, Saved
from tuidl.race import RaceView
from tuidl.telling.objects import Objects, finite, unusual, verdicts
from tuidl.telling.race.outcome import RaceOutcome


class RaceObjects:
    """JSON lines as those of a run, each with its ``contestant`` and ``seed``; without ``steps`` only the summary."""

    def __init__(self, out: TextIO, steps: bool = True) -> None:
        self.out, self.steps = out, steps
        self._lanes: dict[tuple[int, int], Objects] = {}

    def see(self, event: Event, view: RaceView) -> None:
        """One object for each of what single runs tell, and who races before all."""
        match event:
            case RaceStarted() if self.steps:
                self._print({"event": "race", **_who(view)})
            case Saved() | Rewound() if self.steps:
                self._print(unusual(event))
            case Raced(contestant, seed, told) if view.started is not None and (contestant, seed) in view.lanes:
                lane = (contestant, seed)
                if lane not in self._lanes:
                    tag = {"contestant": view.names[contestant], "seed": view.started.seeds[seed]}
                    self._lanes[lane] = Objects(self.out, self.steps, tag)
                self._lanes[lane].see(told, view.lanes[lane])

    def end(self, outcome: RaceOutcome) -> None:
        """The summary."""
        self._print(summary(outcome))

    def _print(self, value: dict[str, Any]) -> None:
        self.out.write(json.dumps(finite(value), ensure_ascii=False) + "\n")
        self.out.flush()


def _who(view: RaceView) -> dict[str, Any]:
    started = view.started
    assert started is not None
    contestants = [
        {"name": name, "knobs": dict(settings)} for name, settings in zip(started.names, started.settings, strict=True)
    ]
    told = {name: getattr(started, name) for name in ("lesson", "experiment", "steps")}
    return {**told, "seeds": list(started.seeds), "contestants": contestants}


def summary(outcome: RaceOutcome) -> dict[str, Any]:
    """The last line: who raced, how each did, who was best in what."""
    told = _who(outcome.view) if outcome.view.started is not None else {"contestants": []}
    for entry, standing in zip(told["contestants"], outcome.standings, strict=True):
        entry |= {"step": standing.step, "samples": standing.samples, "diverged": standing.diverged}
        entry |= {
            "evaluated": standing.evaluated,
            "values": {name: spread.middle for name, spread in standing.values.items()},
            "lowest": {name: spread.low for name, spread in standing.values.items()},
            "highest": {name: spread.high for name, spread in standing.values.items()},
            "goals": verdicts(standing.goals),
        }
    return {
        "event": "summary",
        **told,
        "reason": outcome.reason,
        "best": {name: list(outcome.best(name)) for name in outcome.measured},
        "goals": verdicts(outcome.goals),
        "judged": outcome.judged,
        "saved": outcome.saved,
        "code": int(outcome.code),
        "time": dict(outcome.time),
    }
