"""Whatever the data, there is a stack that fits them, trains, and has something to show."""

from math import isfinite

import pytest

from tuidl.commands import Play, Watch
from tuidl.course import vocabulary
from tuidl.data import keys
from tuidl.events import Probed, RunEnded, StepsEnded
from tuidl.sandbox import keeping
from tuidl.sandbox.description import changed, start
from tuidl.sandbox.lesson import lesson
from tuidl.sandbox.panels import fitting
from tuidl.sandbox.suggestion import fitted
from tuidl.session.request import Request
from tuidl.session.stream import script
from tuidl.train import loop
from tuidl.train.sizing import Sizing

SIZING = Sizing()
ABSENT = ("mnist", "dates", "strokes")  # fetched; pairs, which lessons cannot train on; slow to make
DRAWN = ("loss", "accuracy", "schedule")  # curves need no picture


KINDS = ("moons", "iris", "diabetes", "digits", "hello", "reviews", "senses", "sunspots", "copy", "adding", "shapes")


@pytest.mark.parametrize("source", [name for name in vocabulary.SOURCES if name not in ABSENT])
def test_every_set_has_a_stack_that_fits(source):
    other = changed(start(), data={"source": source})
    data = SIZING.sizes(other).data
    assert data is not None
    sizes = SIZING.sizes(fitted(other, data))
    assert (sizes.fault, sizes.at) == ("", None)


@pytest.mark.parametrize("source", KINDS)
def test_every_kind_trains_and_is_shown(source, tmp_path, monkeypatch):
    monkeypatch.setenv("TUIDL_HOME", str(tmp_path))
    few = {key: 30 for key in ("n", "validation") if key in keys(source)}
    other = changed(start(), data={"source": source, **few}, steps=2, batch=8)
    data = SIZING.sizes(other).data
    assert data is not None
    sandbox = fitted(other, data)
    folder = keeping.folder(lesson(sandbox, data))
    wanted = [name for name in fitting(sandbox, data)[:12] if name not in DRAWN]
    watch = Watch(tuple((name, 24, 12) for name in wanted))
    told = list(loop.run(Request(str(folder), device="reference"), script(watch, Play())))
    assert any(isinstance(event, RunEnded) and event.reason == "budget" for event in told)
    assert all(isfinite(loss) for event in told if isinstance(event, StepsEnded) for loss in event.values["loss"])
    assert {event.name for event in told if isinstance(event, Probed)} == set(wanted)
