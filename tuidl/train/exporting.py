"""A run written to a file as far as it is: as JSON lines, as a table, or as a recording."""

from collections.abc import Callable, Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from tuidl.draft import Draft
from tuidl.errors import CheckpointError, UsageError
from tuidl.events import Envelope, Evaluated, Event, Probed, Raced, RaceStarted, RunEnded, RunStarted
from tuidl.language import tr
from tuidl.session.recording import Recorder
from tuidl.telling import table
from tuidl.telling.objects import Epochs, Objects
from tuidl.telling.outcome import Outcome, Reason, finished, timing
from tuidl.train.progress import Progress
from tuidl.view import RunView

FORMS = ("jsonl", "csv", "rec")
REASONS: dict[str, Reason] = {"budget": "budget", "early": "early", "diverged": "diverged"}
Write = Callable[[TextIO], None]


def export(path: str, form: str, run: Progress) -> None:
    """Write the line that the run is on, whole or not at all. UsageError or CheckpointError if that cannot be."""
    events = list(told(run))
    if form == "rec":
        record(path, [*events, *ended(run)], run.seconds / max(run.step, 1))
    elif form == "csv":
        written(path, lambda out: table.write(out, (((), event) for event in events), {(): Epochs(run.start())}))
    else:
        known(form)
        written(path, lambda out: _objects(out, events, run))


def known(form: str) -> None:
    """UsageError for a form that is none."""
    if form not in FORMS:
        raise UsageError(
            tr("a run cannot be written as '{form}': it is one of {forms}", form=form, forms=", ".join(FORMS))
        )


def written(path: str, write: Write) -> None:
    """What ``write`` writes, in a file, whole or not at all. CheckpointError if the disk says no."""
    try:
        with Draft(Path(path)) as draft:
            out = TextIOWrapper(draft.file, "utf-8", newline="\n", write_through=True)
            write(out)
            out.detach()
    except OSError as error:
        raise CheckpointError(
            tr(
                "{path} cannot be written: {strerror}; choose another place",
                path=path,
                strerror=error.strerror or error,
            )
        ) from None


def told(run: Progress) -> Iterator[Event]:
    """All that the run has said on this line, in the order in which it said it."""
    yield run.start()
    diagnoses = list(run.timeline.line.diagnoses)
    for event in run.history.events(run.experiment.epoch):
        yield event
        if isinstance(event, Evaluated):
            while diagnoses and diagnoses[0].step <= event.step:
                yield diagnoses.pop(0)
    yield from diagnoses


def ended(run: Progress) -> Iterator[Event]:
    """What belongs to the end of a recording: the pictures of now, and why it is over if it is."""
    for panel, signal in run.pictures():
        yield Probed(panel, run.step, signal)
    if run.over:
        yield RunEnded(run.step, run.over, dict(run.history.evaluations[-1][2]), {})


def _objects(out: TextIO, events: list[Event], run: Progress) -> None:
    view, objects = RunView(), Objects(out)
    for event in events:
        view.apply(event)
        objects.see(event, view)
    view.seconds = run.seconds
    reason = REASONS.get(run.over or "", "stopped")
    objects.end(finished(run.plan.lesson, Outcome(view, reason, time=timing(view))))


def record(path: str, events: Iterable[Event], each: float) -> None:
    """A recording. Clock times are not kept, so steps come as evenly as they took on average, ``each`` in seconds."""
    recorder = Recorder(path)
    try:
        at = 0.0
        for seq, event in enumerate(events):
            own = event.told if isinstance(event, Raced) else event
            if not isinstance(own, RunStarted | RaceStarted):
                at = max(at, reached(own) * each)
            recorder.write(Envelope(seq, at, event))
    finally:
        recorder.close()


def reached(event: Event) -> int:
    """The step after which an event was told; 0 for those that name none."""
    step: int = getattr(event, "last", getattr(event, "step", 0))
    return step
