"""Which step of a lesson shows a run."""

from collections.abc import Mapping

from tuidl.commands import KnobValue
from tuidl.course.spec import Lesson, Step

OWN_RUN = ("run", "tune")  # kinds of step that are about one run of their own: these come first


def showing(lesson: Lesson, experiment: str, knobs: Mapping[str, KnobValue]) -> str:
    """The id of the step that shows a run of an experiment with such knobs best; empty if none does.

    A step that begins where another one ended shows no run from its beginning.
    """
    found = [step for step in lesson.steps if step.experiment == experiment and step.start is None]
    if not found:
        return ""

    def fits(step: Step) -> tuple[int, bool]:
        settings = lesson.settings(step)
        differ = sum(settings[name] != value for name, value in knobs.items() if name in settings)
        return -differ, step.kind in OWN_RUN

    return max(found, key=fits).id
