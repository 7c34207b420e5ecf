"""A function somebody wrote for a code step: which step, and its file's text."""

from dataclasses import dataclass

LONGEST = 64 << 10  # characters of a file


@dataclass(frozen=True, slots=True)
class Written:
    """The text of the file that holds the function of a code step. ``lesson``: the id of the one that the step belongs
    to; empty for the lesson that runs."""

    step: str
    text: str
    lesson: str = ""

    @property
    def name(self) -> str:
        """As a lesson names a function of another one: ``lesson-forward.write``."""
        return f"{self.lesson}.{self.step}"
