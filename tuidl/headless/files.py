"""Reporters that write a file: the chart of a run or a race, and its recording."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic

from tuidl.events import Envelope, Event
from tuidl.headless import destination, png, svg
from tuidl.headless.chart import Chart, Curve, chart
from tuidl.headless.curve import loss
from tuidl.headless.reporter import Ended
from tuidl.language import tr
from tuidl.session.recording import Recorder
from tuidl.telling.outcome import Whole
from tuidl.view import RunView

SUFFIXES = (".svg", ".png")


class Plotted(Generic[Whole, Ended]):
    """Draws what ``drawn`` makes of the curves into an SVG or PNG file when all is over."""

    def __init__(self, path: Path, drawn: Callable[[Whole], Chart]) -> None:
        self.path = path
        self._drawn: Callable[[Whole], Chart] = drawn
        self._view: Whole | None = None

    def see(self, event: Event, view: Whole) -> None:
        """The view keeps the curves."""
        self._view = view

    def end(self, outcome: Ended) -> None:
        """Draw them."""
        if self._view is None:
            return
        picture = self._drawn(self._view)
        content = svg.drawn(picture).encode() if self.path.suffix.lower() == ".svg" else png.drawn(picture)
        destination.write("--plot", self.path, content)


def charted(view: RunView) -> Chart:
    """The losses of a run as a picture."""
    curves = [
        Curve(label, *loss(view, name))
        for label, name in ((tr("train"), "loss"), (tr("validation"), "val_loss"))
        if loss(view, name)[1]
    ]
    return chart(
        tr("{lesson}, seed {seed}", lesson=view.started.lesson, seed=view.started.seed) if view.started else "tuidl",
        tr("loss"),
        curves,
    )


class Recorded(Generic[Whole, Ended]):
    """Writes every event into a recording, as it comes."""

    def __init__(self, path: Path) -> None:
        self.recorder = Recorder(path)
        self._began = time.monotonic()
        self._seq = 0

    def see(self, event: Event, view: Whole) -> None:
        """Add it."""
        self.recorder.write(Envelope(self._seq, time.monotonic() - self._began, event))
        self._seq += 1

    def end(self, outcome: Ended) -> None:
        """Put the file in its place."""
        self.recorder.close()
