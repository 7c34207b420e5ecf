"""What is told of a race while it goes and when it is over: lines, JSON, words, one sentence."""

import json
from typing import Any, TextIO

from tuidl.events import Diverged, Evaluated, Event, Raced, RaceStarted
from tuidl.headless import number, words
from tuidl.headless.closing import table as goals_table
from tuidl.headless.objects import Objects, finite
from tuidl.headless.race.outcome import RaceOutcome, band
from tuidl.headless.race.plot import drawn
from tuidl.headless.race.table import table
from tuidl.race import RaceView

LINES = 20  # told of a whole race, about


class Lines:
    """A plain line for all contestants together, about twenty in a race; with several seeds medians."""

    def __init__(self, out: TextIO, notes: TextIO) -> None:
        self.out, self.notes = out, notes
        self._told = -1

    def see(self, event: Event, view: RaceView) -> None:
        """Tell of an evaluation once the last run has made it."""
        match event:
            case RaceStarted():
                self._print(self.out, headline(event))
            case Raced(contestant, seed, Diverged(step)):
                name = view.names[contestant] + (f", seed {view.started.seeds[seed]}" if view.seeds > 1 else "")  # type: ignore[union-attr]
                self._print(self.notes, f"{name}: the loss is no number any more at step {step}")
            case Raced(contestant, seed, Evaluated(step)) if (contestant, seed) == max(view.lanes):
                stride = max(1, view.budget // LINES)
                if step // stride > self._told or step == view.budget:
                    self._told = step // stride
                    self._print(self.out, self._line(step, view))

    def end(self, outcome: RaceOutcome) -> None:
        """The table says the rest."""

    def _line(self, step: int, view: RaceView) -> str:
        parts = []
        for k, name in enumerate(view.names):
            _, middles, _, _ = band(view.runs(k), "loss")
            parts.append(f"{name} {number.measured('loss', middles[-1]) if middles else '-'}")
        return "  ".join([f"step {step}/{view.budget}", "loss", *parts])

    @staticmethod
    def _print(stream: TextIO, text: str) -> None:
        stream.write(text + "\n")
        stream.flush()


def headline(event: RaceStarted) -> str:
    """Who races, in one line."""
    seeds = f"seeds {event.seeds[0]} to {event.seeds[-1]}" if len(event.seeds) > 1 else f"seed {event.seeds[0]}"
    return f"{event.lesson}  {event.experiment}: {' against '.join(event.names)}  {seeds}"


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
            case Raced(contestant, seed, told) if view.started is not None:
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
            "values": {name: spread.middle for name, spread in standing.values.items()},
            "lowest": {name: spread.low for name, spread in standing.values.items()},
            "highest": {name: spread.high for name, spread in standing.values.items()},
            "goals": [{"text": goal.text, "met": goal.met, "step": goal.step} for goal in standing.goals],
        }
    return {
        "event": "summary",
        **told,
        "reason": outcome.reason,
        "best": {name: list(outcome.best(name)) for name in outcome.measured},
        "goals": [{"text": goal.text, "met": goal.met, "step": goal.step} for goal in outcome.goals],
        "judged": outcome.judged,
        "code": int(outcome.code),
        "time": dict(outcome.time),
    }


class Closing:
    """What stands on standard output in the end: curves or words, goals, the table. ``width`` None: no curves."""

    def __init__(
        self, out: TextIO, notes: TextIO, width: int | None, colour: bool, unicode: bool, plain: bool = False
    ) -> None:
        self.out, self.notes, self.width = out, notes, width
        self.colour, self.unicode, self.plain = colour, unicode, plain

    def see(self, event: Event, view: RaceView) -> None:
        """The view keeps everything."""

    def end(self, outcome: RaceOutcome) -> None:
        """Tell how it went."""
        if self.plain:
            self._print("".join(f"{line}\n" for line in described(outcome.view)))
        elif self.width is not None and outcome.standings:
            self._print(drawn(outcome.view, self.width, self.colour, self.unicode))
        if outcome.goals:
            self._print(goals_table(outcome.goals, self.unicode))
        if not outcome.judged and outcome.why:
            self._print(f"goals not judged: {outcome.why}\n")
        if outcome.standings:
            self._print(table(outcome, self.unicode and not self.plain))
        notice(outcome, self.notes)

    def _print(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()


class Quiet:
    """One line at the end and nothing before."""

    def __init__(self, out: TextIO, notes: TextIO) -> None:
        self.out, self.notes = out, notes

    def see(self, event: Event, view: RaceView) -> None:
        """Silence."""

    def end(self, outcome: RaceOutcome) -> None:
        """Who was best in what."""
        self.out.write(sentence(outcome) + "\n")
        self.out.flush()
        notice(outcome, self.notes)


def sentence(outcome: RaceOutcome) -> str:
    """``lesson-mlp: sgd against adam, 3 seeds: best loss 0.081 with adam, ...``."""
    started = outcome.view.started
    if started is None:
        return "no race"
    seeds = f", {len(started.seeds)} seeds" if len(started.seeds) > 1 else ""
    told = []
    for name in outcome.measured:
        best = outcome.best(name) or (() if len(started.names) > 1 else started.names)
        values = [standing.values[name].middle for standing in outcome.standings if standing.name in best]
        if values:
            who = f" with {' and '.join(best)}" if len(started.names) > 1 else ""
            told.append(f"{number.label(name)} {number.measured(name, values[0])}{who}")
    word = "best " if told and len(started.names) > 1 else ""
    return f"{started.lesson}: {' against '.join(started.names)}{seeds}: {word}{', '.join(told) or 'no values'}"


def described(view: RaceView) -> list[str]:
    """The loss of each contestant in words; of several seeds their median."""
    told = []
    for k, name in enumerate(view.names):
        for value in ("loss", "val_loss"):
            steps, middles, _, _ = band(view.runs(k), value)
            if len(middles) > 1:
                told.append(f"{name}: {words.curve(value, steps, middles)}")
    return told


def notice(outcome: RaceOutcome, notes: TextIO) -> None:
    """After an interruption: a race is not kept."""
    if outcome.reason == "interrupted":
        notes.write(f"interrupted at step {outcome.view.step} of {outcome.view.budget}; a race is not saved\n")
        notes.flush()
