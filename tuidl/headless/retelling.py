"""A recorded run or race, told once more."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from math import inf
from pathlib import Path

from tuidl.commands import Command
from tuidl.course import library, load
from tuidl.course.spec import Lesson
from tuidl.errors import TuidlError
from tuidl.events import Event
from tuidl.headless import stage
from tuidl.headless.interruption import Interruption
from tuidl.headless.reporter import Ended
from tuidl.headless.training import RACE, RUN, conduct
from tuidl.language import tr
from tuidl.session import recording
from tuidl.session.recording import Recording
from tuidl.telling import outcome as single
from tuidl.telling.race import outcome as race

GLANCE = 0.1  # seconds between two looks for an interruption


def retold(
    path: Path, interruption: Interruption, speed: float = inf, as_json: bool = False, plain: bool = False,
    quiet: bool = False,
) -> single.Outcome | race.RaceOutcome:  # fmt: skip
    """Tell the recording at ``speed`` times its own pace (``inf``: at once)."""
    kept = recording.read(path)
    events = partial(_events, kept, speed, interruption)
    if kept.race:
        reporter = stage.reporter(stage.RACE, as_json, plain, quiet)
        return conduct(RACE, events, reporter, partial(_judged, kept, race.closed), interruption)
    return conduct(
        RUN, events, stage.reporter(stage.RUN, as_json, plain, quiet), partial(_judged, kept, single.closed),
        interruption,
    )  # fmt: skip


def _events(
    kept: Recording, speed: float, interruption: Interruption, inbox: Callable[[float | None], Command | None]
) -> Iterator[Event]:
    shown = 0.0
    for envelope in kept.envelopes:
        while shown < envelope.at and not interruption.asked:
            part = min((envelope.at - shown) / speed, GLANCE)
            time.sleep(part)
            shown = max(shown + part * speed, envelope.at if part < GLANCE else 0.0)
        if interruption.asked:
            return
        yield envelope.event


def _judged(kept: Recording, closed: Callable[[Lesson, Ended], Ended], outcome: Ended) -> Ended:
    try:
        lesson = load.read(library.find(kept.lesson))
    except TuidlError:
        return replace(outcome, judged=False, why=tr("the lesson '{lesson}' is not here", lesson=kept.lesson))
    return closed(lesson, outcome)
