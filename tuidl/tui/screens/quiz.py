"""The questions of a quiz step: a wrong choice says why it is tempting, the right one why it is right."""

from collections.abc import Callable, Sequence

from textual.binding import Binding

from tuidl.course.mixing import order
from tuidl.course.spec import QuizItem
from tuidl.language import later, tr
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.frame import frame
from tuidl.tui.drawing.prose import Line, paragraph, put_line, wrap
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.overlay import Overlay

WIDTH, HEIGHT = 84, 22


Answer = Callable[[int, int], tuple[bool, str]]  # question, choice -> right, and the sentence to show


class Quiz(Overlay[bool]):
    """Dismissed with True when every question was answered right, with False when it was left."""

    wanted = WIDTH, HEIGHT
    BINDINGS = [  # noqa: RUF012
        Binding("up", "move(-1)", later("The answer above"), show=False),
        Binding("down", "move(1)", later("The answer below"), show=False),
        *(Binding(str(n), f"pick({n - 1})", later("Answer {key}"), show=False) for n in range(1, 7)),
        Binding("enter,n", "enter", later("Answer, or go on")),
        Binding("escape", "leave", later("Back to the page")),
        Binding("question_mark,f1", "app.help", later("Help"), show=False),
    ]

    def __init__(self, items: Sequence[QuizItem], answer: Answer, seed: str = "", at: int = 0, title: str = ""):
        super().__init__()
        self._items, self._answer_to, self._title = tuple(items), answer, title
        self._order = order(items, seed)
        self.at, self.row = min(at, len(self._items) - 1), 0
        self.tried: dict[int, tuple[bool, str]] = {}  # row -> what was said to it
        self.right = False

    @property
    def item(self) -> QuizItem:
        """The question on the screen."""
        return self._items[self.at]

    def action_move(self, direction: int) -> None:
        """Another answer."""
        if not self.right:
            self.row = min(max(self.row + direction, 0), len(self.item.choices) - 1)
        self.box.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There are as many numbers as answers."""
        return action != "pick" or parameters[0] in range(len(self.item.choices))

    def action_pick(self, index: int) -> None:
        """Answer by number."""
        if not self.right:
            self.row = index
            self._answer()

    def action_enter(self) -> None:
        """Answer; after the right answer the next question."""
        if not self.right:
            self._answer()
        elif self.at + 1 < len(self._items):
            self.at, self.row, self.right = self.at + 1, 0, False
            self.tried = {}
            self.box.redraw()
        else:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Back to the page; when the last answer was right the quiz is done all the same."""
        self.dismiss(self.right and self.at + 1 == len(self._items))

    def _answer(self) -> None:
        said = self._answer_to(self.at, self._order[self.at][self.row])
        self.tried[self.row] = said
        self.right = said[0]
        self.box.redraw()

    def _draw(self, cells: Cells) -> None:
        ink, glyphs = cells.ink, cells.ink.glyphs
        where = "" if self._title else tr("question {at} of {count}", at=self.at + 1, count=len(self._items))
        frame(cells, self._title or tr("quiz"), right=where, state="pointed")
        room = cells.width - 8
        y = paragraph(cells, 4, 2, room, [(self.item.text, "title")]) + 1
        for index, place in enumerate(self._order[self.at]):
            choice = self.item.choices[place]
            mine, tried = index == self.row, index in self.tried
            mark, tone = (
                (glyphs.done, ink.good)
                if tried and choice.right
                else (glyphs.wrong, ink.warn)
                if tried
                else (glyphs.pointed if mine else " ", ink.accent)
            )
            lines: list[Line] = wrap([(choice.label, "number" if mine else "plain")], room - 4)
            cells.spans(4, y, (f"{mark} ", tone), (f"{index + 1} ", ink.accent if mine else ink.faint))
            for line in lines:
                cells.touch(4, y, room, str(index + 1))
                put_line(cells, 8, y, line)
                y += 1
        y += 1
        if self.row in self.tried:
            right, why = self.tried[self.row]
            head, tone = (
                (tr("{done} right", done=glyphs.done), ink.good)
                if right
                else (tr("{wrong} not this one", wrong=glyphs.wrong), ink.warn)
            )
            cells.put(4, y, head, tone, None, BOLD)
            paragraph(cells, 4, y + 1, room, [(why, "plain")])
        word = tr("answer") if not self.right else tr("next question") if self.at + 1 < len(self._items) else tr("done")
        inside = Cells(cells.width - 4, 1, ink, cells.bg)
        keys.draw(
            inside,
            (
                Key("↑↓", tr("choose")),
                Key("enter", word),
                Key("esc", tr("leave") if self._title else tr("back to the page")),
            ),
        )
        cells.paste(2, cells.height - 2, inside)
