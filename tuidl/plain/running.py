"""A run told while it trains: what it says at every tenth of its way, how it ends, what came of the prediction."""

import asyncio
from collections.abc import Callable

from tuidl.course import calibration
from tuidl.course.record import Prediction
from tuidl.course.walk import Walk
from tuidl.language import tr
from tuidl.plain import speech
from tuidl.plain.lines import Lines
from tuidl.tui.listener import Listener
from tuidl.tui.study import Study
from tuidl.view import RunView

PARTS = 10  # lines about a run under way, at most
OVER = ("ended", "diverged", "failed")


class Running(Listener):
    """``keep`` stores what the learner did and says whether it is on disk, ``kept_run`` a run that is over.

    ``told`` gives all predictions that were kept.
    """

    def __init__(
        self,
        lines: Lines,
        keep: Callable[[Walk], bool],
        kept_run: Callable[[Walk, RunView, bool], None],
        told: Callable[[], tuple[Prediction, ...]] = tuple,
    ) -> None:
        self.lines, self._keep, self._kept_run, self._told = lines, keep, kept_run, told
        self.study: Study
        self._news = asyncio.Event()
        self.training = False  # ctrl-c pauses now
        self._pausing = False

    # ---- news of the study --------------------------------------------------------------------------------------

    def changed(self) -> None:
        """Whoever waits looks again."""
        self._news.set()

    def to_keep(self) -> None:
        """Keep it at once."""
        if not self.study.asked.own_data:
            self.study.saved = self._keep(self.study.walk)

    def ran(self, view: RunView) -> None:
        """A run goes to the last runs."""
        self._kept_run(self.study.walk, view, self.study.asked.own_data)

    def pause(self) -> None:
        """Stop the run after the step under way."""
        self._pausing = True
        self.study.pause()

    async def until(self, holds: Callable[[], bool], each: Callable[[], None] = lambda: None) -> None:
        """Wait for news until something holds; ``each`` is called with all of them."""
        while True:
            self.study.judge()
            each()
            if holds():
                return
            await self._news.wait()
            self._news.clear()

    async def ready(self) -> bool:
        """Wait until the run stands; False if it cannot."""
        lab = self.study.lab
        if lab.preparing:
            self.lines.say(tr("One moment: {state}.", state=lab.state[1]))
        await self.until(lambda: not lab.preparing and (lab.view.started is not None or lab.view.failed is not None))
        return lab.view.failed is None

    @property
    def panels(self) -> tuple[str, ...]:
        """What can be seen."""
        return self.study.walk.step.panels

    def panel(self, called: str) -> str:
        """The panel of that name, or the first of that kind; empty if there is none."""
        return next((each for each in self.panels if called in (each, each.partition(":")[0])), "")

    @property
    def failed(self) -> bool:
        """Whether the run cannot go on."""
        return self.study.lab.view.failed is not None

    async def train(self, begin: Callable[[], None], quiet: bool = False, single: bool = False) -> None:
        """Train until the run pauses or is over, and tell how. ``single``: a step, which begins nothing anew."""
        study, lab = self.study, self.study.lab
        if not await self.ready():
            self.lines.say(*speech.over(lab.view))
            return
        before = lab.view.state
        if single and lab.view.ending in ("early", "diverged"):
            self.lines.say(tr("The run is over: reset begins it again."))
            return
        anew = lab.view.state in ("ended", "diverged") or (bool(lab.stale) and lab.view.step == 0)
        again = lab.view.state == "failed" or (anew and not single)
        self.training, self._pausing = True, False
        started, step, met = lab.view.started, lab.view.step, study.walk.state.done
        study.verdicts = ()
        if lab.pace == "frame":  # a frame a step is for who sees it
            study.send(lab.speed())
        begin()
        told, complaints = -1, len(lab.view.diagnoses)
        if again:
            await self.until(lambda: lab.view.started is not started or self.failed)
            complaints = 0

        def under_way() -> None:
            nonlocal told
            view = lab.view
            part = view.step * PARTS // max(view.budget, 1)
            if not quiet and view.state == "playing" and view.evaluations and part > told:
                told = part
                self.lines.say(speech.news(view))

        def done() -> bool:
            state = lab.view.state
            over = state in OVER and (again or state != before)
            return over or (state == "paused" and (self._pausing or again or lab.view.step != step))

        await self.until(done, under_way)
        self.training = False
        if quiet:
            return
        if lab.view.state == "paused":
            self.lines.say(tr("Paused: {news}.", news=speech.news(lab.view)))
        else:
            self.lines.say(*speech.over(lab.view))
        if len(lab.view.diagnoses) > complaints:
            self.complain()
        await self.came_out(met)

    async def came_out(self, met: bool) -> None:
        """How predictions came out, how the task stands; ``met``: it was done before."""
        study = self.study
        for told in study.verdicts:
            self.lines.say(*speech.verdict(told))
        if study.verdicts:
            mine = calibration.judged(study.walk)
            every = [one for one in self._told() if one.lesson != study.walk.lesson.id]
            self.lines.say(tr("In this lesson {words}.", words=calibration.score(mine).words))
            self.lines.say(tr("In all lessons {words}.", words=calibration.score([*every, *mine]).words))
        if not study.verdicts:
            self.lines.say(*speech.task(study))
        if study.walk.state.done:  # it may quote runs that are being made
            await self.until(lambda: not study.rehearsing)
        if study.walk.state.done and (why := study.explanation) and (not met or study.verdicts):
            self.lines.say(why)
        if study.note:
            self.lines.say(study.note)

    def complain(self) -> None:
        """Tell what ails the run; if nothing does, that."""
        lab, searching = self.study.lab, self.study.walk.searching
        found = lab.doctor.complaints(lab.shown, searching)
        for told in found:
            lab.doctor.kind = told.kind
            self.lines.say(*speech.doctor(told, lab, searching))
        if not found:
            self.lines.say(tr("The run doctor has found nothing in this run."))
