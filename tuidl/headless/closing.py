"""What stands on standard output when a run is over: curve or words, goals, one sentence."""

from typing import TextIO

from tuidl.events import Event
from tuidl.headless import curve, number, words
from tuidl.telling.outcome import GoalResult, Outcome
from tuidl.view import RunView

VERDICTS = {True: ("✓", "+", "met"), False: ("✗", "x", "missed"), None: ("·", ".", "not judged")}


class Closing:
    """``plain``: the curve in words; ``width``: columns of the curve, None for no curve."""

    def __init__(
        self, out: TextIO, notes: TextIO, width: int | None, colour: bool, unicode: bool, plain: bool = False
    ) -> None:
        self.out = out
        self.notes = notes
        self.width = width
        self.colour = colour
        self.unicode = unicode
        self.plain = plain

    def see(self, event: Event, view: RunView) -> None:
        """The view keeps everything."""

    def end(self, outcome: Outcome) -> None:
        """Tell how it went."""
        if self.plain:
            self._print("".join(f"{line}\n" for line in words.described(outcome.view)))
        elif self.width is not None:
            self._print(curve.drawn(outcome.view, self.width, self.colour, self.unicode))
        if outcome.goals:
            self._print(table(outcome.goals, self.unicode))
        if not outcome.judged and outcome.why:
            self._print(f"goals not judged: {outcome.why}\n")
        self._print(sentence(outcome) + "\n")
        notice(outcome, self.notes)

    def _print(self, text: str) -> None:
        self.out.write(text)
        self.out.flush()


class Quiet:
    """One line at the end and nothing before."""

    def __init__(self, out: TextIO, notes: TextIO) -> None:
        self.out = out
        self.notes = notes

    def see(self, event: Event, view: RunView) -> None:
        """Silence."""

    def end(self, outcome: Outcome) -> None:
        """The summary line."""
        judged = [goal for goal in outcome.goals if goal.met is not None]
        met = sum(goal.met is True for goal in judged)
        goals = f"{met} of {len(judged)} goals met, " if judged else ""
        lesson = outcome.view.started.lesson if outcome.view.started else "no run"
        self.out.write(f"{lesson}: {goals}{sentence(outcome)}\n")
        self.out.flush()
        notice(outcome, self.notes)


def table(goals: tuple[GoalResult, ...], unicode: bool) -> str:
    """One goal a line: a glyph, a word, the goal."""
    words = [VERDICTS[goal.met][2] + (f" at step {goal.step}" if goal.step is not None else "") for goal in goals]
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
        for name in number.MEASURED
        if name in outcome.values
    ]
    seconds = outcome.time.get("training_seconds", 0.0)
    speed = outcome.time.get("samples_per_second", 0.0)
    how = f"{view.step - view.first + 1} steps in {number.duration(seconds)}"
    if speed > 0:
        how += f" ({number.speed(speed)} samples/s)"
    if view.first > 1:
        how += f", now at step {view.step}"
    if outcome.reason == "early":
        how = f"stopped early at step {view.step}, " + how
    if view.diverged is not None:
        how = f"diverged at step {view.diverged.step}, " + how
    return ", ".join([how, *numbers])


def notice(outcome: Outcome, notes: TextIO) -> None:
    """After an interruption: what was kept and how to go on. After a save: where it is."""
    if outcome.reason == "interrupted":
        kept = f"saved in {outcome.saved}" if outcome.saved else "nothing was saved (--save FILE keeps the state)"
        how = f"; to go on: {outcome.resume}" if outcome.resume and outcome.saved else ""
        notes.write(f"interrupted at step {outcome.view.step} of {outcome.view.budget}; {kept}{how}\n")
    elif outcome.saved:
        notes.write(f"saved in {outcome.saved}\n")
    notes.flush()
