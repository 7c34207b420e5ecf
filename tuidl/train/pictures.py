"""Pictures: what the watched panels show of a run, each no more often than it is due."""

import time
from collections.abc import Iterator

from tuidl.events import Event, Probed
from tuidl.signals import Signal
from tuidl.train.experiment import Experiment, Way
from tuidl.train.pace import Pace

Panels = tuple[tuple[str, int, int], ...]  # name, columns, rows


class Pictures:
    """An experiment under way, and who looks at it."""

    def __init__(self, experiment: Experiment, pace: Pace, watched: Panels) -> None:
        self.experiment, self._pace = experiment, pace
        self._shown: dict[str, int] = {}  # panel -> step of its last picture
        self._watched: Panels = ()
        self.watch(watched)

    @property
    def step(self) -> int:
        """Training steps done."""
        return self.experiment.step

    def pictures(self) -> Iterator[tuple[str, Signal]]:
        """What the watched panels show of this very step."""
        for panel, columns, rows in self._watched:
            signal = self.experiment.probe(panel, columns, rows)
            if signal is not None:
                yield panel, signal

    def watch(self, panels: Panels) -> None:
        """The pictures that are wanted."""
        self._watched, self._shown = panels, {}
        self.experiment.watch(tuple(name for name, _, _ in panels), self._way)

    @property
    def _way(self) -> Way:
        """States that are kept of the way here."""
        return ()

    def forget(self, names: tuple[str, ...]) -> None:
        """The pictures of these panels are out of date."""
        self._shown = {panel: step for panel, step in self._shown.items() if panel.partition(":")[0] not in names}

    def show(self, everything: bool = False) -> Iterator[Event]:
        """Pictures of the watched panels: those that are due, or all that are not of this very step."""
        for panel, columns, rows in self._watched:
            if self._shown.get(panel) == self.step or not (everything or self._pace.due(panel)):
                continue
            began = time.perf_counter()
            signal = self.experiment.probe(panel, columns, rows)
            self._pace.drew(panel, time.perf_counter() - began, len(self._watched))
            self._shown[panel] = self.step
            if signal is not None:
                yield Probed(panel, self.step, signal)
