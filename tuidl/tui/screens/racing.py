"""The keys of a lesson screen that let runs race, and its panels while they do."""

from tuidl.course.spec import PanelSpec
from tuidl.language import tr
from tuidl.tui.contest import Contest
from tuidl.tui.drawing.theme import ink_of
from tuidl.tui.grid import Grid, Rect, numbered
from tuidl.tui.lanes import Lanes
from tuidl.tui.panels import Panel, contestants, make
from tuidl.tui.panels.curves import CurvePanel
from tuidl.tui.screens.rewinding import Rewinding


class RacingScreen(Rewinding):
    """A screen whose run others can join. In a race contestants have the first numbers, panels those after them."""

    grid: Grid | None
    panels: list[Panel]

    @property
    def contest(self) -> Contest | None:
        """The race on the screen."""
        return self.study.contest

    # ---- panels -------------------------------------------------------------------------------------------------

    def made_panels(self) -> list[Panel]:
        """The step's panels by their numbers; in a race a picture of one run for each contestant."""
        step, lesson, contest = self.study.lab.step, self.walk.lesson, self.contest
        many = len(contest.contestants) if contest is not None else 0
        found = []
        for number, name in enumerate(numbered(step.panels), many + 1):
            spec = lesson.panels.get(name, PanelSpec(name, {}))
            for lane in contestants.lanes(name, many):
                panel = make(name, str(number), spec.options)
                panel.lane = lane
                panel.labels = {knob.name: knob.label for knob in lesson.knobs.values()}
                found.append(panel)
        return found

    def rects(self, name: str, rect: Rect) -> dict[int | None, Rect]:
        """Where the pictures of a panel stand in its place, by contestant."""
        contest = self.contest
        many, chosen = (len(contest.contestants), contest.chosen) if contest is not None else (0, 0)
        return contestants.rects(name, rect, many, chosen)

    def show_panel(self, panel: Panel) -> None:
        """Show a panel its run, or all of them."""
        contest = self.contest
        panel.veil = tr("your prediction comes first") if self.study.secret else ""
        panel.searching = self.study.walk.searching
        if contest is None:
            contestants.alone(panel, self.study.lab.shown)
        else:
            views = [lab.view for lab in contest.labs]
            contestants.show(panel, ink_of(self.app), contest.names, contest.view, views, contest.chosen)

    def lanes(self) -> None:
        """Others race now, or nobody any more: other panels are wanted."""
        self.call_later(self.mount_panels)

    async def mount_panels(self) -> None:
        """The panels of the open step, in place of those there are."""
        raise NotImplementedError

    def on_panel_chosen(self, event: Panel.Chosen) -> None:
        """A cursor moved in the picture of a contestant: it is taken in hand."""
        if event.lane is not None:
            self.study.choose(event.lane)

    def on_panel_called(self, event: Panel.Called) -> None:
        """The title of a panel was clicked: to the front among others, else to the whole lab and back."""
        lab, name = self.study.lab, next((each.panel for each in self.panels if each.key == event.key), "")
        if name and event.front:
            lab.tab = name
        elif name:
            lab.zoom(name)
        self.place()

    def on_lanes_chosen(self, event: Lanes.Chosen) -> None:
        """A contestant was clicked."""
        self._choose(event.contestant)

    async def lay(self, panel: str) -> Panel:
        """The panel of that name: the step's own, or one that is opened beside them."""
        if self.study.lab.open(panel):
            await self.mount_panels()
        return next(each for each in self.panels if each.panel == panel)

    def lay_ghost(self) -> None:
        """The predicted curve over the charts of its value."""
        for ask in () if self.study.asked.own_data else self.walk.step.ask:
            chosen = self.walk.state.chosen.get(ask.id)
            curve = next((choice.curve for choice in ask.choices if choice.id == chosen), ())
            for panel in self.panels:
                if isinstance(panel, CurvePanel) and panel.metric == ask.value.removeprefix("val_"):
                    panel.predict(curve)

    # ---- keys ---------------------------------------------------------------------------------------------------

    def action_twin(self) -> None:
        """A copy of the run joins it."""
        if self.walk.step.kind == "quiz":
            self.say(tr("answer first: a quiz has no race"))
        elif self.asks_first:
            self.action_predict()
        else:
            self.say(self.study.twin())

    def action_drop(self) -> None:
        """The contestant in hand goes."""
        self.say(self.study.drop())

    def action_seeds(self) -> None:
        """More seeds at once, or one."""
        if self.asks_first or self.walk.step.kind == "quiz":
            self.say(tr("answer first: then S runs several seeds"))
        else:
            self.say(self.study.reseed())

    def action_leave_race(self) -> None:
        """Back to the run alone."""
        self.say(self.study.leave() or tr("no race of yours to leave: t makes a twin"))

    def action_figure(self, figure: str) -> None:
        """A digit takes a contestant in hand, 0 all of them; digits after them zoom panels."""
        lab, contest = self.study.lab, self.contest
        digit = int(figure) if figure in "123456789" else 0
        if contest is not None and figure == "0" and not (lab.typed or lab.typing):
            self.say(self.study.choose_all())
        elif contest is None or lab.typed or lab.typing or not digit:
            super().action_figure(figure)
        elif digit <= len(contest.contestants):
            self._choose(digit - 1)
        else:
            super().action_figure(str(digit - len(contest.contestants)))

    def _choose(self, contestant: int) -> None:
        self.study.choose(contestant)
        self.place()
