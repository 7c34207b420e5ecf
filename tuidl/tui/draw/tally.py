"""What stands beside points that are drawn: the losses of the nets that learn them, and how they do on each class."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from tuidl.language import tr, trn
from tuidl.series import Series
from tuidl.signals import Boundary
from tuidl.tui.draw.dots import Dots
from tuidl.tui.drawing.axis import Axis, spread
from tuidl.tui.drawing.boundary import MARKS, class_colours
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.chart import chart
from tuidl.tui.drawing.curve import Curve
from tuidl.tui.drawing.frame import note
from tuidl.tui.drawing.number import figure, percent
from tuidl.view import RunView


@dataclass(frozen=True, slots=True)
class Learner:
    """A net that learns the points. ``name``: of a contestant; empty where there is one net. ``plane``: what it says,
    with the points as they are drawn."""

    name: str
    view: RunView
    plane: Boundary | None


def positive(learners: Sequence[Learner]) -> bool:
    """Whether the losses can stand on a log axis."""
    losses = [loss for one in learners for loss in one.view.steps.get("loss", Series()).ends]
    return bool(losses) and all(loss > 0 for loss in losses if isfinite(loss))


def losses(cells: Cells, learners: Sequence[Learner]) -> None:
    """The loss of every net, each with its mark where several learn."""
    ink, several = cells.ink, len(learners) > 1
    trained = [one.view.trained("loss") for one in learners]
    finite = [loss for _, each in trained for loss in each.ends if isfinite(loss)]
    if len(finite) < 2:
        note(cells, f"{ink.glyphs.new} {tr('no steps yet')}")
        return
    y = spread(finite, positive(learners))
    curves, colours, lanes = [], ink.series, ink.glyphs.lanes
    for k, (one, (begun, each)) in enumerate(zip(learners, trained, strict=True)):
        mark = lanes[k % len(lanes)] if several else ink.glyphs.train
        label = f"{mark} {one.name}" if several else tr("train")
        tone = colours[k % len(colours)] if several else ink.one
        curves.append(Curve(each.places(begun), each.ends, tone, label, mark))
    steps = [step for curve in curves for step in curve.xs]
    first = min(steps)
    chart(cells, curves, Axis(first, max(first + 1, *steps)), y)


def counts(cells: Cells, dots: Dots, names: Sequence[str]) -> int:
    """The classes and how many points each has; the first row below."""
    ink = cells.ink
    tones = class_colours(ink, len(names))
    for y, number in enumerate(dots.counts()):
        chosen = y == dots.label and not dots.erasing
        name = names[y] if y < len(names) else str(y)
        cells.put(0, y, ink.glyphs.pointed if chosen else " ", ink.accent, None, BOLD)
        cells.put(2, y, f"{y + 1}", ink.accent if chosen else ink.faint, None, BOLD if chosen else 0)
        cells.put(4, y, MARKS[y % len(MARKS)], tones[y % len(tones)])
        cells.put(6, y, name, ink.bright if chosen else ink.text, None, BOLD if chosen else 0)
        cells.right(cells.width, y, str(number), ink.text)
    return dots.classes


def scores(cells: Cells, learners: Sequence[Learner], y: int) -> int:
    """How many points each net has wrong, and its loss; the first row below."""
    ink, several = cells.ink, len(learners) > 1
    colours, lanes = ink.series, ink.glyphs.lanes
    for k, one in enumerate(learners):
        plane = one.plane
        if plane is None or not plane.total:
            continue
        share = percent(1 - plane.wrong / plane.total)
        cells.spans(
            0 if several else 2, y,
            (f"{lanes[k % len(lanes)]} " if several else "", colours[k % len(colours)], BOLD),
            (trn("{n} wrong", "{n} wrong", plane.wrong), ink.bright, BOLD),
            (f" · {tr('{share} % right', share=share)}", ink.dim),
        )  # fmt: skip
        y += 1
        if not several:
            cells.put(2, y, tr("loss {latest}", latest=figure(one.view.latest("loss"))), ink.dim)
            y += 1
    return y
