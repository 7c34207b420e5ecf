"""The words of a lesson in another language, as its folder has them: what is missing or wrong there is English."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tuidl.course import page
from tuidl.course.folder import inside, text_of
from tuidl.course.table import parse
from tuidl.errors import LessonError, suggest
from tuidl.language import tr


@dataclass(slots=True)
class Wording:
    """The folder of one language, what is wrong in it, and how many of all texts it has."""

    folder: Path
    lesson: str
    mistakes: list[tuple[str, str]] = field(default_factory=list)
    said: int = 0
    texts: int = 0

    def words(self, file: str) -> "Words":
        """A TOML file; empty if there is none, or none that can be read."""
        values: dict[str, Any] = {}
        if (self.folder / file).exists():
            try:
                values = parse(self._text(file), file, self.lesson)
            except LessonError as error:
                self.mistakes.append((file, _reason(error)))
        return Words(self, file, "", values)

    def pages(self, english: Mapping[str, str]) -> dict[str, str]:
        """Every page, translated if it can be read."""
        found = dict(english)
        for name in english:
            self.texts += 1
            if (self.folder / name).exists():
                try:
                    text = self._text(name)
                    page.parse(text, name)
                except LessonError as error:
                    self.mistakes.append((name, _reason(error)))
                else:
                    found[name] = text
                    self.said += 1
        for path in sorted(self.folder.glob("*.md")):
            if path.name not in english:
                self.mistakes.append((path.name, tr("no step shows this page") + suggest(path.name, english)))
        return found

    def _text(self, file: str) -> str:
        return text_of(inside(self.folder, file, self.lesson), self.lesson)


@dataclass(slots=True)
class Words:
    """One table of a language's file. What is missing is English; what is wrong is told, and English."""

    teller: Wording
    file: str
    where: str
    values: dict[str, Any]
    asked: list[str] = field(default_factory=list)

    def wrong(self, reason: str) -> None:
        """Note a mistake in this table."""
        self.teller.mistakes.append((self.file, f"{self.where}: {reason}" if self.where else reason))

    def text(self, key: str, english: str, counts: bool = True) -> str:
        """A text that is not empty, where English has one."""
        self.asked.append(key)
        self.teller.texts += counts and bool(english)
        value = self.values.get(key)
        if value is None:
            return english
        if not english or not text_given(value):
            self.wrong(tr("'{key}' must be a text that is not empty, and stand for one", key=key))
            return english
        self.teller.said += counts
        return str(value)

    def texts(self, key: str, english: tuple[str, ...], any_number: bool = False) -> tuple[str, ...]:
        """As many texts as in English."""
        self.asked.append(key)
        count = 0 if any_number else len(english)
        self.teller.texts += count
        value = self.values.get(key)
        if value is None:
            return english
        if not isinstance(value, list) or not all(map(text_given, value)):
            self.wrong(tr("'{key}' must be a list of texts", key=key))
            return english
        if not any_number and len(value) != len(english):
            self.wrong(
                tr("{key}: there are {count}, in English {wanted}", key=key, count=len(value), wanted=len(english))
            )
            return english
        self.teller.said += count
        return tuple(value)

    def table(self, key: str) -> "Words":
        """A table in this one; an empty one if there is none."""
        self.asked.append(key)
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self.wrong(tr("'{key}' must be a table", key=key))
            value = {}
        return Words(self.teller, self.file, f"{self.where}.{key}" if self.where else key, value)

    def each(self, key: str, count: int) -> "list[Words]":
        """As many tables as in English."""
        self.asked.append(key)
        where = f"{self.where}.{key}"
        value = self.values.get(key, [{}] * count)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.wrong(tr("'{key}' must be a list of tables", key=key))
            value = [{}] * count
        if len(value) != count:
            self.wrong(tr("{key}: there are {count}, in English {wanted}", key=key, count=len(value), wanted=count))
            value = [{}] * count
        return [Words(self.teller, self.file, f"{where} {place}", each) for place, each in enumerate(value, 1)]

    def done(self) -> None:
        """Note keys that nothing in English answers to."""
        for key in self.values:
            if key not in self.asked:
                self.wrong(tr("'{key}' is no text of this lesson{hint}", key=key, hint=suggest(key, self.asked)))


def text_given(value: object) -> bool:
    """Whether it is a text that says something."""
    return isinstance(value, str) and bool(value.strip())


def _reason(error: LessonError) -> str:
    """What it says, without the lesson's and the file's name, which stand beside it."""
    return str(error).partition(": ")[2] or str(error)
