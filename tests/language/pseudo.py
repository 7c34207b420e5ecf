"""A language that nobody speaks: English in Cyrillic letters, one for each, so that everything stays as wide as it was.

Whatever went through the catalogue has no Latin letter left. Places in braces, chips and code stay as they are.
"""

import io
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tuidl import language
from tuidl.course.spec import Lesson, Step

CODE = "qx"
LETTERS = "абцдефгхийклмнопярстувшзжь"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_MAP = str.maketrans(_LATIN + _LATIN.upper(), LETTERS + LETTERS.upper())
_KEPT = re.compile(r"(\{[^{}]*\}|\[\[[^\[\]]*\]\]|`[^`]*`)")
TEMPLATE = language.SHIPPED / "tuidl.pot"


def said(text: str) -> str:
    """The text in this language."""
    parts = _KEPT.split(text)
    return "".join(part if place % 2 else part.translate(_MAP) for place, part in enumerate(parts))


@cache
def _catalogue() -> bytes:
    with TEMPLATE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    for message in catalogue:
        if message.id:
            forms = message.id if isinstance(message.id, tuple) else None
            message.string = tuple(map(said, forms)) if forms else said(message.id)
    made = io.BytesIO()
    write_mo(made, catalogue)
    return made.getvalue()


def written(folder: Path) -> Path:
    """The catalogue as a folder of catalogues; the folder."""
    place = folder / CODE / "LC_MESSAGES" / "tuidl.mo"
    place.parent.mkdir(parents=True)
    place.write_bytes(_catalogue())
    return folder


@contextmanager
def spoken(folder: Path, code: str = CODE) -> Iterator[None]:
    """For a while, here and in processes started from here."""
    before = {name: os.environ.get(name) for name in (language.CHOICE, language.FOLDERS)}
    os.environ[language.FOLDERS] = str(folder)
    language.speak(code)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        language.speak(before[language.CHOICE] or "")


def lesson(found: Lesson, wanted: Sequence[str] = ()) -> Lesson:
    """A lesson with all its words in this language."""
    return replace(
        found,
        title=said(found.title),
        promise=said(found.promise),
        objectives=tuple(map(said, found.objectives)),
        data={
            name: replace(data, label=said(data.label), classes=tuple(map(said, data.classes)))
            for name, data in found.data.items()
        },
        knobs={name: replace(knob, label=said(knob.label), help=said(knob.help)) for name, knob in found.knobs.items()},
        goals=tuple(replace(goal, text=said(goal.text)) for goal in found.goals),
        steps=tuple(map(_step, found.steps)),
        pages={name: said(text) for name, text in found.pages.items()},
        terms={
            said(name): replace(term, name=said(name), short=said(term.short), letter=said(term.letter))
            for name, term in found.terms.items()
        },
    )


def _step(step: Step) -> Step:
    return replace(
        step,
        task=said(step.task),
        hints=tuple(map(said, step.hints)),
        explain=tuple(replace(each, say=said(each.say)) for each in step.explain),
        ask=tuple(
            replace(
                ask,
                text=said(ask.text),
                choices=tuple(
                    replace(one, label=said(one.label), note=said(one.note), tempting=said(one.tempting))
                    for one in ask.choices
                ),
            )
            for ask in step.ask
        ),
        item=tuple(
            replace(
                item,
                text=said(item.text),
                because=said(item.because),
                choices=tuple(replace(one, label=said(one.label), tempting=said(one.tempting)) for one in item.choices),
            )
            for item in step.item
        ),
    )
