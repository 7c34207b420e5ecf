"""A lesson in another language: words in a folder ``de`` of the lesson folder stand in for the English ones.

Numbers, networks, checks and code stay where they are, in lesson.toml and ``code/``. ``de/lesson.toml`` and
``de/terms.toml`` name what they translate as those do, ``de/01-watch.md`` is a page. What is missing there
stays English.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tuidl.course.folder import text_of
from tuidl.course.spec import Ask, Choice, DataSpec, Explanation, Goal, Knob, Lesson, QuizItem, Step, Term
from tuidl.course.table import parse
from tuidl.course.wording import Wording, Words, text_given
from tuidl.errors import LessonError
from tuidl.language import tr

LESSON, TERMS = "lesson.toml", "terms.toml"
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Za-z0-9]{2,8})?")


@dataclass(frozen=True, slots=True)
class Translation:
    """A lesson in another language, and what is wrong with its words: file and sentence."""

    lesson: Lesson
    mistakes: tuple[tuple[str, str], ...]
    said: int  # texts and pages that are translated
    texts: int  # that there are


def languages(folder: Path) -> tuple[str, ...]:
    """Those that a lesson folder has words in, beside English."""
    try:
        found = [path for path in folder.iterdir() if _LANGUAGE.fullmatch(path.name) and path.is_dir()]
    except OSError:
        return ()
    return tuple(sorted(path.name for path in found if any(path.glob("*.toml")) or any(path.glob("*.md"))))


def spoken(lesson: Lesson, wanted: Sequence[str]) -> Lesson:
    """The lesson in the first of the languages that it has words in, else as it is."""
    known = languages(lesson.folder) if wanted else ()
    for language in wanted:
        if language in known:
            return translated(lesson, language).lesson
    return lesson


def head(folder: Path, wanted: Sequence[str]) -> Mapping[str, str]:
    """``title`` and ``promise`` as far as they are translated, for a list of all lessons."""
    known = languages(folder) if wanted else ()
    for language in wanted:
        if language in known:
            try:
                values = parse(text_of(folder / language / LESSON, folder.name), LESSON, folder.name)
            except LessonError:
                return {}
            return {key: values[key] for key in ("title", "promise") if text_given(values.get(key))}
    return {}


def translated(lesson: Lesson, language: str) -> Translation:
    """The lesson with all its words that can be used; what cannot be stays English, and is told."""
    teller = Wording(lesson.folder / language, lesson.slug)
    words, terms = teller.words(LESSON), teller.words(TERMS)
    found = replace(
        lesson,
        language=language,
        title=words.text("title", lesson.title),
        promise=words.text("promise", lesson.promise),
        objectives=words.texts("objectives", lesson.objectives),
        data=dict(_named(words, "data", lesson.data, _data)),
        knobs=dict(_named(words, "knobs", lesson.knobs, _knob)),
        goals=_goals(words.table("headless"), lesson.goals),
        steps=_steps(words.table("step"), lesson.steps),
        pages=teller.pages(lesson.pages),
        terms={term.name: term for term in _terms(terms, lesson.terms)},
    )
    words.done()
    terms.done()
    return Translation(found, tuple(teller.mistakes), teller.said, teller.texts)


# ---- what has words -------------------------------------------------------------------------------------------------


def _named(words: Words, key: str, known: Mapping[str, Any], said: Any) -> Iterator[tuple[str, Any]]:
    table = words.table(key)
    for name, one in known.items():
        yield name, said(table.table(name), one)
    table.done()


def _data(words: Words, data: DataSpec) -> DataSpec:
    found = replace(data, label=words.text("label", data.label), classes=words.texts("classes", data.classes))
    words.done()
    return found


def _knob(words: Words, knob: Knob) -> Knob:
    found = replace(knob, label=words.text("label", knob.label), help=words.text("help", knob.help))
    words.done()
    return found


def _goals(words: Words, goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    texts = words.texts("goals", tuple(goal.text for goal in goals))
    words.done()
    return tuple(replace(goal, text=text) for goal, text in zip(goals, texts, strict=True))


def _steps(words: Words, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    found = tuple(_step(words.table(step.id), step) for step in steps)
    words.done()
    return found


def _step(words: Words, step: Step) -> Step:
    asks = words.table("ask")
    found = replace(
        step,
        task=words.text("task", step.task),
        hints=words.texts("hints", step.hints),
        explain=_explained(words, step.explain),
        ask=tuple(_ask(asks.table(ask.id), ask) for ask in step.ask),
        item=tuple(_item(each, item) for each, item in zip(words.each("item", len(step.item)), step.item, strict=True)),
    )
    asks.done()
    words.done()
    return found


def _explained(words: Words, explanations: tuple[Explanation, ...]) -> tuple[Explanation, ...]:
    """Those that quote what the English ones quote: the numbers are claims, and claims stay in one place."""
    texts = words.texts("explain", tuple(each.say for each in explanations))
    found = []
    for number, (each, text) in enumerate(zip(explanations, texts, strict=True), 1):
        wanted, given = _quotes(each.say), _quotes(text)
        for one in sorted(wanted - given):
            words.wrong(tr("explanation {number} lacks the quote {quote}", number=number, quote=one))
        for one in sorted(given - wanted):
            words.wrong(tr("explanation {number} quotes {quote}, which is not in English", number=number, quote=one))
        found.append(replace(each, say=text) if wanted == given else each)
    return tuple(found)


def _quotes(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\{[^{}]*\}", text))


def _ask(words: Words, ask: Ask) -> Ask:
    choices = words.table("choices")
    found = replace(
        ask,
        text=words.text("text", ask.text),
        choices=tuple(_choice(choices.table(choice.id), choice) for choice in ask.choices),
    )
    choices.done()
    words.done()
    return found


def _choice(words: Words, choice: Choice) -> Choice:
    found = replace(
        choice,
        label=words.text("label", choice.label),
        note=words.text("note", choice.note),
        tempting=words.text("tempting", choice.tempting),
    )
    words.done()
    return found


def _item(words: Words, item: QuizItem) -> QuizItem:
    choices = []
    for each, choice in zip(words.each("choices", len(item.choices)), item.choices, strict=True):
        label, tempting = each.text("label", choice.label), each.text("tempting", choice.tempting)
        choices.append(replace(choice, label=label, tempting=tempting))
        each.done()
    found = replace(
        item,
        text=words.text("text", item.text),
        because=words.text("because", item.because),
        choices=tuple(choices),
    )
    words.done()
    return found


def _terms(words: Words, terms: Mapping[str, Term]) -> Iterator[Term]:
    for name, term in terms.items():
        entry = words.table(name)
        yield replace(
            term,
            name=entry.text("name", name),
            short=entry.text("short", term.short),
            letter=entry.text("letter", term.letter, counts=False),
            formula=entry.text("formula", term.formula, counts=False),
            also=entry.texts("also", term.also, any_number=True),
        )
        entry.done()
