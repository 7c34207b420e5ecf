"""A recorded run, told once more."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from tuidl.commands import Command
from tuidl.course import library, load
from tuidl.errors import TuidlError
from tuidl.events import Event
from tuidl.headless.interruption import Interruption
from tuidl.headless.outcome import Outcome, closed
from tuidl.headless.reporter import Reporter
from tuidl.headless.training import conduct
from tuidl.session import recording

GLANCE = 0.1  # seconds between two looks for an interruption


def retold(path: Path, speed: float, reporter: Reporter, interruption: Interruption) -> Outcome:
    """Tell the recording at ``speed`` times its own pace (``inf``: at once)."""
    kept = recording.read(path)

    def events(inbox: Callable[[float | None], Command | None]) -> Iterator[Event]:
        shown = 0.0
        for envelope in kept.envelopes:
            while shown < envelope.at and not interruption.asked:
                part = min((envelope.at - shown) / speed, GLANCE)
                time.sleep(part)
                shown = max(shown + part * speed, envelope.at if part < GLANCE else 0.0)
            if interruption.asked:
                return
            yield envelope.event

    def finish(outcome: Outcome) -> Outcome:
        try:
            lesson = load.read(library.find(kept.lesson))
        except TuidlError:
            return replace(outcome, judged=False, why=f"the lesson '{kept.lesson}' is not here")
        return closed(lesson, outcome)

    return conduct(events, reporter, finish, interruption)
