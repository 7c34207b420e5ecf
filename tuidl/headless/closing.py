"""What stands on standard output when a run or a race is over: curve or words, goals, one sentence or a table."""

from collections.abc import Callable
from typing import Generic, TextIO

from tuidl.events import Event
from tuidl.headless import curve, number, words
from tuidl.headless.reporter import Ended
from tuidl.language import later, tr, trn
from tuidl.telling.outcome import MEASURED, GoalResult, Outcome, Whole
from tuidl.telling.race.outcome import RaceOutcome
from tuidl.view import RunView

VERDICTS = {True: ("✓", "+", later("met")), False: ("✗", "x", later("missed")), None: ("·", ".", later("not judged"))}


class Ending(Generic[Whole, Ended]):
    """What is told of the end, whatever came to it. ``plain``: curves in words; ``width``: columns of the curves, None
    for no curves."""

    def __init__(
        self, out: TextIO, notes: TextIO, width: int | None, colour: bool, unicode: bool, plain: bool = False
    ) -> None:
        self.out = out
        self.notes = notes
        self.width = width
        self.colour = colour
        self.unicode = unicode
        self.plain = plain

    def see(self, event: Event, view: Whole) -> None:
        """The view keeps everything."""

    def end(self, outcome: Ended) -> None:
        """Tell how it went."""
        if self.plain:
            self._print("".join(f"{line}\n" for line in self.described(outcome)))
        elif self.width is not None:
            self._print(self.drawn(outcome, self.width))
        if outcome.goals:
            self._print(table(outcome.goals, self.unicode))
        if not outcome.judged and outcome.why:
            self._print(tr("goals not judged: {why}", why=outcome.why) + "\n")
        self._print(self.result(outcome))
        notice(outcome, self.notes)

    def described(self, outcome: Ended) -> list[str]:
        """The curves in words."""
        raise NotImplementedError

    def drawn(self, outcome: Ended, width: int) -> str:
        """The curves as text."""
        raise NotImplementedError

    def result(self, outcome: Ended) -> str:
        """The lines that stay."""
        raise NotImplementedError

    def _print(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()


class Closing(Ending[RunView, Outcome]):
    """The end of one run."""

    def described(self, outcome: Outcome) -> list[str]:
        """The curves in words."""
        return words.described(outcome.view)

    def drawn(self, outcome: Outcome, width: int) -> str:
        """The curves as text."""
        return curve.drawn(outcome.view, width, self.colour, self.unicode)

    def result(self, outcome: Outcome) -> str:
        """One sentence."""
        return sentence(outcome) + "\n"


class Quiet(Generic[Whole, Ended]):
    """One line at the end, as ``said``, and nothing before."""

    def __init__(self, out: TextIO, notes: TextIO, said: Callable[[Ended], str]) -> None:
        self.out, self.notes = out, notes
        self.said: Callable[[Ended], str] = said

    def see(self, event: Event, view: Whole) -> None:
        """Silence."""

    def end(self, outcome: Ended) -> None:
        """The summary line."""
        self.out.write(self.said(outcome) + "\n")
        self.out.flush()
        notice(outcome, self.notes)


def summary(outcome: Outcome) -> str:
    """Lesson, goals and the sentence in one line."""
    judged = [goal for goal in outcome.goals if goal.met is not None]
    met = sum(goal.met is True for goal in judged)
    goals = [tr("{met} of {all} goals met", met=met, all=len(judged))] if judged else []
    lesson = outcome.view.started.lesson if outcome.view.started else tr("no run")
    return f"{lesson}: {', '.join([*goals, sentence(outcome)])}"


def table(goals: tuple[GoalResult, ...], unicode: bool) -> str:
    """One goal a line: a glyph, a word, the goal."""
    words = [tr(VERDICTS[goal.met][2]) for goal in goals]
    words = [
        tr("{verdict} at step {step}", verdict=word, step=goal.step) if goal.step is not None else word
        for goal, word in zip(goals, words, strict=True)
    ]
    column = max(map(len, words))
    lines = []
    for goal, word in zip(goals, words, strict=True):
        sign, simple, _ = VERDICTS[goal.met]
        lines.append(f"{sign if unicode else simple} {word.ljust(column)}  {goal.text}  [{goal.check}]\n")
    return "".join(lines)


def sentence(outcome: Outcome) -> str:
    """How far, how good, how long."""
    view = outcome.view
    numbers = [
        f"{number.label(name)} {number.measured(name, outcome.values[name])}"
        for name in MEASURED
        if name in outcome.values
    ]
    seconds = outcome.time.get("training_seconds", 0.0)
    speed = outcome.time.get("samples_per_second", 0.0)
    steps, lasted = view.step - view.first + 1, number.duration(seconds)
    how = [trn("{n} step in {duration}", "{n} steps in {duration}", steps, duration=lasted)]
    if speed > 0:
        how[0] += f" ({tr('{speed} samples/s', speed=number.speed(speed))})"
    if view.first > 1:
        how.append(tr("now at step {step}", step=view.step))
    if outcome.reason == "early":
        how.insert(0, tr("stopped early at step {step}", step=view.step))
    if view.diverged is not None:
        how.insert(0, tr("diverged at step {step}", step=view.diverged.step))
    return ", ".join([*how, *numbers])


def notice(outcome: Outcome | RaceOutcome, notes: TextIO) -> None:
    """After an interruption: what was kept and how to go on. After a save: where it is."""
    if outcome.reason == "interrupted":
        kept = (
            tr("saved in {saved}", saved=outcome.saved)
            if outcome.saved
            else tr("nothing was saved (--save FILE keeps the state)")
        )
        told = [tr("interrupted at step {step} of {budget}", step=outcome.view.step, budget=outcome.view.budget), kept]
        if outcome.resume and outcome.saved:
            told.append(tr("to go on: {command}", command=outcome.resume))
        notes.write("; ".join(told) + "\n")
    elif outcome.saved:
        notes.write(tr("saved in {saved}", saved=outcome.saved) + "\n")
    notes.flush()
