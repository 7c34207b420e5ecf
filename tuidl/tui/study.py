"""A learner at work: the walk through a lesson, the lab of the open step and the runs behind it. Nothing is drawn."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tuidl.commands import Command, Export, Pause, Play, Reset, Rewind, Save, Step, Watch
from tuidl.course.walk import Verdict, Walk
from tuidl.events import (
    Compared,
    Diagnosis,
    Diverged,
    Evaluated,
    Event,
    Exported,
    Failed,
    Rewound,
    RunEnded,
    RunStarted,
    Saved,
)
from tuidl.language import tr
from tuidl.race import RaceView
from tuidl.session import Session
from tuidl.session.request import Request
from tuidl.tui import contest as contests
from tuidl.tui.asked import Asked
from tuidl.tui.contest import Contest
from tuidl.tui.feed import Feed
from tuidl.tui.lab import Lab
from tuidl.tui.listener import Listener
from tuidl.tui.question import Answers
from tuidl.tui.rehearsing import WAITING, Rehearsing
from tuidl.tui.writing import Writing
from tuidl.view import RunView

OpenRun = Callable[[Request], Session]
OpenRecording = Callable[[Path], Session]


class Study(Writing, Rehearsing):
    """One step at a time. ``saves``: the folder for end states that later steps begin with; None keeps none. ``races``:
    the learner can let runs race; else a race that was left half way waits for who can show it.

    With data of the learner's own nothing is judged and nothing is quoted: goals, predictions and explanations speak
    of the lesson's data.
    """

    def __init__(
        self,
        walk: Walk,
        open_run: OpenRun,
        open_recording: OpenRecording | None,
        saves: Path | None,
        listener: Listener,
        asked: Asked | None = None,
        races: bool = True,
    ):
        self.walk, self._saves, self._listener = walk, saves, listener
        self._races = races
        self.asked = asked or Asked()
        self._open_run, self._open_recording = open_run, open_recording
        self._feed, self._player, self._silent = Feed(self._take), Feed(self._take_demo), Feed(self._take_silent)
        self._race = Feed(self._take_race)
        self.contest: Contest | None = None
        self._alone: Lab | None = None
        self.lab = Lab(walk.lesson, walk.step, asked=self.asked)
        self.verdicts: tuple[Verdict, ...] = ()
        self.saved = False  # what was done is on disk
        self.note = ""  # one sentence for the learner
        self.lenders = ""  # which functions of a race are the learner's
        self._wanted: list[str] = []  # steps whose runs are quoted here and were never made
        self._rehearsal: RunView | RaceView | None = None
        self._watch = Watch(())
        self.begun = False  # the learner has asked for a run: once it stands, the recording goes
        self._unjudged = False
        self.aim: int | None = None  # the step that the run, or the race, was asked to go back to
        self._resumed: Path | None = None  # the saved file the session began with
        self._taken: dict[Feed, Path] = {}
        self._resume = self.asked.resume
        self._exchanged: tuple[Command, ...] | None = None  # asked with another lesson, of a run that has not answered
        self._waiting: set[Path] = set()
        self._saving: list[Callable[[], None]] = []

    # ---- steps --------------------------------------------------------------------------------------------------

    def enter(self, step_id: str) -> None:
        """Open a step and what runs in it: its own run, a recording, runs it builds on."""
        step = self.walk.open(step_id)
        self.leave()
        self.lab = Lab(self.walk.lesson, step, sandbox=self.lab.sandbox, asked=self.asked)
        self.contest = contests.of(self.walk.lesson, step, self.asked)
        if self.contest is not None:
            self.contest.like(self.lab)
            self.lab = self.contest.lab
        self.verdicts, self.note, self.begun, self.aim = (), "", False, None
        self._taken.clear()
        self.lenders = self.walk.lenders(step.experiment)
        self._unjudged = False
        self._player.leave()
        self._silent.leave()
        missing = () if self.asked.own_data else self.walk.missing()
        self._wanted = [scope for scope in missing if scope != step.start]
        self._open()
        self._play_recording()

    def _play_recording(self) -> None:
        lesson, step = self.walk.lesson, self.walk.step
        path = lesson.folder / "demo.jsonl"
        opened = self._open_recording
        if opened is None or lesson.demo is None or lesson.demo.plays != step.id or self.walk.state.done:
            return
        if not self.asked.plain:  # it would show another run
            return
        if path.exists() and not self._taken:  # a run that was left half way is the learner's own
            self.lab.demo = RunView()
            self._player.start(lambda: opened(path))

    def _plain_request(self, start: Path | None = None) -> Request:
        """A run of the open step."""
        return self._coded(self.asked.request(self.walk.lesson, self.walk.step, start), self.walk.step.id)

    def _news(self, lanes: bool = False) -> None:
        if lanes:
            self._listener.lanes()
        self._listener.changed()

    def _open(self, prepared: bool = False) -> None:
        """Start the step's session: from the end of an earlier step where it says so, else from its beginning."""
        lesson, step, start = self.walk.lesson, self.walk.step, self.walk.step.start
        resume, self._resume = self._resume, None  # once: after that its run is begun anew like any other
        if self.contest is not None:
            self._open_race(resume or self._left())
            return
        if resume is not None and not self.asked.raced:
            request = self._coded(self.asked.going_on(lesson, step, resume), step.id)
            self._feed.start(lambda: self._open_run(request), self._watch)
            return
        race = resume or (self._left(race=True) if self._races else None)
        if race is not None and not prepared:  # who races is told by the file
            self._take_up(race)
        path = self._path(start) if start else None
        unmade = not self.asked.own_data and start in self.walk.missing()
        if start and not prepared and (path is None or not path.exists() or unmade):
            self.lab.preparing = start
            request = self._request(start)
            self._feed.start(lambda: self._open_run(request), self._watch, Play())
            return
        request, left = self._plain_request(path), self._left()
        if left is not None:  # the run that was under way when the learner left
            self._taken[self._feed] = path = left
            request = self._coded(self.asked.going_on(lesson, step, left), step.id)
        self._resumed = path
        self._feed.start(lambda: self._open_run(request), self._watch)

    # ---- the learner's run --------------------------------------------------------------------------------------

    def beside(self, steps: int, every: int) -> tuple[OpenRun, Request]:
        """What opens a run beside the learner's own, or a race: of this step, with the knobs as they are turned."""
        lesson, step = self.walk.lesson, self.walk.step
        request = self.asked.request(lesson, step)
        turned = {n: self.lab.value(n) for n in self.lab.view.knobs if lesson.knobs[n].tensor is None}
        knobs = {**request.knobs, **turned}
        request = replace(request, knobs=knobs, steps=steps, epochs=None, evaluate_every=every, resume=None)
        if self.contest is not None:
            request = replace(self.contest.again().request(request), seeds=1)
        return self._open_run, self._coded(request, step.id)

    @property
    def secret(self) -> bool:
        """Whether a prediction that is still to be made asks for what would be seen now."""
        return self.walk.secret and not self.asked.own_data

    @property
    def alive(self) -> bool:
        """Whether there is a run, or a race, that can be asked."""
        return self._line.alive

    def send(self, command: Command | None) -> None:
        """Ask the run for something."""
        if command is not None:
            self._line.send(self._addressed(command))
        self._listener.changed()

    def watch(self, wanted: Watch) -> None:
        """These are the pictures on the screen now."""
        if wanted != self._watch:
            self._watch = wanted
            self._line.send(wanted)

    def _begin(self) -> None:
        """The learner's own run comes to the front; a child that has ended is replaced."""
        self.note = ""
        self.begun = True
        if self.lab.view.started is not None:
            self._end_recording()
        if self._line.alive:
            return
        if self.contest is not None:
            self._begin_again()
        else:
            self.lab.view = RunView()
            self._open()

    def _end_recording(self) -> None:
        if self.lab.demo is not None:
            self.lab.demo = None
            self._player.leave()

    def play(self) -> None:
        """Train on; after the end, or with knobs that wait for it, from the beginning."""
        self._begin()
        run, stale = (
            (self.lab.view, self.lab.stale) if self.contest is None else (self.contest.view, self.contest.stale)
        )
        if run.state in ("ended", "diverged") or (stale and run.step == 0):
            self.reset()
        self.send(Play())

    def export(self, path: str, form: str) -> None:
        """Write the run as far as it is; a sentence says when that is done, or why not."""
        self.send(Export(path, form))

    def pause(self) -> None:
        """Stop after the step under way."""
        self.send(Pause())

    def single(self) -> None:
        """Train one step."""
        self._begin()
        self.send(Step(1))

    def rewind(self, step: int) -> str:
        """Take the learner's run back, or forth again, to the nearest step it can go to; why not, if it cannot."""
        lab, view = self.lab, self.timed
        first, last = view.reach
        if lab.demo is not None or lab.preparing or not view.begun or not self._line.alive:
            return tr("there is no run of yours to take back yet: space runs")
        if first == last == self.at:
            return (
                tr("nothing was trained yet")
                if not last
                else tr("this run was taken up at step {first}: before it nothing is kept", first=first)
            )
        if (aim := min(max(step, first), last)) != self.at:
            under_way, self.aim = self.aim is not None, aim
            if not under_way:  # of many wishes the last is sent once the first was answered
                self.send(Rewind(aim))
        return ""

    def reset(self) -> None:
        """Begin again with the knobs as they are turned."""
        self._begin()
        reset = self.lab.reset()
        self.send(reset if self.contest is None else Reset())  # each contestant keeps its own knobs

    def exchange(self, walk: Walk, *then: Command) -> None:
        """Another lesson in the place of this one, in the process under way if there is one; ``then`` is asked next."""
        pace = self.lab.pace
        self.walk, self.lab, self.note = walk, Lab(walk.lesson, walk.step, asked=self.asked), ""
        if self._feed.alive:
            self._exchanged = then
            self._feed.send(Reset(lesson=str(walk.lesson.folder)))
        else:
            self._open()
        if pace != self.lab.pace:
            self._feed.send(self.lab.speed())
        for command in then:
            self._feed.send(command)
        self._listener.changed()

    def predict(self, answers: Answers) -> None:
        """Commit to answers, then run."""
        for ask_id, choice in answers.given.items():
            self.walk.predict(ask_id, choice, answers.sure)
        self._listener.to_keep()
        self.play()

    # ---- events -------------------------------------------------------------------------------------------------

    def _take(self, event: Event) -> None:
        if self.contest is not None and not self.contest.own:
            self._take_race(event)
            return
        lab = self.lab if self._alone is None else self._alone
        if isinstance(event, Failed):
            self._feed.leave()  # its last word, though its stream may be open still: commands would go nowhere
        if isinstance(event, Failed) and self._exchanged is not None:  # what failed is the lesson before this one
            then, self._exchanged = self._exchanged, None
            self._open()
            for command in then:
                self._feed.send(command)
            return
        lab.fold(event)
        self._listener.heard(event)
        match event:
            case RunStarted():
                self._exchanged = None
                if self.begun:
                    self._end_recording()
                self.aim = None
                self._forget_left(self._feed)
                self._rehearse()
            case Failed():
                self._forget_left(self._feed)
                if self._resumed is not None and lab.view.started is None:  # it cannot be read: r trains it anew
                    self._resumed.unlink(missing_ok=True)
                self._end_recording()
                self.note = event.text
            case Rewound():
                self._went_back(event)
            case Diagnosis(kind="rewind" | "compare"):
                self.aim, self.note = None, event.text
            case Compared():
                self._listener.compared()
            case Diagnosis(kind="reset"):
                self._exchanged, lab.view.state, self.note = None, "failed", event.text
            case Exported():
                self.note = tr("saved in {path}", path=event.path)
            case Diagnosis(kind="stopping"):
                self.note = event.text
                self._listener.stopped(event.text)
            case Diagnosis(kind="export"):
                self.note = event.text
            case Saved():
                self._on_disk(Path(event.path))
            case Evaluated() | Diverged():
                self._unjudged = True
            case RunEnded():
                self._over()
        self._listener.changed()

    def judge(self) -> None:
        """Hold the run against the step's check, if anything was evaluated since the last time."""
        view, news = self.seen, self._unjudged
        self._unjudged = False
        if not news or self.asked.own_data or (self.contest is not None and self.contest.own):
            return
        if view.started is not None and not self.lab.preparing and self.walk.observe(view):
            self._listener.met()
            self._listener.to_keep()

    def _over(self) -> None:
        step, view = self.walk.step, self.run
        if self.lab.preparing:
            path = self._path(self.lab.preparing)
            if not self.asked.own_data:
                self.walk.keep(self.lab.preparing, view)
            if path is None:
                self.lab.preparing = ""
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._feed.send(Save(str(path)))
            return
        self._came_out(view)
        self._listener.ran(view)
        self._listener.to_keep()
        path = self._path(step.id)
        if path is not None and any(other.start == step.id for other in self.walk.lesson.steps):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._feed.send(Save(str(path)))

    def _raced(self) -> None:
        self._came_out(self.seen)
        self._listener.to_keep()

    def _came_out(self, view: RunView | RaceView) -> None:
        """How it ended counts too, and predictions are held against it, once all is there that they are about."""
        self._unjudged = True
        self.judge()
        if self.walk.step.kind == "predict" and self.walk.predicted and not self.asked.own_data:
            if why := self._unjudgeable(view):
                self.note = why
                return
            first = not self.walk.state.right
            self.verdicts = tuple(told for told in self.walk.judge(view) if told.chosen)
            self._listener.judged(first)

    def _rehearsed(self) -> None:
        self._unjudged = True
        if self.note == tr(WAITING):
            self.note = ""
            self._came_out(self.seen)
            self._listener.to_keep()

    def _on_disk(self, path: Path) -> None:
        if self.lab.preparing and path == self._path(self.lab.preparing):
            self.lab.preparing = ""
            self._open(prepared=True)
        self._written(path)

    async def close(self) -> None:
        """Leave no run behind."""
        for feed in (self._feed, self._race, self._player, self._silent):
            await feed.close()
