"""What stands over a page when something is not as the page expects: a run that broke off, data of one's own."""

from math import isfinite, sqrt

from tuidl.course.spec import Knob, KnobRef
from tuidl.language import tr
from tuidl.series import Series
from tuidl.tui import knob as handle
from tuidl.tui.drawing.number import count, figure
from tuidl.tui.lab import Lab
from tuidl.view import RunView

GENTLER = 3.0  # at least so many times smaller is the rate to try


def notice(lab: Lab) -> tuple[str, str]:
    """Heading and text; both empty where there is nothing to say."""
    view = lab.shown
    if view.failed is not None:
        if not lab.asked.own_data:
            return tr("the run stopped"), view.failed.text
        other = tr("b and n go to steps whose network may fit your data.")
        return tr("the run stopped"), f"{view.failed.text.rstrip('.')}. {other}"
    if view.diverged is not None:
        return tr("the run stopped at step {count}", count=count(view.diverged.step)), diverged(lab)
    if lab.asked.own_data:
        name = f": {view.started.data}" if view.started is not None else ""
        return (
            tr("your data") + name,
            tr(
                "The page was written for the lesson's own data. Its numbers and goals need not hold here: nothing is "
                "judged."
            ),
        )
    return "", ""


def diverged(lab: Lab) -> str:
    """What happened, in the run's numbers, which weights are kept, and what to try."""
    view = lab.shown
    told = view.diverged
    assert told is not None
    why, then = (f"{told.fault}.", _mend(lab)) if told.fault else (_way(view), _try(lab))
    return " ".join(part for part in (why, tr("The weights of step {n} are kept.", n=count(told.kept)), then) if part)


def _mend(lab: Lab) -> str:
    if lab.step.kind != "code":
        return tr("Mend it in its own lesson.")
    return tr("Press e and mend it, ^s checks it; then press r and space.")


def _way(view: RunView) -> str:
    """How the loss left the numbers: from its lowest to its last one."""
    first, series = view.trained("loss")
    places = series.places(first)
    lows = [(place, loss) for place, loss in zip(places, series.lows, strict=True) if isfinite(loss)]
    if not lows:
        return tr("The loss is no number, from the first step on.")
    low, last = min(lows, key=lambda pair: pair[1]), (lows[-1][0], series.highs[places.index(lows[-1][0])])
    if last[1] <= 2 * max(low[1], 0.0):
        return tr(
            "The loss was {last} at step {count}, and then it was no number any more.",
            last=figure(last[1]),
            count=count(last[0]),
        )
    return tr(
        "The loss was {low} at step {before} and {last} at step {then}; then "
        "it was no number any more. Each step went so far beyond the valley that the next one began higher up.",
        low=figure(low[1]),
        before=count(low[0]),
        last=figure(last[1]),
        then=count(last[0]),
    )


def _try(lab: Lab) -> str:
    rate = lab.lesson.experiments[lab.step.experiment].rate
    if not isinstance(rate, KnobRef):
        return tr("The rate is {written} here. Press r to begin again.", written=handle.written(rate))
    knob, now = lab.lesson.knobs[rate.name], lab.shown.knobs.get(rate.name, lab.value(rate.name))
    lower = gentler(knob, float(now), growth(lab.shown))
    if lower is None:
        name = knob.label[:1].upper() + knob.label[1:]
        return tr(
            "{name} is at its lowest, {written}. Turn another knob, then press r and space.",
            name=name,
            written=handle.written(now),
        )
    told = tr(
        "Try: turn {knob} from {now} to {lower} or less, then press r and space.",
        knob=knob.label,
        now=handle.written(now),
        lower=handle.written(lower),
    )
    return told if knob in lab.knobs else f"{told} {tr('f shows the knob {knob}.', knob=knob.label)}"


def growth(view: RunView) -> float:
    """How many times larger the loss became from one step to the next, the last time it was a number; at least 1."""
    series = view.steps.get("loss", Series())
    losses = [loss for loss in series.highs if isfinite(loss)]
    if len(losses) < 2 or losses[-2] <= 0:
        return 1.0
    return float(max((losses[-1] / losses[-2]) ** (1 / series.width), 1.0))


def gentler(knob: Knob, rate: float, grew: float) -> float | None:
    """A rate to try: the highest stop that should hold, or the lowest there is; None if that is no lower.

    In a valley of curvature c a step multiplies the error by 1 − rate·c, and the loss by its square. So a loss that
    grew g times says c = (1 + √g) / rate, and the run is calm below a rate of 2 / c.
    """
    most = rate * min(2 / (1 + sqrt(grew)), 1 / GENTLER)
    low = knob.range[0] if knob.range else min(knob.stops, default=0.0)
    below = [stop for stop in knob.stops if stop <= most * 1.0001]
    lower = max(below) if below else min(knob.stops) if knob.stops else max(float(f"{most / 2:.1g}"), low)
    return lower if lower < rate else None
