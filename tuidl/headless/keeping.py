"""A run of the shell goes to the learner's last runs, beside those of the screen."""

from tuidl.course.progress import Progress
from tuidl.course.record import RunRecord
from tuidl.course.showing import showing
from tuidl.course.spec import Lesson
from tuidl.errors import TuidlError
from tuidl.language import tr
from tuidl.telling.outcome import Outcome

WHERE = "shell"
OVER = ("budget", "early", "diverged")  # what came to its end; an interrupted run goes on later


def keep(lesson: Lesson, outcome: Outcome, quiet: bool = False) -> str:
    """Keep a run that is over. Empty, or one sentence: why that cannot be, or that the learner's progress was damaged;
    the run itself is none the worse for it. ``quiet``: only the latter, which would never be said again."""
    view = outcome.view
    if outcome.reason not in OVER or view.started is None:
        return ""
    try:
        with Progress.open() as progress:
            progress.add_run(record(lesson, outcome))
            return progress.notice
    except TuidlError as error:
        return "" if quiet else tr("this run is not among your last runs: {error}", error=error)


def record(lesson: Lesson, outcome: Outcome) -> RunRecord:
    """The run as the progress store keeps it."""
    view, goals = outcome.view, outcome.goals if outcome.judged else ()
    assert view.started is not None
    met = sum(bool(goal.met) for goal in goals)
    return RunRecord(
        lesson=lesson.id,
        step=showing(lesson, view.started.experiment, view.knobs),
        experiment=view.started.experiment,
        seed=view.started.seed,
        steps=view.step,
        knobs=dict(view.knobs),
        values=outcome.values,
        goal=tr("{where}, {met} of {count} goals", where=WHERE, met=met, count=len(goals)) if goals else WHERE,
        met=met == len(goals) if goals else None,
        data=view.started.data if view.started.own_data else "",
        curve=view.outline(),
    )
