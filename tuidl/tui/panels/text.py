"""Panels of a network that reads text: hidden states, the next character, what it writes."""

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size

from tuidl.language import later, tr
from tuidl.signals import Answers, Hidden, Writing
from tuidl.tui.drawing import answered as answers
from tuidl.tui.drawing import following as chances
from tuidl.tui.drawing import writing as words
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.field import whole
from tuidl.tui.drawing.hidden import hidden, last_word, left, start, unit_at, visible, wide
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.number import figure, precise
from tuidl.tui.panels.panel import Panel
from tuidl.view import RunView


class HiddenPanel(Panel):
    """A column of states for each character read. The cursor is at a character and, with up and down, at a unit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right_square_bracket", "text(1)", later("next text"), show=False),
        Binding("left_square_bracket", "text(-1)", later("text before"), show=False),
    ]
    directions = "xy"

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.text = 0

    def heading(self, data: Hidden | None) -> tuple[str, str]:
        """``over time · 64 units``; the scale stands below the picture."""
        return tr("hidden state"), "" if data is None else tr("over time · {n} units", n=data.units)

    def paint(self, cells: Cells, data: Hidden) -> None:
        """Letters, states and surprise."""
        t, unit = (None, None) if self.cursor is None else self.cursor
        hidden(cells, data, t, unit=unit)

    def reading(self, data: Hidden) -> str:
        """What was guessed, what came and how surprising it was; at a unit, its state."""
        t, unit = self.cursor
        if t >= len(data.reads):
            return ""
        after = tr("after “{text}”", text=last_word(data.reads, t))
        if unit is not None:
            states = data.states
            known = whole(states) and unit < states.height and t < states.width
            return (
                tr(
                    "{after} · unit {unit} · {value}",
                    after=after,
                    unit=unit + 1,
                    value=precise(states.value(unit, t)),
                )
                if known
                else after
            )
        if t >= min(len(data.guesses), len(data.truths), len(data.surprise)):
            return after
        guess, truth = visible(data.guesses[t]), visible(data.truths[t])
        return tr(
            "{after}: says {guess} · comes {truth} · surprise {surprise} nats",
            after=after,
            guess=guess,
            truth=truth,
            surprise=figure(data.surprise[t]),
        )

    def spot(self, data: Hidden, column: int, row: int) -> tuple[int, int | None] | None:
        """The position in a column, and the unit in a row."""
        cells = Cells(*self.inside, DARK)
        if column < left(cells.width):
            return None
        now = None if self.cursor is None else self.cursor[0]
        t = start(cells, data, now) + (column - left(cells.width)) // wide(cells, data)
        return (t, unit_at(cells, data, row)) if t < len(data.reads) else None

    def moved(self, data: Hidden, dx: int, dy: int) -> tuple[int, int | None] | None:
        """The next position, or the next unit; above the first one none."""
        if not data.reads:
            return None
        if self.cursor is None:
            return 0, None
        t, unit = self.cursor
        if dy:
            unit = min(dy - 1 if unit is None else unit + dy, data.states.height - 1)
        return min(max(t + dx, 0), len(data.reads) - 1), unit if unit is not None and unit >= 0 else None

    def foot(self, data: Hidden) -> str:
        """The keys."""
        return tr("←→ letters · ↑↓ units · [ ] another text") if self.has_focus else ""

    def action_text(self, by: int) -> None:
        """Ask for another text."""
        data = self.shown()
        if data is not None:
            self.text = max(self.text + by, 0)
            self.post_message(self.Chosen(self.panel, self.value(data), self.lane))

    def value(self, data: Hidden) -> tuple[float, ...]:
        """The position, and which text it is."""
        return 0.0 if self.cursor is None else float(self.cursor[0]), float(self.text)

    def grid(self, inside: Size) -> tuple[int, int]:
        """Characters, and units."""
        return max(1, (inside.width - left(inside.width)) // 2), max(2, (inside.height - 7) * 2)


class NextPanel(Panel):
    """The likeliest next characters at the position the hidden state's cursor stands at."""

    directions = "y"

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
        return (
            (tr("next"), "p, %")
            if data is None
            else (tr("after “{text}”", text=last_word(data[0].reads, data[1])), "p, %")
        )

    def paint(self, cells: Cells, data: tuple[Hidden, int]) -> None:
        """The bars."""
        chances.following(cells, *data, self.cursor)

    def reading(self, data: tuple[Hidden, int]) -> str:
        """One character."""
        return chances.reading(*data, self.cursor)

    def spot(self, data: tuple[Hidden, int], column: int, row: int) -> int | None:
        """The character in a row."""
        return row if 0 <= row < min(chances.rows(self.inside.height), len(chances.ranked(*data))) else None

    def moved(self, data: tuple[Hidden, int], dx: int, dy: int) -> int | None:
        """The next character."""
        last = len(chances.ranked(*data)) - 1
        return None if last < 0 else min(max(0 if self.cursor is None else self.cursor + dy, 0), last)

    def action_move(self, dx: int, dy: int) -> None:
        """What is read here changes nothing in the run."""
        data = self.shown()
        if data is not None:
            self._hovering = False
            self._point(data, self.moved(data, dx, dy), tell=False)

    def value(self, data: tuple[Hidden, int]) -> tuple[float, ...]:
        """The position that it stands at."""
        return (float(data[1]),)


class WritingPanel(Panel):
    """What the net writes at several temperatures, or as answers to questions."""

    directions = "xy"
    hint = later("after some training")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self._spots: dict[words.Word, tuple[int, int, int]] = {}

    def heading(self, data: Writing | Answers | None) -> tuple[str, str]:
        """``temperature T``, ``the likeliest each time``."""
        return tr("what it writes"), tr("the likeliest each time") if isinstance(data, Answers) else tr("temperature T")

    def paint(self, cells: Cells, data: Writing | Answers) -> None:
        """The words."""
        if isinstance(data, Answers):
            answers.answered(cells, data, None if self.cursor is None else self.cursor[0])
        else:
            self._spots = words.writing(cells, data, self.cursor)

    def reading(self, data: Writing | Answers) -> str:
        """One word, or one answer."""
        if isinstance(data, Answers):
            return answers.reading(data, self.cursor[0])
        return words.reading(data, self.cursor)

    def spot(self, data: Writing | Answers, column: int, row: int) -> words.Word | None:
        """The word there, or the answer in a row."""
        if isinstance(data, Answers):
            return (row, 0) if 0 <= row < len(data.rows) else None
        return next((word for word, (x, y, n) in self._spots.items() if y == row and x <= column < x + n), None)

    def moved(self, data: Writing | Answers, dx: int, dy: int) -> words.Word | None:
        """The next word, or the next line."""
        counts = [1] * len(data.rows) if isinstance(data, Answers) else [len(line) for _, line in data.lines]
        if not any(counts):
            return None
        line, word = (next(k for k, n in enumerate(counts) if n), 0) if self.cursor is None else self.cursor
        line = min(max(line + (dy if self.cursor is not None else 0), 0), len(counts) - 1)
        return line, min(max(word + (dx if self.cursor is not None else 0), 0), max(counts[line] - 1, 0))

    def value(self, data: Writing | Answers) -> tuple[float, ...]:
        """Line and word."""
        return tuple(map(float, self.cursor))

    def grid(self, inside: Size) -> tuple[int, int]:
        """Columns and rows of text."""
        return inside.width, inside.height
