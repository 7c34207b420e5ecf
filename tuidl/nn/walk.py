"""Walk: one training step of a model, carried out piece by piece, forwards and back again."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tuidl.kernels.reference.executor import ReferenceExecutor
from tuidl.language import tr
from tuidl.nn.examples import Given
from tuidl.program import Tensor
from tuidl.program.program import together

if TYPE_CHECKING:
    from tuidl.nn.model import Model

Array = NDArray[Any]


class Walk:
    """The next training step of ``model``, were ``x`` and ``y`` its batch: in float64, by the reference executor.

    The model lends its weights, its moments and its step, and is left as it is. ``place`` is the number of the
    instruction that comes next. Random layers draw what they would draw in that step. ValueError for examples that do
    not fit, and for a model that shares tensors.
    """

    def __init__(self, model: "Model", x: Given, y: Array) -> None:
        if model._shares is not None:
            raise ValueError(tr("a model that shares its tensors cannot be walked through: walk through the other"))
        twin = type(model)(
            model.network, model.input_shape, model.loss, model.optimizer, device="reference",
            seed=model._programs.seed, dtype=np.float64, groups=model.groups,
        )  # fmt: skip
        twin.restore(model.state())
        self.step, self.layout = model.step, twin._programs.layout
        self.program, self._data = twin._steps(x, y, np.arange(len(y), dtype=np.int32)[None])
        assert isinstance(twin._executor, ReferenceExecutor)
        self._executor = twin._executor
        self._start = self._executor.memory.copy()
        self.place = 0

    def to(self, place: int) -> None:
        """Go to where instruction ``place`` comes next; what lies before that is carried out from the start."""
        if place < self.place:
            self._executor.memory[:] = self._start
            self.place = 0
        if place > self.place:
            part = slice(self.place, place)
            self._executor.carry_out(self.program, self._data, self.step, part=part)
            self.place = place

    def read(self, tensor: Tensor) -> Array:
        """A copy of a tensor's values here."""
        return self._executor.read(tensor)

    def operand(self, tensor: Tensor, dims: int) -> Array:
        """A copy of a tensor as an operation with ``dims`` declared dimensions takes it."""
        return self._executor.seen(tensor, together(tensor, dims)).copy()

    def outside(self, name: str) -> Array:
        """The array of that name outside the arena; what comes once a step is that of this step."""
        return self._data[name]

    @property
    def loss(self) -> float:
        """The loss of the step: known from the end of the forward pass on."""
        return float(self._data["loss"][0, 0])

    def nudged(self, tensor: Tensor, index: tuple[int, ...], place: int, by: tuple[float, ...]) -> list[float]:
        """The losses, were one number of a tensor larger by each of ``by`` from instruction ``place`` on."""
        losses = []
        self.to(place)
        here = self._executor.memory.copy()
        for nudge in by:
            self._executor.memory[:] = here
            self._executor.seen(tensor, tensor.shape)[index] += nudge
            part = slice(place, self.program.first_backward)
            self._executor.carry_out(self.program, self._data, self.step, part=part)
            losses.append(self.loss)
        self._executor.memory[:] = here
        return losses
