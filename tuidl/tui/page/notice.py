"""What stands over a page when something is not as the page expects: a run that broke off, data of one's own."""

from math import isfinite

from tuidl.commands import KnobValue
from tuidl.course.spec import Knob, KnobRef
from tuidl.tui import knob as handle
from tuidl.tui.drawing.number import count, figure
from tuidl.tui.lab import Lab
from tuidl.view import RunView

GENTLER = 3.0  # at least so many times smaller is the rate to try


def notice(lab: Lab) -> tuple[str, str]:
    """Heading and text; both empty where there is nothing to say."""
    view = lab.shown
    if view.failed is not None:
        return "the run stopped", view.failed.text
    if view.diverged is not None:
        return f"the run stopped at step {count(view.diverged.step)}", diverged(lab)
    if lab.asked.own_data:
        name = f": {view.started.data}" if view.started is not None else ""
        return (
            f"your data{name}",
            "The page was written for the lesson's own data. Its numbers and goals need not hold here: nothing is "
            "judged.",
        )
    return "", ""


def diverged(lab: Lab) -> str:
    """What happened, in the run's numbers, which weights are kept, and what to try."""
    view = lab.shown
    told = view.diverged
    assert told is not None
    return " ".join(
        part for part in (_way(view), f"The weights of step {count(told.kept)} are kept.", _try(lab)) if part
    )


def _way(view: RunView) -> str:
    """How the loss left the numbers: from its lowest to its last one."""
    losses = [(view.first + i, loss) for i, loss in enumerate(view.steps.get("loss", [])) if isfinite(loss)]
    if not losses:
        return "The loss is no number, from the first step on."
    low, last = min(losses, key=lambda pair: pair[1]), losses[-1]
    if last[1] <= 2 * max(low[1], 0.0):
        return f"The loss was {figure(last[1])} at step {count(last[0])}, and then it was no number any more."
    return (
        f"The loss was {figure(low[1])} at step {count(low[0])} and {figure(last[1])} at step {count(last[0])}; then "
        "it was no number any more. Each step went so far beyond the valley that the next one began higher up."
    )


def _try(lab: Lab) -> str:
    rate = lab.lesson.experiments[lab.step.experiment].rate
    if not isinstance(rate, KnobRef):
        return f"The rate is {handle.written(rate)} here. Press r to begin again."
    knob, now = lab.lesson.knobs[rate.name], lab.value(rate.name)
    lower = gentler(knob, now)
    if lower is None:
        return f"{_label(knob)} is at its lowest, {handle.written(now)}. Turn another knob, then press r and space."
    there = "" if knob in lab.knobs else f" f shows the knob {knob.label}."
    return (
        f"Try: turn {knob.label} from {handle.written(now)} to {handle.written(lower)} or less, then press r and "
        f"space.{there}"
    )


def _label(knob: Knob) -> str:
    return knob.label[:1].upper() + knob.label[1:]


def gentler(knob: Knob, now: KnobValue) -> float | None:
    """The highest stop that is clearly below ``now``, or the lowest there is; None if that is no lower."""
    number = float(now)
    low = knob.range[0] if knob.range else min(knob.stops, default=0.0)
    places = [stop for stop in knob.stops if stop <= number / GENTLER * 1.0001]
    lower = max(places) if places else max(float(f"{number / 10:.1g}"), low) if not knob.stops else min(knob.stops)
    return lower if lower < number else None
