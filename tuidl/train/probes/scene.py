"""Scene: what a probe may look at. Probes only look; nothing they do changes a run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import isfinite, nan
from typing import Any

import numpy as np

from tuidl.commands import KnobValue
from tuidl.data import DataSet
from tuidl.kernels import Array
from tuidl.nn import Model
from tuidl.train.assemble import Assembly, Block
from tuidl.train.trail import Trail

LOOKED_AT = 256  # examples of the probe batch


@dataclass(slots=True)
class Scene:
    """A network in the middle of its training, its data, and what was chosen in the panels."""

    assembly: Assembly
    data: DataSet
    seed: int
    x: Array  # the examples of the training set that evaluations look at
    y: Array
    knobs: Mapping[str, KnobValue]
    step: int = 0
    batch: int = 1  # examples of a training step
    layer: str = ""  # what follows the colon of the panel's name
    columns: int = 64
    rows: int = 32
    chosen: dict[str, tuple[float, ...]] = field(default_factory=dict)  # panel -> value
    changes: dict[str, Array] = field(default_factory=dict)  # weight tensor -> its last change
    options: Mapping[str, Any] = field(default_factory=dict)  # what the lesson says of the panel
    trail: Trail | None = None  # where the run went, while a panel shows it
    twin: Callable[[], Model] | None = None  # another net of the same layers, to try weights on
    kept: dict[str, object] = field(default_factory=dict)  # what a probe keeps from one picture to the next

    def travel(self, way: Mapping[int, Mapping[str, Array]]) -> None:
        """Note where the run goes from now on; ``way``: parameters at earlier steps, where that was not done so far."""
        if self.trail is None:
            self.trail = Trail(self.assembly.net)
            for step, state in way.items():
                self.trail.offer(step, state.__getitem__)
            self.travelled()

    def travelled(self) -> None:
        """The network stands somewhere else."""
        if self.trail is not None:
            self.trail.offer(self.assembly.net.step, self.assembly.net.read)

    @property
    def shown_x(self) -> Array:
        """Examples to show: held out ones, else those trained on."""
        return self.data.val_x if self.data.validation else self.data.x

    @property
    def shown_y(self) -> Array:
        """Their targets."""
        return self.data.val_y if self.data.validation else self.data.y

    @property
    def block(self) -> Block | None:
        """The layer that the panel's name asks for."""
        return self.assembly.block(self.layer)

    def index(self, panel: str = "sample") -> int:
        """The example chosen in a panel, kept within the examples shown."""
        return self.number(panel) % max(len(self.shown_x), 1)

    @property
    def text(self) -> int:
        """The text chosen in the panel of hidden states, whose cursor is at (position, text)."""
        text = self.chosen.get("hidden", ())[1:2]
        return int(text[0]) % max(len(self.shown_x), 1) if text and isfinite(text[0]) else 0

    def number(self, panel: str) -> int:
        """The first number chosen in a panel; 0 if none was."""
        value = self.chosen.get(panel, ())
        return int(value[0]) if value and isfinite(value[0]) else 0

    def probabilities(self, x: Array) -> Array:
        """(n, classes): what the net says; one output p becomes (1 − p, p)."""
        p = self.assembly.net.predict(x)
        p = p.reshape(len(x), -1) if p.ndim == 2 else p
        return np.concatenate([1 - p, p], axis=-1) if p.shape[-1] == 1 else p

    def answers(self, x: Array) -> Array:
        """(n,): the class the net chooses; a p of exactly ½ chooses the first."""
        p = self.assembly.net.predict(x)
        return (p[..., 0] > 0.5).astype(np.int32) if p.shape[-1] == 1 else p.argmax(-1).astype(np.int32)


def surprise(p: float) -> float:
    """−ln p: infinite at 0, NaN for NaN."""
    return nan if p != p else float(-np.log(p)) if p > 0 else float("inf")
