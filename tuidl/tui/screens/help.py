"""Help: what every key does here and what the words and glyphs mean."""

from collections.abc import Sequence

from textual import events
from textual.binding import Binding

from tuidl.course.glossary import Word
from tuidl.language import later, tr
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.frame import frame
from tuidl.tui.drawing.prose import HELD, Span, paragraph
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.overlay import Scroll

Group = tuple[str, Sequence[tuple[str, str]]]  # heading, (key, what it does)
Words = Sequence[tuple[str, Sequence[Word]]]  # heading, words that are explained
WIDTH, HEIGHT = 100, 34
TEXT = 14  # column of what a key does, where no key is longer


class Help(Scroll[None]):
    """``groups`` of keys at the left, ``words`` at the right, those of the lesson with the id ``home`` without its
    number; it scrolls. ``/`` leaves only the words, and those that answer to what is typed."""

    wanted = WIDTH, HEIGHT
    BINDINGS = [  # noqa: RUF012
        Binding("escape,question_mark,q,enter", "dismiss", later("Close the help")),
        Binding("slash", "find", later("Find a word")),
        Binding("down,pagedown,space", "scroll(4)", later("Read on"), show=False),
        Binding("up,pageup", "scroll(-4)", later("Read back"), show=False),
    ]

    def __init__(self, title: str, groups: Sequence[Group], words: Words = (), home: str = ""):
        super().__init__()
        self._about, self._groups, self._words, self._home = title, groups, words, home
        self._sought: str | None = None  # what was typed after `/`

    def action_find(self) -> None:
        """Only the words, and those that answer to what is typed now."""
        if self._words:
            self._seek("")

    def on_key(self, event: events.Key) -> None:
        """While a word is sought, characters belong to it."""
        if self._sought is None:
            return
        if event.key == "escape":
            self._seek(None)
        elif event.key == "backspace":
            self._seek(self._sought[:-1])
        elif event.character is not None and event.is_printable:
            self._seek(self._sought + event.character)
        elif event.key != "enter":
            return
        event.stop()
        event.prevent_default()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Help has no help of its own."""
        return action not in ("app.help", "help")

    def _seek(self, typed: str | None) -> None:
        self._sought, self._top = typed, 0
        self.box.redraw()

    def _draw(self, cells: Cells) -> None:
        frame(cells, tr("help: {about}", about=tr(self._about)), state="pointed")
        seeking = self._sought is not None
        columns = 2 if cells.width >= 90 and self._words and not seeking else 1
        long = Cells((cells.width - 4) // columns - 1, 400, cells.ink, cells.bg)
        rows = [0 if seeking else self._keys(long)]
        cells_of = [long]
        if self._words:
            right = long if columns == 1 else Cells(long.width, 400, cells.ink, cells.bg)
            rows.append(self._terms(right, rows[0] if columns == 1 else 0))
            if columns == 2:
                cells_of.append(right)
        self._rows = max(rows)
        room = cells.height - 4
        for i, column in enumerate(cells_of):
            cut = Cells(column.width, room, cells.ink, cells.bg)
            cut.paste(0, -self._top, column)
            cells.paste(2 + i * (long.width + 2), 1, cut)
        inside = Cells(cells.width - 4, 1, cells.ink, cells.bg)
        self._foot(inside, more=self._rows > self._top + room or self._top > 0)
        cells.paste(2, cells.height - 2, inside)

    def _foot(self, cells: Cells, *, more: bool) -> None:
        down = (Key("↓", tr("more")),) if more else ()
        if self._sought is None:
            find = (Key("/", tr("find a word")),) if self._words else ()
            keys.draw(cells, (Key("esc", tr("close")), *find, *down))
            return
        ink = cells.ink
        end = cells.spans(2, 0, ("/ ", ink.accent, BOLD), (self._sought, ink.bright), ("_", ink.accent)) + 3
        inside = Cells(cells.width - end, 1, ink, cells.bg)
        keys.draw(inside, (Key("esc", tr("all of the help")), *down))
        cells.paste(end, 0, inside)

    def _keys(self, cells: Cells) -> int:
        ink, y = cells.ink, 0
        for heading, rows in self._groups:
            cells.put(0, y, tr(heading), ink.bright, None, BOLD)
            y += 1
            for key, what in rows:
                end = cells.put(2, y, tr(key), ink.accent, None, BOLD) + 1
                text = max(TEXT, end)
                y = paragraph(cells, text, y, cells.width - text, [(tr(what), "plain")])
            y += 1
        return y

    def _terms(self, cells: Cells, y: int) -> int:
        found = [(h, [w for w in words if w.answers(self._sought or "")]) for h, words in self._words]
        for heading, words in found:
            if not words:
                continue
            cells.put(0, y, heading, cells.ink.bright, None, BOLD)
            y += 1
            for word in words:
                said: list[Span] = [(word.name, "term"), (f"  {word.term.short}", "plain")]
                if word.term.formula:
                    said.append((f"  {_held(word.term.formula)}", "plain"))
                if word.lesson != self._home and heading != word.taught:
                    said.append((f"  {_held(word.taught)}", "dim"))
                y = paragraph(cells, 2, y, cells.width - 2, said)
            y += 1
        if not any(words for _, words in found):
            cells.put(0, y, tr("no word answers to that"), cells.ink.dim)
            y += 1
        return y - 1


def _held(text: str) -> str:
    """Text that stands on one line if it can."""
    return text.replace(" ", HELD)
