"""A page of a lesson: a small markdown, parsed to blocks and spans that a screen draws or a shell prints."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from tuidl.errors import LessonError
from tuidl.language import tr


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """``**neuron**``: a new term."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """``exp``: something to be typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Chip:
    """``[[panel:loss]]``: points at a panel, a knob or a key."""

    kind: Literal["panel", "knob", "key"]
    name: str


Span = Text | Term | Code | Chip


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """Lines to be shown as they are."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[tuple[Span, ...], ...]


Block = Paragraph | Formula | Bullets


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its title and what follows."""

    title: str
    blocks: tuple[Block, ...]

    def spans(self) -> Iterator[Span]:
        """All spans in order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from block.spans
            elif isinstance(block, Bullets):
                for item in block.items:
                    yield from item

    def terms(self) -> tuple[str, ...]:
        """The new terms."""
        return tuple(span.text for span in self.spans() if isinstance(span, Term))

    def chips(self) -> tuple[Chip, ...]:
        """Everything it points at."""
        return tuple(span for span in self.spans() if isinstance(span, Chip))

    def words(self) -> int:
        """How many words there are to read, title and formulas included; a chip is one word."""
        text = [self.title, *(line for b in self.blocks if isinstance(b, Formula) for line in b.lines)]
        text += [_joined(block, lambda chip: "chip") for block in self.blocks if not isinstance(block, Formula)]
        return sum(any(c.isalnum() for c in word) for word in " ".join(text).split())

    def plain(self, named: "Callable[[Chip], str] | None" = None) -> str:
        """The page as plain text: chips become the words they stand for, or what ``named`` says."""
        parts = [self.title]
        for block in self.blocks:
            if isinstance(block, Formula):
                parts.append("\n".join(f"    {line}" for line in block.lines))
            else:
                parts.append(_joined(block, named or spelt))
        return "\n\n".join(parts) + "\n"


_SPAN = re.compile(r"\*\*(?P<term>[^*\n]+)\*\*|`(?P<code>[^`\n]+)`|\[\[(?P<kind>[a-z]+):(?P<name>[^\[\]\n]+)\]\]")


def parse(text: str, name: str = "page") -> Page:
    """A page; LessonError with file and line for anything outside the small markdown."""
    lines = text.splitlines()
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None or not lines[first].startswith("# ") or not lines[first][2:].strip():
        raise LessonError(
            tr("{name}, line {first}: a page begins with '# ' and its title", name=name, first=(first or 0) + 1)
        )
    blocks: list[Block] = []
    place = first + 1
    while place < len(lines):
        if not lines[place].strip():
            place += 1
            continue
        start = place
        while place < len(lines) and lines[place].strip() and _kind(lines[place]) == _kind(lines[start]):
            place += 1
        blocks.append(_block(lines[start:place], name, start + 1))
    return Page(lines[first][2:].strip(), _merged(blocks))


def _kind(line: str) -> str:
    if line.startswith("    "):
        return "formula"
    if line.startswith(("- ", "  ")):
        return "list"
    return "text"


def _block(lines: list[str], name: str, number: int) -> Block:
    match _kind(lines[0]):
        case "formula":
            return Formula(tuple(line[4:].rstrip() for line in lines))
        case "list":
            items: list[str] = []
            for place, line in enumerate(lines):
                if line.startswith("- "):
                    items.append(line[2:].strip())
                elif items:
                    items[-1] += f" {line.strip()}"
                else:
                    raise LessonError(
                        tr(
                            "{name}, line {number}: a line that goes on a list item needs the item",
                            name=name,
                            number=number + place,
                        )
                    )
            return Bullets(tuple(_spans(item, name, number) for item in items))
    for place, line in enumerate(lines):
        if line.startswith("#"):
            raise LessonError(
                tr(
                    "{name}, line {number}: a page has one title and no further headings",
                    name=name,
                    number=number + place,
                )
            )
    return Paragraph(_spans(" ".join(line.strip() for line in lines), name, number))


def _spans(text: str, name: str, number: int) -> tuple[Span, ...]:
    spans: list[Span] = []
    place = 0
    for match in _SPAN.finditer(text):
        if match.start() > place:
            spans.append(_text(text[place : match.start()], name, number))
        place = match.end()
        if match["term"] is not None:
            spans.append(Term(match["term"]))
        elif match["code"] is not None:
            spans.append(Code(match["code"]))
        elif match["kind"] in ("panel", "knob", "key"):
            spans.append(Chip(match["kind"], match["name"]))  # type: ignore[arg-type]
        else:
            raise LessonError(
                tr(
                    "{name}, line {number}: chip '{match}' must be a panel:, knob: or key: chip",
                    name=name,
                    number=number,
                    match=match[0],
                )
            )
    if place < len(text):
        spans.append(_text(text[place:], name, number))
    return tuple(spans)


def _text(text: str, name: str, number: int) -> Text:
    for mark in ("**", "`", "[["):
        if mark in text:
            raise LessonError(
                tr("{name}, line {number}: '{mark}' is opened and not closed", name=name, number=number, mark=mark)
            )
    return Text(text)


def _merged(blocks: list[Block]) -> tuple[Block, ...]:
    """Lists whose items are parted by empty lines are one list; so are formulas."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Bullets) and isinstance(last, Bullets):
            found[-1] = Bullets(last.items + block.items)
        elif isinstance(block, Formula) and isinstance(last, Formula):
            found[-1] = Formula((*last.lines, "", *block.lines))
        else:
            found.append(block)
    return tuple(found)


def spelt(chip: Chip) -> str:
    """A chip in words: a key in quotes, the panel, the knob's name."""
    if chip.kind == "key":
        return f"'{chip.name}'"
    if chip.kind != "panel":
        return chip.name
    panel, of, layer = chip.name.partition(":")
    if of:
        return tr("the {panel} of {layer} panel", panel=panel, layer=layer)
    return tr("the {panel} panel", panel=panel)


def _joined(block: Paragraph | Bullets, chip: Callable[[Chip], str]) -> str:
    def line(spans: tuple[Span, ...]) -> str:
        return "".join(chip(span) if isinstance(span, Chip) else span.text for span in spans)

    if isinstance(block, Paragraph):
        return line(block.spans)
    return "\n".join(f"- {line(item)}" for item in block.items)
