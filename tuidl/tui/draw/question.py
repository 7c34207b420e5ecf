"""What is asked of the run, or of all runs of a race, about a drawing, and which answers still hold."""

from collections.abc import Sequence

from tuidl.commands import Sketch
from tuidl.signals import Drawing
from tuidl.tui.draw.easel import Pixels
from tuidl.view import RunView

PATIENCE = 60  # looks without an answer after which it is asked again
REST = 4  # looks between an answer and the next question about the same drawing, while the net changes


class Question:
    """One question is on its way at a time, so that they never queue up; the next is about the newest drawing.

    What answers an older question is dropped.
    """

    def __init__(self) -> None:
        self._number = 0
        self._asked: tuple[Pixels, str, bool] | None = None  # that the last question was about
        self._steps: tuple[int, ...] = ()  # of the runs, when it was asked
        self._looks = 0  # since the last question or its answer
        self.waiting = False
        self.answers: tuple[Drawing | None, ...] = ()  # of each run that was asked

    def forget(self) -> None:
        """Another run: nothing that was asked or said before counts."""
        self._asked, self.waiting, self.answers = None, False, ()
        self._number += 1

    def look(self, views: Sequence[RunView], pixels: Pixels, layer: str, centred: bool) -> Sketch | None:
        """Take what has come from each run, and say what to ask all of them now, if anything."""
        self._looks += 1
        wanted, steps = (pixels, layer, centred), tuple(view.step for view in views)
        if len(self.answers) != len(views):
            self.answers = (None,) * len(views)
        if self.waiting:
            told = [view.signals.get("drawing") for view in views]
            new = [said if isinstance(said, Drawing) and said.number == self._number else None for said in told]
            self.answers = tuple(said or before for said, before in zip(new, self.answers, strict=True))
            if all(new):
                self.waiting, self._looks = False, 0
        if self.waiting and self._looks < PATIENCE:
            return None
        settled = wanted == self._asked and (steps == self._steps or self._looks < REST)
        if settled and not self.waiting:
            return None
        self._number += 1
        self._asked, self._steps, self._looks, self.waiting = wanted, steps, 0, True
        return Sketch(self._number, *wanted)
