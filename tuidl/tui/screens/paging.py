"""The keys of a lesson screen that are for its page: turn it, a hint, the explanation."""

from tuidl.language import tr
from tuidl.tui.pagebox import PageBox
from tuidl.tui.screens.asking import Asking


class Paging(Asking):
    """A screen with a page."""

    _told: bool  # the explanation stands on the page

    def _show_page(self) -> None:
        """Write what is new onto the page."""
        raise NotImplementedError

    def _to_end(self) -> None:
        self._show_page()
        self.query_one(PageBox).to_end()

    def action_page(self, direction: int) -> None:
        """Read on or back."""
        self.query_one(PageBox).page(direction)

    def action_hint(self) -> None:
        """One hint more."""
        if self.walk.hint() is not None:
            self.to_keep()
            self._to_end()
        else:
            self.say(tr("no more hints") if self.walk.step.hints else tr("this step needs no hints"))

    def action_why(self) -> None:
        """The explanation, or the result of a prediction."""
        if self.study.asked.own_data:
            self.say(tr("the explanations speak of the lesson's own data"))
        elif self.study.verdicts:
            self.show_result()
        elif self.study.explanation:
            self._told = True
            self._to_end()
        else:
            self.say(tr("the explanation comes once the step is done"))
