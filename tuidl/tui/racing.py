"""What a study does while several runs race: who joins and leaves, and which run a command is for."""

from collections.abc import Callable
from pathlib import Path

from tuidl.commands import Assign, Command, Inspect, Only, Pause, SetKnob, Watch
from tuidl.course.vocabulary import CONTESTANTS
from tuidl.course.walk import Walk
from tuidl.events import Diagnosis, Diverged, Evaluated, Event, Failed, Raced, RaceStarted, RunEnded
from tuidl.race import RaceView
from tuidl.session import Session
from tuidl.session.request import Request
from tuidl.tui.contest import SEEDS, Contest, beside
from tuidl.tui.feed import Feed
from tuidl.tui.lab import Lab
from tuidl.view import RunView

FOR_ONE = (SetKnob, Assign, Inspect)  # commands for the contestant in hand


class Racing:
    """The part of a ``Study`` that knows of races. ``contest``: None while there is one run."""

    walk: Walk
    lab: Lab
    note: str
    contest: Contest | None
    _alone: Lab | None  # the lab of the run that waits while the learner's race goes on
    _feed: Feed
    _race: Feed
    _watch: Watch
    _unjudged: bool
    _open_run: Callable[[Request], Session]

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
        return Only(contest.chosen, command) if contest is not None and isinstance(command, FOR_ONE) else command

    @property
    def seen(self) -> RunView | RaceView:
        """What is judged: the step's run, or all of its race. A race of the learner's own is never judged."""
        contest = self.contest
        return contest.view if contest is not None and not contest.own else self.run

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

    # ---- who races ----------------------------------------------------------------------------------------------

    def twin(self) -> str:
        """A copy of the run, or of the contestant in hand, joins; why not, if it cannot."""
        if self.contest is None:
            if self.lab.preparing:
                return "an earlier step is trained first: then t makes a twin"
            if self.walk.step.start is not None:
                return "this step begins where another ended: a race would begin at step 0"
            self.lab.sandbox = self.lab.sandbox or not self.lab.knobs  # something must be there to turn
            self._replace(beside(self.lab).joined())
            return "twins: turn a knob of one, then space runs both; esc leaves"
        if len(self.contest.contestants) == CONTESTANTS:
            return f"{CONTESTANTS} race already, and more would not be told apart"
        self._replace(self.contest.joined())
        return f"{len(self.contest.contestants)} race now, from step 0: turn a knob of the new one"

    def drop(self) -> str:
        """The contestant in hand goes; why not, if it cannot."""
        contest = self.contest
        if contest is None:
            return "nothing races: t makes a twin"
        after = contest.without()
        if contest.own and (after is None or (len(after.contestants) == 1 and after.seeds == 1)):
            return self.leave()
        if after is None:
            return "this contestant belongs to the lesson"
        self._replace(after)
        return ""

    def reseed(self) -> str:
        """More seeds at once, or one again; what it is now."""
        if self.contest is None:
            if self.lab.preparing or self.walk.step.start is not None:
                return "this step begins where another ended: its run has one seed"
            self._replace(beside(self.lab).seeded(SEEDS[1]))
            return f"{SEEDS[1]} seeds at once: space runs them; esc leaves"
        at = SEEDS.index(self.contest.seeds) if self.contest.seeds in SEEDS else len(SEEDS) - 1
        seeds = SEEDS[(at + 1) % len(SEEDS)]
        if seeds == 1 and self.contest.own and len(self.contest.contestants) == 1:
            return self.leave()
        self._replace(self.contest.seeded(seeds))
        return f"{seeds} seeds at once, from step 0" if seeds > 1 else "one seed again, from step 0"

    def leave(self) -> str:
        """The learner's race is over; the run it left stands as it stood."""
        contest, alone = self.contest, self._alone
        if contest is None or not contest.own or alone is None:
            return ""
        self._race.leave()
        alone.zoomed, alone.tab, alone.sandbox = contest.lab.zoomed, contest.lab.tab, contest.lab.sandbox
        self.contest, self._alone, self.lab = None, None, alone
        self._feed.send(self._watch)
        self._news(lanes=True)
        return "your run is back as you left it"

    def _replace(self, contest: Contest) -> None:
        """Race anew, with these."""
        self._end_recording()
        if contest.own and self._alone is None:
            self._alone = self.lab
            self._feed.send(Pause())
        self.contest, self.lab = contest, contest.lab
        self._open_race()
        self._news(lanes=True)

    def _open_race(self) -> None:
        """Start the session of the race."""
        assert self.contest is not None
        request = self.contest.request(self._plain_request())
        self._line.start(lambda: self._open_run(request), self._watch)

    def _begin_again(self) -> None:
        """The contestants as they are, before anything was told, in a session of their own."""
        assert self.contest is not None
        self.contest = self.contest.again()
        self.lab = self.contest.lab
        self._open_race()
        self._news(lanes=True)

    # ---- events -------------------------------------------------------------------------------------------------

    def _take_race(self, event: Event) -> None:
        contest = self.contest
        if contest is None:
            return
        contest.fold(event)
        match event:
            case RaceStarted():
                self._end_recording()
            case Failed():
                self._end_recording()
                self.note = event.text
            case Diagnosis():
                self.note = event.text
            case Raced(_, _, Evaluated() | Diverged()):
                self._unjudged = True
            case Raced(_, _, RunEnded()) if contest.view.over and not contest.own:
                self._raced()
            case Raced(contestant, 0, Diagnosis(kind="stopping", text=text)) if contestant == contest.chosen:
                self.note = text
        self._news()
