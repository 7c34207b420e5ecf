"""Panels of a network that reads text: hidden states, the next character, what it writes."""

from typing import Any

from textual.geometry import Size

from tuidl.signals import Answers, Hidden, Writing
from tuidl.tui.drawing.answered import answered
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.following import following
from tuidl.tui.drawing.hidden import hidden, last_word, left, start, visible, wide
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.number import figure
from tuidl.tui.drawing.writing import writing
from tuidl.tui.panels.panel import Panel
from tuidl.view import RunView


class HiddenPanel(Panel):
    """A column of states for each character read."""

    directions = "x"

    def heading(self, data: Hidden | None) -> tuple[str, str]:
        """``over time · 64 units · −1…1``."""
        return "hidden state", "" if data is None else f"over time · {data.units} units · −1…1"

    def paint(self, cells: Cells, data: Hidden) -> None:
        """Letters, states and surprise."""
        hidden(cells, data, self.cursor)

    def reading(self, data: Hidden) -> str:
        """What was guessed, what came and how surprising it was."""
        t = self.cursor
        if t >= min(len(data.guesses), len(data.truths), len(data.surprise)):
            return ""
        guess, truth = visible(data.guesses[t]), visible(data.truths[t])
        return f"after “{last_word(data.reads, t)}”: says {guess} · comes {truth} · surprise {figure(data.surprise[t])}"

    def spot(self, data: Hidden, column: int, row: int) -> int | None:
        """The position in a column."""
        cells = Cells(*self.inside, DARK)
        if column < left(cells.width):
            return None
        t = start(cells, data, self.cursor) + (column - left(cells.width)) // wide(cells, data)
        return t if 0 <= t < len(data.reads) else None

    def moved(self, data: Hidden, dx: int, dy: int) -> int | None:
        """The next position."""
        if not data.reads:
            return None
        return 0 if self.cursor is None else min(max(self.cursor + dx, 0), len(data.reads) - 1)

    def value(self, data: Hidden) -> tuple[float, ...]:
        """The position."""
        return (float(self.cursor),)

    def grid(self, inside: Size) -> tuple[int, int]:
        """Characters, and units."""
        return max(1, (inside.width - left(inside.width)) // 2), max(2, (inside.height - 7) * 2)


class NextPanel(Panel):
    """The likeliest next characters at the position the hidden state's cursor stands at."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.position: int | None = None

    def follow(self, panel: str, value: tuple[float, ...]) -> None:
        """Stand where the cursor over the hidden state stands."""
        if panel == "hidden" and value:
            self.position = int(value[0])
            self.redraw()

    def data(self, view: RunView) -> tuple[Hidden, int] | None:
        """The states' signal does for both panels."""
        signal = view.signals.get(self.panel) or view.signals.get("hidden")
        if not isinstance(signal, Hidden) or not signal.best:
            return None
        last = len(signal.best) - 1
        return signal, last if self.position is None else min(self.position, last)

    def heading(self, data: tuple[Hidden, int] | None) -> tuple[str, str]:
        """``after “port”``."""
        return ("next", "p, %") if data is None else (f"after “{last_word(data[0].reads, data[1])}”", "p, %")

    def paint(self, cells: Cells, data: tuple[Hidden, int]) -> None:
        """The bars."""
        following(cells, *data)


class WritingPanel(Panel):
    """What the net writes at several temperatures, or as answers to questions."""

    hint = "after some training"

    def heading(self, data: Writing | Answers | None) -> tuple[str, str]:
        """``temperature T``, ``the likeliest each time``."""
        return "what it writes", "the likeliest each time" if isinstance(data, Answers) else "temperature T"

    def paint(self, cells: Cells, data: Writing | Answers) -> None:
        """The words."""
        if isinstance(data, Answers):
            answered(cells, data)
        else:
            writing(cells, data)

    def grid(self, inside: Size) -> tuple[int, int]:
        """Columns and rows of text."""
        return inside.width, inside.height
