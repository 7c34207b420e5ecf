"""Drawings that were given a label, until they are kept as a data set."""

from collections import Counter
from dataclasses import dataclass, field

from tuidl.language import trn

MOST = 1000


@dataclass
class Album:
    """Examples (pixels, or x1 and x2) with the label each was given; ``saved``: under which name, and how many then.

    ``before``: how many examples that set had when the first of these came to it.
    """

    shape: tuple[int, ...]
    examples: list[tuple[float, ...]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    saved: str = ""
    count_saved: int = 0
    before: int = 0

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def full(self) -> bool:
        """Whether nothing more goes in."""
        return len(self) >= MOST

    @property
    def unsaved(self) -> int:
        """Drawings that were not saved yet."""
        return len(self) - self.count_saved

    def add(self, example: tuple[float, ...], label: str) -> None:
        """One drawing more."""
        self.examples.append(example)
        self.labels.append(label)

    def take_back(self) -> tuple[float, ...] | None:
        """The drawing that came last, out again; None if there is none."""
        if not self.labels:
            return None
        self.labels.pop()
        self.count_saved = min(self.count_saved, len(self))
        return self.examples.pop()

    def kept(self, name: str, before: int = 0) -> None:
        """All of it is on disk under this name, after what was there before."""
        self.saved, self.count_saved, self.before = name, len(self), before

    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many of each label, in order of the labels."""
        return tuple(sorted(Counter(self.labels).items()))

    def words(self) -> str:
        """``12 drawings: 0 ×3 · 1 ×9``, or points where each is one."""
        if not self.labels:
            return ""
        n = len(self)
        points = self.shape == (2,)
        count = trn("{n} point", "{n} points", n) if points else trn("{n} drawing", "{n} drawings", n)
        return f"{count}: " + " · ".join(f"{label} ×{n}" for label, n in self.counts())
