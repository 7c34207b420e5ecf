"""Answers to the questions of a predict step, before they are committed. Pure."""

from dataclasses import dataclass, field
from itertools import pairwise

from tuidl.course.spec import Ask
from tuidl.language import tr

LEVELS = (0.3, 0.5, 0.7, 0.9)  # how sure one may be


@dataclass
class Answers:
    """``chosen``: the index of the answer by ask id; nothing is chosen at first, so that no answer is suggested."""

    asks: tuple[Ask, ...]
    chosen: dict[str, int] = field(default_factory=dict)
    sure: float | None = None  # how likely each answer is called to come out; None: not said

    def rate(self) -> None:
        """The next of the words for how sure one is; after the last, none."""
        at = LEVELS.index(self.sure) + 1 if self.sure in LEVELS else 0
        self.sure = LEVELS[at] if at < len(LEVELS) else None

    def labels(self, ask: Ask, percent: bool = False) -> tuple[str, ...]:
        """What can be chosen."""
        if ask.kind == "band":
            return bands(ask.edges, percent)
        return tuple(choice.label for choice in ask.choices)

    def count(self, ask: Ask) -> int:
        """How many answers there are to choose from."""
        return len(ask.edges) - 1 if ask.kind == "band" else len(ask.choices)

    def move(self, ask: Ask, direction: int) -> None:
        """Choose the next or the one before; from nothing, the first or the last."""
        count = self.count(ask)
        at = self.chosen.get(ask.id)
        self.chosen[ask.id] = (
            (0 if direction > 0 else count - 1) if at is None else min(max(at + direction, 0), count - 1)
        )

    def pick(self, ask: Ask, index: int) -> bool:
        """Choose by number; False if there is no such answer."""
        if not 0 <= index < self.count(ask):
            return False
        self.chosen[ask.id] = index
        return True

    @property
    def complete(self) -> bool:
        """Whether every question has an answer."""
        return all(ask.id in self.chosen for ask in self.asks)

    @property
    def given(self) -> dict[str, str]:
        """The answers as a walk takes them: ids of choices, numbers of bands."""
        return {
            ask.id: str(self.chosen[ask.id]) if ask.kind == "band" else ask.choices[self.chosen[ask.id]].id
            for ask in self.asks
            if ask.id in self.chosen
        }

    def steered(self, across: bool) -> Ask | None:
        """The question that left and right (``across``) or up and down answer."""
        flat = [ask for ask in self.asks if ask.kind != "choice"]
        tall = [ask for ask in self.asks if ask.kind == "choice"]
        if across:
            return flat[0] if flat else tall[1] if len(tall) > 1 else tall[0] if tall else None
        if tall:
            return tall[0]
        return flat[1] if len(flat) > 1 else flat[0] if flat else None


def bands(edges: tuple[float, ...], percent: bool) -> tuple[str, ...]:
    """``under 60 %``, ``60 – 90 %``, ``over 90 %``."""

    def say(number: float) -> str:
        text = f"{number * 100:g}" if percent else f"{number:g}"
        return text.replace("-", "−")

    unit = " %" if percent else ""
    words = [f"{say(low)} – {say(high)}{unit}" for low, high in pairwise(edges)]
    if len(words) > 1:
        words[0] = tr("under {edges}{unit}", edges=say(edges[1]), unit=unit)
        words[-1] = tr("over {edges}{unit}", edges=say(edges[-2]), unit=unit)
    return tuple(words)
