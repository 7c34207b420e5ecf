"""The run doctor's card as a widget: it stands on the page above the task, never over the run."""

from typing import ClassVar, Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer

from tuidl.language import later, tr
from tuidl.tui.canvas import Canvas
from tuidl.tui.consultation import Trial, titled
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.grid import Rect
from tuidl.tui.page import complaint as drawn
from tuidl.tui.page.complaint import Complaint, Deed
from tuidl.tui.study import Study

Wish = Literal["show", "try", "away"]
PATIENCE = 0.5  # seconds without a complaint after which the card goes: while a run is taken back it is told anew
LEAST_PROSE, ROOMY = 4, 30  # rows of prose that stay; rows of page from which a new card is open


def _show(panel: str) -> str:
    kind, of, layer = panel.partition(":")
    return tr("show {panel} of {layer}", panel=kind, layer=layer) if of else tr("show {panel}", panel=kind)


class DoctorCard(Canvas, can_focus=True):
    """Says what is wished; whoever listens does it. ``!`` on the lesson screen brings the keys here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", later("choose"), show=False),
        Binding("down", "choose(1)", later("choose"), show=False),
        Binding("left", "turn(-1)", later("the complaint before"), show=False),
        Binding("right", "turn(1)", later("the next complaint"), show=False),
        Binding("enter", "act", later("do it"), show=False),
        Binding("g", "wish('show')", later("show the panel"), show=False),
        Binding("t", "wish('try')", later("try it"), show=False),
        Binding("x,delete", "wish('away')", later("put it away"), show=False),
        Binding("escape", "out", later("leave the card"), show=False),
    ]

    class Wished(Message):
        """``show`` the panel, or ``try`` what was asked for and confirmed."""

        def __init__(self, wish: Wish, panel: str, trial: Trial | None):
            super().__init__()
            self.wish, self.panel, self.trial = wish, panel, trial

    def __init__(self, study: Study, *, id: str):
        super().__init__(self._paint, paper=True, id=id)
        self._study = study
        self._at = 0
        self._asking: Trial | None = None
        self._told: Complaint | None = None
        self._wishes: tuple[Wish, ...] = ()
        self._folded = False
        self._rows = 0
        self._going: Timer | None = None
        self.display = False

    # ---- what it says -------------------------------------------------------------------------------------------

    def _complaint(self) -> Complaint | None:
        lab, searching = self._study.lab, self._study.walk.searching
        told, found = lab.doctor.shown(lab.shown, searching), lab.doctor.complaints(lab.shown, searching)
        if told is None:
            return None
        trial, deeds, wishes = lab.trial(), list[Deed](), list[Wish]()
        if told.panel:
            deeds.append(Deed("g", _show(told.panel)))
            wishes.append("show")
        if trial is not None:
            deeds.append(Deed("t", tr("try {words}", words=trial.words)))
            wishes.append("try")
        deeds.append(Deed("x", tr("put this away")))
        self._wishes = (*wishes, "away")
        if self._asking is not None and self._asking != trial:
            self._asking = None
        self._at = min(self._at, len(deeds) - 1)
        advice = "" if lab.step.kind == "repair" else told.advice
        if trial is None and advice and any(lab.lesson.knobs) and not lab.sandbox and lab.demo is None and told.tries:
            advice += " " + tr("f shows more knobs.")
        asking = tr("turn {words}", words=self._asking.words) if self._asking is not None else ""
        chosen = self._at if self.has_focus else None
        return Complaint(
            titled(told, searching),
            told.step,
            told.text,
            advice,
            tuple(deeds),
            found.index(told),
            len(found),
            chosen,
            asking,
        )

    def place(self, page: Rect, foot: int) -> int:
        """Take the rows that it needs above the last ``foot`` rows of the page; how many those are."""
        told = self._complaint()
        if told is None and self._told is not None and self.display:
            if self._going is None:
                self._going = self.set_timer(PATIENCE, self._go)
            return self._rows
        if self._going is not None:
            self._going.stop()
            self._going = None
        self._told, self._rows = told, 0
        if told is None:
            self.display = False
            return 0
        room = page.height - 1 - foot
        self._folded = not self.has_focus and page.height < ROOMY
        most = room - (LEAST_PROSE if page.height >= ROOMY else 0)
        height = self._rows = min(1 + len(drawn.rows(told, page.width - 6, most - 1, self._folded)), max(2, most))
        self.styles.offset = (page.x, page.y + page.height - foot - height)
        self.styles.width, self.styles.height = page.width, height
        self.display = True
        self.redraw()
        return height

    def _go(self) -> None:
        self._going = None
        if self._complaint() is None:
            self.leave()
            self._told = None
            self.display = False

    def leave(self) -> None:
        """The keys are the lesson's again."""
        self._asking = None
        if self.has_focus:
            self.screen.set_focus(None)

    def _paint(self, cells: Cells) -> None:
        if self._told is not None:
            drawn.draw(cells, self._told, self._folded)

    # ---- keys ---------------------------------------------------------------------------------------------------

    def action_choose(self, direction: int) -> None:
        """Another row."""
        self._asking = None
        self._at = (self._at + direction) % max(1, len(self._wishes))
        self._study.send(None)

    def action_turn(self, direction: int) -> None:
        """Another complaint."""
        self._asking, self._at = None, 0
        lab = self._study.lab
        lab.doctor.turn(lab.shown, direction, self._study.walk.searching)
        self._study.send(None)

    def action_act(self) -> None:
        """Do what is under the cursor; what would turn a knob once it is confirmed."""
        if self._asking is not None:
            trial, self._asking = self._asking, None
            self.post_message(self.Wished("try", "", trial))
        elif self._wishes:
            self.action_wish(self._wishes[self._at])

    def action_wish(self, wish: Wish) -> None:
        """Do one of them at once."""
        if wish not in self._wishes:
            return
        lab, searching = self._study.lab, self._study.walk.searching
        told = lab.doctor.shown(lab.shown, searching)
        self._at = self._wishes.index(wish)
        if wish == "try":
            self._asking = lab.trial()
        elif wish == "away":
            lab.doctor.put_away()
            self._at = 0
            if lab.doctor.shown(lab.shown, searching) is None:
                self._go()
        elif told is not None:
            self.post_message(self.Wished("show", told.panel, None))
        self._study.send(None)

    def action_out(self) -> None:
        """Not that; or back to the lesson."""
        if self._asking is not None:
            self._asking = None
        else:
            self.leave()
        self._study.send(None)

    def on_click(self, event: events.Click) -> None:
        """Do what is clicked."""
        event.stop()
        if self._told is None:
            return
        lines = drawn.rows(self._told, self.size.width - 6, self.size.height - 1, self._folded)
        deed = lines[event.y - 1][1] if 0 < event.y <= len(lines) else None
        if deed is not None:
            self._at = deed
            self.action_act()

    def on_focus(self) -> None:
        """It opens."""
        self._study.send(None)

    def on_blur(self) -> None:
        """It closes, on a small page to one line."""
        self._asking = None
        self._study.send(None)
