"""The map of the whole course: its parts and the lessons in them, written or still to come."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tuidl.language import tr


@dataclass(frozen=True, slots=True)
class Entry:
    """A lesson's place in the course."""

    slug: str
    number: str  # "2.3"
    title: str

    @property
    def id(self) -> str:
        """The id the lesson has or will have."""
        return f"lesson-{self.slug}"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the course."""

    number: int
    title: str
    entries: tuple[Entry, ...]


@cache
def _read() -> list[dict[str, Any]]:
    text = files("tuidl.course").joinpath("outline.toml").read_text("utf-8")
    return list(tomllib.loads(text)["part"])


def parts() -> tuple[Part, ...]:
    """All parts in order."""
    found = []
    for number, part in enumerate(_read(), 1):
        lessons = enumerate(part["lessons"].items(), 1)
        entries = tuple(Entry(slug, f"{number}.{place}", tr(title)) for place, (slug, title) in lessons)
        found.append(Part(number, tr(part["title"]), entries))
    return tuple(found)


def entries() -> dict[str, Entry]:
    """All lessons of the course by slug."""
    return {entry.slug: entry for part in parts() for entry in part.entries}
