"""One plain line per epoch, or per evaluation when there are few epochs. No clock times: equal runs, equal lines."""

from typing import TextIO

from tuidl.events import Diagnosis, Diverged, Evaluated, Event, Rewound, RunStarted, Saved
from tuidl.headless import number
from tuidl.language import tr
from tuidl.telling.outcome import MEASURED, Outcome
from tuidl.view import RunView

FEW = 5  # epochs: with fewer, every evaluation gets its line


class Lines:
    """Lines on ``out``; the run doctor's notes on ``notes``."""

    def __init__(self, out: TextIO, notes: TextIO) -> None:
        self.out = out
        self.notes = notes
        self._per_epoch = 1.0
        self._epoch = -1
        self._told = -1
        self._few = True
        self._kept: tuple[int, str] | None = None

    def see(self, event: Event, view: RunView) -> None:
        """Tell of an evaluation when an epoch ended, and of everything unusual."""
        match event:
            case RunStarted():
                self._per_epoch = event.examples / max(event.batch, 1)
                self._few = event.steps < FEW * self._per_epoch
                self._print(self.out, headline(event))
            case Evaluated():
                self._evaluation(event, view)
            case Diagnosis():
                self._print(self.notes, tr("step {step}: {whole}", step=event.step, whole=event.whole))
            case Diverged():
                self._print(self.notes, event.text)
            case Rewound():
                self._epoch = self._told = -1
                self._print(self.notes, tr("back at step {step}; what was said until then:", step=event.step))
            case Saved():
                self._print(self.notes, tr("saved step {step} in {path}", step=event.step, path=event.path))

    def end(self, outcome: Outcome) -> None:
        """The last evaluation, if it had no line of its own."""
        if self._kept is not None:
            self._print(self.out, self._kept[1])

    def _evaluation(self, event: Evaluated, view: RunView) -> None:
        epoch = int(event.step / self._per_epoch)
        line = self._line(event, view)
        if self._few or epoch > self._epoch:
            self._epoch = epoch
            self._kept = None
            if self._told != event.step:
                self._told = event.step
                self._print(self.out, line)
        elif self._told != event.step:
            self._kept = (event.step, line)

    def _line(self, event: Evaluated, view: RunView) -> str:
        numbers = [
            f"{number.label(name)} {number.measured(name, event.values[name])}"
            for name in MEASURED
            if name in event.values
        ]
        return "  ".join(
            [
                tr("epoch {step:.4g}", step=event.step / self._per_epoch),
                tr("step {step}/{budget}", step=event.step, budget=view.budget),
                *numbers,
            ]
        )

    @staticmethod
    def _print(stream: TextIO, text: str) -> None:
        stream.write(text + "\n")
        stream.flush()


def headline(event: RunStarted) -> str:
    """What is trained, in one line."""
    knobs = " ".join(f"{name}={value}" for name, value in event.knobs)
    settings = f"  {knobs}" if knobs else ""
    return tr(
        "{lesson}  {data}: {examples} examples, {validation} for validation  "
        "{parameters} parameters  {device}  seed {seed}{settings}",
        lesson=event.lesson,
        data=event.data,
        examples=event.examples,
        validation=event.validation,
        parameters=event.parameters,
        device=event.device,
        seed=event.seed,
        settings=settings,
    )
