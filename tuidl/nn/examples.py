"""What comes from outside, checked before a program sees it: programs take every token, label and index as it is."""

from collections.abc import Mapping
from math import prod
from typing import Any
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from tuidl.language import tr
from tuidl.nn.inputs import ONLY, Inputs, Shape, Whole
from tuidl.nn.losses import Loss
from tuidl.nn.programs import Programs

Array = NDArray[Any]
Given = Array | Mapping[str, Array]  # examples: one array, or one for each input by its name

SMALL = 65_536  # values that are looked through in some ten microseconds


class Examples:
    """Brings examples and targets into a model's form; ValueError in one sentence for what does not fit.

    Tokens and labels are looked through at every call; those of a large array only when it comes for the first time,
    so a large array that has been given must not be changed in place.
    """

    def __init__(self, programs: Programs, loss: Loss, dtype: type[np.floating[Any]]) -> None:
        self._programs, self._loss, self._dtype = programs, loss, dtype
        self._seen: dict[tuple[str, int], ref[Array]] = {}

    def prepare(self, x: Given, y: Array | None = None, inputs: Inputs | None = None) -> dict[str, Array]:
        """The arrays of a program: each input under its name, and the targets as ``y``."""
        shapes = (inputs or self._programs.inputs).shapes
        if isinstance(x, Mapping):
            if set(x) != set(shapes):
                raise ValueError(
                    tr(
                        "examples have the inputs {x}; the model reads {shapes}",
                        x=", ".join(x),
                        shapes=", ".join(shapes),
                    )
                )
        elif list(shapes) != [ONLY]:
            raise ValueError(
                tr("the model reads the inputs {shapes}; give a dict with an array for each", shapes=", ".join(shapes))
            )
        given = {name: np.asarray(x[name] if isinstance(x, Mapping) else x) for name in shapes}
        made = {name: self._input(name, given[name], shape) for name, shape in shapes.items()}
        counts = {name: len(array) for name, array in made.items()}
        count = next(iter(counts.values()))
        for name, other in counts.items():
            if other != count:
                raise ValueError(
                    tr(
                        "input '{counts}' has {count} examples, '{name}' has {other}",
                        counts=next(iter(counts)),
                        count=count,
                        name=name,
                        other=other,
                    )
                )
        if y is not None:
            if not y.ndim or len(y) != count:
                raise ValueError(
                    tr(
                        "there are {examples} examples, but {targets} targets",
                        examples=count,
                        targets=len(y) if y.ndim else 1,
                    )
                )
            made["y"] = self._targets(y)
        return made

    def count(self, data: Mapping[str, Array]) -> int:
        """How many examples there are in what ``prepare`` gave."""
        return len(data[next(iter(self._programs.inputs.shapes))])

    def _input(self, name: str, x: Array, wanted: Shape) -> Array:
        shape, what = x.shape[1:], "examples" if name == ONLY else tr("examples of input '{name}'", name=name)
        if not x.ndim or (shape != wanted and not (prod(shape) == prod(wanted) and len(wanted) == 3)):
            raise ValueError(
                tr("{what} have shape {shape}, the model wants {wanted}", what=what, shape=shape, wanted=tuple(wanted))
            )
        if not len(x):
            raise ValueError(tr("there are no examples; give at least one"))
        if isinstance(wanted, Whole):
            word = "token" if name == ONLY else f"'{name}' number"
            return self._whole(x, word, self._programs.limits.get(name, 2**31))
        return np.ascontiguousarray(_numbers(x, what), self._dtype).reshape(len(x), *wanted)

    def _targets(self, y: Array) -> Array:
        output = self._programs.output_shape
        labels = y.dtype.kind in "iub" and y.shape[1:] == output[:-1] and output[-1] > 1
        if self._loss.integer_targets or labels:
            wanted = output[:-1]
            if y.shape[1:] != wanted:
                raise ValueError(
                    tr(
                        "labels have shape {shape} for each example, the model wants {wanted}",
                        shape=y.shape[1:],
                        wanted=wanted or tr("one whole number"),
                    )
                )
            found = self._whole(y, "label", output[-1])
            return found if self._loss.integer_targets else np.eye(output[-1], dtype=self._dtype)[found]
        if y.shape[1:] != output and not (output[-1] == 1 and y.shape[1:] == output[:-1]):
            raise ValueError(
                tr(
                    "targets have shape {shape} for each example, the model's outputs {output}",
                    shape=y.shape[1:],
                    output=output,
                )
            )
        return np.ascontiguousarray(_numbers(y, "targets"), self._dtype).reshape(len(y), *output)

    def _whole(self, values: Array, what: str, count: int) -> NDArray[np.int32]:
        """Whole numbers from 0 up to ``count``."""
        known, key = self._seen, (what, id(values))
        seen = known.get(key)
        if values.size <= SMALL or seen is None or seen() is not values:
            if not is_whole(values):
                raise ValueError(tr("{what}s must be whole numbers from 0 to {count}", what=what, count=count - 1))
            for odd in (values.min(), values.max()):
                if not 0 <= odd < count:
                    raise ValueError(
                        tr(
                            "{what} {odd:.12g} is out of range; {what}s go from 0 to {count}",
                            what=what,
                            odd=odd.item(),
                            count=count - 1,
                        )
                    )
            known[key] = ref(values, lambda _: known.pop(key, None))
        return np.ascontiguousarray(values, np.int32)


def is_whole(values: Array) -> bool:
    """Whether all values are whole numbers, of whatever kind."""
    return values.dtype.kind in "iub" or (values.dtype.kind == "f" and bool((values == np.floor(values)).all()))


def _numbers(values: Array, what: str) -> Array:
    if values.dtype.kind not in "fiub":
        raise ValueError(tr("{what} must be numbers, not {dtype}", what=what, dtype=values.dtype))
    return values


def steps(indices: Array, count: int) -> NDArray[np.int32]:
    """The examples of each step, one row a step; ValueError if there are not that many examples."""
    if indices.ndim != 2 or not indices.shape[1]:
        raise ValueError(tr("indices have shape {shape}; give (steps, batch), one row a step", shape=indices.shape))
    if not is_whole(indices):
        raise ValueError(tr("indices must be whole numbers"))
    if indices.size and not (indices.min() >= 0 and indices.max() < count):
        raise ValueError(
            tr(
                "indices reach from {min} to {max}, but there are {count} examples",
                min=indices.min(),
                max=indices.max(),
                count=count,
            )
        )
    return np.ascontiguousarray(indices, np.int32)
