"""The sandbox: the stack at the left, the live lab of a lesson at the right. What is built is measured at once, and
trained with the next start."""

from dataclasses import replace
from pathlib import Path

from tuidl.commands import Command, Play
from tuidl.course.walk import Walk
from tuidl.errors import TuidlError
from tuidl.events import Event
from tuidl.language import tr
from tuidl.sandbox import about, keeping, panels, suggestion
from tuidl.sandbox.code import Shared, code, opened
from tuidl.session.measure import Measuring
from tuidl.tui import bars, hand, keymap
from tuidl.tui import knob as handle
from tuidl.tui.asked import Asked
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.grid import numbered
from tuidl.tui.rows import head, keys
from tuidl.tui.rows.keys import Key
from tuidl.tui.sandbox.bench import TRAINING
from tuidl.tui.sandbox.project import naming
from tuidl.tui.sandbox.stackbox import StackBox
from tuidl.tui.screens.building import Building
from tuidl.tui.screens.chooser import Chooser
from tuidl.tui.screens.form import Form
from tuidl.tui.screens.sharing import Asked as Line
from tuidl.tui.screens.sharing import Told
from tuidl.tui.scrubber import Scrubber
from tuidl.tui.study import OpenRun
from tuidl.view import RunView

MOST = 6  # panels that are open at once


class SandboxScreen(Building, inherit_bindings=False):
    """A lesson of one step without a task, whose experiment is edited."""

    BINDINGS = keymap.SANDBOX
    kept = False

    def __init__(self, shared: Shared, open_run: OpenRun, measure: Measuring, place: Path, asked: Asked | None = None):
        self.begin_building(shared, measure)
        self._wanted: Shared | None = shared  # a state to bring about, once its sandbox was measured
        self._place = place  # where lessons are saved
        self._measuring, self._suit = False, asked is not None and asked.suit
        super().__init__(Walk(self.made()), open_run, None, None, asked)

    # ---- places ---------------------------------------------------------------------------------------------------

    def paper(self) -> StackBox:
        """The stack."""
        return StackBox(self.bench, self._values, lambda: self.stale)

    async def enter(self, step_id: str) -> None:
        """The cursor stands in the stack; measuring begins."""
        await super().enter(step_id)
        self.set_focus(self.query_one(StackBox))
        self.edited()

    async def on_unmount(self) -> None:
        """Leave no measuring process behind, either."""
        await self.measure.close()

    def draw_head(self, cells: Cells) -> None:
        """The name, and how the run does."""
        lab = self.study.lab
        glyph, word, role = lab.state
        head.draw(cells, "", tr("Sandbox"), (), 0, (getattr(cells.ink.glyphs, glyph), word, role), lab.facts())

    def draw_keys(self, cells: Cells) -> None:
        """What can be pressed: in the stack, or in the lab."""
        note = self.study.note
        if note and self.grid is not None and self.grid.small:
            cells.put(2, 0, note[: cells.width - 3], cells.ink.warn)
            return
        always = (Key("?", tr("help")), Key("^p", tr("palette")))
        wide = cells.width >= 100
        fixed = always if wide else always[:1]
        if isinstance(self.focused, Scrubber) and self.study.rewound is not None:
            keys.draw(cells, bars.scrubbing(self.study), fixed)
            return
        run = Key("space", tr("pause") if self.study.lab.running else tr("run"))
        begin = Key("r", tr("begin anew") if wide else tr("reset"))
        if isinstance(self.focused, StackBox):
            place = self.bench.layer is not None
            edits = (
                Key("enter", tr("edit")),
                Key("←→", tr("turn")),
                Key("a", tr("add")),
                Key("d", tr("copy"), place, spare=True),
                Key("del", tr("remove"), place),
            )
            shown: tuple[Key, ...] = (
                run,
                *edits,
                Key("⇧↑↓", tr("move"), place, spare=True),
                Key("u", tr("undo"), bool(self.bench.past)),
                replace(begin, spare=True),  # so does space
                Key("y", tr("code")),
            )
        else:
            lab = (
                Key(".", tr("step"), spare=True),
                Key(",", tr("back"), self.study.lab.view.step > 0, spare=True),
                begin,
                Key("s", tr("microscope"), spare=True),
            )
            shown = (
                run,
                *hand.keys(self.focused),
                *(hand.inward(self.front_panel(), self.focused) if self.grid is not None and self.grid.tabs else ()),
                Key("t", tr("stack")),
                *lab,
                Key("p", tr("panels")),
                Key("y", tr("code")),
                Key("w", tr("save as lesson") if wide else tr("save")),
            )
        keys.draw(cells, shown, fixed)

    def _values(self) -> dict[str, str]:
        """The knobs that have rows, as the lab has them."""
        lab = self.study.lab
        shown = () if self.stale else TRAINING
        return {name: handle.written(lab.value(name)) for name in shown if name in lab.lesson.knobs}

    # ---- news of the run ------------------------------------------------------------------------------------------

    def to_keep(self) -> None:
        """Nothing here is progress."""

    def ran(self, view: RunView) -> None:
        """Nor is a run."""

    def heard(self, event: Event) -> None:
        """Follow the run."""
        self.follow(event)

    # ---- measuring and starting -----------------------------------------------------------------------------------

    def edited(self) -> None:
        """The sandbox is another: measure it, and where nothing was trained yet, begin with it."""
        self.changed()
        self.query_one(StackBox).redraw()
        if not self._measuring:
            self._measuring = True
            self.run_worker(self._measured(), group="measure", exit_on_error=False)

    async def _measured(self) -> None:
        try:
            while not self.bench.current:
                wanted = self.bench.sandbox
                self.bench.take(wanted, await self.measure.sizes(wanted))
                if self._suit:
                    self._suited()
        finally:
            self._measuring = False
        self._keep_last()
        state, self._wanted = self._wanted, None
        if state is not None and state.sandbox == self.bench.sandbox and not self.bench.fault:
            await self.apply(*state.commands())
        elif not self.bench.fault and self.study.lab.view.step == 0 and (self.stale or self._unfit):
            await self.apply()
        self.redraw()
        self.query_one(StackBox).redraw()
        if isinstance(self.app.screen, Form | Chooser):
            self.app.screen.redraw()

    def _suited(self) -> None:
        """Layers that fit the data that were asked for, if the last ones do not; undoing brings those back."""
        self._suit = False
        if self.bench.sizes is not None and self.bench.put(suggestion.suited(self.bench.sandbox, self.bench.sizes)):
            self._wanted = None
            self.say(tr("these layers fit the data; u brings back those that did not"))

    @property
    def _unfit(self) -> bool:
        """Whether the panels were chosen before anything was known of the data."""
        return self.made().steps[0].panels != self.walk.step.panels

    def _keep_last(self) -> None:
        try:
            keeping.keep(Shared(self.bench.sandbox))
        except TuidlError as error:
            self.say(str(error))

    async def apply(self, *then: Command) -> None:
        """A new run of the sandbox as it is on the page."""
        try:
            made = self.made()
        except TuidlError as error:
            self.say(str(error))
            return
        self.applied = self.bench.sandbox
        self.study.exchange(Walk(made), *then)
        if [panel.panel for panel in self.panels] != list(numbered(made.steps[0].panels)):
            await self.show_panels()
        for panel in self.panels:
            panel.labels = {name: knob.label for name, knob in made.knobs.items()}
        self.place()
        if self.focused is None:
            self.set_focus(self.query_one(StackBox))

    def action_reset(self) -> None:
        """Begin anew, with what was changed."""
        if self._refused():
            return
        if self.stale:
            self._begin()
        else:
            super().action_reset()

    def action_run(self) -> None:
        """Run or pause; what was changed begins anew."""
        if self._refused():
            return
        if self.stale and not self.study.lab.running:
            self._begin(Play())
        else:
            super().action_run()

    def _begin(self, *then: Command) -> None:
        self.run_worker(self.apply(*then), group="apply", exit_on_error=False)

    def _refused(self) -> bool:
        """Whether there is nothing that could run; the reason is said."""
        if self.stale and self.bench.fault:
            self.say(self.bench.fault)
            return True
        return False

    # ---- panels, codes, lessons -----------------------------------------------------------------------------------

    def action_panels(self) -> None:
        """Choose the panels that are open."""
        sizes = self.bench.sizes
        fit = panels.fitting(self.applied, sizes.data if sizes is not None else None)

        def toggle(name: str) -> None:
            now = self.chosen or self.walk.step.panels
            rest = tuple(each for each in now if each != name)
            if name in now and rest:
                self.chosen = rest
            elif name not in now:
                self.chosen = (*now, name)[-MOST:]

        async def closed(_: str | None) -> None:
            await self._rearrange()

        marked = lambda: self.chosen or self.walk.step.panels  # noqa: E731
        told = tuple((name, tr(about.PANELS[name.partition(":")[0]])) for name in fit)
        self.app.push_screen(Chooser(tr("panels"), told, marked=marked, toggle=toggle), closed)

    async def _rearrange(self) -> None:
        """Show other panels of the same run."""
        wanted = self.chosen or self.walk.step.panels
        if wanted != self.walk.step.panels:
            step = replace(self.walk.step, panels=wanted)
            walk = Walk(replace(self.walk.lesson, steps=(step,)))
            self.study.walk, self.study.lab.step = walk, walk.step
            self.study.lab.zoomed, self.study.lab.tab = "", wanted[0]
            await self.show_panels()
            self.place()

    def action_share(self) -> None:
        """The code of the state, on the screen and in the clipboard."""
        try:
            state = self.shared()
            text = code(state)
        except TuidlError as error:
            self.say(str(error))
            return
        self.app.copy_to_clipboard(text)
        far = (
            tr("with its run up to step {step}", step=state.step) if state.step else tr("with a run that has not begun")
        )
        words = tr(
            "This is the sandbox {far}. 'tuidl open CODE' brings it back, here or elsewhere; so does o in a sandbox. "
            "It was copied, where the terminal allows that.",
            far=far,
        )
        self.app.push_screen(Told(tr("code"), text, words))

    def action_open(self) -> None:
        """Open a code in the place of this sandbox; undoing brings this one back."""

        def take(text: str) -> None:
            state = opened(text)
            self.bench.put(state.sandbox)
            self.bench.go("layer 0")
            self._wanted, self.bench.measured = state, None  # measured again, though it may be the same
            self.edited()

        self.app.push_screen(Line(tr("open a code"), tr("Type or paste the code of a sandbox."), take))

    def action_save(self) -> None:
        """Write the sandbox as a lesson to begin with."""
        if self.unsaved:
            self.say(self.unsaved)
            return

        def take(name: str) -> None:
            self.say(self.save_lesson(name, self._place))

        self.app.push_screen(Line(tr("save as a lesson"), naming(self._place), take))
