"""Rules for every sentence a learner reads."""

import re
from collections.abc import Iterator

_BANNED = re.compile(r"\b(just|simply|obviously|basically|trivial(?:ly)?|of course)\b", re.IGNORECASE)
_MINUS = re.compile(r"(?<![\w)\]}])-\d")
_APART = re.compile(r"`[^`]*`|\{[^{}]*\}|exp\([^)]*\)")


def words(text: str) -> int:
    """How many words there are."""
    return sum(any(c.isalnum() for c in word) for word in text.split())


def faults(text: str) -> Iterator[str]:
    """What the style forbids, each as the end of a sentence."""
    prose = _APART.sub(" ", text)
    for match in _BANNED.finditer(prose):
        yield f"has the word '{match[0]}', which helps nobody who does not see it"
    if re.search(r"!(?!=)", prose):
        yield "has an exclamation mark"
    if minus := _MINUS.search(prose):
        yield f"has '{minus[0]}' with a hyphen; the minus is −"
