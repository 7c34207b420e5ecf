"""Streams: sequences that come in pieces, one moment at a time if need be, as when a text is made up."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from tuidl.nn.examples import Array

if TYPE_CHECKING:
    from tuidl.nn.model import Model


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
            raise ValueError(f"input '{self.along}' is no sequence of this model: only sequences come in pieces")
        self.states: dict[str, Array] = {}

    def begin(self) -> None:
        """Forget: the next piece is the first."""
        self.states = {}

    def read(self, piece: Array) -> Array:
        """Outputs for the next piece, (n, time, ...) in and (n, time, outputs) out.

        ValueError if the number of sequences is another than before, or a layer needs whole sequences.
        """
        made, self.states = self._model._read(self.along, np.asarray(piece), self._given, self.states)
        return made
