"""What is told of a race while it goes and when it is over: lines, words, a table, one sentence."""

from collections.abc import Sequence
from typing import TextIO

from tuidl.events import Diverged, Evaluated, Event, Raced, RaceStarted, Saved
from tuidl.headless import number, words
from tuidl.headless.closing import Ending
from tuidl.headless.race.plot import drawn
from tuidl.headless.race.table import table
from tuidl.language import listed, tr, trn
from tuidl.race import RaceView
from tuidl.telling.race.outcome import RaceOutcome, band

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
            case Saved():
                self._print(self.notes, tr("saved step {step} in {path}", step=event.step, path=event.path))
            case Raced(contestant, seed, Diverged(step)) if (contestant, seed) in view.lanes:
                name = view.names[contestant]
                if view.seeds > 1 and view.started is not None:
                    name += ", " + tr("seed {seed}", seed=view.started.seeds[seed])
                self._print(
                    self.notes, tr("{name}: the loss is no number any more at step {step}", name=name, step=step)
                )
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
        return "  ".join([tr("step {step}/{budget}", step=step, budget=view.budget), tr("loss"), *parts])

    @staticmethod
    def _print(stream: TextIO, text: str) -> None:
        stream.write(text + "\n")
        stream.flush()


def headline(event: RaceStarted) -> str:
    """Who races, in one line."""
    seeds = (
        tr("seeds {first} to {last}", first=event.seeds[0], last=event.seeds[-1])
        if len(event.seeds) > 1
        else tr("seed {seed}", seed=event.seeds[0])
    )
    return f"{event.lesson}  {event.experiment}: {against(event.names)}  {seeds}"


class Closing(Ending[RaceView, RaceOutcome]):
    """The end of a race: a table, the contestants side by side."""

    def described(self, outcome: RaceOutcome) -> list[str]:
        """The curves in words."""
        return described(outcome.view)

    def drawn(self, outcome: RaceOutcome, width: int) -> str:
        """The curves as text."""
        return drawn(outcome.view, width, self.colour, self.unicode) if outcome.standings else ""

    def result(self, outcome: RaceOutcome) -> str:
        """The table."""
        return table(outcome, self.unicode and not self.plain) if outcome.standings else ""


def against(names: Sequence[str]) -> str:
    """``sgd against adam``."""
    return f" {tr('against')} ".join(names)


def sentence(outcome: RaceOutcome) -> str:
    """``lesson-mlp: sgd against adam, 3 seeds: best loss 0.081 with adam, ...``."""
    started = outcome.view.started
    if started is None:
        return tr("no race")
    seeds = ", " + trn("{n} seed", "{n} seeds", len(started.seeds)) if len(started.seeds) > 1 else ""
    told = []
    for name in outcome.measured:
        best = outcome.best(name) or (() if len(started.names) > 1 else started.names)
        values = [standing.values[name].middle for standing in outcome.standings if standing.name in best]
        if values:
            said = f"{number.label(name)} {number.measured(name, values[0])}"
            with_whom = tr("{value} with {names}", value=said, names=listed(best))
            told.append(with_whom if len(started.names) > 1 else said)
    word = f"{tr('best')} " if told and len(started.names) > 1 else ""
    return f"{started.lesson}: {against(started.names)}{seeds}: {word}{', '.join(told) or tr('no values')}"


def described(view: RaceView) -> list[str]:
    """The loss of each contestant in words; of several seeds their median."""
    told = []
    for k, name in enumerate(view.names):
        for value in ("loss", "val_loss"):
            steps, middles, _, _ = band(view.runs(k), value)
            if len(middles) > 1:
                told.append(f"{name}: {words.curve(value, steps, middles)}")
    return told
