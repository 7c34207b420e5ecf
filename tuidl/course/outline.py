"""The map of the whole course: its parts and the lessons in them, written or still to come."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


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
def parts() -> tuple[Part, ...]:
    """All parts in order."""
    text = files("tuidl.course").joinpath("outline.toml").read_text("utf-8")
    found = []
    for number, part in enumerate(tomllib.loads(text)["part"], 1):
        entries = tuple(
            Entry(slug, f"{number}.{place}", title) for place, (slug, title) in enumerate(part["lessons"].items(), 1)
        )
        found.append(Part(number, part["title"], entries))
    return tuple(found)


@cache
def entries() -> dict[str, Entry]:
    """All lessons of the course by slug."""
    return {entry.slug: entry for part in parts() for entry in part.entries}
