"""Encoding: whether the terminal has more signs than those of ASCII."""

import locale
import os
from collections.abc import Mapping
from typing import TextIO

PLAINEST = ("C", "POSIX")
COERCED = ("C.UTF-8", "C.utf8", "UTF-8")  # what Python writes over LC_CTYPE where the locale is C (PEP 538)


def plain(environment: Mapping[str, str]) -> bool:
    """Whether to draw in ASCII: as ``TUIDL_GLYPHS`` says, ``ascii`` or ``unicode``; else where the locale is not UTF-8.

    A locale that is not named at all counts as UTF-8: terminals of today are.
    """
    asked = environment.get("TUIDL_GLYPHS", "").strip().lower()
    if asked in ("ascii", "unicode"):
        return asked == "ascii"
    every, of_text, said = (environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    name = every or (said if said in PLAINEST and of_text in COERCED else of_text or said)
    if name in PLAINEST:
        return True
    encoding = (name if "." in name else locale.normalize(name)).partition(".")[2].partition("@")[0]
    return encoding.lower().replace("-", "") not in ("", "utf8")


def shows(stream: TextIO, signs: str) -> bool:
    """Whether to write these signs to a stream: its encoding has them, and a terminal of this locale shows them."""
    if plain(os.environ) and not signs.isascii():
        return False
    try:
        signs.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
