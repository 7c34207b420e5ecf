"""Prose on cells: spans of text with a style, wrapped at a width. Chips are drawn here, so they match the frames."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from tuidl.tui.drawing.ascii import worded
from tuidl.tui.drawing.cells import BOLD, ITALIC, UNDERLINE, Cells
from tuidl.tui.drawing.ink import ASCII, glyphs

SpanStyle = Literal["plain", "title", "term", "code", "chip", "knob", "key", "aside", "formula", "number", "dim"]
Span = tuple[str, SpanStyle]
Line = tuple[Span, ...]

UNBROKEN = frozenset(("code", "chip", "knob", "key", "formula"))  # stay on one line if they can
NUMBER = re.compile(r"(?<=\d) (?=\d{3}(?!\d)|%)")  # the blank in `1 400` and in `95 %`: no line ends there
SIGNED = re.compile(r"(?<=\S) (?=[=≈≤≥<>+−·/] )|(?<= [=≈≤≥<>+−·/]) (?=\S)")  # about a sign of a formula: `σ = 0.18`
CALL = re.compile(r"(?<=\w)\([^()]{1,14}\)|\([^()]{0,14}[=+−·/][^()]{0,14}\)")  # `max(z, 0)`, `(1 + e⁻ᶻ)`
HELD = "\N{NO-BREAK SPACE}"
PADDED = frozenset(("chip", "knob"))  # a column of the chip's ground on both sides


def shortened(text: str, room: int) -> str:
    """Text that fits, with an ellipsis where it was cut."""
    return text if len(text) <= room else (text[: max(0, room - 1)].rstrip() + "…")[: max(0, room)]


def lettered(text: str) -> str:
    """The text as it will stand there: on a terminal of plain ASCII with letters for its signs."""
    return worded(text) if glyphs(os.environ) is ASCII else text


def wrap(spans: Iterable[Span], width: int) -> list[Line]:
    """Lines of at most ``width`` columns; punctuation stays with the chip before it; too long words are cut."""
    width = max(1, width)
    lines: list[list[Span]] = [[]]
    used = 0
    for word, spaced, forced in _words(_parted(spans, width), width):
        if forced:
            lines.append([])
            used = 0
            continue
        size = sum(len(text) for text, _ in word)
        gap = 1 if spaced and used else 0
        if used and used + gap + size > width:
            lines.append([])
            used, gap = 0, 0
        if gap:
            lines[-1].append((" ", "plain"))
            used += 1
        for text, style in word:
            while used + len(text) > width:
                cut = width - used
                if cut:
                    lines[-1].append((text[:cut], style))
                text, used = text[cut:], 0
                lines.append([])
            if text:
                lines[-1].append((text, style))
                used += len(text)
    return [_joined(line) for line in lines]


def _parted(spans: Iterable[Span], width: int) -> Iterator[Span]:
    """Code that is too long for a line, a command, in its words."""
    for text, style in spans:
        if style != "code" or len(text) <= width or " " not in text:
            yield text, style
            continue
        for place, part in enumerate(text.split(" ")):
            if place:
                yield " ", "plain"
            yield part, style


def _held(text: str, width: int) -> str:
    """The text with blanks that do not break: in numbers, and in formulas that a line has room for."""
    numbered = NUMBER.sub(HELD, text)
    whole = CALL.sub(lambda found: found[0].replace(" ", HELD), SIGNED.sub(HELD, numbered))
    words = re.split(r"([ \n])", whole)
    return NUMBER.sub(HELD, "".join(word if len(word) <= width else word.replace(HELD, " ") for word in words))


def _words(spans: Iterable[Span], width: int) -> Iterator[tuple[list[Span], bool, bool]]:
    """Pieces without a break inside, whether a blank comes before, or a forced line break."""
    word: list[Span] = []
    spaced = False
    for given, style in spans:
        text = lettered(given)
        if style in UNBROKEN:
            word.append((f" {text} " if style in PADDED else text, style))
            continue
        for piece in re.split(r"([ \n])", _held(text, width)):
            if piece not in ("", " ", "\n"):
                word.append((piece.replace(HELD, " "), style))
            elif piece:
                if word:
                    yield word, spaced, False
                    word = []
                spaced = piece == " "
                if piece == "\n":
                    yield [], False, True
    if word:
        yield word, spaced, False


def _joined(line: Sequence[Span]) -> Line:
    joined: list[Span] = []
    for text, style in line:
        if joined and joined[-1][1] == style:
            joined[-1] = (joined[-1][0] + text, joined[-1][1])
        else:
            joined.append((text, style))
    return tuple(joined)


def put_line(cells: Cells, x: int, y: int, line: Line) -> int:
    """Draw one wrapped line; the column after it."""
    for text, style in line:
        fg, bg, flags = appearance(cells, style)
        x = cells.put(x, y, text, fg, bg, flags)
    return x


def paragraph(cells: Cells, x: int, y: int, width: int, spans: Iterable[Span]) -> int:
    """Wrap and draw; the row after the last line."""
    for line in wrap(spans, width):
        put_line(cells, x, y, line)
        y += 1
    return y


def appearance(cells: Cells, style: SpanStyle) -> tuple[str, str | None, int]:
    """Foreground, background (None: what is behind) and flags of a style."""
    ink = cells.ink
    match style:
        case "title" | "term" | "formula" | "number":
            return ink.bright, None, BOLD
        case "code":
            return ink.bright, None if ink.ansi else ink.line, UNDERLINE if ink.ansi else 0
        case "chip" | "knob":
            return ink.accent, None if ink.ansi else ink.chip, BOLD
        case "key":
            return ink.accent, None, BOLD
        case "aside":
            return ink.dim, None, ITALIC
        case "dim":
            return ink.dim, None, 0
        case _:
            return ink.text, None, 0
