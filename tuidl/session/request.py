"""What shall be trained: everything that decides a run, as plain values that fit into one JSON object."""

from dataclasses import asdict, dataclass, field
from typing import Any

from tuidl.commands import KnobValue
from tuidl.course.spec import Contestant
from tuidl.course.written import Written


@dataclass(frozen=True, slots=True)
class Request:
    """One run of one experiment of a lesson. Fields left at None take what lesson.toml says."""

    lesson: str  # path of the lesson folder
    experiment: str | None = None  # None: the one of [headless]
    knobs: dict[str, KnobValue] = field(default_factory=dict)  # those that differ from their default
    seed: int | None = None
    device: str = "auto"  # auto | cpu | reference | cuda
    threads: int | None = None
    data: str | None = None  # a data set's name or a path, instead of the experiment's own
    steps: int | None = None
    epochs: float | None = None
    evaluate_every: int | None = None
    pace: str | None = None  # full | frame
    resume: str | None = None  # a saved file to continue from
    record: str | None = None  # write the stream to this file too
    race: tuple[Contestant, ...] = ()  # several at once, each with its knobs over these
    seeds: int = 1  # and each with so many seeds
    code: tuple[Written, ...] = ()  # functions that take their places in the network, as their code steps say

    def to_json(self) -> dict[str, Any]:
        """All fields as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Request":
        """The inverse of ``to_json``; TypeError for unknown fields."""
        code = tuple(Written(**written) for written in value.get("code") or ())
        race = tuple(
            Contestant(**{**contestant, "functions": tuple(contestant.get("functions", ()))})
            for contestant in value.get("race", ())
        )
        return cls(**{**value, "race": race, "code": code})
