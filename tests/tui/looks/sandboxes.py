"""A sandbox over a made-up run, measured at once: what it shows never depends on the clock."""

from pathlib import Path

from textual.app import App

from tests.recordings import runs
from tests.sandbox.made import IMAGES
from tests.tui.fakes import FakeRuns
from tuidl.sandbox.code import Shared
from tuidl.sandbox.description import Sandbox, changed, layer_added, parsed, start
from tuidl.sandbox.dials import dials
from tuidl.sandbox.facts import Sizes
from tuidl.session.request import Request
from tuidl.train.sizing import Sizing
from tuidl.tui.drawing.theme import PREFIX, register
from tuidl.tui.screens.sandbox import SandboxScreen

WRONG = layer_added(parsed(IMAGES), 3, "conv2d", filters=4, kernel=3)
RICH = changed(start(), schedule={"kind": "cosine", "warmup": 50}, momentum=0.9, optimiser="sgd")


class Measured:
    """Answers at once, so that a picture never depends on the clock."""

    def __init__(self) -> None:
        self._sizing = Sizing()

    async def sizes(self, sandbox: Sandbox) -> Sizes:
        return self._sizing.sizes(sandbox)

    async def close(self) -> None:
        pass


class Pictured(App[None]):
    """A sandbox over a made-up run."""

    def __init__(self, sandbox: Sandbox, ink: str = "dark"):
        super().__init__(ansi_color=True if ink in ("ansi", "mono") else None)
        register(self)
        self.theme = PREFIX + ink
        knobs = {dial.knob.name: dial.knob.default for dial in dials(sandbox)}
        fake = FakeRuns(runs.mlp() if sandbox.data.source == "moons" else runs.cnn(), **knobs)
        fake.waiting = frozenset(("seed", "optimiser"))

        def run(request: Request) -> object:
            fake.knobs = dict(knobs)
            return fake(request)

        self.sandbox = SandboxScreen(Shared(sandbox), run, Measured(), Path("lessons"))

    async def on_mount(self) -> None:
        await self.push_screen(self.sandbox)
