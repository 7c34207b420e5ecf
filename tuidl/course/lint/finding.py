"""One thing that `tuidl lesson check` found by reading."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Where and what, as one sentence."""

    file: str  # lesson.toml, 03-hand.md, terms.toml, code/neuron.py
    text: str

    def __str__(self) -> str:
        return f"{self.file}: {self.text}"
