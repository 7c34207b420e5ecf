from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.headless import streams
from tuidl.cli import headless_run, root
from tuidl.session.request import Request

LESSONS = Path(__file__).parents[2] / "lessons"
Tuidl = Callable[..., Result]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for every test, and two lessons to train."""
    place = tmp_path / "home"
    monkeypatch.setenv("TUIDL_HOME", str(place))
    monkeypatch.setenv("TUIDL_LESSONS", str(LESSONS))
    return place


@pytest.fixture
def tuidl() -> Tuidl:
    """The command line, in this process."""

    def call(*words: object) -> Result:
        return CliRunner().invoke(root, [str(word) for word in words], prog_name="tuidl")

    return call


class Recorder:
    """Stands in for the training loop: keeps the request and plays prepared events."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.loop = streams.Loop()

    def __call__(self, request: Request, inbox: streams.Inbox) -> Iterator[object]:
        self.requests.append(request)
        return self.loop(inbox)


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """No training: a prepared run of lesson-neuron; accuracy ends at 99.7 %, validation accuracy at 94.7 %."""
    recorder = Recorder()
    recorder.loop.events = streams.run(lesson="lesson-neuron", experiment="neuron")
    monkeypatch.setattr(headless_run, "events", recorder)
    return recorder
