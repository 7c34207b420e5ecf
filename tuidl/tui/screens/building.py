"""The keys of the sandbox that build: the list and its cursor, forms of values, new layers, data, undo and redo."""

from collections.abc import Callable
from typing import Any

from tuidl.errors import TuidlError
from tuidl.language import later, tr
from tuidl.sandbox import about, fields, suggestion
from tuidl.sandbox.code import Shared
from tuidl.sandbox.description import Sandbox, changed
from tuidl.sandbox.facts import Sizes
from tuidl.sandbox.fields import Field
from tuidl.session.measure import Measuring
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.look import look
from tuidl.tui.sandbox import stack
from tuidl.tui.sandbox.project import Project
from tuidl.tui.sandbox.stackbox import StackBox
from tuidl.tui.screens.chooser import Chooser
from tuidl.tui.screens.form import Form
from tuidl.tui.screens.lesson import LessonScreen


class Building(Project, LessonScreen):
    """A screen with a bench. ``measure`` says what a sandbox comes to."""

    measure: Measuring

    def begin_building(self, shared: Shared, measure: Measuring) -> None:
        """Before anything else: what is built, and who measures it."""
        self.begin_project(shared)
        self.measure = measure
        self._looks: dict[str, Sizes] = {}  # of data sets that were looked at
        self._near = ""  # the one under the cursor of the chooser
        self._looking = False

    def edited(self) -> None:
        """The sandbox is another."""
        raise NotImplementedError

    # ---- the list -------------------------------------------------------------------------------------------------

    def on_stack_box_pointed(self, event: StackBox.Pointed) -> None:
        """The cursor to a row; the row it stands on already is opened."""
        again = event.row == self.bench.row
        self.bench.go(event.row)
        self.query_one(StackBox).redraw()
        if again:
            self.open_row()

    def on_stack_box_wanted(self, event: StackBox.Wanted) -> None:
        """Do what was asked of the list."""
        bench, done = self.bench, False
        try:
            match event.what:
                case "move":
                    bench.move(event.by)
                case "turn":
                    done = self._turn(event.by)
                case "shift":
                    done = bench.shift(event.by)
                case "copy":
                    done = bench.copy()
                case "remove":
                    done = bench.remove()
                case "add":
                    self.action_add()
                case "open":
                    self.open_row()
        except TuidlError as error:
            self.say(str(error))
        if done:
            self.edited()
        self.changed()
        self.query_one(StackBox).redraw()

    def _turn(self, by: int) -> bool:
        """One stop further: a knob of the run where there is one, else the sandbox itself."""
        lab, bench = self.study.lab, self.bench
        name = bench.row
        if bench.layer is not None:
            main = fields.main(bench.sandbox, bench.layer)
            name = f"{bench.sandbox.layers[bench.layer].name}_{main.key}" if main is not None else ""
        knobs = [knob.name for knob in lab.knobs]
        if name in knobs and not self.stale and lab.view.started is not None:
            lab.held = knobs.index(name)
            self.study.send(lab.turn(by))
            return False
        return bench.turn(by)

    def open_row(self) -> None:
        """The form, or the chooser, of the row under the cursor."""
        bench = self.bench
        if bench.row == "data":
            self.action_data()
        elif bench.row == "options":
            kept = bench.sandbox

            def fit() -> tuple[Field, ...]:
                return fields.of_data(bench.sandbox, bench.sizes.data if bench.sizes else None)

            if fit():
                self._form(bench.sandbox.data.source, fit, lambda key, value: bench.set_data({key: value}), kept)
        elif (at := bench.layer) is not None:
            layer = bench.sandbox.layers[at]
            self._form(
                f"{layer.name}: {layer.type}",
                lambda: fields.of_layer(bench.sandbox, at),
                lambda key, value: bench.set_layer(at, {key: value}),
                bench.sandbox,
                next((field.key for field in [fields.main(bench.sandbox, at)] if field), ""),
            )
        else:
            first = "schedule" if bench.row == "more" else bench.row
            self._form(
                tr("training"),
                lambda: fields.of_training(bench.sandbox),
                lambda key, value: bench.set_training({key: value}),
                bench.sandbox,
                first,
            )

    def _form(
        self,
        title: str,
        asked: Callable[[], tuple[Field, ...]],
        change: Callable[[str, Any], bool],
        before: Sandbox,
        first: str = "",
    ) -> None:
        """A form whose changes are seen at once, and taken back with esc."""
        depth = len(self.bench.past)

        def take(key: str, value: Any) -> None:
            if change(key, value):
                self.edited()

        def say() -> tuple[str, str]:
            _, text, role = stack.status(self.bench, False)
            return text, role

        def closed(kept: bool | None) -> None:
            del self.bench.past[depth + (self.bench.sandbox != before) :]
            if not kept and self.bench.sandbox != before:
                self.bench.past = self.bench.past[:depth]
                self.bench.sandbox = before
            elif self.bench.past[depth:]:
                self.bench.past[depth] = before
            self.edited()

        self.app.push_screen(Form(title, asked, take, say, first), closed)

    def action_add(self) -> None:
        """Choose a layer to put under the cursor."""

        def chosen(kind: str | None) -> None:
            if kind is not None and self.bench.add(kind):
                self.edited()

        self.app.push_screen(
            Chooser(tr("a layer"), tuple((name, tr(words)) for name, words in about.LAYERS.items()), "dense"), chosen
        )

    def action_undo(self) -> None:
        """As it was before."""
        if self.bench.undo():
            self.edited()
        else:
            self.say(tr("nothing to undo"))

    def action_redo(self) -> None:
        """As it was before the undoing."""
        if self.bench.redo():
            self.edited()
        else:
            self.say(tr("nothing to redo"))

    def action_edit(self) -> None:
        """Into the stack."""
        self.set_focus(self.query_one(StackBox))

    # ---- data -----------------------------------------------------------------------------------------------------

    def action_data(self) -> None:
        """Choose a data set, with a look at each."""

        def near(source: str) -> None:
            self._near = source
            if not self._looking:
                self._looking = True
                self.run_worker(self._look(), group="look", exit_on_error=False)

        def draw(cells: Cells, source: str) -> None:
            sizes = self._looks.get(source)
            if sizes is None:
                cells.put(0, 0, tr("reading …"), cells.ink.faint)
            elif sizes.data is None:
                cells.put(0, 0, sizes.fault[: cells.width], cells.ink.warn)
            else:
                y = 0
                for line in sizes.data.lines[:5]:
                    cells.put(0, y, line if len(line) <= cells.width else line[: cells.width - 1] + "…", cells.ink.dim)
                    y += 1
                picture = Cells(cells.width, cells.height - y - 1, cells.ink, cells.bg)
                look(picture, sizes.preview)
                cells.paste(0, y + 1, picture)

        def chosen(source: str | None) -> None:
            if source is not None and self.bench.set_data({}, source):
                self.edited()
                self.say(tr("f puts layers that fit these data"))

        known = tuple((name, tr(about.DATA.get(name, later("brought by you")))) for name in about.sources())
        self.app.push_screen(Chooser(tr("data"), known, self.bench.sandbox.data.source, near, draw), chosen)

    async def _look(self) -> None:
        """A look at the set under the cursor, one after the other, wherever the cursor has gone meanwhile."""
        try:
            while (source := self._near) not in self._looks:
                wanted = changed(self.bench.sandbox, data={"source": source})
                self._looks[source] = await self.measure.sizes(wanted)
                if isinstance(self.app.screen, Chooser):
                    self.app.screen.redraw()
        finally:
            self._looking = False

    def action_fit(self) -> None:
        """A stack and a loss that go with the data."""
        sizes = self.bench.sizes
        if sizes is None or sizes.data is None or not self.bench.current:
            self.say(tr("nothing is known of the data yet"))
        elif self.bench.put(suggestion.fitted(self.bench.sandbox, sizes.data)):
            self.bench.go("layer 0")
            self.edited()
