"""The step microscope: one training step on one example, instruction by instruction, number by number."""

from dataclasses import replace

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from tuidl.commands import Inspect
from tuidl.language import tr
from tuidl.signals import Audit
from tuidl.tui import keymap
from tuidl.tui.canvas import Canvas, put
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.frame import State, frame, note, tabs
from tuidl.tui.drawing.prose import paragraph
from tuidl.tui.grid import fits
from tuidl.tui.lab import grouped
from tuidl.tui.microscope import chain, change, check, origin, program, stand, table, words
from tuidl.tui.microscope.auditing import Auditing
from tuidl.tui.microscope.program import shape
from tuidl.tui.microscope.slide import Slide
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.small import too_small
from tuidl.tui.study import Study

FRAME = 1 / 20  # seconds between looks for an answer


class MicroscopeScreen(Screen[None]):
    """Lies over a lesson; the run below goes on, and what is shown stays at the step that was taken apart."""

    CSS_PATH = "microscope.tcss"
    AUTO_FOCUS = ""
    BINDINGS = keymap.MICROSCOPE

    def __init__(self, study: Study):
        super().__init__()
        self.study = study
        chosen = study.lab.view.signals.get("sample")
        self.slide = Slide(example=int(getattr(chosen, "index", 0)))
        self.zoomed, self.front = "", "table"
        self._run = study.lab.view.started
        self.auditing = Auditing()
        self._audited: Audit | None = None

    def compose(self) -> ComposeResult:
        """Head, seven parts, keys."""
        yield Canvas(self._head, id="head")
        for name in stand.PARTS:
            yield Canvas(lambda cells, name=name: self._part(cells, name), id=name)  # type: ignore[misc]
        yield Canvas(self._keys, id="keys")

    def on_mount(self) -> None:
        """Ask at once, and look for the answer from then on."""
        self.set_interval(FRAME, self.look)
        if self._run is not None:
            self._ask(self.slide.anew())

    def look(self) -> None:
        """Show an answer that has come; a run that was begun anew is taken apart anew."""
        view = self.study.lab.view
        if view.started is not self._run and view.started is not None:
            self._run, self.auditing = view.started, Auditing()
            self._ask(self.slide.anew())
        following = self.auditing.take(view.signals.get("audit"))
        if following is not None:
            self.study.send(following)
        if self.slide.take(view) or self.auditing.found is not self._audited:
            self._audited = self.auditing.found
            self.redraw()

    def _ask(self, asked: Inspect | None) -> None:
        if asked is not None:
            self.study.send(asked)
        self.redraw()

    # ---- places -------------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Place everything anew."""
        self.place()

    def place(self) -> None:
        """Put every part where the stand says."""
        width, height = self.size
        found = stand.places(width, height, self.zoomed, self.front)
        for canvas in self.query(Canvas):
            rect = found.get(canvas.id or "") if fits(width, height) or canvas.id == "head" else None
            canvas.display = rect is not None
            if rect is not None:
                put(canvas, rect if fits(width, height) else replace(rect, height=height))
        self.redraw()

    def redraw(self) -> None:
        """Draw everything as it is now."""
        for canvas in self.query(Canvas):
            if canvas.display:
                canvas.redraw()

    # ---- keys ---------------------------------------------------------------------------------------------------

    def action_instruction(self, direction: int) -> None:
        """The next instruction, or the one before."""
        self._ask(self.slide.go(self.slide.instruction + direction))

    def action_vertical(self, direction: int) -> None:
        """In the list, or in the table once the cursor stands there."""
        if self.slide.inside:
            self._ask(self.slide.move(direction, 0))
        else:
            self.action_instruction(direction)

    def action_horizontal(self, direction: int) -> None:
        """Along a row of the table."""
        self._ask(self.slide.move(0, direction))

    def action_inside(self) -> None:
        """The arrows move in the table, or in the list again."""
        self.slide.inside = not self.slide.inside
        self.redraw()

    def action_end(self, last: bool) -> None:
        """The first or the last instruction."""
        if self.slide.whole is not None:
            self._ask(self.slide.go(len(self.slide.whole.lines) - 1 if last else 0))

    def action_plane(self, direction: int) -> None:
        """Another table of the same tensor: another channel, another filter."""
        self._ask(self.slide.turn(direction))

    def action_tensor(self) -> None:
        """Another tensor of the instruction."""
        self._ask(self.slide.other())

    def action_user(self) -> None:
        """The first instruction that reads what this one writes."""
        line = self.slide.line
        if line is not None and line.users:
            self._ask(self.slide.go(line.users[0]))

    def action_example(self, direction: int) -> None:
        """Another example."""
        whole = self.slide.whole
        if whole is not None:
            self.slide.example = (whole.example + direction) % whole.examples
            self._again()

    def action_refresh(self) -> None:
        """The step the run stands at now."""
        self._again()

    def _again(self) -> None:
        self.auditing = Auditing()
        self._ask(self.slide.anew())
        if self.slide.instruction >= 0:
            self._ask(self.slide.ask())

    def action_audit(self) -> None:
        """Hold every number of every gradient against a finite difference; again stops that."""
        if self.auditing.under_way:
            self.auditing.stop()
            self.redraw()
        elif self.slide.whole is not None:
            self._ask(self.auditing.begin(self.slide.example, self.study.lab.view.signals.get("audit")))

    def action_zoom(self, number: int) -> None:
        """A part alone; the same again takes it back. Where they take turns, it comes to the front."""
        if stand.tabbed(*self.size):
            self.front = stand.TABS[number - 1] if number <= len(stand.TABS) else self.front
        else:
            part = stand.PARTS[number - 1]
            self.zoomed = "" if self.zoomed == part else part
        self.place()

    def action_turn(self, direction: int) -> None:
        """The next part to the front."""
        if stand.tabbed(*self.size):
            self.front = stand.TABS[(stand.TABS.index(self.front) + direction) % len(stand.TABS)]
            self.place()

    def action_leave(self) -> None:
        """Out of the zoom, out of the table, back to the lesson."""
        if self.zoomed:
            self.zoomed = ""
            self.place()
        elif self.slide.inside:
            self.action_inside()
        else:
            self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Choose the instruction or the number that is clicked."""
        slide, name = self.slide, event.widget.id if event.widget is not None else ""
        if slide.whole is None or event.widget is None:
            return
        x, y, size = event.x - 2, event.y - 1, event.widget.size
        if name == "program":
            found = program.instruction_at(slide.whole, slide.instruction, size.height - 2, y)
            slide.inside = False
            self._ask(slide.go(found) if found is not None else None)
        elif name == "table" and slide.shown is not None and slide.line is not None:
            at = table.sheet(slide.shown, slide.line, size.width - 4, size.height - 2).at(x, y)
            if at is not None:
                slide.inside = True
                self._ask(slide.point(*at))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The next instruction."""
        self.action_instruction(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The instruction before."""
        self.action_instruction(-1)

    # ---- drawing ------------------------------------------------------------------------------------------------

    def _head(self, cells: Cells) -> None:
        if not fits(*self.size):
            too_small(cells)
            return
        ink, lesson, slide = cells.ink, self.study.walk.lesson, self.slide
        x = cells.put(2, 0, "tuidl", ink.accent, None, BOLD) + 3
        x = cells.spans(x, 0, (f"{lesson.place} ".lstrip(), ink.dim), (lesson.title, ink.bright, BOLD)) + 3
        glyph, word, role = ("new", tr("ready"), "dim") if self.study.lab.demo is not None else self.study.lab.state
        facts = [(f"{getattr(ink.glyphs, glyph)} {word}", getattr(ink, role))]
        if slide.whole is not None:
            whole = slide.whole
            facts += [
                (
                    tr("example {number}", number=whole.example) + (f": {whole.label}" if whole.label else ""),
                    ink.dim,
                ),
                (tr("train step {step}", step=grouped(slide.step)), ink.dim),
                (
                    tr(
                        "instruction {instruction} / {count}",
                        instruction=max(slide.instruction, 0),
                        count=len(whole.lines) - 1,
                    ),
                    ink.dim,
                ),
            ]
        if self.auditing.under_way or self.auditing.found is not None:
            mark, said, tone = self.auditing.says()
            facts = [(f"{getattr(ink.glyphs, mark)} {said}", getattr(ink, tone))]
        while len(facts) > 1 and sum(len(text) + 3 for text, _ in facts) > cells.width - 2 - x:
            facts.pop(0)
        end = cells.width - 2
        for text, tone in reversed(facts):
            end = cells.right(end, 0, text, tone) - 3

    def _part(self, cells: Cells, name: str) -> None:
        slide, shown, line = self.slide, self.slide.shown, self.slide.line
        pointed = name == "table" if slide.inside else name == "program"
        state: State = "pointed" if pointed else "live"
        if stand.tabbed(*self.size) and name != "program":
            names = tuple((str(i), tr(stand.NAMES[tab])) for i, tab in enumerate(stand.TABS, 1))
            tabs(cells, names, stand.TABS.index(name), state)
        else:
            key = stand.KEYS[name] if not stand.tabbed(*self.size) else ""
            frame(cells, self._title(name), key, self._right(name), state=state)
        inside = cells.inside()
        whole = slide.whole
        if whole is None or line is None:
            note(inside, tr("{new} no step taken apart yet", new=cells.ink.glyphs.new), self._waiting())
        elif name == "program":
            program.draw(inside, whole, slide.instruction, pointed)
        elif name == "chain":
            chain.draw(inside, whole, slide.instruction)
        elif name == "origin":
            origin.draw(inside, whole)
        elif name == "words":
            paragraph(inside, 0, 0, inside.width, words.words(line, shown, whole.batch))
        elif shown is None:
            note(inside, "…")
        elif name == "table":
            table.draw(inside, shown, line, slide.inside)
        elif name == "change":
            change.draw(inside, shown)
        else:
            check.draw(inside, shown, line)
        cells.paste(2, 1, inside)

    def _waiting(self) -> str:
        return tr("the run is being made ready") if self.study.lab.view.started is None else ""

    def _title(self, name: str) -> str:
        shown = self.slide.shown
        titles = {
            "program": tr("program"), "chain": tr("where we are"),
            "table": tr("instruction {number}", number=max(self.slide.instruction, 0)),
            "change": shown.name if shown is not None else tr("change"), "check": tr("finite differences"),
            "origin": tr("where it began"), "words": tr("in words"),
        }  # fmt: skip
        return titles[name]

    def _right(self, name: str) -> str:
        line, shown = self.slide.line, self.slide.shown
        if name == "table" and shown is not None and line is not None:
            size = program.sizes(shown.shape)
            return f"{size} · {tr('↑↓←→ moves the cell') if self.slide.inside else tr('tab into the table')}"
        made = program.wrote(line) if line is not None else None
        return {
            "chain": tr("values ▸   ◂ gradients"), "change": tr("before ▸ after"), "check": "float64",
            "words": line.operation if line is not None else "", "program": shape(made),
        }.get(name, "")  # fmt: skip

    def _keys(self, cells: Cells) -> None:
        slide = self.slide
        ready, inside = slide.whole is not None, slide.inside
        shown, line = slide.shown, slide.line
        planes = shown is not None and shown.planes > 1
        found = [
            Key(".", tr("next"), ready), Key(",", tr("back"), ready),
            *([Key("↑↓←→", tr("cell"))] if inside else []),
            *([] if inside else [Key("↑↓", tr("instruction"), ready), Key("←→", tr("cell"), ready)]),
            Key("tab", tr("list") if inside else tr("table"), ready),
            *([Key("[ ]", tr("channel"))] if planes else []),
            Key("t", tr("tensor"), ready), Key("w", tr("who uses this"), line is not None and bool(line.users)),
            Key("n p", tr("example"), ready), Key("s", tr("this step"), ready),
            Key("a", tr("stop") if self.auditing.under_way else tr("check all"), ready), Key("1-7", tr("zoom")),
        ]  # fmt: skip
        if stand.tabbed(*self.size):
            found.insert(3, Key("v", tr("view")))
        keys.draw(cells, tuple(found), (Key("esc", tr("leave")), Key("?", tr("help"))))
