"""The glossary as a learner needs it in a lesson: the words of its page, of the lesson, and all lessons before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tuidl.course import library, load, page
from tuidl.course.spec import Lesson, Term
from tuidl.errors import LessonError
from tuidl.language import tr


@dataclass(frozen=True, slots=True)
class Word:
    """A term and the lesson that taught it."""

    term: Term
    lesson: str  # id
    number: str
    title: str

    @property
    def name(self) -> str:
        """The term, with its letter if it has one."""
        return f"{self.term.name} {self.term.letter}".rstrip()

    @property
    def told(self) -> str:
        """What it means, its formula last."""
        return f"{self.term.short}  {self.term.formula}".rstrip()

    @property
    def taught(self) -> str:
        """The lesson that taught it: ``1.7 Gradient descent``."""
        return f"{self.number} {self.title}"

    def answers(self, typed: str) -> bool:
        """Whether it is meant by the beginnings of words that somebody typed."""
        called = " ".join((self.term.name, *self.term.also, self.term.letter))
        return all(re.search(rf"(?<!\w){re.escape(part)}", called, re.IGNORECASE) for part in typed.split())


@dataclass(frozen=True, slots=True)
class Glossary:
    """All words that are known in a lesson, in the order in which the course introduces them."""

    lesson: str  # id
    words: tuple[Word, ...]

    @classmethod
    def of(cls, lesson: Lesson) -> "Glossary":
        """The words of a lesson and of those that come before it. A lesson that cannot be read has none."""
        words = [word for card in _before(lesson) for word in _taught(card)]
        own = (Word(term, lesson.id, lesson.number, lesson.title) for term in lesson.terms.values())
        return cls(lesson.id, (*words, *own))

    def on(self, text: str) -> tuple[Word, ...]:
        """Those that a page speaks of, in its order; of words that lie in longer ones only the longer."""
        plain = page.parse(text).plain()
        found: list[tuple[int, int, Word]] = []
        for word in self.words:
            names = "|".join(re.escape(name) for name in (word.term.name, *word.term.also))
            first = re.search(rf"(?<![\w-])(?:{names})(?:s|es)?(?![\w-])", plain, re.IGNORECASE)
            if first is not None:
                found.append((first.start(), first.end(), word))
        return tuple(
            word
            for start, end, word in sorted(found, key=lambda each: each[0])
            if not any(s <= start and end <= e and e - s > end - start for s, e, _ in found)
        )

    def sections(self, text: str) -> tuple[tuple[str, tuple[Word, ...]], ...]:
        """What a help screen lists: the words on this page, the lesson's others, then lesson by lesson those before,
        the nearest first. Every word stands once, and no section is empty."""
        here = self.on(text)
        by_lesson: dict[str, list[Word]] = {}
        for word in self.words:
            if word not in here:
                by_lesson.setdefault(word.lesson, []).append(word)
        rest = by_lesson.pop(self.lesson, [])
        others = tr("other words of this lesson") if here else tr("words of this lesson")
        found = [(tr("words on this page"), here), (others, tuple(rest))]
        found += [(words[0].taught, tuple(words)) for words in reversed(by_lesson.values())]
        return tuple((heading, words) for heading, words in found if words)


def _before(lesson: Lesson) -> Iterator[library.Card]:
    """The lessons of the course before this one, as their numbers say."""
    for card in library.cards():
        if not card.fault and card.id != lesson.id and library.order(card.number) < library.order(lesson.number):
            yield card


def _taught(card: library.Card) -> Iterator[Word]:
    try:
        terms = load.glossary(card.folder, card.slug)
    except LessonError:
        return
    for term in terms.values():
        yield Word(term, card.id, card.number, card.title)
