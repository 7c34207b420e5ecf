"""How a prediction came out: the ghost over the real curve, and words with this run's own numbers."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from tuidl.course.walk import Verdict, Walk
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.axis import spread
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.chart import chart
from tuidl.tui.drawing.curve import Curve, smooth
from tuidl.tui.drawing.frame import frame
from tuidl.tui.drawing.prose import paragraph
from tuidl.tui.lab import Lab
from tuidl.tui.page.described import label_of, verdict
from tuidl.tui.page.goal import SHARES, written
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key

WIDTH, HEIGHT = 112, 27
CHART = 58
WORDS = {"right": ("done", "you were right", "good"), "half": ("half", "half right", "warn")}


class Result(ModalScreen[bool]):
    """Dismissed with True to go on, with False to stay."""

    CSS_PATH = "overlay.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("n,enter", "go_on", "Next step"),
        Binding("l", "log", "Log or linear axis"),
        Binding("escape,w", "leave", "Close"),
        Binding("down,pagedown", "scroll(3)", show=False),
        Binding("up,pageup", "scroll(-3)", show=False),
    ]

    def __init__(self, walk: Walk, lab: Lab, verdicts: Sequence[Verdict], explanation: str, place: str):
        super().__init__()
        self._walk, self._lab, self._verdicts = walk, lab, tuple(verdicts)
        self._explanation, self._place = explanation, place
        self._log = lab.log
        self._top, self._rows = 0, 0

    def compose(self) -> ComposeResult:
        """One picture."""
        yield Canvas(self._draw, id="box")

    def on_resize(self, event: events.Resize) -> None:
        """As large as the picture wants, or as there is room."""
        box = self.query_one("#box", Canvas)
        box.styles.width = min(WIDTH, event.size.width - 2)
        box.styles.height = min(HEIGHT, event.size.height - 2)

    def action_go_on(self) -> None:
        """The next step."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Back to the lab."""
        self.dismiss(False)

    def action_log(self) -> None:
        """Log or linear axis."""
        self._log = not self._log
        self.query_one("#box", Canvas).redraw()

    def action_scroll(self, rows: int) -> None:
        """Where the words are longer than the box."""
        self._top = min(max(0, self._top + rows), max(0, self._rows - (self.size.height - 8)))
        self.query_one("#box", Canvas).redraw()

    # ---- drawing ------------------------------------------------------------------------------------------------

    def _draw(self, cells: Cells) -> None:
        seed = self._lab.view.started.seed if self._lab.view.started else 0
        frame(cells, "your prediction and the run", right=self._place, foot=f"seed {seed}", state="pointed")
        wide = cells.width >= 100
        shape = next((told for told in self._verdicts if told.ask.kind == "shape"), None)
        x, y, width = 4, 2, cells.width - 8
        if wide:
            inside = Cells(CHART, cells.height - 7, cells.ink, cells.bg)
            self._chart(inside, shape)
            cells.paste(3, 3, inside)
            x, width = CHART + 6, cells.width - CHART - 9
        words = Cells(width, 80, cells.ink, cells.bg)
        self._rows = self._words(words)
        room = Cells(width, cells.height - 5, cells.ink, cells.bg)
        room.paste(0, -self._top, words)
        cells.paste(x, y, room)
        more = self._rows > self._top + room.height
        inside = Cells(cells.width - 4, 1, cells.ink, cells.bg)
        axis = (Key("l", "linear axis" if self._log else "log axis"),) if wide else ()
        extra = (Key("↓", "more"),) if more or self._top else ()
        keys.draw(inside, (Key("n", "next"), *axis, Key("esc", "close"), *extra))
        cells.paste(2, cells.height - 2, inside)

    def _chart(self, cells: Cells, shape: Verdict | None) -> None:
        ink, view = cells.ink, self._lab.view
        name = (
            shape.ask.value if shape and shape.ask.value in ("loss", "accuracy", "val_loss", "val_accuracy") else "loss"
        )
        share = name in SHARES
        raw = view.steps.get(name)
        if raw:
            xs: Sequence[float] = range(view.first, view.first + len(raw))
            ys: Sequence[float] = smooth(raw, 0.05 * len(raw)) if len(raw) > 40 else raw
        else:
            steps, ys = view.series(name)
            xs = steps
        ghost: tuple[tuple[float, float], ...] = ()
        if shape is not None:
            ghost = next((c.curve for c in shape.ask.choices if c.id == shape.chosen), ())
        log = self._log and not share and all(y > 0 for y in ys) and all(y > 0 for _, y in ghost)
        y_axis = spread([*ys, *(y for _, y in ghost)], log)
        x_axis = spread([0.0, float(max(view.budget, view.step, 1))])
        curves = []
        if raw and len(raw) > 40:
            curves.append(Curve(xs, raw, ink.one_faint, bold=False))
        curves.append(Curve(xs, ys, ink.one, label="run", mark=ink.glyphs.train))
        if ghost:
            curves.append(
                Curve(
                    [x for x, _ in ghost],
                    [y for _, y in ghost],
                    ink.accent,
                    label="you",
                    bold=False,
                    every=3,
                    values=False,
                )
            )
        cells.put(0, 0, f"{name.replace('_', ' ')}{', log' if log else ''}", ink.dim)
        inside = Cells(cells.width, cells.height - 1, ink, cells.bg)
        chart(inside, curves, x_axis, y_axis, share=share)
        cells.paste(0, 1, inside)

    def _words(self, cells: Cells) -> int:
        ink, glyphs = cells.ink, cells.ink.glyphs
        glyph, head, role = WORDS.get(verdict(self._walk, self._verdicts), ("wrong", "it came out otherwise", "warn"))
        cells.spans(0, 0, (f"{getattr(glyphs, glyph)} ", getattr(ink, role)), (head, ink.bright, BOLD))
        y = 2
        for told in self._verdicts:
            y = self._verdict(cells, y, told) + 1
        if self._explanation:
            y = paragraph(cells, 0, y, cells.width, [(self._explanation, "plain")])
        return y

    def _verdict(self, cells: Cells, y: int, told: Verdict) -> int:
        ink, glyphs, width = cells.ink, cells.ink.glyphs, cells.width
        y = paragraph(cells, 0, y, width, [(told.ask.text, "dim")])
        mark, tone = (glyphs.done, ink.good) if told.hit else (glyphs.wrong, ink.warn)
        you = label_of(self._walk, told.ask.id, told.chosen) if told.chosen else "no answer"
        right = label_of(self._walk, told.ask.id, told.right) if told.right else "–"
        cells.spans(0, y, (f"{mark} ", tone), ("you ", ink.dim), (you, ink.accent))
        y += 1
        if told.ask.kind == "band":
            number = written(told.value, told.ask.value in SHARES)
            cells.spans(2, y, ("run ", ink.dim), (number, ink.bright, BOLD))
            y += 1
        elif not told.hit:
            cells.spans(2, y, ("run ", ink.dim), (right, ink.bright, BOLD))
            y += 1
        if told.why and not told.hit:
            y = paragraph(cells, 2, y, width - 2, [(told.why, "plain")])
        return y
