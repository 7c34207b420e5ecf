"""Reporters that write a file: the chart of the run and its recording."""

import time
from pathlib import Path

from tuidl.events import Envelope, Event
from tuidl.headless import destination, png, svg
from tuidl.headless.chart import Curve, chart
from tuidl.headless.curve import loss
from tuidl.session.recording import Recorder
from tuidl.telling.outcome import Outcome
from tuidl.view import RunView

SUFFIXES = (".svg", ".png")


class Plotted:
    """Draws the loss curves into an SVG or PNG file when the run is over."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def see(self, event: Event, view: RunView) -> None:
        """The view keeps the curves."""

    def end(self, outcome: Outcome) -> None:
        """Draw them."""
        view = outcome.view
        curves = [
            Curve(label, *loss(view, name))
            for label, name in (("train", "loss"), ("validation", "val_loss"))
            if loss(view, name)[1]
        ]
        title = f"{view.started.lesson}, seed {view.started.seed}" if view.started else "tuidl"
        picture = chart(title, "loss", curves)
        content = svg.drawn(picture).encode() if self.path.suffix.lower() == ".svg" else png.drawn(picture)
        destination.write("--plot", self.path, content)


class Recorded:
    """Writes every event into a recording, as it comes."""

    def __init__(self, path: Path) -> None:
        self.recorder = Recorder(path)
        self._began = time.monotonic()
        self._seq = 0

    def see(self, event: Event, view: RunView) -> None:
        """Add it."""
        self.recorder.write(Envelope(self._seq, time.monotonic() - self._began, event))
        self._seq += 1

    def end(self, outcome: Outcome) -> None:
        """Put the file in its place."""
        self.recorder.close()
