"""The language a person reads: every sentence of the interface goes through ``tr`` and ``trn``.

The English sentence stands in the code and is its own key, so English is complete and needs no catalogue. Another
language is a gettext catalogue ``languages/LANGUAGE/LC_MESSAGES/tuidl.mo``; what it lacks is said in English. What is
written down before the language is known (a binding, a table of words, the help of an option) is marked there with
``later``, and looked up with ``tr`` where it is shown.
"""

import gettext
import os
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter

DOMAIN = "tuidl"
CHOICE = "TUIDL_LANGUAGE"  # before what the system says
FOLDERS = "TUIDL_LANGUAGES"  # further folders of catalogues
SHIPPED = Path(__file__).with_name("languages")
VARIABLES = (CHOICE, FOLDERS, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # what a process needs to speak the same
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[_-]([A-Za-z0-9]{2,8}))?(?:\.[^:@]*)?(?:@.*)?")
_ENGLISH = ("en", "c", "posix")

_spoken: gettext.NullTranslations | None = None  # None: not asked for yet


def tr(text: str, /, **values: object) -> str:
    """The sentence in the language spoken, its ``{places}`` filled; without values nothing in it is filled."""
    said = _catalogue().gettext(text) if text else text
    return _filled(said, text, values) if values else said


def trn(one: str, many: str, n: int, /, **values: object) -> str:
    """The sentence whose form follows from a number, which ``{n}`` stands for."""
    return _filled(_catalogue().ngettext(one, many, n), one if n == 1 else many, {"n": n, **values})


def pieces(text: str, /) -> Iterator[tuple[str, str]]:
    """The sentence in the language spoken, cut at its places: the words before each, and its name (at the end none)."""
    try:
        found = list(Formatter().parse(tr(text)))
    except ValueError:
        found = list(Formatter().parse(text))
    yield from ((words, place or "") for words, place, _, _ in found)


def later(text: str, /) -> str:
    """The sentence as it stands, to be looked up with ``tr`` later: the catalogue gets to know it."""
    return text


def listed(words: Sequence[str], last: str = "") -> str:
    """``a, b and c``; ``last``: a joining word other than ``and``, looked up already."""
    if len(words) < 2:
        return "".join(words)
    joint = last or tr("and")
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def wanted(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The languages to look for, best first, as ``de_AT`` and ``de``; none where English is what is wanted.

    As gettext has it: ``TUIDL_LANGUAGE`` before ``LANGUAGE`` (both with ``:`` between several), before the locale; and
    ``LANGUAGE`` is not looked at where the locale is C.
    """
    locale = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    listed = environment.get("LANGUAGE", "") if locale not in ("C", "POSIX") else ""
    found: list[str] = []
    for word in (environment.get(CHOICE) or listed or locale).split(":"):
        code = _CODE.fullmatch(word.strip())
        language = code[1].lower() if code else word.partition(".")[0].lower()
        if language in _ENGLISH:
            break
        if code:
            found += [f"{language}_{code[2]}"] if code[2] else []
            found.append(language)
    return tuple(dict.fromkeys(found))


def speak(language: str) -> None:
    """From now on, also in processes started from here; an empty text: what the system says."""
    global _spoken
    if language:
        os.environ[CHOICE] = language
    else:
        os.environ.pop(CHOICE, None)
    _spoken = None


def _catalogue() -> gettext.NullTranslations:
    global _spoken
    if _spoken is None:
        _spoken = _opened()
    return _spoken


def catalogues() -> Iterator[tuple[Path, gettext.GNUTranslations]]:
    """Those of the languages wanted, best first; what cannot be read is none."""
    given = os.environ.get(FOLDERS, "").split(os.pathsep)
    for language in wanted():
        for folder in (*(Path(part).expanduser() for part in given if part), SHIPPED):
            path = folder / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
            try:
                with path.open("rb") as file:
                    yield path, gettext.GNUTranslations(file)
            except (OSError, ValueError, LookupError, struct.error):
                continue


def _opened() -> gettext.NullTranslations:
    """All catalogues, each asked for what those before lack."""
    first = gettext.NullTranslations()
    for _, catalogue in catalogues():
        first.add_fallback(catalogue)
    return first


def _filled(said: str, text: str, values: Mapping[str, object]) -> str:
    """A translation with a place that the sentence has not must not cost the learner the sentence."""
    try:
        return said.format_map(values)
    except (LookupError, ValueError, AttributeError, TypeError):
        return text.format_map(values)
