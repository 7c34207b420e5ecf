"""A run as a table: comma-separated, one row for each training step and each evaluation; a race with its runs named."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from tuidl.events import Evaluated, Event, StepsEnded
from tuidl.telling.objects import Epochs

COLUMNS = ("event", "step", "epoch")
Who = tuple[Any, ...]  # which run of a race tells something; nothing where there is one run


def write(
    out: TextIO, events: Iterable[tuple[Who, Event]], epochs: dict[Who, Epochs], runs: Sequence[str] = ()
) -> None:
    """``event,step,epoch`` and a column for each value that the run ever had, in the order in which they came; before
    them the columns ``runs``, which name the run of a race.

    ``event`` is ``step`` (measured on the step's own batch, before its update) or ``evaluation`` (over whole sets,
    after the step). A value that was not measured is empty; what is no number is ``nan``, ``inf`` or ``-inf``.
    """
    told = [(who, event) for who, event in events if isinstance(event, StepsEnded | Evaluated)]
    names = list(dict.fromkeys(name for _, event in told for name in event.values))
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow((*runs, *COLUMNS, *names))
    for who, event in told:
        if isinstance(event, Evaluated):
            values = (repr(event.values[name]) if name in event.values else "" for name in names)
            rows.writerow((*who, "evaluation", event.step, event.epoch, *values))
            continue
        for place, step in enumerate(event.steps):
            numbers = (event.values.get(name, ())[place : place + 1] for name in names)
            rows.writerow((*who, "step", step, epochs[who].of(step), *(repr(n[0]) if n else "" for n in numbers)))
