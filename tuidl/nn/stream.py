"""Streams: sequences that come in pieces, one moment at a time if need be, as when a text is made up."""

from collections.abc import Mapping
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from tuidl.language import tr
from tuidl.nn.examples import Array
from tuidl.nn.inputs import Whole
from tuidl.nn.losses import CrossEntropy

if TYPE_CHECKING:
    from tuidl.nn.model import Model

KEYS = 2**31  # seeds are whole numbers below


class Stream:
    """Predictions for the next piece of sequences; recurrent layers go on from the state they had after the last one.

    Pieces of any length, one after the other, give what the whole sequences would give at once. In a model of several
    inputs ``along`` is the one that comes in pieces (the first, if it is left out), ``given`` the arrays of the others,
    the same for every piece. Parameters are those of the model at each call.
    """

    def __init__(self, model: "Model", along: str | None = None, given: Mapping[str, Array] | None = None) -> None:
        self._model, self._given = model, dict(given or {})
        inputs = model._programs.inputs.shapes
        self.along = next(iter(inputs)) if along is None else along
        if self.along not in inputs or not model._programs.inputs.is_sequence(self.along):
            raise ValueError(
                tr("input '{along}' is no sequence of this model: only sequences come in pieces", along=self.along)
            )
        self.begin()

    def begin(self) -> None:
        """Forget: the next piece is the first."""
        self.states: dict[str, Array] = {}
        self.moments = 0  # read or made up so far
        self._said: Array | None = None  # logits of the last moment

    def read(self, piece: Array) -> Array:
        """Outputs for the next piece, (n, time, ...) in and (n, time, outputs) out.

        ValueError if the number of sequences is another than before, or a layer needs whole sequences.
        """
        model, piece = self._model, np.asarray(piece)
        if piece.ndim < 2 or not piece.shape[1]:
            raise ValueError(
                tr("a piece of shape {shape} has no moments; give (sequences, moments, ...)", shape=piece.shape)
            )
        inputs = model._programs.inputs.in_pieces(self.along, piece.shape[1])
        data, batch = model._examples.prepare({**self._given, self.along: piece}, inputs=inputs), len(piece)
        for state in self.states.values():
            if len(state) != batch:
                raise ValueError(
                    tr(
                        "the stream has {count} sequences, the piece {batch}; begin() starts others",
                        count=len(state),
                        batch=batch,
                    )
                )
        program, kept = model._programs.stream(batch, inputs, self.along, bool(self.states))
        model._open(program)
        output, dtype = model._programs.observed(program, "output").shape, model._executor.dtype
        made = {tr("after {name}", name=name): np.empty((1, prod(shape)), dtype) for name, shape in kept.items()}
        made["output"] = np.empty((1, prod(output)), dtype)
        before = {tr("before {name}", name=name): state for name, state in self.states.items()}
        indices = np.arange(batch, dtype=np.int32)[None]
        model._executor.run(program, {**data, **before, **made, "indices": indices}, model.step, 1)
        values = made["output"].reshape(output)
        self.states = {name: made[f"after {name}"].reshape(shape) for name, shape in kept.items()}
        self.moments += piece.shape[1]
        if values.ndim == 3:
            values = np.ascontiguousarray(values.swapaxes(0, 1))
        said = values[:, -1] if values.ndim == 3 else values
        with np.errstate(divide="ignore", invalid="ignore"):  # log 0 is what a token has that never comes
            self._said = said if model._programs.final is None else np.log(said)
        return values

    def generate(self, count: int, temperature: float | Array = 1.0, seed: int = 0) -> Array:
        """Make up the next ``count`` tokens of each sequence, each drawn from what the net says after the one before.

        p ∝ exp(logits / temperature): below 1 the likely becomes likelier; an array has one for each sequence. The
        same seed gives the same (n, count) tokens, at once or in pieces; the stream goes on behind them. ValueError if
        nothing was read before, or the net does not predict tokens of the kind it reads.
        """
        model, programs = self._model, self._model._programs
        shape, vocabulary = programs.inputs.shapes[self.along], programs.limits.get(self.along)
        if not isinstance(shape, Whole) or programs.output_shape[-1] != vocabulary:
            raise ValueError(
                tr("this model does not predict tokens of input '{along}': it cannot write any", along=self.along)
            )
        if not isinstance(programs.loss, CrossEntropy):
            raise ValueError(tr("tokens are drawn where the loss is cross_entropy; this model has another"))
        if self._said is None:
            raise ValueError(tr("the stream has read nothing: read a first piece, then generate"))
        if not 0 <= seed < KEYS:
            raise ValueError(tr("a seed is a whole number from 0 to {keys}, not {seed}", keys=KEYS - 1, seed=seed))
        batch, executor = len(self._said), model._executor
        inputs = programs.inputs.in_pieces(self.along, 1)
        program, _ = programs.generate(batch, inputs, self.along)
        tensors = model._open(program).tensors
        executor.write(tensors["generate.logits"], self._said)
        executor.write(tensors["generate.temperature"], np.broadcast_to(np.asarray(temperature, np.float64), (batch,)))
        executor.write(tensors["generate.key"], np.array([seed]))
        for name, state in self.states.items():
            executor.write(tensors[f"{name}.before"], state)
        drawn = np.empty((count, batch), np.int32)
        indices = np.tile(np.arange(batch, dtype=np.int32), (count, 1))
        nothing = np.zeros((batch, 1), np.int32)  # tokens are drawn, not read
        data = model._examples.prepare({**self._given, self.along: nothing}, inputs=inputs)
        executor.run(program, {**data, "indices": indices, "drawn": drawn}, self.moments, count)
        self.states = {name: executor.read(tensors[f"{name}.before"]) for name in self.states}
        self._said, self.moments = executor.read(tensors["generate.logits"]), self.moments + count
        return np.ascontiguousarray(drawn.T)

    def work(self, count: int) -> int:
        """Multiplications that matrix products carry out to make up ``count`` tokens of one sequence."""
        programs = self._model._programs
        program, _ = programs.generate(1, programs.inputs.in_pieces(self.along, 1), self.along)
        return count * self._model._executor.work(self._model._open(program))
