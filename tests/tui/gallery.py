"""Every panel on made-up runs, to look at: ``python -m tests.tui.gallery cnn --ink light``."""

import os
import sys
from collections.abc import Iterable

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical

from tests.recordings import runs
from tuidl.tui.drawing.ink import INKS, choose
from tuidl.tui.drawing.theme import register
from tuidl.tui.panels import Panel, make
from tuidl.view import RunView

# columns of (width, [(panel, height), ...]); 0 is what is left
SHEETS: dict[str, tuple[RunView, list[tuple[int, list[tuple[str, int]]]]]] = {}


def sheet(name: str) -> tuple[RunView, list[tuple[int, list[tuple[str, int]]]]]:
    match name:
        case "cnn":
            left = [("loss", 0), ("filters:conv1", 24)]
            return runs.cnn(), [
                (60, left),
                (42, [("sample", 15), ("confusion", 13), ("layers", 0)]),
                (0, [("gallery", 0), ("accuracy", 14), ("schedule", 10)]),
            ]
        case "mlp":
            return runs.mlp(), [(66, [("network", 0)]), (40, [("boundary", 22), ("loss", 0)]), (0, [("layers", 0)])]
        case "neuron":
            return runs.neuron(), [(60, [("boundary", 26), ("loss", 0)]), (0, [("network", 0)])]
        case "rnn":
            return runs.rnn(), [(0, [("hidden", 25), ("next|text|loss", 0)])]
        case "deep":
            return runs.deep(), [
                (60, [("signal", 0), ("histogram:h20", 12)]),
                (0, [("gradients", 12), ("weights:h2", 0)]),
            ]
        case "functions":
            return runs.deep(), [(60, [("activation:h20", 0), ("histograms", 0)]), (0, [("rates", 0), ("updates", 0)])]
        case "shares":
            return runs.deep(), [(0, [("weight-histogram:h20", 0), ("dead", 0), ("saturated", 0)])]
        case "slides":
            return runs.cnn(), [(70, [("kernel:conv1", 0), ("timing", 10)]), (0, [("lossof", 0), ("layers", 10)])]
        case "planes":
            return runs.mlp(), [(48, [("unit:b", 0)]), (0, [("network", 0)])]
        case "grids":
            return runs.rnn(), [(0, [("gates:rnn", 0), ("attention:rnn", 0)])]
        case "words":
            return runs.rnn(), [(0, [("embedding:rnn", 0), ("distance:rnn", 14)])]
        case "maps":
            return runs.cnn(), [(80, [("maps:conv1", 0)]), (0, [("augmented", 0)])]
        case "surface":
            return runs.neuron(), [(0, [("surface", 0)])]
        case "states":
            return runs.cnn(), [
                (60, [("loss", 0), ("loss", 0), ("loss", 0)]),
                (0, [("sample", 0), ("loss", 0), ("confusion", 0)]),
            ]
        case _:
            panel, _, run = name.partition("@")
            return getattr(runs, run)(), [(0, [(panel, 0)])]


class Gallery(App[None]):
    CSS = "Screen { background: $background; layout: horizontal; }"

    def __init__(self, name: str, ink: str):
        super().__init__(ansi_color=True if INKS[ink].ansi else None)
        register(self)
        self.theme = f"tuidl-{ink}"
        self.view, self.columns = sheet(name)
        self.sheet = name

    def compose(self) -> ComposeResult:
        number = 0

        def one(name: str) -> Panel:
            nonlocal number
            number += 1
            return make(name, str(number))

        for width, panels in self.columns:
            with Vertical() as column:
                column.styles.width = width or "1fr"
                for name, height in panels:
                    if "|" in name:
                        with Horizontal() as row:
                            row.styles.height = height or "1fr"
                            yield from map(one, name.split("|"))
                    else:
                        panel = one(name)
                        panel.styles.height = height or "1fr"
                        yield panel

    def panels(self) -> Iterable[Panel]:
        return self.query(Panel)

    def on_mount(self) -> None:
        for i, panel in enumerate(self.panels()):
            view = self.view
            if self.sheet == "states":
                view = [
                    view,
                    view,
                    runs.turned(view, "filters", 64),
                    view,
                    runs.diverged(runs.cnn(290), 290),
                    RunView(),
                ][i]
                panel.pointed = i in (1, 3)
            if panel.panel == "loss" and self.sheet == "cnn":
                panel.predict([(s, 0.27 + 2.1 * 2.718 ** (-s / 70)) for s in range(0, 1500, 10)])
            if panel.panel in ("filters:conv1", "network", "hidden"):
                panel.pointed = True
            if panel.panel == "hidden":
                panel.cursor = (33, None)
            panel.follow("hidden", (33,))
            panel.show(view)

    def on_panel_chosen(self, message: Panel.Chosen) -> None:
        for panel in self.panels():
            panel.follow(message.panel, message.value)


if __name__ == "__main__":
    Gallery(sys.argv[1], sys.argv[-1] if len(sys.argv) > 2 else choose(os.environ).name).run()
