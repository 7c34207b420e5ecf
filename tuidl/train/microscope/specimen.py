"""Specimen: the one example that is looked at, and what it and the outputs are called."""

from dataclasses import dataclass

import numpy as np

from tuidl.data import DataSet
from tuidl.kernels import Array
from tuidl.language import tr, trn
from tuidl.nn.examples import Given

COMPANY = 4  # examples that are looked at together where one says nothing


@dataclass(frozen=True)
class Specimen:
    """An example and its target, each as a batch of one; ``outputs``: what the outputs stand for, if that is known.

    ``company``: the same with the examples after it, for a network that would make nothing of one alone.
    """

    x: Given
    y: Array
    number: int = 0
    of: int = 1  # examples there are
    label: str = ""
    outputs: tuple[str, ...] = ()
    company: tuple[Given, Array] | None = None

    @classmethod
    def take(cls, data: DataSet, example: int) -> "Specimen":
        """A training example; numbers beyond the last begin again."""
        number = example % data.n
        chosen, beside = slice(number, number + 1), (number + np.arange(min(COMPANY, data.n))) % data.n
        company = data.x[beside], data.y[beside]
        return cls(data.x[chosen], data.y[chosen], number, data.n, _label(data, number), _outputs(data), company)

    def names(self, count: int) -> list[str]:
        """What that many outputs are called."""
        if count == len(self.outputs):
            return list(self.outputs)
        if count == 1 and len(self.outputs) == 2:
            return [self.outputs[1]]
        return [tr("output {n}", n=i) for i in range(count)]


def _label(data: DataSet, number: int) -> str:
    if data.kind == "text":
        return _seen(data.text(data.x[number]))
    if data.targets:
        values = data.raw_target(np.asarray(data.y[number], np.float32))
        return ", ".join(f"{name} {value:.3g}" for name, value in zip(data.targets, values, strict=True))
    if data.by_moment:
        return f"{data.text(data.x[number])}" if data.tokens else trn("{n} moment", "{n} moments", data.y.shape[1])
    truth = int(data.y[number])
    return data.classes[truth] if truth < len(data.classes) else tr("class {n}", n=truth)


def _outputs(data: DataSet) -> tuple[str, ...]:
    if data.targets:
        return data.targets
    return tuple(map(_seen, data.answers or data.vocabulary)) if data.kind in ("text", "pairs") else data.classes


def _seen(text: str) -> str:
    return text.replace("\n", "¶").replace(" ", "␣")
