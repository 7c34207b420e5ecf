"""Panels alone in an app, and which recorded run fills which panel."""

from textual.app import App, ComposeResult

from tuidl.tui.drawing.theme import register
from tuidl.tui.panels import Panel

RUNS = {
    "cnn": (
        *("loss", "accuracy", "schedule", "lossof"),
        *(
            "filters:conv1",
            "maps:conv1",
            "kernel:conv1",
            "sample",
            "gallery",
            "augmented",
            "confusion",
            "layers",
            "timing",
        ),
    ),
    "neuron": ("surface",),
    "mlp": ("boundary", "unit:b", "network"),
    "rnn": ("hidden", "next", "text", "gates:rnn", "attention:rnn", "embedding:rnn", "distance:rnn"),
    "deep": (
        *("signal", "gradients", "updates", "dead", "saturated", "weights:h2"),
        *("histogram:h20", "histograms", "weight-histogram:h20", "rates", "activation:h20"),
    ),
}


class One(App[None]):
    """One panel, alone."""

    CSS = "Screen { background: $background; }"

    def __init__(self, *panels: Panel):
        super().__init__()
        register(self)
        self.theme = "tuidl-dark"
        self.shown = panels
        self.heard: list[Panel.Chosen] = []

    def compose(self) -> ComposeResult:
        yield from self.shown

    def on_panel_chosen(self, message: Panel.Chosen) -> None:
        self.heard.append(message)


def text(panel: Panel) -> str:
    return "\n".join(panel.render_line(y).text for y in range(panel.size.height))
