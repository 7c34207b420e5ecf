"""The loss curve in the shell, drawn once by plotext."""

from collections.abc import Sequence
from math import isfinite, log10

from tuidl.headless import number
from tuidl.headless.chart import decades, scale, ticks
from tuidl.view import RunView

HEIGHT = 16
NARROWEST = 40


def drawn(view: RunView, width: int, colour: bool, unicode: bool = True) -> str:
    """The curves of training and validation loss as text; empty when there is nothing finite to draw.

    The scale is logarithmic when the values span more than two decades.
    """
    curves = [
        (label, points)
        for label, name in (("train", "loss"), ("validation", "val_loss"))
        if (points := _finite(*loss(view, name)))
    ]
    if not curves:
        return ""
    from plotext._figure import _figure_class

    figure = _figure_class()  # a private one: the module's own figure is global state
    figure.clear_figure()
    figure._limit_size(False, False)  # else never wider than the terminal it thinks it sees
    figure.plot_size(max(width, NARROWEST), HEIGHT)
    figure.theme("clear")
    values = [value for _, points in curves for _, value in points]
    log = decades(values)
    marks = ("braille", "•") if unicode else ("*", "o")  # no fact by colour alone
    for (label, points), tint, mark in zip(curves, ("cyan", "orange"), marks, strict=False):
        figure.plot(
            [step for step, _ in points],
            [value for _, value in points],
            label=label,
            color=tint if colour else "default",
            marker=mark,
        )
    if log:
        figure.yscale("log")
    marked = scale(values, log)
    figure.yticks(marked, [number.plain(mark) for mark in marked])
    figure.ylim(*(log10(mark) if log else mark for mark in (marked[0], marked[-1])))
    steps = [step for _, points in curves for step, _ in points]
    places = [k for k in ticks(min(steps), max(steps)) if k == int(k) and min(steps) <= k <= max(steps)]
    figure.xticks(places, [number.plain(k) for k in places])
    figure.title("loss (log)" if log else "loss")
    figure.xlabel("step")
    text = "\n".join(line.rstrip() for line in str(figure.build()).splitlines()) + "\n"
    return text if colour else _without_colour(text)


def loss(view: RunView, name: str) -> tuple[Sequence[int], Sequence[float]]:
    """An evaluated value; the training loss of every step where there are hardly any evaluations."""
    steps, values = view.series(name)
    if name == "loss" and len(values) < 8 and view.steps.get("loss"):
        series = view.steps["loss"]
        values, steps = list(series.ends), series.places(view.first)
    return steps, values


def _finite(steps: Sequence[int], values: Sequence[float]) -> list[tuple[int, float]]:
    return [(step, value) for step, value in zip(steps, values, strict=True) if isfinite(value)]


def _without_colour(text: str) -> str:
    import re

    return re.sub(r"\x1b\[[0-9;]*m", "", text)
