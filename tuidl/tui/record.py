"""A run that is over, as the progress store keeps it."""

from collections.abc import Mapping

from tuidl.course.check import parse
from tuidl.course.record import RunRecord
from tuidl.course.walk import Walk
from tuidl.language import tr
from tuidl.tui.page.goal import SIGNS, distance
from tuidl.view import RunView

# the first that was measured stands for the run
SHOWN = ("val_accuracy", "accuracy", "val_error", "error", "val_loss", "loss")


def shown(values: Mapping[str, float]) -> str:
    """The name of the number that a run is known by; empty if it has none."""
    return next((name for name in SHOWN if name in values), "")


def record(walk: Walk, view: RunView, own: bool = False) -> RunRecord:
    """The run of the open step; with data of the learner's ``own`` it has no goal."""
    step, started = walk.step, view.started
    values = dict(view.evaluations[-1][1]) if view.evaluations else {}
    goal = ""
    if step.check is not None and not own:
        far = distance(parse(step.check), walk.names(view))
        if far is not None:
            sign = "" if far.sign in (">", ">=") else f"{SIGNS[far.sign]} "
            of = "" if far.name == shown(values).replace("_", " ") else f"{far.name} "
            goal = tr("goal {of}{sign}{target}", of=of, sign=sign, target=far.target)
    return RunRecord(
        lesson=walk.lesson.id,
        step=step.id,
        experiment=step.experiment,
        seed=started.seed if started else 0,
        steps=view.step,
        knobs=dict(view.knobs),
        values=values,
        goal=goal,
        met=walk.state.done if step.check and not own else None,
        data=started.data if started and own else "",
        curve=view.outline(),
    )
