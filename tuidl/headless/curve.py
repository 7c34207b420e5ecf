"""The loss curve in the shell, drawn once by plotext."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, log10

from tuidl.headless import number
from tuidl.headless.chart import decades, scale, ticks
from tuidl.language import tr
from tuidl.view import RunView

HEIGHT = 16
NARROWEST = 40
TINTS = ("cyan", "orange", "green", "magenta", "gray")


def drawn(view: RunView, width: int, colour: bool, unicode: bool = True) -> str:
    """The curves of training and validation loss as text; empty when there is nothing finite to draw.

    The scale is logarithmic when the values span more than two decades.
    """
    marks = ("braille", "•") if unicode else ("*", "o")
    told = ((tr("train"), "loss"), (tr("validation"), "val_loss"))
    curves = [Marked(label, mark, _finite(*loss(view, name))) for (label, name), mark in zip(told, marks, strict=True)]
    return figure(curves, width, colour)


@dataclass(frozen=True, slots=True)
class Marked:
    """A curve with the mark that it is drawn with: no fact by colour alone."""

    label: str
    mark: str
    points: Sequence[tuple[float, float]]


def figure(curves: Sequence[Marked], width: int, colour: bool) -> str:
    """Curves as text, with colours where they may be; empty when there is nothing to draw."""
    curves = [curve for curve in curves if curve.points]
    if not curves:
        return ""
    from plotext._figure import _figure_class

    made = _figure_class()  # a private one: the module's own figure is global state
    made.clear_figure()
    made._limit_size(False, False)  # else never wider than the terminal it thinks it sees
    made.plot_size(max(width, NARROWEST), HEIGHT)
    made.theme("clear")
    values = [value for curve in curves for _, value in curve.points]
    log = decades(values)
    for curve, tint in zip(curves, TINTS, strict=False):
        made.plot(
            [step for step, _ in curve.points],
            [value for _, value in curve.points],
            label=curve.label,
            color=tint if colour else "default",
            marker=curve.mark,
        )
    if log:
        made.yscale("log")
    marked = scale(values, log)
    made.yticks(marked, [number.plain(mark) for mark in marked])
    made.ylim(*(log10(mark) if log else mark for mark in (marked[0], marked[-1])))
    steps = [step for curve in curves for step, _ in curve.points]
    places = [k for k in ticks(min(steps), max(steps)) if k == int(k) and min(steps) <= k <= max(steps)]
    made.xticks(places, [number.plain(k) for k in places])
    made.title(tr("loss (log)") if log else tr("loss"))
    made.xlabel(tr("step"))
    text = "\n".join(line.rstrip() for line in str(made.build()).splitlines()) + "\n"
    return text if colour else _without_colour(text)


def loss(view: RunView, name: str) -> tuple[Sequence[int], Sequence[float]]:
    """An evaluated value; the training loss of every step where there are hardly any evaluations."""
    steps, values = view.series(name)
    if name == "loss" and len(values) < 8 and view.steps.get("loss"):
        first, series = view.trained("loss")
        values, steps = list(series.ends), series.places(first)
    return steps, values


def _finite(steps: Sequence[int], values: Sequence[float]) -> list[tuple[int, float]]:
    return [(step, value) for step, value in zip(steps, values, strict=True) if isfinite(value)]


def _without_colour(text: str) -> str:
    import re

    return re.sub(r"\x1b\[[0-9;]*m", "", text)
