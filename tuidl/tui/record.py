"""A run that is over, as the progress store keeps it."""

from tuidl.course.check import parse
from tuidl.course.outcome import Outcome
from tuidl.course.progress import RunRecord
from tuidl.course.values import Names
from tuidl.course.walk import Walk
from tuidl.tui.page.goal import SIGNS, distance
from tuidl.view import RunView


def record(walk: Walk, view: RunView) -> RunRecord:
    """The run of the open step."""
    step, started = walk.step, view.started
    goal = ""
    if step.check is not None:
        far = distance(parse(step.check), Names.of(walk.lesson, Outcome.of(view)))
        if far is not None:
            sign = "" if far.sign in (">", ">=") else f"{SIGNS[far.sign]} "
            goal = f"goal {sign}{far.target}"
    return RunRecord(
        lesson=walk.lesson.id,
        step=step.id,
        experiment=step.experiment,
        seed=started.seed if started else 0,
        steps=view.step,
        knobs=dict(view.knobs),
        values=dict(view.evaluations[-1][1]) if view.evaluations else {},
        goal=goal,
        met=walk.state.done if step.check else None,
    )
