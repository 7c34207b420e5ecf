"""Rules for every sentence a learner reads."""

import re
from collections.abc import Iterator

from tuidl.language import tr

_BANNED = re.compile(r"\b(just|simply|obviously|basically|trivial(?:ly)?|of course)\b", re.IGNORECASE)
_MINUS = re.compile(r"(?<![\w)\]}])-\d")
_APART = re.compile(r"`[^`]*`|\{[^{}]*\}|exp\([^)]*\)")


def words(text: str) -> int:
    """How many words there are."""
    return sum(any(c.isalnum() for c in word) for word in text.split())


def faults(text: str, language: str = "") -> Iterator[str]:
    """What the style forbids, each as the end of a sentence; some words are forbidden in English alone."""
    prose = _APART.sub(" ", text)
    for match in () if language else _BANNED.finditer(prose):
        yield tr("has the word '{match}', which helps nobody who does not see it", match=match[0])
    if re.search(r"!(?!=)", prose):
        yield tr("has an exclamation mark")
    if minus := _MINUS.search(prose):
        yield tr("has '{minus}' with a hyphen; the minus is −", minus=minus[0])
