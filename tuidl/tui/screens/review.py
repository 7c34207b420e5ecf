"""A lesson's step asked again: its prediction, its run, how it came out. Nothing of the lesson is changed by it."""

from collections.abc import Sequence
from dataclasses import replace

from tuidl.course.state import StepState
from tuidl.course.walk import Walk
from tuidl.language import tr
from tuidl.tui import bars
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.screens.lesson import LessonScreen
from tuidl.tui.study import OpenRun
from tuidl.view import RunView


def again(walk: Walk, step_id: str, questions: Sequence[str]) -> Walk:
    """The same walk with one step as it was before it was ever opened, asking those questions alone; runs that it
    quotes are known.
    """
    lesson = walk.lesson
    step = lesson.step(step_id)
    alone = replace(step, ask=tuple(ask for ask in step.ask if ask.id in questions))
    asking = replace(lesson, steps=tuple(alone if one is step else one for one in lesson.steps))
    states = {name: replace(state) for name, state in walk.states.items()}
    states[step_id] = StepState()
    fresh = Walk(asking, states, step_id)
    fresh.open(step_id)
    return fresh


class ReviewScreen(LessonScreen):
    """One predict step, whose question opens by itself. ``right``: how each question came out; empty while none was
    judged.
    """

    def __init__(self, walk: Walk, place: str, open_run: OpenRun):
        super().__init__(walk, open_run)
        self._place = place
        self.right: dict[str, bool] = {}

    @property
    def _where(self) -> str:
        return self.walk.lesson.number

    def draw_head(self, cells: Cells) -> None:
        """The top row says that this is a review, and how far it is."""
        bars.head(cells, self.study, self._place)

    async def on_mount(self) -> None:
        """Ask at once: to read the page first, esc leads to it."""
        await super().on_mount()
        self.action_predict()

    def to_keep(self) -> None:
        """What is asked again is kept by the deck alone."""

    def ran(self, view: RunView) -> None:
        """Nor is it one of the last runs."""

    def judged(self, first: bool) -> None:
        """Whether what was missed is answered right now."""
        self.right = {verdict.ask.id: verdict.hit for verdict in self.study.verdicts}
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
