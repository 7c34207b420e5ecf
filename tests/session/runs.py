"""Events of a small run that never was, for the tests of sessions."""

from collections.abc import Iterator

from tuidl.commands import Play, Stop
from tuidl.events import Evaluated, Event, Probed, RunEnded, RunStarted, StateChanged, StepsEnded
from tuidl.session.stream import Inbox
from tuidl.signals import Histogram

STARTED = RunStarted(
    lesson="lesson-x",
    experiment="e",
    seed=3,
    device="cpu",
    threads=1,
    knobs=(("rate", 0.1),),
    steps=4,
    batch=2,
    examples=8,
    validation=0,
    parameters=3,
    layers=(),
    data="points",
)


def steps(first: int, *losses: float, seconds: float = 0.0) -> StepsEnded:
    return StepsEnded(first, 1, {"loss": losses}, {"seconds": seconds})


def picture(name: str, step: int) -> Probed:
    return Probed(name, step, Histogram(name, 0.0, 1.0, (step,)))


def small(inbox: Inbox) -> Iterator[Event]:
    """Starts, plays four steps when asked, then waits for ``Stop``."""
    yield STARTED
    while True:
        match inbox(None):
            case Play():
                yield StateChanged("playing", 0)
                yield steps(1, 0.5, 0.4)
                yield Evaluated(2, 1, {"loss": 0.45}, {})
                yield steps(3, 0.3, float("nan"))
            case Stop():
                yield RunEnded(4, "stopped", {}, {})
                return
