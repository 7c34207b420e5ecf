"""The row of a race: each contestant with its number, its mark and its loss; a click takes one in hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite

from tuidl.language import tr, trn
from tuidl.race import RaceView
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.number import count, figure
from tuidl.view import RunView


@dataclass(frozen=True, slots=True)
class Lane:
    """A contestant as it is drawn. ``lost``: its loss left the numbers; ``best``: nobody has a smaller one."""

    name: str
    loss: str
    chosen: bool = False
    best: bool = False
    lost: bool = False
    waits: bool = False  # a knob of it needs a reset


def of(race: RaceView, names: Sequence[str], chosen: int | None) -> list[Lane]:
    """The contestants of a race; ``chosen``: the one in hand, None for all of them."""
    found, leader = [], race.leader
    for k, name in enumerate(names):
        runs, loss = race.runs(k), race.loss(k)
        found.append(
            Lane(
                name=name,
                loss=figure(loss) if isfinite(loss) else "",
                chosen=chosen is None or k == chosen,
                best=k == leader,
                lost=bool(runs) and all(run.diverged is not None for run in runs),
            )
        )
    return found


def fact(race: RaceView, seeds: int) -> str:
    """``5 seeds · step 120 of 400 · 9 000 examples``."""
    run = race.lanes.get((0, 0), RunView())
    samples = race.step * (run.started.batch if run.started is not None else 0)
    said = [
        tr("step {step} of {budget}", step=count(race.step), budget=count(race.budget)),
        trn("{count} example", "{count} examples", samples, count=count(samples)),
    ]
    return " · ".join([trn("{n} seed", "{n} seeds", seeds), *said] if seeds > 1 else said)


def draw(cells: Cells, lanes: Sequence[Lane], fact: str = "") -> tuple[tuple[int, int], ...]:
    """``▸1 ● sgd 0.412   2 ◆ adam 0.081 ★      step 120 of 400``; first and last column of each contestant.

    Where room is short the fact at the right goes, then the losses, then names are cut.
    """
    ink, glyphs = cells.ink, cells.ink.glyphs
    colours = ink.series
    room = cells.width - 3
    most = max((len(lane.name) for lane in lanes), default=0)
    if _wide(lanes, most) > room:
        lanes = [replace(lane, loss="") for lane in lanes]
    while most > 4 and _wide(lanes, most) > room:
        most -= 1
    if _wide(lanes, most) + len(fact) + 2 <= room:
        cells.right(cells.width - 2, 0, fact, ink.dim)
    x, found = 1, []
    for k, lane in enumerate(lanes):
        start, sign = x, glyphs.lanes[k % len(glyphs.lanes)]
        mark = glyphs.pointed if lane.chosen else " "
        tail = glyphs.diverged if lane.lost else glyphs.reset if lane.waits else glyphs.best if lane.best else ""
        tone = ink.bad if lane.lost else ink.warn if lane.waits else ink.good
        name = lane.name if len(lane.name) <= most else lane.name[: most - 1] + "…"
        x = cells.spans(
            x, 0,
            (mark, ink.accent),
            (f"{k + 1} ", ink.accent if lane.chosen else ink.faint, BOLD if lane.chosen else 0),
            (f"{sign} ", colours[k % len(colours)], BOLD),
            (name, ink.bright if lane.chosen else ink.text, BOLD if lane.chosen else 0),
            (f" {lane.loss}" if lane.loss else "", ink.dim),
            (f" {tail}" if tail else "", tone),
        )  # fmt: skip
        found.append((start, x - 1))
        x += 2
    return tuple(found)


def _wide(lanes: Sequence[Lane], most: int) -> int:
    """Columns of all of them, with names of at most so many."""
    tails = sum(2 for lane in lanes if lane.lost or lane.waits or lane.best)
    losses = sum(len(lane.loss) + 1 for lane in lanes if lane.loss)
    return sum(7 + min(len(lane.name), most) for lane in lanes) + tails + losses
