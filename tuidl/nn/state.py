"""Stateful: the tensors that a model keeps between steps, by name, and its whole state."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl.kernels import Executor
from tuidl.language import tr
from tuidl.nn import init
from tuidl.nn.groups import Group
from tuidl.nn.layers.augment import STRENGTHS
from tuidl.nn.programs import Programs
from tuidl.program import Tensor

Array = NDArray[Any]


class Stateful:
    """The part of a ``Model`` that holds what training changes."""

    seed: int
    step: int
    _programs: Programs
    _executor: Executor

    # ---- tensors by name --------------------------------------------------------------------------------------------

    def tensors(self) -> dict[str, tuple[int, ...]]:
        """Names and shapes of all persistent tensors."""
        return {name: tensor.shape for name, tensor in self._programs.layout.persistent.items()}

    def read(self, name: str) -> Array:
        """A copy of a persistent tensor: ``h1.weight``, ``h1.weight.grad``. KeyError for an unknown name."""
        return self._executor.read(self._tensor(name))

    def write(self, name: str, value: Array) -> None:
        """Set a persistent tensor, and a parameter's average with it.

        KeyError for an unknown name, ValueError for another shape.
        """
        tensor = self._tensor(name)
        if np.shape(value) != tensor.shape:
            raise ValueError(
                tr(
                    "{name} has shape {wanted}, the value has {given}",
                    name=name,
                    wanted=tensor.shape,
                    given=np.shape(value),
                )
            )
        self._executor.write(tensor, np.asarray(value))
        average = self._programs.layout.persistent.get(f"{name}.average")
        if average is not None:
            self._executor.write(average, np.asarray(value))

    def _tensor(self, name: str) -> Tensor:
        try:
            return self._programs.layout.persistent[name]
        except KeyError:
            raise KeyError(
                tr("no tensor '{name}'; there are {tensors}", name=name, tensors=", ".join(self.tensors()))
            ) from None

    def _fill(self, name: str) -> None:
        """Give what was not there before its first values: an average its parameter's, moments zero."""
        tensor = self._tensor(name)
        if tensor.role == "average":
            self._executor.write(tensor, self.read(name.removesuffix(".average")))
        elif name in self._programs.layout.initial:
            self._begin(name)
        else:
            self._executor.write(tensor, np.zeros(tensor.shape))

    def _begin(self, name: str) -> None:
        """Give a tensor its first values, and a parameter's average the same; ValueError names it."""
        tensor, initial = self._programs.layout.initial[name]
        make: Any = initial
        try:
            values = make(tensor.shape, init.stream(self.seed, name))
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
        self.write(name, values)

    # ---- all of it --------------------------------------------------------------------------------------------------

    def state(self) -> dict[str, Array]:
        """Everything that training depends on: parameters, moments, running statistics, rate, step."""
        persistent = self._programs.layout.persistent.values()
        return {"step": np.array(self.step)} | {
            tensor.name: self._executor.read(tensor) for tensor in persistent if tensor.role != "grad"
        }

    def restore(self, state: Mapping[str, Array]) -> None:
        """Go on from a state, bit for bit. ValueError if names or shapes are not this model's.

        What only training needs may differ, as after ``freeze``: a parameter that was frozen then begins with moments
        of zero, and with itself as its average.
        """
        wanted = {t.name: t for t in self._programs.layout.persistent.values() if t.role != "grad"}
        if strange := sorted(name for name in set(state) ^ {"step", *wanted} if not _for_training(name)):
            odd = strange[0]
            raise ValueError(
                tr("the state is not this model's: '{odd}' is missing", odd=odd)
                if odd in wanted
                else tr("the state is not this model's: '{odd}' is unknown", odd=odd)
            )
        missing, wanted = wanted.keys() - state.keys(), {n: t for n, t in wanted.items() if n in state}
        for name, tensor in wanted.items():
            if np.shape(state[name]) != tensor.shape:
                raise ValueError(
                    tr(
                        "the state has '{name}' with shape {shape}, the model {tensor_shape}",
                        name=name,
                        shape=np.shape(state[name]),
                        tensor_shape=tensor.shape,
                    )
                )
            if np.asarray(state[name]).dtype.kind != "f":
                raise ValueError(
                    tr(
                        "the state has '{name}' of {dtype}, not floating-point numbers",
                        name=name,
                        dtype=np.asarray(state[name]).dtype,
                    )
                )
        if np.asarray(state["step"]).dtype.kind not in "iu":
            raise ValueError(
                tr("the state has 'step' of {dtype}, not a whole number", dtype=np.asarray(state["step"]).dtype)
            )
        step = int(state["step"])
        if step < 0:
            raise ValueError(tr("the state is of step {step}; steps count from 0", step=step))
        for name, tensor in wanted.items():
            self._executor.write(tensor, np.asarray(state[name]))
        for name in missing:
            self._fill(name)
        self.step = step

    def weights(self) -> dict[str, Array]:
        """What the network has learnt: parameters with their averages, and running statistics."""
        persistent = self._programs.layout.persistent.items()
        names = (name for name, tensor in persistent if tensor.role in ("param", "average", "state"))
        return {name: self.read(name) for name in names if not _set_by_hand(name)}

    def adopt(self, weights: Mapping[str, Array], names: str = "*") -> tuple[str, ...]:
        """Take over weights of equal name and shape, those ``names`` says: ``net.adopt(other.weights(), "conv*")``.

        Returns the names taken. ValueError if there are none.
        """
        known, wanted = self._programs.layout.persistent, Group(names)
        taken = [
            n for n, value in weights.items() if n in known and wanted.has(n) and np.shape(value) == known[n].shape
        ]
        if not taken:
            raise ValueError(
                tr(
                    "nothing of these weights fits '{names}'; there are {weights}",
                    names=names,
                    weights=", ".join(weights) or tr("none"),
                )
            )
        for name in taken:
            self._executor.write(known[name], np.asarray(weights[name]))
        return tuple(taken)


def _set_by_hand(state: str) -> bool:
    """Whether a tensor is a setting and not learnt: of the optimiser, of the loss, how much is disturbed."""
    amounts = (".rate", ".deviation", *(f".{name}" for name in STRENGTHS))
    return state.startswith(("optimizer.", "loss.")) or state.endswith(amounts)


def _for_training(state: str) -> bool:
    """Whether a tensor is the optimiser's alone: it goes when a parameter is frozen or the schedule is changed."""
    return state.endswith((".moment0", ".moment1", ".average")) or state == "optimizer.plateau"
