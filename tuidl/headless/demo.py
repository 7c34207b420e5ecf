"""The recording that plays before the learner presses run: no measured times in it, so equal runs give equal bytes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tuidl.commands import Watch
from tuidl.course.spec import Lesson
from tuidl.errors import LessonError
from tuidl.events import Envelope, Evaluated, Event, KernelCompiled, RunEnded, RunStarted, StepsEnded
from tuidl.headless.unattended import played
from tuidl.language import tr
from tuidl.session.recording import Recorder
from tuidl.session.request import Request

FILE = "demo.jsonl"
SECONDS = 12.0  # from the first step to the last
PANEL = (48, 24)  # columns and rows of a recorded picture


def recorded(lesson: Lesson, path: Path | None = None) -> Path:
    """Record the step that ``[demo]`` names into the lesson's folder; LessonError if it names none that can be."""
    if lesson.demo is None:
        raise LessonError(tr("lesson '{slug}' has no [demo]; name the step that plays first", slug=lesson.slug))
    step = lesson.step(lesson.demo.plays)
    if step.kind in ("predict", "code", "repair"):
        raise LessonError(
            tr(
                "lesson '{slug}': [demo] plays '{id}', a {kind} step; it would give it away",
                slug=lesson.slug,
                id=step.id,
                kind=step.kind,
            )
        )
    request = Request(
        str(lesson.folder),
        experiment=step.experiment,
        knobs=dict(step.set),
        seed=lesson.demo.seed,
        steps=step.steps,
        evaluate_every=step.evaluate_every,
    )
    target = path or lesson.folder / FILE
    recorder = Recorder(target)
    watch = Watch(tuple((panel, *PANEL) for panel in step.panels))
    for envelope in paced(played(request, watch)):
        recorder.write(envelope)
    recorder.close()
    return target


def paced(stream: Iterator[Event]) -> Iterator[Envelope]:
    """The events at the times at which they shall be shown, not at those at which they happened."""
    at, budget = 0.0, 1
    for seq, event in enumerate(stream):
        if isinstance(event, RunStarted):
            budget = max(event.steps, 1)
        step = getattr(event, "last", getattr(event, "step", 0))
        at = max(at, SECONDS * step / budget)
        if isinstance(event, KernelCompiled | StepsEnded | Evaluated | RunEnded):
            event = replace(event, time={})
        yield Envelope(seq, at, event)
