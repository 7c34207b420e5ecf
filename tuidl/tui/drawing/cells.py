"""A grid of cells that becomes strips. Drawings write on it and clip, so none has to ask for room."""

from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tuidl.tui.drawing.ascii import spelt
from tuidl.tui.drawing.ink import Ink, mix
from tuidl.tui.drawing.palette import nearest

BOLD, ITALIC, UNDERLINE = 1, 2, 4
FADED = 0.72  # share of the ground in a picture that no longer holds


class Look:
    """How one cell is painted; equal looks are the same object (``look``), so runs are found by identity."""

    __slots__ = ("bg", "fg", "flags", "style")

    def __init__(self, fg: str, bg: str, flags: int):
        self.fg, self.bg, self.flags = fg, bg, flags
        self.style = _style(fg, bg, flags)


def _style(fg: str, bg: str, flags: int) -> Style:
    bold, italic, underline = bool(flags & BOLD), bool(flags & ITALIC), bool(flags & UNDERLINE)
    return Style(color=fg, bgcolor=bg, bold=bold, italic=italic, underline=underline)


@lru_cache(65536)
def _indexed(shown: Look) -> Style:
    return _style(nearest(shown.fg), nearest(shown.bg), shown.flags)


@lru_cache(65536)
def look(fg: str, bg: str, flags: int = 0) -> Look:
    """The one ``Look`` of these colours and flags."""
    return Look(fg, bg, flags)


STRANGE = "□"  # stands for what a cell cannot hold


@lru_cache(16384)
def single(text: str) -> str:
    """As many characters, each one column wide: control codes, wide and combining ones are replaced."""
    return "".join(
        char if char.isprintable() and cell_len(char) == 1 else " " if char.isspace() else STRANGE for char in text
    )


Part = str | tuple[str, str] | tuple[str, str, int]  # text | text, colour | text, colour, flags


class Cells:
    """``width`` × ``height`` characters with their looks, on ``bg`` (the screen unless given)."""

    def __init__(self, width: int, height: int, ink: Ink, bg: str | None = None):
        self.width, self.height, self.ink, self.bg = max(0, width), max(0, height), ink, bg or ink.bg
        self.blank = look(ink.text, self.bg)
        self.chars = [[" "] * self.width for _ in range(self.height)]
        self.looks = [[self.blank] * self.width for _ in range(self.height)]
        self.touches: list[tuple[int, int, int, str]] = []  # row, first column, the one after the last, key

    def touch(self, x: int, y: int, width: int, key: str) -> None:
        """A click on these columns is as if ``key`` was pressed: its name, as in a binding."""
        self.touches.append((y, x, x + width, key))

    def touched(self, x: int, y: int) -> str:
        """The key that a click on a cell presses: that which was laid there last; empty where there is none."""
        for row, first, end, key in reversed(self.touches):
            if row == y and first <= x < end:
                return key
        return ""

    def put(self, x: int, y: int, text: str, fg: str | None = None, bg: str | None = None, flags: int = 0) -> int:
        """Write ``text``, clipped; the column after it. Without ``bg`` what is behind stays."""
        if not (text.isascii() and text.isprintable()):
            text = single(text)
        end = x + len(text)
        if 0 <= y < self.height and end > 0 and x < self.width:
            first, last = max(x, 0), min(end, self.width)
            self.chars[y][first:last] = text[first - x : last - x]
            row, front = self.looks[y], fg or self.ink.text
            if bg is not None:
                row[first:last] = [look(front, bg, flags)] * (last - first)
            else:
                behind, new = None, self.blank
                for i in range(first, last):
                    if row[i].bg != behind:
                        behind = row[i].bg
                        new = look(front, behind, flags)
                    row[i] = new
        return end

    def right(self, end: int, y: int, text: str, fg: str | None = None, bg: str | None = None, flags: int = 0) -> int:
        """Write ``text`` so that it ends before column ``end``; the column where it begins."""
        self.put(end - len(text), y, text, fg, bg, flags)
        return end - len(text)

    def centre(
        self, x: int, y: int, width: int, text: str, fg: str | None = None, bg: str | None = None, flags: int = 0
    ) -> int:
        """Write ``text`` in the middle of ``width`` columns; the column after it."""
        return self.put(x + max(0, width - len(text)) // 2, y, text, fg, bg, flags)

    def spans(self, x: int, y: int, *parts: Part) -> int:
        """Write parts one after the other; the column after the last."""
        for part in parts:
            x = self.put(x, y, part) if isinstance(part, str) else self.put(x, y, part[0], part[1], None, *part[2:])
        return x

    def fill(self, x: int, y: int, width: int, height: int, bg: str) -> None:
        """Blank a rectangle on another background."""
        for row in range(y, y + height):
            self.put(x, row, " " * max(0, width), None, bg)

    def tint(self, x: int, y: int, width: int, bg: str) -> None:
        """Lay a background behind what stands there."""
        if 0 <= y < self.height:
            row = self.looks[y]
            for i in range(max(0, x), min(x + width, self.width)):
                row[i] = look(row[i].fg, bg, row[i].flags)

    def fade(self, fg: str) -> None:
        """Draw a picture that no longer holds: words and lines in one colour, fields of colour led into the ground."""
        for chars, row in zip(self.chars, self.looks, strict=True):
            for i, (char, old) in enumerate(zip(chars, row, strict=True)):
                if char in "▀▄" and not self.ink.ansi:
                    row[i] = look(mix(old.fg, self.ink.bg, FADED), mix(old.bg, self.ink.bg, FADED))
                else:
                    row[i] = look(fg, self.bg, old.flags & ~BOLD)

    def paste(self, x: int, y: int, other: "Cells") -> None:
        """Copy another grid in, clipped."""
        first, last = max(0, x), min(x + other.width, self.width)
        if first >= last:
            return
        for row in range(max(0, -y), min(other.height, self.height - y)):
            self.chars[y + row][first:last] = other.chars[row][first - x : last - x]
            self.looks[y + row][first:last] = other.looks[row][first - x : last - x]
        for row, begin, end, key in other.touches:
            if 0 <= row < other.height and begin < other.width:
                self.touch(x + begin, y + row, min(end, other.width) - begin, key)

    def inside(self, left: int = 2, top: int = 1, right: int = 2, bottom: int = 1) -> "Cells":
        """An empty grid of what a frame leaves free; ``paste`` it at ``(left, top)``."""
        return Cells(self.width - left - right, self.height - top - bottom, self.ink, self.bg)

    def text(self) -> str:
        """The characters alone, rows joined by line breaks, without blanks at the ends."""
        return "\n".join("".join(row).rstrip() for row in self.chars)

    def strips(self) -> list[Strip]:
        """One strip a row; neighbours of one look become one segment."""
        strips, indexed = [], self.ink.indexed
        if self.ink.plain:
            self.chars = [list(spelt("".join(row))) for row in self.chars]
        for chars, looks in zip(self.chars, self.looks, strict=True):
            segments, start = [], 0
            if looks:
                last = looks[0]
                for i, now in enumerate(looks):
                    if now is not last:
                        style = _indexed(last) if indexed else last.style
                        segments.append(Segment("".join(chars[start:i]), style))
                        start, last = i, now
                segments.append(Segment("".join(chars[start:]), _indexed(last) if indexed else last.style))
            strips.append(Strip(segments, self.width))
        return strips
