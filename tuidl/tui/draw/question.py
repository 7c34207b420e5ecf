"""What is asked of the run about a drawing, and which answers still hold."""

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
        self._step = -1  # of the run, when it was asked
        self._looks = 0  # since the last question or its answer
        self.waiting = False
        self.answer: Drawing | None = None

    def forget(self) -> None:
        """Another run: nothing that was asked or said before counts."""
        self._asked, self.waiting, self.answer = None, False, None
        self._number += 1

    def look(self, view: RunView, pixels: Pixels, layer: str, centred: bool) -> Sketch | None:
        """Take what has come, and say what to ask now, if anything."""
        self._looks += 1
        said, wanted = view.signals.get("drawing"), (pixels, layer, centred)
        if self.waiting and isinstance(said, Drawing) and said.number == self._number:
            self.answer, self.waiting, self._looks = said, False, 0
        if self.waiting and self._looks < PATIENCE:
            return None
        settled = wanted == self._asked and (view.step == self._step or self._looks < REST)
        if settled and not self.waiting:
            return None
        self._number += 1
        self._asked, self._step, self._looks, self.waiting = wanted, view.step, 0, True
        return Sketch(self._number, *wanted)
