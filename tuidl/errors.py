"""The errors a person may see: one sentence that names the culprit, and the exit code that goes with it."""

import difflib
from collections.abc import Iterable
from enum import IntEnum

from tuidl.language import tr


class Exit(IntEnum):
    """Exit codes of the command line."""

    MET = 0  # trained, every goal met (or the command did what it says)
    MISSED = 1  # trained, a goal was missed
    USAGE = 2  # an option or argument cannot be used
    CONTENT = 3  # a lesson, data set or saved file is bad
    DEVICE = 4  # the device is not available
    INTERNAL = 70  # a fault of tuidl itself; the log file has the details
    RESUMABLE = 75  # interrupted; `--resume` goes on from the saved file
    INTERRUPTED = 130  # interrupted; nothing was asked to be saved
    PIPE = 141  # nobody reads the output any more (`| head`)


class TuidlError(Exception):
    """An error whose text is meant for a person: one sentence with culprit, value and next step."""

    code: Exit = Exit.CONTENT


class UsageError(TuidlError):
    """An unknown or unusable argument: exit code 2."""

    code = Exit.USAGE


class LessonError(TuidlError):
    """A lesson folder that cannot be used: exit code 3."""


class DataError(TuidlError):
    """A data set or data file that cannot be used: exit code 3."""


class CheckpointError(TuidlError):
    """A saved file that cannot be used: exit code 3."""


class DeviceError(TuidlError):
    """A device that is not available here: exit code 4."""

    code = Exit.DEVICE


class CodeError(TuidlError):
    """A learner's function that cannot be used: exit code 3. ``line`` and ``column`` count from 1; 0: no place."""

    def __init__(self, text: str, line: int = 0, column: int = 0) -> None:
        super().__init__(text)
        self.line, self.column = line, column


def suggest(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` when a known word is near, else an empty string."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return tr("; did you mean '{near}'?", near=near[0]) if near else ""


def among(known: Iterable[str]) -> str:
    """``; known are a, b`` as the end of a sentence."""
    return tr("; known are {names}", names=", ".join(known) or tr("none"))


def unknown(what: str, word: str, known: Iterable[str]) -> str:
    """``layer 'h9' is unknown; known are h1, out``, or with what is nearest; of many things none are named."""
    names = list(known)
    few = among(names) if 0 < len(names) <= 12 else ""
    return tr("{what} '{word}' is unknown{hint}", what=what, word=word, hint=suggest(word, names) or few)
