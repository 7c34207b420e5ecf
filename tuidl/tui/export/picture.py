"""A picture of the screen: characters with their colours, cell by cell."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from textual.strip import Strip

from tuidl.tui.grid import Rect

BOLD, ITALIC, UNDERLINE = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the terminal; a wide character stands in the first of its places, the second is empty."""

    char: str
    fg: str  # as #rrggbb
    bg: str
    flags: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbours of one look: the column of the first, and a character for each place."""

    column: int
    text: str
    cell: Cell

    @property
    def columns(self) -> int:
        """How many places it takes."""
        return len(self.text)


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of equal length."""

    rows: tuple[tuple[Cell, ...], ...]
    ground: str  # the background of most cells

    @classmethod
    def of(cls, strips: Iterable[Strip], theme: TerminalTheme) -> "Picture":
        """What strips show; colours that only the terminal knows are those of ``theme``."""
        rows = [
            tuple(cell for segment in strip for cell in _cells(segment.text, segment.style, theme)) for strip in strips
        ]
        width = max(map(len, rows), default=0)
        grounds = Counter(cell.bg for row in rows for cell in row)
        ground = grounds.most_common(1)[0][0] if grounds else _hex(theme.background_color)
        blank = Cell(" ", _hex(theme.foreground_color), ground)
        return cls(tuple(row + (blank,) * (width - len(row)) for row in rows), ground)

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.rows[0]) if self.rows else 0

    @property
    def height(self) -> int:
        """Rows."""
        return len(self.rows)

    def cut(self, rect: Rect) -> "Picture":
        """A part of it."""
        rows = self.rows[rect.y : rect.y + rect.height]
        return Picture(tuple(row[rect.x : rect.x + rect.width] for row in rows), self.ground)

    def text(self) -> str:
        """The characters alone, without blanks at the ends of rows and empty rows at the end."""
        lines = ["".join(cell.char for cell in row).rstrip() for row in self.rows]
        return "\n".join(lines).rstrip("\n") + "\n"

    def grounds(self, row: int) -> Iterator[Run]:
        """Stretches of a row with one background."""
        yield from self._runs(row, lambda cell: cell.bg)

    def looks(self, row: int) -> Iterator[Run]:
        """Stretches of a row with one look."""
        yield from self._runs(row, lambda cell: (cell.fg, cell.bg, cell.flags))

    def _runs(self, row: int, key: Callable[[Cell], object]) -> Iterator[Run]:
        start, cells = 0, self.rows[row]
        for column in range(1, len(cells) + 1):
            if column == len(cells) or key(cells[column]) != key(cells[start]):
                yield Run(start, "".join(cell.char or " " for cell in cells[start:column]), cells[start])
                start = column


def _cells(text: str, style: Style | None, theme: TerminalTheme) -> Iterator[Cell]:
    style = style or Style()
    fg, bg = _colour(style.color, theme, True), _colour(style.bgcolor, theme, False)
    if style.reverse:
        fg, bg = bg, fg
    flags = (BOLD if style.bold else 0) | (ITALIC if style.italic else 0) | (UNDERLINE if style.underline else 0)
    for char in text:
        yield Cell(char, fg, bg, flags)
        for _ in range(cell_len(char) - 1):
            yield Cell("", fg, bg, flags)


def _colour(colour: Color | None, theme: TerminalTheme, front: bool) -> str:
    if colour is None or colour.is_default:
        return _hex(theme.foreground_color if front else theme.background_color)
    return _hex(colour.get_truecolor(theme, front))


def _hex(colour: tuple[int, int, int]) -> str:
    red, green, blue = colour
    return f"#{red:02x}{green:02x}{blue:02x}"
