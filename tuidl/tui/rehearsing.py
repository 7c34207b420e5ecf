"""Runs of a study that nobody asked for: the recording that plays first, runs that are quoted and were skipped."""

from collections.abc import Callable
from dataclasses import replace

from tuidl.commands import Play
from tuidl.course.walk import Walk
from tuidl.events import Event, Failed, RunEnded
from tuidl.language import later, tr
from tuidl.race import RaceView
from tuidl.session import Session
from tuidl.session.request import Request
from tuidl.tui.asked import Asked
from tuidl.tui.feed import Feed
from tuidl.tui.lab import Lab
from tuidl.tui.listener import Listener
from tuidl.view import RunView

WAITING = later("one moment: a run that this is compared with is still being made")


class Rehearsing:
    """The part of a ``Study`` whose runs nobody sees."""

    walk: Walk
    lab: Lab
    asked: Asked
    _listener: Listener
    _silent: Feed
    _wanted: list[str]
    _rehearsal: "RunView | RaceView | None"
    _open_run: Callable[[Request], Session]

    def _coded(self, request: Request, step_id: str) -> Request:
        raise NotImplementedError

    def _request(self, step_id: str) -> Request:
        """A run that is made for its end, as long as the lesson says; that of a skipped step reaches its goal."""
        step = self.walk.lesson.step(step_id)
        request = self.asked.request(self.walk.lesson, step, whole=True)
        solved = step.solved if step is not self.walk.step else {}
        return self._coded(replace(request, knobs={**request.knobs, **solved}), step_id)

    def _take_demo(self, event: Event) -> None:
        if self.lab.demo is not None:
            self.lab.demo.apply(event)
            self._listener.changed()

    def _rehearse(self) -> None:
        if self._silent.alive or not self._wanted:
            return
        wanted = self._wanted[0]
        request = self._request(self.walk.step.id if wanted == "fault" else wanted)
        race = self.walk.lesson.experiments[request.experiment or self.walk.lesson.headless].race
        self._rehearsal = RaceView() if race else RunView()
        self._silent.start(lambda: self._open_run(request), Play())

    def _take_silent(self, event: Event) -> None:
        view = self._rehearsal
        if view is None or not self._wanted:
            return
        view.apply(event)
        if view.over if isinstance(view, RaceView) else isinstance(event, RunEnded):
            self.walk.keep(self._wanted.pop(0), view)
            self._silent.leave()
            self._rehearse()
        elif isinstance(event, Failed):
            self._wanted.clear()
        if not self._wanted:
            self._rehearsed()
        self._listener.changed()

    def _rehearsed(self) -> None:
        raise NotImplementedError

    @property
    def rehearsing(self) -> bool:
        """Whether runs that are quoted here are still being made."""
        return bool(self._wanted) and (self._silent.alive or self.lab.view.started is None)

    def _unjudgeable(self, view: RunView | RaceView) -> str:
        """Why predictions cannot be held against a run, or not yet; empty if they can."""
        return tr(WAITING) if self.rehearsing else self.walk.incomparable(view)

    @property
    def explanation(self) -> str:
        """What happened, in the numbers of the run; empty before the step is done, and on data of the learner's own."""
        return "" if self.asked.own_data else self.walk.explanation(making=self.rehearsing)
