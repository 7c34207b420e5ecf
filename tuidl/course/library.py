"""Where lessons are, which there are, and which one a name means."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

from tuidl import language, paths
from tuidl.course import outline, translation
from tuidl.course.folder import text_of
from tuidl.course.table import Table, parse
from tuidl.errors import LessonError, UsageError, suggest
from tuidl.language import tr


@dataclass(frozen=True, slots=True)
class Card:
    """What a list of lessons shows of one. ``fault``: the one sentence why it cannot be opened."""

    id: str
    number: str
    title: str
    promise: str
    minutes: int
    needs: tuple[str, ...]
    folder: Path
    fault: str = ""

    @property
    def slug(self) -> str:
        """The id without ``lesson-``."""
        return self.id.removeprefix("lesson-")


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the course map: written (a card) or later (none)."""

    entry: outline.Entry
    card: Card | None


def roots() -> tuple[Path, ...]:
    """The folders that hold lessons: those of ``$TUIDL_LESSONS``, then the shipped one."""
    given = os.environ.get("TUIDL_LESSONS", "")
    own = [Path(part).expanduser() for part in given.split(os.pathsep) if part]
    return (*own, paths.shipped("lessons"))


def cards() -> tuple[Card, ...]:
    """One card per lesson found, by number. Only the heads of the files are read; the first of an id wins."""
    found: dict[str, Card] = {}
    for root in roots():
        if not root.is_dir():
            continue
        for folder in sorted(root.iterdir()):
            if (folder / "lesson.toml").is_file():
                card = _card(folder)
                found.setdefault(card.id, card)
    return tuple(sorted(found.values(), key=lambda card: (order(card.number), card.id)))


def course() -> tuple[tuple[outline.Part, tuple[Place, ...]], ...]:
    """The whole course map, each lesson with its card if it is written; lessons of one's own are a part at its end."""
    written = {card.id: card for card in cards()}
    parts = outline.parts()
    found = [(part, tuple(Place(entry, written.pop(entry.id, None)) for entry in part.entries)) for part in parts]
    others = tuple(Place(outline.Entry(card.slug, card.number, card.title), card) for card in written.values())
    if others:
        found.append((outline.Part(len(parts) + 1, own(), tuple(place.entry for place in others)), others))
    return tuple(found)


def own() -> str:
    """The title of the part for lessons that are not of the course."""
    return tr("Your own")


def find(name: str) -> Path:
    """The folder that ``lesson-cnn``, ``cnn`` or a path means; UsageError with a suggestion if there is none."""
    slug = name.removeprefix("lesson-")
    known = cards()
    for card in known:
        if card.slug == slug:
            return card.folder
    path = Path(name).expanduser()
    if (path / "lesson.toml").is_file():
        return path
    if path.name == "lesson.toml" and path.is_file():
        return path.parent
    if path.is_dir():
        raise UsageError(tr("folder '{name}' is no lesson: it has no lesson.toml", name=name))
    if os.sep in name or name.startswith("."):
        raise UsageError(tr("lesson folder '{name}' does not exist", name=name))
    if slug in outline.entries():
        raise UsageError(tr("lesson '{slug}' is not written yet; 'tuidl lessons' lists those that are", slug=slug))
    hint = suggest(slug, [card.slug for card in known]) or tr("; 'tuidl lessons' lists all")
    raise UsageError(tr("lesson '{name}' is unknown{hint}", name=name, hint=hint))


def _card(folder: Path) -> Card:
    try:
        table = Table(folder.name, "", _head(text_of(folder / "lesson.toml", folder.name), folder.name))
        card = Card(
            table.text("id"),
            table.text("number"),
            table.text("title"),
            table.text("promise"),
            table.whole("minutes"),
            table.texts("needs"),
            folder,
        )
        words = translation.head(folder, language.wanted())
        return replace(card, title=words.get("title", card.title), promise=words.get("promise", card.promise))
    except LessonError as error:
        slug = folder.name.split("-", 2)[-1]
        return Card(f"lesson-{slug}", "", slug, "", 0, (), folder, str(error))


def _head(text: str, name: str) -> dict[str, object]:
    """The keys before the first table: cheap to read, for a list of all lessons."""
    lines = text.splitlines(keepends=True)
    end = next((place for place, line in enumerate(lines) if line.startswith("[")), len(lines))
    try:
        return parse("".join(lines[:end]), "lesson.toml", name)
    except LessonError:  # an array with its bracket at the start of a line, or a real mistake
        return parse(text, "lesson.toml", name)


def order(number: str) -> tuple[int, int]:
    """What numbers of lessons are sorted by: ``1.9`` comes before ``1.10``."""
    part, _, place = number.partition(".")
    return (int(part) if part.isdigit() else 99, int(place) if place.isdigit() else 99)
