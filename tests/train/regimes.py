"""Lessons that say how their network is trained, and what their runs tell of it."""

from collections.abc import Iterable
from pathlib import Path

from tests.train import lessons
from tests.train.lessons import of
from tuidl.course.load import read
from tuidl.events import Event, StepsEnded
from tuidl.train import assemble, plan

SCHEDULES = """
[schedule.even]
kind = "constant"

[schedule.drops]
kind = "step"
every = 5
factor = 0.5

[schedule.slow]
kind = "exponential"
every = 2
factor = 0.9

[schedule.wave]
kind = "cosine"
floor = 0.1
warmup = 4

[schedule.again]
kind = "cosine"
steps = 6
restarts = true
growth = 2

[schedule.waits]
kind = "plateau"
factor = 0.5
patience = 1
min_delta = 10.0
warmup = 2

[knobs.schedule]
type = "choice"
default = "even"
choices = ["even", "drops", "slow", "wave", "again", "waits"]
change = "reset"
label = "schedule"
help = "How the rate changes."
"""


SCHEDULED = ("steps = 25", 'steps = 25\nschedule = { knob = "schedule" }')


STOPPING = ("evaluate_every = 10", 'evaluate_every = 2\nstopping = { patience = 2, min_delta = 0.5, value = "loss" }')


def lesson(folder: Path, *changes: tuple[str, str], more: str = "", body: str = lessons.POINTS) -> Path:
    return lessons.written(folder / "small", body + more, *changes)


def scheduled(folder: Path, *changes: tuple[str, str]) -> Path:
    return lesson(folder, SCHEDULED, *changes, more=SCHEDULES)


def told(found: Iterable[Event], name: str = "rate") -> list[float]:
    return [number for batch in of(StepsEnded, found) for number in batch.values[name]]


def built(folder: Path, **fields: object) -> assemble.Assembly:
    return assemble.build(plan.make(lessons.request(folder, **fields), read(folder), {}))
