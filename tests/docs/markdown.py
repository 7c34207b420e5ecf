"""What the tests read of a document: fenced blocks, tables, links, headings, words in back quotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```(?P<language>\w*)(?: (?P<file>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block; ``file``: the second word of its first line."""

    language: str
    file: str
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def fences(text: str, language: str = "") -> list[Fence]:
    """All blocks in order, or those of one language."""
    found = [Fence(m["language"], m["file"] or "", m["text"]) for m in _FENCE.finditer(text)]
    return [fence for fence in found if not language or fence.language == language]


def prose(text: str) -> str:
    """The text without its fenced blocks."""
    return _FENCE.sub("", text)


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next of its rank or above; ``#`` in a fenced block is no heading."""
    masked = _FENCE.sub(lambda m: " " * len(m[0]), text)
    head = re.search(rf"^(#+) {re.escape(heading)}$", masked, re.MULTILINE)
    assert head is not None, heading
    end = re.compile(rf"^#{{1,{len(head[1])}}} ", re.MULTILINE).search(masked, head.end())
    return text[head.end() : end.start() if end else None]


def rows(text: str, head: str) -> list[list[str]]:
    """The cells of the table whose first header cell is ``head``."""
    lines = text.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith(f"| {head} |"))
    found = []
    for line in lines[first + 2 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def words(cell: str) -> list[str]:
    """The words in back quotes."""
    return re.findall(r"`([^`]+)`", cell)


def links(text: str) -> Iterator[str]:
    """Where the links and pictures of a document point."""
    for match in _LINK.finditer(re.sub(r"`[^`\n]*`", "", prose(text))):
        yield match["target"]


def anchors(text: str) -> set[str]:
    """The headings as a link names them (the way of GitHub)."""
    heads = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
