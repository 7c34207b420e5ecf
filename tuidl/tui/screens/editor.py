"""The editor of a code step: the page at the left, the learner's file beside it, what the check says below."""

import asyncio
import os
from collections.abc import Awaitable, Callable

from textual import events
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import TextArea

from tuidl.course import page as pages
from tuidl.course.spec import CodeSpec, Lesson
from tuidl.course.written import Written
from tuidl.errors import TuidlError
from tuidl.exercise.judgement import Judgement
from tuidl.language import later, tr
from tuidl.tui import bars, external
from tuidl.tui.canvas import Canvas, put
from tuidl.tui.codearea import CodeArea
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.frame import frame
from tuidl.tui.drawing.prose import put_line
from tuidl.tui.grid import Rect, fits
from tuidl.tui.page import paper, verdict
from tuidl.tui.pagebox import spoken
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.small import Small
from tuidl.tui.study import Study

Judge = Callable[[Lesson, Written], Awaitable[Judgement]]
PAUSE = 1.0  # seconds without typing after which what was typed is kept on disk
HEAD = 0.25  # seconds between drawings of the run's state
PAGE, WIDE, BESIDE = 33, 100, 170  # columns: of the page, from which it is shown, from which the check stands beside


class Editor(Screen[None]):
    """Dismissed when the learner goes back to the lesson; the text is kept at every pause, and on the way out."""

    CSS_PATH = "editor.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("ctrl+s,f5", "check", later("Check the function"), priority=True),
        Binding("ctrl+t,f2", "hint", later("A hint"), priority=True),
        Binding("f3", "solution", later("The solution in place of your text"), priority=True),
        Binding("ctrl+o,f4", "external", later("Your own editor"), priority=True),
        Binding("f6", "afresh", later("The file as it was at first"), priority=True),
        Binding("ctrl+up", "scroll(-2)", later("Scroll the check up"), show=False, priority=True),
        Binding("ctrl+down", "scroll(2)", later("Scroll the check down"), show=False, priority=True),
        Binding("escape", "leave", later("Back to the lesson")),
    ]

    def __init__(self, study: Study, judge: Judge):
        super().__init__()
        self.study, self._judge = study, judge
        code = study.walk.step.code
        assert code is not None
        self.code: CodeSpec = code
        self.page = pages.parse(study.walk.lesson.pages[study.walk.step.page])
        self.judgement: Judgement | None = None
        self.note, self.put = "", ("", "")  # a sentence; one about a text that is not the learner's, and that text
        self.top = 0
        self.checking: asyncio.Task[None] | None = None
        self._keeping: Timer | None = None

    # ---- places -------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Head, page, file, check, keys."""
        yield Canvas(lambda cells: bars.head(cells, self.study), id="head")
        yield Canvas(self._page, id="page", paper=True)
        yield Canvas(self._frame, id="frame")
        yield CodeArea(self.study.walk.text, id="file")
        yield Canvas(self._said, id="said")
        yield Canvas(self._keys, id="keys")

    @property
    def area(self) -> CodeArea:
        """The file."""
        return self.query_one(CodeArea)

    def on_mount(self) -> None:
        """The cursor stands where the first line is to be written."""
        lines = self.study.walk.text.split("\n")
        row = next((row for row, line in enumerate(lines) if "<-" in line), 0)
        self.set_interval(HEAD, self.query_one("#head", Canvas).redraw)
        self.area.move_cursor((row, len(lines[row]) - len(lines[row].lstrip())))
        self.area.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Place everything anew."""
        if not fits(*event.size):
            if self.is_current:
                self.app.push_screen(Small())
            return
        width, height = event.size
        left = PAGE + 1 if width >= WIDE else 0
        body = height - 2
        if width >= BESIDE:
            said = Rect(width - 60, 1, 60, body)
            file = Rect(left, 1, width - 60 - left, body)
        else:
            rows = max(8, body // 3)
            said = Rect(left, 1 + body - rows, width - left, rows)
            file = Rect(left, 1, width - left, body - rows)
        self.query_one("#page").display = left > 0
        inside = Rect(file.x + 1, file.y + 1, file.width - 2, file.height - 2)
        spots = (("#head", Rect(0, 0, width, 1)), ("#page", Rect(0, 1, max(1, left - 1), body)), ("#frame", file),
                 ("#file", inside), ("#said", said), ("#keys", Rect(0, height - 1, width, 1)))  # fmt: skip
        for name, rect in spots:
            put(self.query_one(name), rect)
        self.call_after_refresh(self._placed)

    def _placed(self) -> None:
        area = self.area
        if area.cursor_location[1] < area.size.width // 2:  # it was put there before there was room
            area.scroll_to(x=0, animate=False)
        area.repaint()
        self.redraw()

    def redraw(self) -> None:
        """Show everything as it is now."""
        for name in ("#head", "#page", "#frame", "#said", "#keys"):
            self.query_one(name, Canvas).redraw()

    # ---- drawing ------------------------------------------------------------------------------------------------

    def _page(self, cells: Cells) -> None:
        lesson = self.study.walk.lesson
        for y, line in enumerate(paper.lines(self.page, cells.width - 4, lambda chip: spoken(chip, lesson, ())), 1):
            put_line(cells, 2, y, line)

    def _frame(self, cells: Cells) -> None:
        agreed = self.study.walk.state.agreed
        same = bool(agreed) and agreed == self.study.walk.text
        word = tr("the solution trains the network") if self.study.walk.looked_up else ""
        word = word or tr("trains the network") if same else tr("an earlier text trains the network") if agreed else ""
        frame(cells, self.code.file.rpartition("/")[2], right=f"{self.code.function}()", foot=word, state="pointed")

    def rows(self, width: int) -> list[verdict.Row]:
        """What the check says, wrapped."""
        walk = self.study.walk
        put, text = self.put
        theirs = bool(put) and self.area.text == text
        note, hints, of = put if theirs else self.note, walk.hints(), len(walk.step.hints)
        mark: verdict.Mark = "new" if theirs else "wrong"
        return verdict.rows(self.judgement, self.checking is not None, note, hints, of, width, mark)

    def _said(self, cells: Cells) -> None:
        found = self.rows(cells.width - 4)
        room = max(1, cells.height - 2)
        self.top = min(self.top, max(0, len(found) - room))
        more = tr("ctrl ↓ more") if len(found) > self.top + room else tr("ctrl ↑ back") if self.top else ""
        frame(cells, tr("check"), foot=more)
        inside = Cells(cells.width - 4, room, cells.ink, cells.bg)
        verdict.draw(inside, found, self.top)
        cells.paste(2, 1, inside)

    def _keys(self, cells: Cells) -> None:
        walk = self.study.walk
        left = len(walk.step.hints) - walk.state.hints
        offered = walk.solution() is not None
        solution = Key("f3", tr("solution") if offered else tr("solution later"), offered)
        shown = (
            Key("^s", tr("check"), self.checking is None),
            Key("esc", tr("back")),
            Key("^t", tr("hint") if left else tr("no hint left"), left > 0),
            *((solution,) if offered else ()),  # a narrow row ends early
            Key("^z", tr("undo")),
            Key("^o", tr("your editor")),
            *(() if offered else (solution,)),
            Key("f6", tr("afresh")),
        )
        keys.draw(cells, shown, (Key("f1", tr("help")),))

    # ---- the text -----------------------------------------------------------------------------------------------

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """The learner typed: the walk has it at once, the disk at the next pause."""
        self.study.write(self.area.text)
        self.area.mark(0)
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(PAUSE, self._keep)
        self.query_one("#frame", Canvas).redraw()
        self.query_one("#said", Canvas).redraw()

    def _keep(self) -> None:
        self.study.write(self.area.text, keep=True)

    def _replace(self, text: str) -> None:
        """Another text, in one step that can be undone."""
        self.area.replace(text, (0, 0), self.area.document.end)

    # ---- keys ---------------------------------------------------------------------------------------------------

    def action_check(self) -> None:
        """Check what stands there; a check under way is ended."""
        if self.checking is not None:
            self.checking.cancel()
        self._keep()
        self.note, self.put, self.top = "", ("", ""), 0
        self.checking = asyncio.create_task(self._check(self.area.text))
        self.redraw()

    async def _check(self, text: str) -> None:
        walk = self.study.walk
        try:
            told = await self._judge(walk.lesson, Written(walk.step.id, text))
        except TuidlError as error:
            self.note, self.judgement = str(error), None
        else:
            self.judgement = told
            self.area.mark(told.line)
            if 0 < told.line <= self.area.document.line_count:
                line = self.area.document.get_line(told.line - 1)
                column = told.column - 1 if told.column else len(line) - len(line.lstrip())
                self.area.move_cursor((told.line - 1, column))
            if told.agrees:
                self.study.agree(text)
        self.checking = None
        self.redraw()

    def action_hint(self) -> None:
        """One hint more."""
        if self.study.walk.hint() is not None:
            self._keep()
            self.top = 10**6
        self.redraw()

    def action_solution(self) -> None:
        """The solution, where it is offered."""
        solution = self.study.walk.solution()
        if solution is None:
            self._say(tr("the solution is offered after the third hint: ^t"))
        else:
            self._put(solution, tr("that is the solution: ^z brings your text back, ^s checks it"))

    def action_afresh(self) -> None:
        """The stub again."""
        stub = self.study.walk.lesson.code[self.code.file]
        self._put(stub, tr("that is the file as it was: ^z brings your text back"))

    def _put(self, text: str, told: str) -> None:
        """Another text that is not the learner's; ``told``: whose it is, as long as it stands there."""
        self._replace(text)
        self.note, self.put = "", (told, text)
        self.redraw()

    def action_external(self) -> None:
        """The learner's own editor, in place of this screen."""
        try:
            words = external.command(os.environ)
            with self.app.suspend():
                text = external.edited(words, self.area.text, self.code.file.rpartition("/")[2])
        except SuspendNotSupported:
            self._say(tr("this terminal cannot be handed to another program; write here"))
        except TuidlError as error:
            self._say(str(error))
        else:
            if text != self.area.text:
                self._replace(text)
        self.refresh(layout=True)

    def _say(self, text: str) -> None:
        self.note, self.top = text, 0
        self.redraw()

    def action_scroll(self, rows: int) -> None:
        """Where the check says more than there is room for."""
        self.top = max(0, self.top + rows)
        self.query_one("#said", Canvas).redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Down."""
        self.action_scroll(2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Up."""
        self.action_scroll(-2)

    def interrupt(self) -> None:
        """^c copies here; it does not end the program."""
        self.area.action_copy()

    def action_leave(self) -> None:
        """Back to the lesson."""
        self._keep()
        self.dismiss(None)

    def on_unmount(self) -> None:
        """No check goes on unseen."""
        if self.checking is not None:
            self.checking.cancel()
