"""Runs of a study that are left half way: written when the program must end, and taken up the next time."""

from collections.abc import Callable
from pathlib import Path

from tuidl.commands import Save
from tuidl.course.walk import Walk
from tuidl.race import RaceView
from tuidl.tui.contest import Contest
from tuidl.tui.feed import Feed
from tuidl.tui.lab import Lab
from tuidl.view import RunView


class Halfway:
    """The part of a ``Study`` that knows their files: ``STEP.left.npz`` for the step's run, or the race that the step
    is, and ``STEP.race.left.npz`` for a race of the learner's own beside a run."""

    walk: Walk
    lab: Lab
    contest: Contest | None
    _alone: Lab | None  # the lab of the run that waits while the learner's race goes on
    _saves: Path | None
    _feed: Feed
    _race: Feed
    _taken: dict[Feed, Path]  # files that the sessions under way began with, while it is not known that they can be
    _waiting: set[Path]  # files that are being written
    _saving: list[Callable[[], None]]

    def _path(self, step_id: str) -> Path | None:
        return self._saves / f"{step_id}.npz" if self._saves is not None else None

    def _left(self, race: bool = False) -> Path | None:
        """The file of what was under way in this step when the learner left, if there is one."""
        path = self._path(f"{self.walk.step.id}.{'race.' if race else ''}left")
        return path if path is not None and path.exists() else None

    def _forget(self) -> None:
        """What was left in this step counts no more."""
        for race in (False, True):
            if (path := self._left(race)) is not None:
                path.unlink(missing_ok=True)

    def _forget_left(self, feed: Feed) -> None:
        """A run that was taken up again, or cannot be, is not taken up a second time."""
        if (path := self._taken.pop(feed, None)) is not None:
            path.unlink(missing_ok=True)

    def save(self, done: Callable[[], None]) -> bool:
        """Write what is under way to files; ``done`` is called once they are there. False if there is nothing to write,
        or to go on with."""
        contest, alone = self.contest, self._alone
        step_race = contest is not None and not contest.own
        run: RunView | RaceView = contest.view if contest is not None and step_race else (alone or self.lab).view
        wanted = [(self._feed, run, "left")]
        if contest is not None and contest.own:
            wanted.append((self._race, contest.view, "race.left"))
        for feed, view, name in wanted:
            path = self._path(f"{self.walk.step.id}.{name}")
            over = view.over if isinstance(view, RaceView) else view.state == "ended"
            if over or path is None or not feed.alive or self.lab.preparing or not 0 < view.step < view.budget:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            self._waiting.add(path)
            feed.send(Save(str(path)))
        if self._waiting:
            self._saving.append(done)
        return bool(self._waiting)

    def _written(self, path: Path) -> None:
        """A file is there: what waits for all of them is told."""
        self._waiting.discard(path)
        if not self._waiting:
            waiting, self._saving = self._saving, []
            for done in waiting:
                done()
