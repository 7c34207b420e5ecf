"""The loop: runs as a generator of events. It knows no screen; whoever stops consuming stops training.

Step numbers: after k training steps ``step`` is k. ``StepsEnded`` holds what steps first ... last measured on their own
batches, before their update; ``Evaluated`` at step k is measured after k steps. Evaluated are step 0, every
``evaluate_every``-th step, and the last step of the budget or of ``until``.
"""

from collections.abc import Iterator
from pathlib import Path

from tuidl.commands import Stop
from tuidl.course import load
from tuidl.course.spec import Lesson
from tuidl.events import Event
from tuidl.session.request import Request
from tuidl.session.stream import Inbox
from tuidl.train.asking import Asking
from tuidl.train.pace import Pace
from tuidl.train.race import entries, group, saved
from tuidl.train.race.saved import SavedRace
from tuidl.train.run import Run


def run(request: Request, inbox: Inbox, on_screen: bool = False) -> Iterator[Event]:
    """The events of one session: a run that begins paused at step 0 (or where ``request.resume`` left it), and obeys.
    Where a race is asked for, several at once.

    ``on_screen``: somebody looks on, so steps and pictures come at a pace for people; otherwise as fast as it goes,
    with the same events on every machine. A ``request.pace`` or a ``SetPace`` means the same as ``on_screen``.
    TuidlError, one sentence, for a lesson, data or saved file that cannot be used.
    """
    lesson = load.read(Path(request.lesson))
    pace = Pace(request.pace, on_screen)
    yield from _answer(request, lesson, inbox, pace)


def _answer(request: Request, lesson: Lesson, inbox: Inbox, pace: Pace) -> Iterator[Event]:
    """A run or a race. No generator: what was read from a file goes as soon as the run has taken it."""
    resumed = saved.read(request.resume) if request.resume is not None else None
    if isinstance(resumed, SavedRace) or entries.racing(request, lesson, resumed):
        return group.run(request, lesson, inbox, pace, resumed)
    return _single(Run(request, lesson, pace, resumed), inbox, pace)


def _single(run: Run, inbox: Inbox, pace: Pace) -> Iterator[Event]:
    """Begin, then obey until ``Stop``."""
    yield from run.begin()
    asked = Asking(inbox)
    while True:
        command = asked.next(pace.wait() if run.now.playing else None)
        if isinstance(command, Stop):
            break
        if command is not None:
            yield from run.obey(command)
        elif run.now.playing:
            pace.rest()  # an inbox may be empty before the frame is over
            yield from run.advance()
    if run.now.over is None:
        yield run.now.ended("stopped")
