"""What was found out about a learner's file: plain values, and JSON."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Verdict = Literal["agrees", "differs", "fails", "uncompiled"]
PRINTED = 4  # lines that are shown of what the function printed


@dataclass(frozen=True, slots=True)
class Judgement:
    """``agrees``: every case, and compiled; ``differs``: a case has another answer; ``fails``: there was no answer;
    ``uncompiled``: right, but numba cannot compile it. ``text`` is the one sentence, ``line`` counts from 1 (0: none).
    """

    verdict: Verdict
    text: str
    agreed: int = 0
    total: int = 0
    passed: tuple[str, ...] = ()  # names of the first cases that agree
    case: str = ""  # the first that does not
    given: tuple[tuple[str, str], ...] = ()  # its arguments
    expected: str = ""
    got: str = ""
    where: str = ""
    mistake: str = ""  # what to think about, where the answers are those of a known mistake
    line: int = 0
    column: int = 0
    printed: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the function may take its place in the network."""
        return self.verdict == "agrees"

    @property
    def prints(self) -> tuple[tuple[str, ...], int]:
        """The first lines that it printed, and how many there are more."""
        lines = self.printed.rstrip().splitlines() if self.printed.strip() else []
        return tuple(lines[:PRINTED]), max(0, len(lines) - PRINTED)

    def to_json(self) -> dict[str, Any]:
        """All fields as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Judgement":
        """The inverse of ``to_json``; TypeError or ValueError for anything else."""
        given = tuple((str(name), str(shown)) for name, shown in value.get("given", ()))
        return cls(**{**value, "given": given, "passed": tuple(map(str, value.get("passed", ())))})
