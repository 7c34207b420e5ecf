"""What a study does while several runs race: who joins and leaves, and which run a command is for."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tuidl.commands import Assign, Command, Compare, Inspect, Keep, Only, Pause, Rewind, SetKnob, Watch
from tuidl.course.vocabulary import CONTESTANTS
from tuidl.events import (
    Compared,
    Diagnosis,
    Diverged,
    Evaluated,
    Event,
    Exported,
    Failed,
    Raced,
    RaceStarted,
    Rewound,
    RunEnded,
    RunStarted,
    Saved,
)  # fmt: skip
from tuidl.language import tr
from tuidl.race import RaceView
from tuidl.session import Session
from tuidl.session.request import Request
from tuidl.tui.asked import Asked
from tuidl.tui.contest import SEEDS, Contest, beside, met
from tuidl.tui.feed import Feed
from tuidl.tui.halfway import Halfway
from tuidl.tui.listener import Listener
from tuidl.view import RunView

FOR_ONE = (SetKnob, Assign, Inspect, Compare, Keep)  # commands for the contestant in hand


class Racing(Halfway):
    """The part of a ``Study`` that knows of races. ``contest``: None while there is one run."""

    note: str
    aim: int | None
    asked: Asked
    _listener: Listener
    _watch: Watch
    _unjudged: bool
    _open_run: Callable[[Request], Session]

    def send(self, command: Command | None) -> None:
        """Ask the run for something."""
        raise NotImplementedError

    def _coded(self, request: Request, step_id: str) -> Request:
        """The request with functions that the learner wrote."""
        raise NotImplementedError

    def _plain_request(self, start: Path | None = None) -> Request:
        raise NotImplementedError

    def _end_recording(self) -> None:
        raise NotImplementedError

    def _raced(self) -> None:
        """The step's own race is over."""
        raise NotImplementedError

    def _news(self, lanes: bool = False) -> None:
        """Something can be drawn anew; ``lanes``: other contestants race."""
        raise NotImplementedError

    # ---- asking -------------------------------------------------------------------------------------------------

    @property
    def _line(self) -> Feed:
        """Where commands go."""
        return self._race if self.contest is not None and self.contest.own else self._feed

    def _addressed(self, command: Command) -> Command:
        """The command as a race takes it."""
        contest = self.contest
        if contest is None or not isinstance(command, FOR_ONE) or (contest.everyone and isinstance(command, SetKnob)):
            return command
        return Only(contest.chosen, command)

    @property
    def seen(self) -> RunView | RaceView:
        """What is judged: the step's run, or all of its race. A race of the learner's own is never judged."""
        contest = self.contest
        return contest.view if contest is not None and not contest.own else self.run

    @property
    def timed(self) -> RunView | RaceView:
        """What is taken back in time: the learner's run, or all of the race on the screen."""
        return self.lab.view if self.contest is None else self.contest.view

    @property
    def at(self) -> int:
        """The step that it stands at, or will in a moment."""
        return self.timed.step if self.aim is None else self.aim

    @property
    def rewound(self) -> Rewound | None:
        """Where it was taken back to, while it has not gone on."""
        return self.timed.rewound if self.lab.demo is None else None

    def switch(self) -> str:
        """Take the learner's run to the end of the next of its lines; why not, if it cannot."""
        view = self.lab.view
        if self.contest is not None:
            return tr("the runs of a race go back together, each on the line it is on")
        if self.lab.demo is not None or len(view.lines) < 2:
            return tr("this run has one line: go back with , and train on from there, and it has two")
        if self.aim is None:
            number = next((line for line in view.lines if line > view.along), view.lines[0])
            self.aim = view.branches[number].step
            self.send(Rewind(self.aim, number))
        return ""

    def _went_back(self, event: Rewound) -> None:
        """Of many wishes the last is sent once the first was answered."""
        self.aim = None if event.step == self.aim else self.aim
        if self.aim is not None:
            self.send(Rewind(self.aim))

    @property
    def run(self) -> RunView:
        """The step's run, or the one in hand of its race."""
        return (self._alone or self.lab).view

    def choose(self, contestant: int) -> None:
        """Take another contestant in hand."""
        contest = self.contest
        if contest is not None and contestant != contest.chosen:
            contest.choose(contestant)
            self.lab = contest.lab
            self._news()
        if contest is not None:
            contest.everyone = False

    def choose_all(self) -> str:
        """A knob that is turned is turned for all contestants, or only for the one in hand again; which."""
        contest = self.contest
        if contest is None:
            return ""
        contest.everyone = not contest.everyone
        self._news()
        return tr(
            "knobs are turned for {name} now", name=tr("all") if contest.everyone else contest.name(contest.chosen)
        )

    # ---- who races ----------------------------------------------------------------------------------------------

    def twin(self) -> str:
        """A copy of the run, or of the contestant in hand, joins; why not, if it cannot."""
        if self.contest is None:
            if self.lab.preparing:
                return tr("an earlier step is trained first: then t makes a twin")
            if self.walk.step.start is not None:
                return tr("this step begins where another ended: a race would begin at step 0")
            self.lab.sandbox = self.lab.sandbox or not self.lab.knobs  # something must be there to turn
            self._replace(beside(self.lab).joined())
            return tr("twins: turn a knob of one, then space runs both; esc leaves")
        if len(self.contest.contestants) == CONTESTANTS:
            return tr("{n} race already, and more would not be told apart", n=CONTESTANTS)
        self._replace(self.contest.joined())
        return tr("{n} race now, from step 0: turn a knob of the new one", n=len(self.contest.contestants))

    def drop(self) -> str:
        """The contestant in hand goes; why not, if it cannot."""
        contest = self.contest
        if contest is None:
            return tr("nothing races: t makes a twin")
        after = contest.without()
        if contest.own and (after is None or (len(after.contestants) == 1 and after.seeds == 1)):
            return self.leave()
        if after is None:
            return tr("this contestant belongs to the lesson")
        self._replace(after)
        return ""

    def reseed(self) -> str:
        """More seeds at once, or one again; what it is now."""
        if self.contest is None:
            if self.lab.preparing or self.walk.step.start is not None:
                return tr("this step begins where another ended: its run has one seed")
            self._replace(beside(self.lab).seeded(SEEDS[1]))
            return tr("{n} seeds at once: space runs them; esc leaves", n=SEEDS[1])
        at = SEEDS.index(self.contest.seeds) if self.contest.seeds in SEEDS else len(SEEDS) - 1
        seeds = SEEDS[(at + 1) % len(SEEDS)]
        if seeds == 1 and self.contest.own and len(self.contest.contestants) == 1:
            return self.leave()
        self._replace(self.contest.seeded(seeds))
        return tr("{n} seeds at once, from step 0", n=seeds) if seeds > 1 else tr("one seed again, from step 0")

    def leave(self) -> str:
        """The learner's race is over; the run it left stands as it stood."""
        contest, alone = self.contest, self._alone
        if contest is None or not contest.own or alone is None:
            return ""
        self._race.leave()
        alone.zoomed, alone.tab, alone.sandbox = contest.lab.zoomed, contest.lab.tab, contest.lab.sandbox
        self.contest, self._alone, self.lab, self.aim = None, None, alone, None
        self._feed.send(self._watch)
        self._news(lanes=True)
        return tr("your run is back as you left it")

    def _replace(self, contest: Contest) -> None:
        """Race anew, with these."""
        self._end_recording()
        if contest.own and self._alone is None:
            self._alone = self.lab
            self._feed.send(Pause())
        self.contest, self.lab = contest, contest.lab
        self._open_race()
        self._news(lanes=True)

    def _open_race(self, saved: Path | None = None) -> None:
        """Start the session of the race, from a file if there is one."""
        assert self.contest is not None
        self.aim = None
        if saved is not None:
            self._take_up(saved)
            return
        request = self.contest.request(self._plain_request())
        self._line.start(lambda: self._open_run(request), self._watch)

    def _take_up(self, saved: Path) -> None:
        """Start the session of a saved race; the race itself says who its contestants are."""
        step = self.walk.step
        feed = self._feed if self.contest is not None and not self.contest.own else self._race
        if saved != self.asked.resume:
            self._taken[feed] = saved
        request = self._coded(replace(self.asked.going_on(self.walk.lesson, step, saved), experiment=None), step.id)
        feed.start(lambda: self._open_run(request), self._watch)

    def _meet(self, event: RaceStarted) -> None:
        """The contestants are those of the event."""
        contest = self.contest
        if contest is not None and contest.tells(event):
            return
        if contest is None:
            self._end_recording()
            self._alone = self.lab
            self.lab.sandbox = self.lab.sandbox or not self.lab.knobs
        self.contest = met(event, contest or beside(self.lab))
        self.lab = self.contest.lab
        self._news(lanes=True)

    def _begin_again(self) -> None:
        """The contestants as they are, before anything was told, in a session of their own."""
        assert self.contest is not None
        self.contest = self.contest.again()
        self.lab = self.contest.lab
        self._open_race()
        self._news(lanes=True)

    # ---- events -------------------------------------------------------------------------------------------------

    def _take_race(self, event: Event) -> None:
        if isinstance(event, RaceStarted):
            self._meet(event)
        contest, feed = self.contest, self._line
        if contest is None:  # it could not be taken up again
            if isinstance(event, Failed):
                self._forget_left(self._race)
                self.note = event.text
                self._news()
            return
        contest.fold(event)
        match event:
            case RaceStarted():
                self.aim = None
                self._forget_left(feed)
                self._end_recording()
            case Failed():
                self._forget_left(feed)
                self._end_recording()
                self.note = event.text
            case Rewound():
                self._went_back(event)
            case Diagnosis(kind="rewind"):
                self.aim, self.note = None, event.text
            case Diagnosis():
                self.note = event.text
            case Exported(path):
                self.note = tr("saved in {path}", path=path)
            case Saved(path):
                self._written(Path(path))
            case Raced(contestant, 0, Diagnosis(kind="compare", text=text)) if contestant == contest.chosen:
                self.note = text
            case Raced(contestant, 0, Compared()) if contestant == contest.chosen:
                self._listener.compared()
            case Raced(_, _, RunStarted()):
                self.aim = None
            case Raced(_, _, Evaluated() | Diverged()):
                self._unjudged = True
            case Raced(_, _, RunEnded()) if contest.view.over and not contest.own:
                self._raced()
            case Raced(contestant, 0, Diagnosis(kind="stopping", text=text)) if contestant == contest.chosen:
                self.note = text
        self._news()
