"""A function somebody wrote for a code step: which step, and its file's text."""

from dataclasses import dataclass

LONGEST = 64 << 10  # characters of a file


@dataclass(frozen=True, slots=True)
class Written:
    """The text of the file that holds the function of a code step."""

    step: str
    text: str
