"""Contestants side by side: a column each, a mark behind what is best in its row."""

from collections.abc import Sequence
from math import isfinite

from tuidl.headless import number
from tuidl.language import tr, trn
from tuidl.telling.race.outcome import RaceOutcome, Standing

LANES = ("●◆▲■▼", "ox+#%")  # a contestant's mark, in lists and charts; where the terminal has ASCII only
BEST = ("★", "*")


def mark(contestant: int, unicode: bool) -> str:
    """What stands before a contestant's name."""
    signs = LANES[not unicode]
    return signs[contestant % len(signs)]


def table(outcome: RaceOutcome, unicode: bool) -> str:
    """A line for each value; with several seeds medians, and under them the lowest and the highest."""
    told = outcome.standings
    several, star = any(standing.seeds > 1 for standing in told), BEST[not unicode]
    rows = [["", *(f"{mark(k, unicode)} {standing.name}" for k, standing in enumerate(told))]]
    rows.append([tr("steps"), *(str(standing.step) for standing in told)])
    rows.append([tr("samples"), *(str(standing.samples) for standing in told)])
    for name in outcome.measured:
        best = outcome.best(name)
        cells = [_said(name, standing, "middle") for standing in told]
        rows.append(
            [number.label(name), *(f"{c} {star}" if s.name in best else c for c, s in zip(cells, told, strict=True))]
        )
        if several:
            rows += [[f"  {word}", *(_said(name, standing, end) for standing in told)]
                     for word, end in ((tr("lowest"), "low"), (tr("highest"), "high"))]  # fmt: skip
    if any(standing.diverged for standing in told):
        rows.append(
            [
                tr("diverged"),
                *(tr("{diverged} of {seeds}", diverged=standing.diverged, seeds=standing.seeds) for standing in told),
            ]
        )
    if any(standing.goals for standing in told):
        rows.append([tr("goals met"), *(_met(standing) for standing in told)])
    lines = _lines(rows, star)
    notes = [tr("{mark} best of its row", mark=star)] if len(told) > 1 else []
    if several:
        notes.append(trn("median of {n} seed", "medians of {n} seeds", max(standing.seeds for standing in told)))
    return "".join(f"{line.rstrip()}\n" for line in [*lines, ", ".join(notes)] if line)


def _said(name: str, standing: Standing, end: str) -> str:
    if name not in standing.values:
        return "-"
    value = float(getattr(standing.values[name], end))
    return number.measured(name, value) if isfinite(value) or end == "middle" else "-"


def _met(standing: Standing) -> str:
    return tr("{met} of {all}", met=sum(goal.met is True for goal in standing.goals), all=len(standing.goals))


def _lines(rows: Sequence[Sequence[str]], star: str) -> list[str]:
    """Names to the left, numbers to the right of their columns; a star hangs over."""
    hanging = 2 if any(cell.endswith(f" {star}") for row in rows for cell in row[1:]) else 0
    filled = [
        [row[0], *(cell if cell.endswith(f" {star}") else cell + " " * hanging for cell in row[1:])] for row in rows
    ]
    wide = [max(len(row[i]) for row in filled) for i in range(len(rows[0]))]
    return [
        "   ".join([row[0].ljust(wide[0]), *(cell.rjust(width) for cell, width in zip(row[1:], wide[1:], strict=True))])
        for row in filled
    ]
