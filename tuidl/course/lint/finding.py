"""One thing that `tuidl lesson check` found by reading."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Where and what, as one sentence."""

    file: str  # lesson.toml, 03-hand.md, terms.toml, code/neuron.py
    text: str
    line: int = 0  # counted from 1; 0 where none can be told

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}" if self.line else f"{self.file}: {self.text}"
