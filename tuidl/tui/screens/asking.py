"""What a lesson screen opens over itself: the prediction, its result, the quiz."""

from collections.abc import Callable, Sequence

from textual.screen import Screen

from tuidl.course import calibration
from tuidl.course.record import Prediction
from tuidl.course.spec import Step
from tuidl.course.walk import Walk
from tuidl.language import tr
from tuidl.tui import bars
from tuidl.tui.question import Answers
from tuidl.tui.screens.predict import Predict
from tuidl.tui.screens.quiz import Quiz
from tuidl.tui.screens.result import Result
from tuidl.tui.study import Study

SHOWN = 5.0  # seconds that a sentence stays


def drawn_steps(step: Step, budget: int) -> int:
    """How many steps the curves of a question span: as long as the run, which may not be there yet (0)."""
    ends = (int(place) for ask in step.ask for choice in ask.choices for place, _ in choice.curve)
    return step.steps or budget or max(ends, default=1)


class Asking(Screen[None]):
    """A screen with a study that asks questions and shows how they came out."""

    study: Study
    told: Callable[[], Sequence[Prediction]] = staticmethod(tuple)  # every prediction that was kept

    @property
    def walk(self) -> Walk:
        """The learner's walk."""
        return self.study.walk

    def changed(self) -> None:
        """Something can be drawn anew."""
        raise NotImplementedError

    def to_keep(self) -> None:
        """What the learner did shall be kept."""
        raise NotImplementedError

    def lay_ghost(self) -> None:
        """The predicted curve over the charts of its value."""
        raise NotImplementedError

    async def action_next(self) -> None:
        """The next step."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """One sentence for the learner; an empty one takes it back."""
        study = self.study
        study.note = text
        self.changed()

        def forget() -> None:
            if study.note == text:
                study.note = ""
                self.changed()

        if text:
            self.set_timer(SHOWN, forget)

    def stopped(self, why: str) -> None:
        """Say why, and then the keys again."""
        self.say(why)

    @property
    def asks_first(self) -> bool:
        """Whether the step wants a prediction before anything runs."""
        return bars.asks(self.study)

    @property
    def _where(self) -> str:
        return tr("step {place} of {count}", place=self.walk.place + 1, count=len(self.walk.lesson.steps))

    def action_predict(self) -> None:
        """Ask before the run."""
        step = self.walk.step
        if self.study.asked.own_data:
            self.say(tr("nothing is judged on your data: space runs"))
            return
        if not step.ask or self.walk.state.right:
            self.say(tr("nothing to predict here") if not step.ask else tr("judged already: w shows how it came out"))
            return
        steps = drawn_steps(step, self.study.lab.view.budget)
        self.app.push_screen(Predict(step.ask, self._where, steps), self._answered)

    def _answered(self, answers: Answers | None) -> None:
        if answers is not None:
            self.study.predict(answers)
            self.lay_ghost()

    def show_result(self) -> None:
        """How the predictions came out."""
        study = self.study
        mine = calibration.judged(self.walk)
        every = [one for one in self.told() if one.lesson != self.walk.lesson.id] + list(mine)
        scores = calibration.score(mine), calibration.score(every)
        result = Result(self.walk, study.lab, study.verdicts, study.explanation, self._where, scores)
        self.app.push_screen(result, self._read)

    async def _read(self, on: bool | None) -> None:
        if on:
            await self.action_next()

    def open_quiz(self) -> None:
        """The questions of a quiz step."""
        walk = self.walk
        at = next((i for i in range(len(walk.step.item)) if not walk.answered(i)), 0)
        self.app.push_screen(
            Quiz(walk.step.item, walk.answer, f"{walk.lesson.id}:{walk.step.id}", at), self._answered_all
        )

    def _answered_all(self, _: bool | None) -> None:
        self.to_keep()
        self.changed()
