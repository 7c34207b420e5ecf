"""A lesson's recording beside what its step runs today."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from tuidl.course.load import read
from tuidl.events import Evaluated, Values
from tuidl.headless.demo import FILE, recorded
from tuidl.session.recording import Recording
from tuidl.session.recording import read as events_of


def holds(
    folder: Path,
    tmp_path: Path,
    steps: Iterable[int] | None = None,
    compared: Iterable[int] | None = None,
    **near: float,
) -> None:
    """The same kinds of events, evaluations at these ``steps``, values as ``near`` as that (at some steps, or all)."""
    kept, now = events_of(folder / FILE), events_of(recorded(read(folder), tmp_path / FILE))
    assert [type(e.event) for e in kept.envelopes] == [type(e.event) for e in now.envelopes]
    before, after = _evaluated(kept), _evaluated(now)
    assert before
    assert list(before) == list(after)
    assert steps is None or list(before) == list(steps)
    for step in compared or before:
        assert before[step] == pytest.approx(after[step], **near)


def _evaluated(recording: Recording) -> dict[int, Values]:
    return {e.event.step: e.event.values for e in recording.envelopes if isinstance(e.event, Evaluated)}
