"""Stopping: early stopping of a run that may be saved and resumed in its middle."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tuidl import nn
from tuidl.nn.monitor import Monitor

State = Mapping[str, NDArray[Any]]
PREFIX = "stopping/"


class Stopping:
    """Sees every evaluation of the rhythm and keeps the best weights. ``step``: where it stopped; 0 if it did not."""

    def __init__(self, told: nn.EarlyStopping) -> None:
        self._monitor = Monitor(told)
        self._weights: dict[str, NDArray[Any]] = {}
        self.step = 0

    def turn(self, told: nn.EarlyStopping) -> None:
        """Another patience from now on."""
        self._monitor.stopping = told

    def see(self, step: int, values: Mapping[str, float], weights: Callable[[], dict[str, NDArray[Any]]]) -> str:
        """Take an evaluation in; why it is time to stop, empty if it is not."""
        if self._monitor.see(step, values):
            self._weights = weights()
        if not self._monitor.over:
            return ""
        self.step = step
        return self._monitor.sentence(step, values)

    @property
    def best(self) -> State:
        """The weights of the best evaluation; none if there was none."""
        return self._weights

    def state(self) -> dict[str, NDArray[Any]]:
        """Everything that a bit-identical continuation needs."""
        seen = self._monitor
        arrays = {f"{PREFIX}weights/{name}": value for name, value in self._weights.items()}
        return {**arrays, f"{PREFIX}seen": np.array([seen.best, seen.step, seen.waited, self.step], np.float64)}

    def restore(self, state: State, weights: State) -> None:
        """Go on from there. A state without any begins anew: the run was saved while there was no early stopping.

        ValueError for best weights that are not like the ``weights`` of the network.
        """
        told = Monitor(self._monitor.stopping)
        best, step, waited, stopped = state.get(f"{PREFIX}seen", np.array([told.best, 0, 0, 0])).tolist()
        self._monitor.best, self._monitor.step, self._monitor.waited = best, int(step), int(waited)
        self.step = int(stopped)
        prefix = f"{PREFIX}weights/"
        best_weights = {n.removeprefix(prefix): np.array(v) for n, v in state.items() if n.startswith(prefix)}
        for name, value in best_weights.items():
            if name not in weights or weights[name].shape != value.shape or value.dtype.kind != "f":
                raise ValueError(f"'{name}' among the best weights is not of this network")
        self._weights = best_weights
