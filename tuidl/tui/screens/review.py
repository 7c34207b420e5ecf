"""A lesson's step asked again: its prediction, its run, how it came out. Nothing of the lesson is changed by it."""

from dataclasses import replace

from tuidl.course.state import StepState
from tuidl.course.walk import Walk
from tuidl.language import tr
from tuidl.tui import bars
from tuidl.tui.screens.lesson import LessonScreen
from tuidl.tui.study import OpenRun
from tuidl.view import RunView


def again(walk: Walk, step_id: str) -> Walk:
    """The same walk with one step as it was before it was ever opened; runs that it quotes are known."""
    states = {name: replace(state) for name, state in walk.states.items()}
    states[step_id] = StepState()
    fresh = Walk(walk.lesson, states, step_id)
    fresh.open(step_id)
    return fresh


class ReviewScreen(LessonScreen):
    """One predict step. ``right`` is how the question came out; None while it was not judged."""

    def __init__(self, walk: Walk, question: str, place: str, open_run: OpenRun):
        super().__init__(walk, open_run)
        self._question, self._place = question, place
        self.right: bool | None = None

    @property
    def _where(self) -> str:
        return self._place

    def to_keep(self) -> None:
        """What is asked again is kept by the deck alone."""

    def ran(self, view: RunView) -> None:
        """Nor is it one of the last runs."""

    def judged(self, first: bool) -> None:
        """Whether the question that was missed is answered right now."""
        verdict = next(one for one in self.study.verdicts if one.ask.id == self._question)
        self.right = verdict.hit
        super().judged(first)

    async def action_next(self) -> None:
        """Out of the step, once it was judged."""
        if bars.free(self.study):
            self.dismiss(None)
        else:
            self.say(tr("predict and run first: space"))

    async def action_back(self) -> None:
        """There is no step before."""
        self.say(tr("this is a review: esc leaves it"))
