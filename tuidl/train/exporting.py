"""A run written to a file as far as it is: as JSON lines, as a table, or as a recording."""

from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from tuidl.draft import Draft
from tuidl.errors import CheckpointError, UsageError
from tuidl.events import Envelope, Evaluated, Event, Probed, RunEnded, RunStarted
from tuidl.session.recording import Recorder
from tuidl.telling import table
from tuidl.telling.objects import Epochs, Objects
from tuidl.telling.outcome import Outcome, Reason, finished, timing
from tuidl.train.progress import Progress
from tuidl.view import RunView

FORMS = ("jsonl", "csv", "rec")
REASONS: dict[str, Reason] = {"budget": "budget", "early": "early", "diverged": "diverged"}


def export(path: str, form: str, run: Progress) -> None:
    """Write the line that the run is on, whole or not at all. UsageError or CheckpointError if that cannot be."""
    if form not in FORMS:
        raise UsageError(f"a run cannot be written as '{form}': it is one of {', '.join(FORMS)}")
    events = list(told(run))
    if form == "rec":
        _record(path, events, run)
        return
    try:
        with Draft(Path(path)) as draft:
            out = TextIOWrapper(draft.file, "utf-8", newline="\n", write_through=True)
            started = events[0]
            assert isinstance(started, RunStarted)
            if form == "csv":
                table.write(out, events, Epochs(started))
            else:
                _objects(out, events, run)
            out.detach()
    except OSError as error:
        raise CheckpointError(f"{path} cannot be written: {error.strerror or error}; choose another place") from None


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


def _objects(out: TextIOWrapper, events: list[Event], run: Progress) -> None:
    view, objects = RunView(), Objects(out)
    for event in events:
        view.apply(event)
        objects.see(event, view)
    view.seconds = run.seconds
    reason = REASONS.get(run.over or "", "stopped")
    objects.end(finished(run.plan.lesson, Outcome(view, reason, time=timing(view, 0.0))))


def _record(path: str, events: list[Event], run: Progress) -> None:
    """Clock times are not kept, so steps come as evenly as they took on average; pictures are those of now."""
    pictures = [Probed(panel, run.step, signal) for panel, signal in run.pictures()]
    ended = [RunEnded(run.step, run.over, dict(run.history.evaluations[-1][2]), {})] if run.over else []
    each = run.seconds / max(run.step, 1)
    recorder = Recorder(path)
    try:
        at = 0.0
        for seq, event in enumerate([*events, *pictures, *ended]):
            last = getattr(event, "last", getattr(event, "step", 0))
            at = max(at, last * each) if not isinstance(event, RunStarted) else 0.0
            recorder.write(Envelope(seq, at, event))
    finally:
        recorder.close()
