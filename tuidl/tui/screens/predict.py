"""Predict before you run: cards for shapes, a list for choices, bands for numbers, over the dimmed lesson."""

from collections.abc import Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from tuidl.course.spec import Ask, Choice
from tuidl.language import later, tr
from tuidl.tui import keymap
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.axis import Axis
from tuidl.tui.drawing.cells import BOLD, ITALIC, Cells
from tuidl.tui.drawing.chart import chart
from tuidl.tui.drawing.curve import Curve
from tuidl.tui.drawing.frame import frame
from tuidl.tui.drawing.prose import paragraph
from tuidl.tui.drawing.theme import ink_of
from tuidl.tui.grid import Rect
from tuidl.tui.page.goal import SHARES
from tuidl.tui.question import LEVELS, Answers
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key

WIDTH, HEIGHT = 108, 27
STAKE = later("Nothing is at stake: a wrong guess that you remember teaches more than a right one.")


class Predict(ModalScreen[Answers | None]):
    """Dismissed with the answers, or with None: back to the page."""

    CSS_PATH = "overlay.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("left", "move(1,-1)", later("One to the left"), show=False),
        Binding("right", "move(1,1)", later("One to the right"), show=False),
        Binding("up", "move(0,-1)", later("One up"), show=False),
        Binding("down", "move(0,1)", later("One down"), show=False),
        *(
            Binding(str(n), f"pick({n - 1})", later("Answer {key} of the first question"), show=False)
            for n in range(1, 7)
        ),
        Binding("tab,s", "rate", later("How sure you are"), priority=True),
        Binding("enter", "commit", later("Commit the prediction and run")),
        Binding("escape", "leave", later("Back to the page")),
        keymap.SAVE,
        Binding("question_mark,f1", "app.help", later("Help"), show=False),
    ]

    def __init__(self, asks: Sequence[Ask], place: str, steps: int, **given: Any):
        super().__init__(**given)
        self.answers = Answers(tuple(asks))
        self._place, self._steps, self._small = place, steps, False
        self._spots: list[tuple[Rect, Ask, int]] = []  # where each answer stands
        self._rated: dict[float, tuple[int, int]] = {}  # columns of the words for how sure
        self._rates = 0  # the row they stand on

    def compose(self) -> ComposeResult:
        """One picture."""
        yield Canvas(self._draw, id="box")

    def on_resize(self, event: events.Resize) -> None:
        """As large as the pictures want, or as there is room."""
        box = self.query_one("#box", Canvas)
        self._small = event.size.height - 2 < HEIGHT
        width, height = min(WIDTH, event.size.width - 2), min(HEIGHT, event.size.height - 2)
        if not any(ask.kind == "shape" for ask in self.answers.asks):  # no pictures: as high as the words
            height = min(height, self._asks(Cells(width, HEIGHT, ink_of(self.app))) + 5)
        box.styles.width, box.styles.height = width, height

    def action_move(self, across: int, direction: int) -> None:
        """Choose with the arrows."""
        ask = self.answers.steered(bool(across))
        if ask is not None:
            self.answers.move(ask, direction)
        self.query_one("#box", Canvas).redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There are as many numbers as answers."""
        return action != "pick" or parameters[0] in range(self.answers.count(self.answers.asks[0]))

    def action_pick(self, index: int) -> None:
        """Choose an answer of the first question by its number."""
        self.answers.pick(self.answers.asks[0], index)
        self.query_one("#box", Canvas).redraw()

    def action_rate(self) -> None:
        """Say how sure, or no longer."""
        self.answers.rate()
        self.query_one("#box", Canvas).redraw()

    def on_click(self, event: events.Click) -> None:
        """An answer, or how sure, where that is clicked."""
        box = self.query_one("#box", Canvas)
        if event.widget is not box:
            return
        for rect, ask, index in self._spots:
            if rect.x <= event.x < rect.x + rect.width and rect.y <= event.y < rect.y + rect.height:
                self.answers.pick(ask, index)
                box.redraw()
                return
        at = next((sure for sure, (x, end) in self._rated.items() if x <= event.x < end), None)
        if event.y == self._rates and at is not None:
            self.answers.sure = None if self.answers.sure == at else at
            box.redraw()

    def action_commit(self) -> None:
        """Done, once every question has an answer."""
        if self.answers.complete:
            self.dismiss(self.answers)

    def action_leave(self) -> None:
        """Back to the page; nothing is committed."""
        self.dismiss(None)

    # ---- drawing ------------------------------------------------------------------------------------------------

    def _draw(self, cells: Cells) -> None:
        frame(cells, tr("predict before you run"), right=self._place, state="pointed")
        y, end = self._asks(cells), cells.height - 3
        staked = y < end and len(tr(STAKE)) <= cells.width - 8
        if staked:
            cells.put(4, min(y, end - 1), tr(STAKE), cells.ink.dim, None, ITALIC)
        self._rates = end - 1 if y + 2 * staked < end else end  # a blank row over the keys where there is room
        self._sure(cells, self._rates)
        self._keys(cells)

    def _asks(self, cells: Cells) -> int:
        """The questions with their answers; the row below them."""
        self._spots.clear()
        x, y, room = 4, 1 if self._small else 2, cells.width - 8
        for ask in self.answers.asks:
            y = paragraph(cells, x, y, room, [(ask.text, "title")]) + (0 if self._small else 1)
            match ask.kind:
                case "shape":
                    below = 8 if ask is not self.answers.asks[-1] else 3  # another question, or the keys
                    y = self._cards(cells, y, ask, cells.height - y - below)
                case "band":
                    y = self._bands(cells, x, y, ask)
                case _:
                    y = self._list(cells, x, y, room, ask)
            y += 1
        return y

    def _chosen(self, ask: Ask) -> int | None:
        return self.answers.chosen.get(ask.id)

    def _cards(self, cells: Cells, y: int, ask: Ask, height: int) -> int:
        height = min(max(height, 7), 13)
        count = len(ask.choices)
        wide = min(26, (cells.width - 4) // count)
        left = (cells.width - wide * count) // 2
        points = [value for choice in ask.choices for _, value in choice.curve]
        low, high = min(points, default=0.0), max(points, default=1.0)
        axes = Axis(0, self._steps), Axis(min(0.0, low), high * 1.05 if high > 0 else 1.0)
        told = [_told(choice, wide - 7, height > 9) for choice in ask.choices]
        rows = max((len(label) + len(note) for label, note in told), default=0)  # alike, so that curves compare
        for index, choice in enumerate(ask.choices):
            card = Cells(wide, height, cells.ink, cells.bg)
            chosen = self._chosen(ask) == index
            card.paste(2, 1, _curve(card, wide - 4, height - 2 - rows, choice, chosen, axes))
            self._card(card, self._numbered(ask, index, chosen), told[index], chosen, height - 1 - rows)
            cells.paste(left + index * wide, y, card)
            self._spots.append((Rect(left + index * wide, y, wide, height), ask, index))
        return y + height

    def _numbered(self, ask: Ask, index: int, chosen: bool) -> str:
        """Digits answer the first question; answers of another one have a mark in their place."""
        glyphs = ink_of(self.app).glyphs
        return str(index + 1) if ask is self.answers.asks[0] else glyphs.chosen if chosen else glyphs.new

    def _card(self, card: Cells, numbered: str, told: tuple[list[str], list[str]], chosen: bool, y: int) -> None:
        ink, wide = card.ink, card.width
        edge = ink.accent if chosen else ink.line
        card.put(0, 0, "╭" + "─" * (wide - 2) + "╮", edge)
        for row in range(1, card.height - 1):
            card.put(0, row, "│", edge)
            card.put(wide - 1, row, "│", edge)
        card.put(0, card.height - 1, "╰" + "─" * (wide - 2) + "╯", edge)
        mark, number = (ink.glyphs.pointed, ink.accent) if chosen else (" ", ink.faint)
        card.spans(1, y, (f"{mark} ", ink.accent), (f"{numbered} ", number))
        label, note = told
        for line in label:
            card.put(5, y, line, ink.bright if chosen else ink.text, None, BOLD if chosen else 0)
            y += 1
        for line in note:
            card.put(5, y, line, ink.dim)
            y += 1

    def _bands(self, cells: Cells, x: int, y: int, ask: Ask) -> int:
        ink, start = cells.ink, x
        for index, label in enumerate(self.answers.labels(ask, ask.value.rpartition(".")[2] in SHARES)):
            mine = self._chosen(ask) == index
            if x + 2 + len(label) > cells.width - 4:
                x, y = start, y + 1
            mark = ink.glyphs.chosen if mine else ink.glyphs.new
            self._spots.append((Rect(x, y, 2 + len(label), 1), ask, index))
            x = cells.spans(
                x,
                y,
                (f"{mark} ", ink.accent if mine else ink.faint),
                (label, ink.bright if mine else ink.text, BOLD if mine else 0),
            )
            x += 4
        return y + 1

    def _sure(self, cells: Cells, y: int) -> None:
        ink = cells.ink
        x = cells.put(4, y, tr("how sure are you?"), ink.dim) + 2
        for level in LEVELS:
            mine = self.answers.sure == level
            mark = (ink.glyphs.chosen, ink.accent) if mine else (ink.glyphs.new, ink.faint)
            start, text = x, f"{level:.0%}".replace("%", " %")
            x = cells.spans(
                x, y, (f"{mark[0]} ", mark[1]), (text, ink.bright if mine else ink.text, BOLD if mine else 0)
            )
            self._rated[level] = (start, x)
            x += 3

    def _list(self, cells: Cells, x: int, y: int, room: int, ask: Ask) -> int:
        ink = cells.ink
        for index, choice in enumerate(ask.choices):
            mine = self._chosen(ask) == index
            if mine and not ink.ansi:
                cells.fill(x - 1, y, room + 2, 1, ink.chip)
            mark = ink.glyphs.pointed if mine else " "
            end = cells.spans(
                x,
                y,
                (f"{mark} ", ink.accent),
                (f"{self._numbered(ask, index, mine)} ", ink.accent if mine else ink.faint),
                (choice.label, ink.bright if mine else ink.text, BOLD if mine else 0),
            )
            if choice.note and end + 3 + len(choice.note) <= x + room:
                cells.put(end + 3, y, choice.note, ink.dim)
            self._spots.append((Rect(x, y, room, 1), ask, index))
            y += 1
        return y

    def _keys(self, cells: Cells) -> None:
        across, down = self.answers.steered(True), self.answers.steered(False)
        shown = [Key("←→", _word(across))] if across else []
        if down is not across and down is not None:
            shown.append(Key("↑↓", _word(down)))
        elif across is not None and across.kind == "choice":
            shown = [Key("↑↓", _word(across))]
        able = self.answers.complete
        shown.append(Key("tab", tr("how sure")))
        shown.append(Key("enter", tr("commit and run") if able else tr("once chosen"), able))
        inside = Cells(cells.width - 4, 1, cells.ink, cells.bg)
        keys.draw(inside, (*shown, Key("esc", tr("back to the page"))))
        cells.paste(2, cells.height - 2, inside)


def _word(ask: Ask) -> str:
    return {"shape": tr("shape"), "band": tr("number")}.get(ask.kind, tr("answer"))


def _told(choice: Choice, width: int, noted: bool) -> tuple[list[str], list[str]]:
    """The lines of an answer and of its note."""
    return _folded(choice.label, width), _folded(choice.note, width) if noted and choice.note else []


def _folded(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word[:width])
    return lines


def _curve(card: Cells, width: int, height: int, choice: Choice, chosen: bool, axes: tuple[Axis, Axis]) -> Cells:
    """The curve of an answer alone: a chart whose labels are cut off."""
    margin = 6 if width + 6 >= 14 else 0
    whole = Cells(width + margin, height + 1, card.ink, card.bg)
    colour = card.ink.accent if chosen else card.ink.dim
    xs, ys = [x for x, _ in choice.curve], [y for _, y in choice.curve]
    chart(whole, [Curve(xs, ys, colour)], *axes, unit="")
    picture = Cells(width, height, card.ink, card.bg)
    for row in range(height):
        for column in range(width):
            char = whole.chars[row][column + margin]
            if "\u2800" < char <= "\u28ff":
                picture.put(column, row, char, colour, None, BOLD)
    return picture
