"""Draw points of the plane and watch the boundary follow: a run of its own, so that the lesson's stays as it is."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tuidl.commands import Command, Keep, Only, Pause, Play, Reset, SetPace, Step, Teach, Watch
from tuidl.events import Event, Failed, Raced, RunStarted
from tuidl.language import later, tr
from tuidl.signals import Boundary
from tuidl.tui import keymap
from tuidl.tui.canvas import Canvas
from tuidl.tui.draw import stand, tally
from tuidl.tui.draw.album import Album
from tuidl.tui.draw.dots import Dot, Dots, judged
from tuidl.tui.drawing.boundary import MARKS, at, boundary, place, reading, side, top
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.frame import frame, note
from tuidl.tui.drawing.ink import DARK
from tuidl.tui.drawing.number import count
from tuidl.tui.drawing.prose import paragraph
from tuidl.tui.feed import Feed
from tuidl.tui.grid import Rect, split
from tuidl.tui.lab import WORDS, short
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.draw import FRAME
from tuidl.tui.screens.keeping import Keeping
from tuidl.tui.sheet import Sheet
from tuidl.tui.study import Study
from tuidl.view import RunView

STEPS = 1_000_000  # of the run: it is stopped long before
EVERY = 100  # steps between evaluations
FINEST = 64  # places of the plane along each side that are asked for
REST = 3  # looks between two sets of points that are sent
EACH = 2  # looks between two drawings of what the run says


class PointsScreen(Keeping):
    """Lies over a lesson whose net reads the plane; the lesson's run waits, and nothing of it is changed.

    ``known``: the points of each experiment as they were left.
    """

    CSS_PATH = "draw.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = keymap.POINTS
    nothing = later("there are no points to keep: click, or press space")

    def __init__(self, study: Study, known: dict[str, Dots]):
        super().__init__()
        self.study, self._known = study, known
        self._experiment = study.walk.step.experiment
        classes = study.lab.view.started.classes if study.lab.view.started else ()
        self.names = classes
        self.dots = known.get(self._experiment) or Dots(classes=len(classes))
        self.mine = self._experiment in known  # the points are no longer the lesson's
        self.album = Album((2,))
        contest = study.contest
        self.rivals = contest.names if contest is not None else ("",)  # who learns the points
        self.hand = contest.chosen if contest is not None else 0  # whose plane is shown, where there is room for one
        self._views = [RunView() for _ in self.rivals]
        self._feed = Feed(self._take)
        self._sent: tuple[object, ...] | None = None  # points that the run trains on
        self._rested = 0
        self._judged: dict[int, tuple[Boundary, tuple[Dot, ...], Boundary]] = {}  # of planes and points before
        self._drawn = (-1, 0)  # what the run had said, and how many looks ago, when it was drawn last
        self._was_running = study.lab.running
        self._wanted = True  # it shall train

    def compose(self) -> ComposeResult:
        """Head, plane, loss, points, keys."""
        yield Canvas(self._head, id="head")
        yield Sheet(self._plane, id="plane")
        yield Canvas(self._loss, id="loss")
        yield Canvas(self._points, id="points")
        yield Canvas(self._keys, id="keys")

    def on_mount(self) -> None:
        """The lesson's run waits; this one begins."""
        if self._was_running:
            self.study.pause()
        opened, request = self.study.beside(STEPS, EVERY)
        self._feed.start(lambda: opened(request), SetPace("full"), Watch((("boundary", FINEST, FINEST),)))
        self.set_interval(FRAME, self.look)

    async def on_unmount(self) -> None:
        """Leave no run behind."""
        await self._feed.close()

    # ---- the run ------------------------------------------------------------------------------------------------

    @property
    def view(self) -> RunView:
        """The run on the points; of a race that in hand."""
        return self._views[self.hand]

    @property
    def alive(self) -> bool:
        """Whether it can answer."""
        return self._feed.alive

    def ask(self, command: Command) -> None:
        """Send it something; a race sends it to all."""
        keeps = isinstance(command, Keep) and len(self.rivals) > 1
        self._feed.send(Only(self.hand, command) if keeps else command)

    def plane(self, rival: int | None = None) -> Boundary | None:
        """What a net says over the plane (None: that in hand), with the points as they are drawn."""
        k = self.hand if rival is None else rival
        told, before = self._views[k].signals.get("boundary"), self._judged.get(k)
        if not isinstance(told, Boundary):
            return None
        if before is None or before[0] is not told or before[1] is not self.dots.now:
            before = self._judged[k] = told, self.dots.now, judged(told, self.dots.now)
        return before[2]

    @property
    def learners(self) -> list[tally.Learner]:
        """All that learn the points."""
        return [tally.Learner(name, self._views[k], self.plane(k)) for k, name in enumerate(self.rivals)]

    def _take(self, event: Event) -> None:
        number, told = (event.contestant, event.told) if isinstance(event, Raced) else (0, event)
        self._views[number].apply(told)
        if isinstance(told, RunStarted):
            self._sent = None
        if isinstance(event, Failed):
            self.note = event.text

    def look(self) -> None:
        """Show what has come; send points that were drawn since."""
        told = self.view.signals.get("boundary")
        if not self.mine and isinstance(told, Boundary) and not self.dots.now and told.points:
            self.dots = Dots(tuple((x1, x2, label) for x1, x2, label, _ in told.points), len(self.names))
            self._sent = self.dots.now if told.total <= len(told.points) else None
            self.mine = True
            self._known[self._experiment] = self.dots
        self._rested += 1
        if self.mine and all(view.started is not None for view in self._views) and self._rested >= REST:
            self._teach()
        version, looks = self._drawn
        now = sum(view.version for view in self._views)
        if self.heard() or (version != now and looks >= EACH):
            self.redraw()
            self._drawn = now, 0
        else:
            self._drawn = version, looks + 1

    def _teach(self) -> None:
        now = self.dots.now
        if now != self._sent:
            self._sent, self._rested = now, 0
            if now:
                self.ask(Teach(now))
            else:
                self.ask(Pause())
                self.say(tr("no points are left to learn from: the net waits as it is"))
        if self._wanted and now and any(view.state in ("ready", "paused") for view in self._views):
            self.ask(Play())

    # ---- by mouse -----------------------------------------------------------------------------------------------

    def stand(self) -> stand.Stand:
        """Where everything is."""
        return stand.plane(*self.size)

    def _places(self) -> dict[int, Rect]:
        """Where in its part the plane of each net is: all side by side, or that in hand where there is no room."""
        rect = self.stand().parts["plane"]
        whole = Rect(0, 0, rect.width, rect.height)
        found = split(whole, len(self.rivals)) if len(self.rivals) > 1 else (whole,)
        return dict(enumerate(found)) if found else {self.hand: whole}

    def _inside(self) -> Cells:
        rect = next(iter(self._places().values()))
        return Cells(rect.width - 4, rect.height - 2, DARK)

    def _spot(self, column: int, row: int) -> tuple[float, float] | None:
        """The place on the plane under the mouse; which net's does not matter, for points are those of all."""
        for k, rect in self._places().items():
            inside = Cells(rect.width - 4, rect.height - 2, DARK)
            spot = self._on(self.plane(k), inside, column - rect.x, row - rect.y)
            if spot is not None:
                return spot
        return None

    @staticmethod
    def _on(signal: Boundary | None, inside: Cells, column: int, row: int) -> tuple[float, float] | None:
        size = side(inside)
        column, row = column - (inside.width - size) // 2, row - top(inside)
        if signal is None or not (0 <= column < size and 0 <= row < size // 2):
            return None
        return at(signal, column, row, size)

    def _reach(self) -> float:
        """Half the distance across two cells: what the eraser takes away."""
        signal = self.plane()
        size = max(1, side(self._inside()))
        return 1.5 * (signal.x_range[1] - signal.x_range[0]) / size if signal is not None else 0.0

    def on_sheet_drawn(self, event: Sheet.Drawn) -> None:
        """The mouse puts points; its right button takes them away."""
        spot = self._spot(event.column, event.row)
        if spot is None:
            return
        dots = self.dots
        erasing, dots.erasing = dots.erasing, dots.erasing or event.erasing
        dots.touch(*spot, self._reach(), more=not event.first)
        dots.erasing, dots.cursor = erasing, spot
        self._drew()

    def _drew(self) -> None:
        self.note, self.mine = "", True
        self._known[self._experiment] = self.dots
        self.redraw()

    # ---- by keys ------------------------------------------------------------------------------------------------

    def action_move(self, dx: int, dy: int) -> None:
        """Move the cursor by a cell; it begins in the middle."""
        signal, size = self.plane(), side(self._inside())
        if signal is None or size < 2:
            return
        if self.dots.cursor is None:
            self.dots.cursor = at(signal, size // 2, size // 4, size)
        else:
            column, half = place(signal, *self.dots.cursor, size)
            column, row = min(max(column + dx, 0), size - 1), min(max(half // 2 + dy, 0), size // 2 - 1)
            self.dots.cursor = at(signal, column, row, size)
        self.redraw()

    def action_put(self) -> None:
        """A point under the cursor, or none with the eraser."""
        if self.dots.cursor is None:
            self.action_move(0, 0)
        if self.dots.cursor is not None:
            self.dots.touch(*self.dots.cursor, self._reach())
            self._drew()

    def action_label(self, label: int) -> None:
        """The class of the next points; −1: the one after."""
        self.dots.choose((self.dots.label + 1) % max(1, self.dots.classes) if label < 0 else label)
        self.redraw()

    def action_erase(self) -> None:
        """Eraser, or points again."""
        self.dots.erasing = not self.dots.erasing
        self.redraw()

    def action_clear(self) -> None:
        """No points."""
        self.dots.clear()
        self._drew()

    def action_undo(self) -> None:
        """One step back."""
        if self.dots.all.undo():
            self._drew()
        else:
            self.say(tr("nothing to undo"))

    def action_redo(self) -> None:
        """Forth again."""
        if self.dots.all.redo():
            self._drew()
        else:
            self.say(tr("nothing was undone"))

    def action_train(self) -> None:
        """Train on, or pause."""
        self._wanted = not self.playing
        if not self.dots.now:
            self.say(tr("there is nothing to learn from: put some points"))
        elif all(view.state in ("ended", "diverged") for view in self._views):
            self.action_reset()
        else:
            self.ask(Play() if self._wanted else Pause())

    def action_single(self) -> None:
        """One step."""
        self._wanted = False
        self.ask(Step(1))

    def action_reset(self) -> None:
        """New weights."""
        self._wanted = True
        self.ask(Reset())

    def action_lesson(self) -> None:
        """The lesson's own points, from a run begun anew."""
        self._known.pop(self._experiment, None)
        self.dismiss(None)
        self.app.push_screen(PointsScreen(self.study, self._known))

    def action_lane(self) -> None:
        """The plane of the next contestant."""
        self.hand = (self.hand + 1) % len(self.rivals)
        self.redraw()

    def action_save(self) -> None:
        """The points as a data set."""
        dots = self.dots.now
        self.album.examples = [(x1, x2) for x1, x2, _ in dots]
        self.album.labels = [self.names[label] for _, _, label in dots]
        super().action_save()

    def action_leave(self) -> None:
        """Back to the lesson, whose run goes on if it did."""
        if self._was_running:
            self.study.play()
        self.dismiss(None)

    # ---- drawing ------------------------------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        """Whether any net trains now."""
        return any(view.state == "playing" for view in self._views)

    def _head(self, cells: Cells) -> None:
        view = self.view
        glyph, word, _ = WORDS.get(view.state, WORDS["idle"])
        batch = view.started.batch if view.started is not None else 1
        speed = view.per_second * min(1.0, len(self._sent or ()) / batch)  # of a step over fewer points than a batch
        rate = tr("{number} pts/s", number=short(speed)) if speed >= 1 else ""
        facts = (f"{getattr(cells.ink.glyphs, glyph)} {tr(word)}", tr("step {step}", step=count(view.step)), rate)
        self.head(cells, tr("points"), tuple(fact for fact in facts if fact))

    def _plane(self, cells: Cells) -> None:
        for k, rect in self._places().items():
            part = Cells(rect.width, rect.height, cells.ink, cells.bg)
            self._one_plane(part, k)
            cells.paste(rect.x, rect.y, part)

    def _one_plane(self, cells: Cells, rival: int) -> None:
        dots, signal, lanes = self.dots, self.plane(rival), cells.ink.glyphs.lanes
        hold = (
            tr("eraser")
            if dots.erasing
            else tr("puts {mark} {name}", mark=MARKS[dots.label % len(MARKS)], name=self._class(dots.label))
        )
        foot = reading(signal, *dots.cursor) if signal is not None and dots.cursor is not None else ""
        title = f"{lanes[rival % len(lanes)]} {self.rivals[rival]}" if len(self.rivals) > 1 else tr("plane")
        frame(cells, title, right=hold if rival == self.hand else "", foot=foot, state="pointed")
        inside = cells.inside()
        if signal is None:
            note(inside, tr("{new} no plane yet", new=cells.ink.glyphs.new), self._waiting())
        else:
            boundary(inside, signal, dots.cursor)
        cells.paste(2, 1, inside)

    def _waiting(self) -> str:
        ready = self.view.compiled
        if self.view.state == "compiling" and ready is not None:
            return tr("preparing kernels, {index} of {total}", index=ready.index, total=ready.total)
        return (
            tr("the run is being made ready") if self.alive else tr("the training process has ended: esc, then d again")
        )

    def _class(self, label: int) -> str:
        return self.names[label] if label < len(self.names) else str(label)

    def _loss(self, cells: Cells) -> None:
        frame(cells, tr("loss"), right=tr("log · nats") if tally.positive(self.learners) else tr("nats"))
        inside = cells.inside()
        tally.losses(inside, self.learners)
        cells.paste(2, 1, inside)

    def _points(self, cells: Cells) -> None:
        frame(cells, tr("points"), right=tr("{n} in all", n=len(self.dots.now)))
        inside = cells.inside()
        y = tally.scores(inside, self.learners, tally.counts(inside, self.dots, self.names) + 1)
        hint = tr("click or press space: the boundary follows while the net trains")
        said = "" if self.foot else self.note
        paragraph(inside, 0, y + 1, inside.width, ((said or hint, "plain" if said else "dim"),))
        cells.paste(2, 1, inside)

    def _keys(self, cells: Cells) -> None:
        dots, playing = self.dots, self.playing
        shown = (
            Key("space", tr("erase") if dots.erasing else tr("put")), Key("tab", tr("class")),
            Key("x", tr("points") if dots.erasing else tr("erase")), Key("u", tr("undo"), dots.all.can_undo),
            Key("t", tr("pause") if playing else tr("train")), Key("n", tr("clear"), bool(dots.now)),
            Key("r", tr("reset")),
            Key("^s", tr("save"), bool(dots.now)), Key("l", tr("lesson's")), Key("y", tr("redo"), dots.all.can_redo),
            Key("↑↓←→", tr("move")), *((Key("v", tr("whose")),) if len(self._places()) < len(self.rivals) else ()),
        )  # fmt: skip
        self.bottom(cells, shown)

    def room(self) -> tuple[int, int]:
        """See Keeping."""
        points, several = self.stand().parts["points"], len(self.rivals) > 1
        return points.width - 4, points.height - 4 - self.dots.classes - (len(self.rivals) if several else 2)
