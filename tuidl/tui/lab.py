"""The live part of a lesson step: the run, the knobs in hand, what is in front. Pure."""

from dataclasses import dataclass, field, replace
from math import isfinite

from tuidl.commands import Command, KnobValue, Reset, SetKnob, SetPace
from tuidl.course.spec import Knob, Lesson, Step
from tuidl.events import Event, KnobTurned, Rewound, RunStarted
from tuidl.language import later, tr
from tuidl.tui import knob as handle
from tuidl.tui.asked import Asked
from tuidl.tui.consultation import Consultation, Trial, fed, fitting
from tuidl.tui.grid import kind
from tuidl.tui.rows.knobs import KnobLook
from tuidl.view import RunView

WORDS = {  # state of a run: glyph role, word, colour role
    "idle": ("paused", later("starting"), "dim"),
    "compiling": ("reset", later("compiling"), "warn"),
    "ready": ("paused", later("ready"), "dim"),
    "playing": ("running", later("running"), "good"),
    "paused": ("paused", later("paused"), "dim"),
    "ended": ("done", later("ended"), "dim"),
    "diverged": ("diverged", later("diverged"), "bad"),
    "failed": ("diverged", later("stopped"), "bad"),
}


def _said(state: str) -> tuple[str, str, str]:
    glyph, word, role = WORDS.get(state, WORDS["idle"])
    return glyph, tr(word), role


@dataclass
class Lab:
    """What stands beside the page of one step. ``demo``: a recording shown until the learner runs something."""

    lesson: Lesson
    step: Step
    view: RunView = field(default_factory=RunView)
    demo: RunView | None = None
    values: dict[str, KnobValue] = field(default_factory=dict)  # as the learner turned them
    held: int = 0
    typed: str = ""
    change: str = ""  # `0.0006 → 0.001`, for a while
    typing: bool = False
    preparing: str = ""  # the step that is trained first, because this one begins where it ended
    sandbox: bool = False
    pace: str = "full"
    log: bool = True
    zoomed: str = ""
    tab: str = ""
    asked: Asked = field(default_factory=Asked)
    doctor: Consultation = field(default_factory=Consultation)

    def __post_init__(self) -> None:
        self.pace = self.lesson.experiments[self.step.experiment].pace
        self.tab = self.step.panels[0] if self.step.panels else ""

    # ---- the run ------------------------------------------------------------------------------------------------

    @property
    def shown(self) -> RunView:
        """The run on the screen: the recording until there is one of the learner's own."""
        return self.demo if self.demo is not None else self.view

    def fold(self, event: Event) -> None:
        """Take one event of the live run in."""
        self.view.apply(event)
        if isinstance(event, RunStarted):
            self.doctor.begin()
            has = dict(event.knobs)
            self.values = {n: v for n, v in self.values.items() if self._knob(n).tensor is None and has.get(n) != v}
        if isinstance(event, Rewound):
            self.values = {n: v for n, v in self.values.items() if self._knob(n).change == "reset"}
        if isinstance(event, KnobTurned) and not event.pending and self.values.get(event.name) == event.value:
            del self.values[event.name]

    @property
    def state(self) -> tuple[str, str, str]:
        """Glyph role, word and colour role of the state the run is in."""
        if self.demo is not None:
            return "running", tr("recording"), "dim"
        if self.preparing and self.view.state not in ("failed", "compiling"):
            return "reset", tr("training step {place} first", place=self._place(self.preparing)), "dim"
        if self.view.ended is not None and self.view.ended.reason == "early":
            return "done", tr("stopped early"), "dim"
        if self.view.state == "ready" and self.view.step > 0:  # a saved run: it has not begun just now
            return _said("paused")
        if self.view.rewound is not None:
            return "paused", tr("back in time"), "accent"
        return _said(self.view.state)

    def _place(self, step_id: str) -> int:
        return [step.id for step in self.lesson.steps].index(step_id) + 1

    @property
    def running(self) -> bool:
        """Whether the live run trains now."""
        return self.demo is None and self.view.state == "playing"

    def facts(self) -> tuple[str, ...]:
        """What the head says of the run: the device first, for it may go first."""
        view = self.shown
        if view.started is None:
            return ()
        device = view.started.device + (f" ×{view.started.threads}" if view.started.threads > 1 else "")
        facts = [device]
        if view.per_second > 0:
            facts.append(self._speed(short(view.per_second)))
        facts.append(tr("step {step}", step=grouped(view.step)))
        minutes, seconds = divmod(int(view.seconds), 60)
        if minutes or seconds:
            facts.append(f"{minutes:02d}:{seconds:02d}")
        return tuple(facts)

    def _speed(self, number: str) -> str:
        kinds = {kind(panel) for panel in self.step.panels}
        if kinds & {"sample", "filters", "gallery", "augmented"}:
            return tr("{number} img/s", number=number)
        if kinds & {"hidden", "text", "next"}:
            return tr("{number} text/s", number=number)
        return tr("{number} pts/s", number=number)

    # ---- knobs --------------------------------------------------------------------------------------------------

    def _knob(self, name: str) -> Knob:
        return self.lesson.knobs[name]

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """Those that can be turned: the step's own and those that were asked for, in the sandbox all."""
        names = dict.fromkeys((*self.step.knobs, *self.asked.started(self.lesson, self.step)))
        return tuple(self.lesson.knobs[name] for name in (self.lesson.knobs if self.sandbox else names))

    @property
    def hand(self) -> Knob | None:
        """The knob that left and right turn."""
        return self.knobs[self.held % len(self.knobs)] if self.knobs else None

    def value(self, name: str) -> KnobValue:
        """What a knob shows: as turned, else as the run has it, else as the step opens."""
        if name in self.values:
            return self.values[name]
        knob = self._knob(name)
        if knob.tensor is not None:
            number = self.view.latest(name)
            if isfinite(number):
                return number
        if name in self.view.pending:
            return self.view.pending[name]
        return self.view.knobs.get(name, self.asked.settings(self.lesson, self.step)[name])

    def choose(self, direction: int) -> None:
        """Hold the next knob."""
        if self.knobs:
            self.held = (self.held + direction) % len(self.knobs)
        self.typing, self.typed, self.change = False, "", ""

    def turn(self, direction: int) -> Command | None:
        """Turn the held knob by one stop; the command to send, None at its end."""
        knob = self.hand
        if knob is None:
            return None
        old = self.value(knob.name)
        return self._set(knob, old, handle.turned(knob, old, direction))

    def move(self, place: float) -> Command | None:
        """Turn the held knob to the stop nearest to a place on its track."""
        knob = self.hand
        value = handle.at_share(knob, place) if knob is not None else None
        if knob is None or value is None or value == self.value(knob.name):
            return None
        return self._set(knob, self.value(knob.name), value)

    def trial(self) -> Trial | None:
        """What can be tried with a knob that is shown here against what the doctor found: the likeliest first.

        Nothing in a recording, which cannot be turned, and in a repair step, where finding it is the task.
        """
        told = self.doctor.shown(self.shown)
        if told is None or self.demo is not None or self.step.kind == "repair":
            return None
        experiment = self.lesson.experiments[self.step.experiment]
        for what, wanted in told.tries:
            knob = fed(self.lesson, experiment, what)
            if knob in self.knobs and knob is not None:
                value = fitting(knob, self.value(knob.name), wanted)
                if value is not None:
                    return Trial(knob, self.value(knob.name), value)
        return None

    def take(self, trial: Trial) -> Command | None:
        """Hold the knob of a trial and turn it there."""
        self.choose(self.knobs.index(trial.knob) - self.held)
        return self._set(trial.knob, self.value(trial.knob.name), trial.value)

    def type(self, char: str) -> bool:
        """A character for the held knob; False if it means nothing there."""
        if self.hand is None or self.hand.type in ("choice", "bool") or char not in "0123456789.-−eE":
            return False
        if not self.typed and (char in "eE" or (char == "." and not self.typing)):
            return False
        self.typed += char
        return True

    def rub(self) -> bool:
        """Take the last typed character back; False if nothing was typed."""
        had = bool(self.typed)
        self.typed = self.typed[:-1]
        return had

    def enter(self) -> Command | None:
        """Set the held knob to what was typed. UsageError if that cannot be."""
        text, knob = self.typed, self.hand
        self.typed, self.typing = "", False
        if not text or knob is None:
            return None
        return self._set(knob, self.value(knob.name), handle.parsed(knob, text))

    def _set(self, knob: Knob, old: KnobValue, new: KnobValue) -> Command | None:
        self.typed = ""
        if new == old:
            self.change = tr("as far as it goes")
            return None
        self.values[knob.name] = new
        self.change = f"{handle.written(old)} → {handle.written(new)}"
        return SetKnob(knob.name, new)

    @property
    def stale(self) -> str:
        """Which change waits for a reset, as ``hidden changed 64 → 32: press r``; empty if none does."""
        view = self.view
        for name in (*view.pending, *self.values):
            if name not in self.lesson.knobs:
                continue
            knob, now = self._knob(name), view.knobs.get(name)
            if knob.change == "reset" and now is not None and self.value(name) != now:
                return tr(
                    "{label} changed {written} → {written2}: press r",
                    label=knob.label,
                    written=handle.written(now),
                    written2=handle.written(self.value(name)),
                )
        return ""

    def reset(self) -> Command:
        """Begin again with the knobs as they are turned; knobs that are a tensor go back to where the step opened.

        What was turned is kept until the new run stands with it: `r` and `space` may come before that.
        """
        self.typed = self.change = ""
        opening = self.asked.settings(self.lesson, self.step)
        knobs = {n: opening[n] if self._knob(n).tensor is not None else self.value(n) for n in self.lesson.knobs}
        return Reset(tuple(knobs.items()))

    def speed(self) -> Command:
        """Change between one step a frame and as fast as it goes."""
        self.pace = "full" if self.pace == "frame" else "frame"
        return SetPace(self.pace)

    def looks(self) -> tuple[KnobLook, ...]:
        """The knobs as the row draws them."""
        pointed = {target.removeprefix("knob:") for target in self.step.point if target.startswith("knob:")}
        hand = self.hand
        return tuple(
            KnobLook(
                label=knob.label,
                value=handle.written(self.value(knob.name)),
                share=handle.share(knob, self.value(knob.name)),
                reset=knob.change == "reset",
                held=knob is hand,
                stale=knob.change == "reset"
                and knob.name in self.view.knobs
                and self.value(knob.name) != self.view.knobs[knob.name],
                pointed=knob.name in pointed,
                typed=self.typed if knob is hand else "",
                change=self.change if knob is hand else "",
            )
            for knob in self.knobs
        )

    # ---- panels -------------------------------------------------------------------------------------------------

    def pointed(self, panel: str) -> bool:
        """Whether the text points at a panel."""
        return f"panel:{panel}" in self.step.point

    def open(self, panel: str) -> bool:
        """Add a panel that the step does not show; False if it shows it already."""
        if panel in self.step.panels:
            return False
        self.step = replace(self.step, panels=(*self.step.panels, panel))
        return True

    def zoom(self, panel: str) -> None:
        """Give a panel the whole lab; the same one again takes it back."""
        self.zoomed = "" if self.zoomed == panel else panel
        if panel in self.step.panels:
            self.tab = panel

    def front(self, order: tuple[str, ...], direction: int) -> None:
        """Bring the next panel to the front where one is shown at a time."""
        if order:
            at = order.index(self.tab) if self.tab in order else 0
            self.tab = order[(at + direction) % len(order)]
            if self.zoomed:
                self.zoomed = self.tab


def grouped(number: float) -> str:
    """``1 500``."""
    return f"{round(number):,}".replace(",", " ")


def short(number: float) -> str:
    """``3.1k`` for 3 120."""
    for limit, unit in ((1e6, "M"), (1e3, "k")):
        if number >= limit:
            return f"{number / limit:.{1 if number < 100 * limit else 0}f}{unit}"
    return f"{number:.0f}"
