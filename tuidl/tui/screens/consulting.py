"""The keys of a lesson screen that ask the run doctor, and do what it says."""

from tuidl.language import tr
from tuidl.tui.doctorcard import DoctorCard
from tuidl.tui.panels.panel import Panel
from tuidl.tui.screens.rewinding import Rewinding


class Consulting(Rewinding):
    """A screen with the doctor's card on its page."""

    async def lay(self, panel: str) -> Panel:
        """The panel of that name: the step's own, or one that is opened beside them."""
        raise NotImplementedError

    def action_doctor(self) -> None:
        """What the run doctor found; what was put away is found again. A second time: back to the lesson."""
        lab, card, searching = self.study.lab, self.query_one(DoctorCard), self.study.walk.searching
        if card.has_focus:
            card.leave()
            return
        if lab.doctor.shown(lab.shown, searching) is None:
            lab.doctor.begin()
        if lab.doctor.shown(lab.shown, searching) is None:
            self.say(tr("the run doctor has found nothing in this run"))
            return
        card.display = True
        self.set_focus(card)
        self.changed()

    async def on_doctor_card_wished(self, event: DoctorCard.Wished) -> None:
        """Show the panel where it can be seen, or turn the knob."""
        lab = self.study.lab
        if event.wish == "show":
            panel = await self.lay(event.panel)
            if panel.display and not lab.zoomed:
                self.set_focus(panel)
            else:
                self.query_one(DoctorCard).leave()
                if lab.zoomed != panel.panel:
                    lab.zoom(panel.panel)
                self.place()
        elif event.trial is not None:
            self.study.send(lab.take(event.trial))
            self.query_one(DoctorCard).leave()
            self._forget_change()
            goes_on = tr("space goes on") if lab.view.state in ("paused", "ready") else tr("the run goes on with it")
            again = event.trial.knob.change == "reset" or lab.view.state in ("ended", "diverged", "failed")
            self.say(f"{event.trial.words}: {tr('r begins again with it') if again else goes_on}")
