"""Draw an image and see what the net makes of every stroke."""

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tuidl.commands import Command, Only, Sketch
from tuidl.language import later, tr
from tuidl.signals import Drawing
from tuidl.tui import keymap
from tuidl.tui.canvas import Canvas
from tuidl.tui.draw import stand
from tuidl.tui.draw.album import Album
from tuidl.tui.draw.easel import BRUSHES, INKS, Easel, Spot
from tuidl.tui.draw.question import Question
from tuidl.tui.drawing import sheet
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.frame import State, frame, note
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.prose import paragraph
from tuidl.tui.drawing.rivals import rivals
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.keeping import Keeping
from tuidl.tui.screens.prompt import Prompt
from tuidl.tui.sheet import Sheet
from tuidl.tui.study import Study
from tuidl.view import RunView

FRAME = 1 / 24  # seconds between looks for an answer


class DrawScreen(Keeping):
    """Lies over a lesson whose net reads images; the run below goes on."""

    CSS_PATH = "draw.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = keymap.DRAW
    nothing = later("no drawing was given a label yet: k")

    def __init__(self, study: Study, easel: Easel, album: Album):
        super().__init__()
        self.study, self.easel, self.album = study, easel, album
        self.question = Question()
        self.centred = True
        self.front = "why"
        self._layer, self._first, self._shown = 0, 0, 0  # the layer, the first of its maps that is seen, how many are
        self._seen = -1  # what the run had said when the head was drawn
        self._run = study.lab.view.started
        self._last: Spot | None = None  # where the mouse was in the stroke under way
        self._kept = study.lab.view.kept
        self._refused = study.lab.view.diagnoses[-1] if study.lab.view.diagnoses else None

    def compose(self) -> ComposeResult:
        """Head, sheet, what the net says, why, its maps, what was kept, keys."""
        yield Canvas(self._head, id="head")
        yield Sheet(self._sheet, id="sheet")
        yield Canvas(self._says, id="says")
        yield Canvas(self._why, id="why")
        yield Canvas(self._maps, id="maps")
        yield Canvas(self._album, id="album")
        yield Canvas(self._keys, id="keys")

    def on_mount(self) -> None:
        """Ask at once, and look for answers from then on."""
        self.set_interval(FRAME, self.look)
        self.look()

    # ---- the run ------------------------------------------------------------------------------------------------

    @property
    def view(self) -> RunView:
        """The learner's own run, also while a recording is shown."""
        return self.study.lab.view

    @property
    def alive(self) -> bool:
        """Whether it can answer."""
        return self.study.alive

    @property
    def views(self) -> tuple[RunView, ...]:
        """All runs of a race that are asked, or the one there is."""
        contest = self.study.contest
        return (self.view,) if contest is None else tuple(lab.view for lab in contest.labs)

    @property
    def hand(self) -> int:
        """The contestant whose reasons and maps are shown."""
        return self.study.contest.chosen if self.study.contest is not None else 0

    @property
    def answer(self) -> Drawing | None:
        """What that one says."""
        return self.question.answers[self.hand] if self.hand < len(self.question.answers) else None

    def ask(self, command: Command) -> None:
        """Send it something; the maps of a layer are those of the contestant in hand."""
        if isinstance(command, Sketch) and self.study.contest is not None:
            for k in range(len(self.views)):
                self.study.send(Only(k, command if k == self.hand else replace(command, layer="")))
        else:
            self.study.send(command)

    def action_lane(self, contestant: int) -> None:
        """Another contestant's reasons and maps."""
        self.study.choose(contestant)
        self.look()
        self.redraw()

    @property
    def mapped(self) -> tuple[str, ...]:
        """Those that give images."""
        started = self.view.started
        return tuple(layer.name for layer in started.layers if len(layer.output) == 3) if started else ()

    @property
    def chosen(self) -> str:
        """The one whose maps are shown."""
        return self.mapped[self._layer % len(self.mapped)] if self.mapped else ""

    def look(self) -> None:
        """Show what has come, and ask about what was drawn since."""
        view = self.view
        if view.started is not self._run:
            self._run = view.started
            self.question.forget()
        before = self.question.answers, self.question.waiting
        if view.started is not None and self.alive:
            asked = self.question.look(self.views, self.easel.pixels, self.chosen, self.centred)
            if asked is not None:
                self.ask(asked)
        if self.heard() or before != (self.question.answers, self.question.waiting):
            self.redraw()
        elif self._seen != view.version:
            self.query_one("#head", Canvas).redraw()
        self._seen = view.version

    # ---- by mouse -----------------------------------------------------------------------------------------------

    def stand(self) -> stand.Stand:
        """Where everything is."""
        classes = len(self.view.started.classes) if self.view.started else 10
        return stand.sheet(*self.size, self.easel.height, self.easel.width, classes, self.front, len(self.views))

    def on_sheet_drawn(self, event: Sheet.Drawn) -> None:
        """The mouse draws; its right button erases."""
        place = self.stand()
        rect, easel = place.parts["sheet"], self.easel
        inside = Cells(rect.width - 4, rect.height - 2, DARK)
        spot = sheet.spot(inside, easel.height, easel.width, place.pixel, event.column, event.row)
        erasing, easel.erasing = easel.erasing, easel.erasing or event.erasing
        if spot is not None:
            if event.first or self._last is None:
                easel.begin(spot)
            else:
                easel.go_on(self._last, spot)
            easel.cursor = int(spot[0]), int(spot[1])
        easel.erasing, self._last = erasing, spot
        self._drew()

    def on_sheet_let(self) -> None:
        """The mouse was let go."""
        self._last = None

    def _drew(self) -> None:
        self.note = ""
        self.look()
        self.redraw()

    # ---- by keys ------------------------------------------------------------------------------------------------

    def action_move(self, down: int, across: int) -> None:
        """Move the cursor; with the pen down it draws."""
        self.easel.move(down, across)
        self._drew()

    def action_do(self, what: str) -> None:
        """Something with the drawing: dab, lower, clear, toggle_eraser."""
        getattr(self.easel, what)()
        self._drew()

    def action_change(self, what: str, by: int) -> None:
        """More or less ink, a broader or finer brush."""
        getattr(self.easel, what)(by)
        easel = self.easel
        self.say(tr("ink {inks:.0%} · {brush} brush", inks=INKS[easel.ink], brush=tr(BRUSHES[easel.brush][0])))

    def action_undo(self) -> None:
        """One stroke back."""
        if not self.easel.sheet.undo():
            self.say(tr("nothing to undo"))
        self._drew_if()

    def action_redo(self) -> None:
        """Forth again."""
        if not self.easel.sheet.redo():
            self.say(tr("nothing was undone"))
        self._drew_if()

    def _drew_if(self) -> None:
        self.look()
        self.redraw()

    def action_centre(self) -> None:
        """Show the drawing to the net as it is, or moved to the middle."""
        self.centred = not self.centred
        self.say(
            tr("drawings are moved to where the training images lie, by whole pixels") if self.centred
            else tr("the net sees the drawing where you drew it")
        )  # fmt: skip
        self.look()

    def action_layer(self) -> None:
        """More maps of this layer, then those of the next one."""
        self._first += self._shown
        if self.answer is None or self._first >= len(self.answer.maps):
            self._layer, self._first = self._layer + 1, 0
        self.front = "maps"
        self.place()

    def action_turn(self) -> None:
        """Why or maps, where there is room for one."""
        self.front = "maps" if self.front == "why" else "why"
        self.place()

    def action_train(self) -> None:
        """Train on, or pause."""
        if self.study.lab.running:
            self.study.pause()
        else:
            self.study.play()

    def action_single(self) -> None:
        """One step."""
        self.study.single()

    # ---- the album ----------------------------------------------------------------------------------------------

    def action_keep(self) -> None:
        """Give the drawing a label, and begin another."""
        if self.easel.empty:
            self.say(tr("draw something first"))
        elif self.album.full:
            self.say(
                tr("{count} drawings are as many as one data set takes here: keep them with ^s", count=len(self.album))
            )
        else:
            classes = self.view.started.classes if self.view.started else ()
            known = "\n" + tr("The classes of this lesson: {classes}", classes=", ".join(classes)) if classes else ""
            self.app.push_screen(Prompt(tr("label"), tr("What did you draw?") + known, "", _label), self._labelled)

    def _labelled(self, label: str | None) -> None:
        if label is not None:
            self.album.add(self.easel.pixels, label)
            self.easel.clear()
            self.say(tr("{words}; ^s keeps them, b takes the last back", words=self.album.words()))
            self.look()

    def action_back(self) -> None:
        """The drawing that was labelled last, on the sheet again."""
        pixels = self.album.take_back()
        if pixels is None:
            self.say(tr("no drawing was given a label yet: k"))
        else:
            self.easel.sheet.do(pixels)
            self._drew()

    def action_leave(self) -> None:
        """Back to the lesson; drawings stay for the next time."""
        if self.easel.down:
            self.easel.down = False
            self.redraw()
        else:
            self.dismiss(None)

    # ---- drawing ------------------------------------------------------------------------------------------------

    def _head(self, cells: Cells) -> None:
        glyph, word, _ = self.study.lab.state if self.study.lab.demo is None else ("paused", tr("ready"), "dim")
        data = self.view.started.data if self.view.started else ""
        facts = (f"{getattr(cells.ink.glyphs, glyph)} {word}", tr("step {step}", step=self.view.step), data)
        self.head(cells, tr("draw"), tuple(fact for fact in facts if fact))

    def _sheet(self, cells: Cells) -> None:
        easel, size = self.easel, self.stand().pixel
        hold = (
            tr("eraser")
            if easel.erasing
            else tr("{brush} · ink {inks:.0%}", brush=tr(BRUSHES[easel.brush][0]), inks=INKS[easel.ink])
        )
        pen = tr("pen down") if easel.down else ""
        frame(cells, tr("sheet"), right=f"{hold} · {easel.height}×{easel.width}", foot=pen, state="pointed")
        inside = cells.inside()
        sheet.sheet(inside, easel.field(), size, easel.cursor, "×" if easel.erasing else "●" if easel.down else "┼")
        cells.paste(2, 1, inside)

    def _part(self, cells: Cells, title: str, right: str, draw: str) -> None:
        answer = self.answer
        state: State = "live" if answer is not None else "empty"
        frame(cells, title, right=right, state=state)
        inside = cells.inside()
        if answer is None:
            note(inside, tr("{mark} no answer yet", mark=cells.ink.glyphs.new), self._waiting())
        elif draw == "says" and self.study.contest is not None:
            rivals(inside, self.study.contest.names, self.question.answers, self.hand)
        elif draw == "says":
            sheet.says(inside, answer, self.question.waiting)
        elif draw == "why":
            sheet.why(inside, answer)
        elif answer.maps:
            self._first = self._first if self._first < len(answer.maps) else 0
            self._shown = sheet.maps(inside, answer, self._first)
        else:
            note(inside, tr("this net has no feature maps"))
        cells.paste(2, 1, inside)

    def _waiting(self) -> str:
        if self.view.state == "compiling":
            return tr("kernels are being prepared")
        return tr("the run is being made ready") if self.alive else tr("the training process has ended: esc, then r")

    def _says(self, cells: Cells) -> None:
        answer = self.answer
        self._part(cells, tr("says"), sheet.moved(answer) if answer and self.centred else tr("as drawn"), "says")

    def _why(self, cells: Cells) -> None:
        answer = self.answer
        best = answer.winner if answer else ""
        self._part(
            cells,
            f"{tr('saliency')}{self._whose(cells)}",
            tr("which ink speaks for {best}", best=best) if best else "",
            "why",
        )

    def _whose(self, cells: Cells) -> str:
        """The mark of the contestant in hand."""
        lanes = cells.ink.glyphs.lanes
        return f" {lanes[self.hand % len(lanes)]}" if self.study.contest is not None else ""

    def _maps(self, cells: Cells) -> None:
        at = (
            tr("{place} of {all}", place=self._layer % len(self.mapped) + 1, all=len(self.mapped))
            if self.mapped
            else ""
        )
        self._part(cells, f"{tr('maps')}{self._whose(cells)} {self.chosen}", at, "maps")

    def _album(self, cells: Cells) -> None:
        frame(
            cells, tr("kept"), right=tr("{unsaved} not saved", unsaved=self.album.unsaved) if self.album.unsaved else ""
        )
        inside = cells.inside()
        hint = tr("k gives the drawing a label, ^s makes a data set of those that have one")
        y = paragraph(inside, 0, 0, inside.width, ((self.note or self.album.words() or hint, "plain"),))
        sheet.kept(inside, y + 1, self.album.examples, self.album.labels, self.easel.width)
        cells.paste(2, 1, inside)

    def _keys(self, cells: Cells) -> None:
        easel = self.easel
        shown = (
            Key("space", tr("dab")), Key("x", tr("draw") if easel.erasing else tr("erase")),
            Key("u", tr("undo"), easel.sheet.can_undo),
            Key("k", tr("label"), not easel.empty), Key("t", tr("pause") if self.study.lab.running else tr("train")),
            Key("n", tr("clear")), Key("enter", tr("pen up") if easel.down else tr("pen down")),
            Key("^s", tr("save"), len(self.album) > 0), Key("c", tr("centre")), Key("m", tr("maps")),
            Key("y", tr("redo"), easel.sheet.can_redo), Key("- +", tr("ink")), Key("[ ]", tr("brush")),
            *((Key(f"1-{len(self.views)}", tr("whose")),) if len(self.views) > 1 else ()),
        )  # fmt: skip
        self.bottom(cells, shown)

    def room(self) -> tuple[int, int]:
        """See Keeping."""
        album = self.stand().parts.get("album")
        return (album.width - 4, album.height - 2) if album is not None else (0, 0)


def _label(line: str) -> str:
    if not line or not line.isprintable() or len(line) > 24:
        return tr("a label is a word or a number of up to 24 letters")
    return ""
