"""How a prediction came out: the ghost over the real curve, and words with this run's own numbers."""

from collections.abc import Sequence

from textual.binding import Binding

from tuidl.course.calibration import NONE, Score
from tuidl.course.check import parse
from tuidl.course.tree import names
from tuidl.course.walk import Verdict, Walk
from tuidl.language import later, tr
from tuidl.tui.drawing.axis import Axis, spread
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.chart import chart
from tuidl.tui.drawing.curve import Curve
from tuidl.tui.drawing.frame import frame
from tuidl.tui.drawing.overlay import BEADS
from tuidl.tui.drawing.prose import paragraph
from tuidl.tui.lab import Lab
from tuidl.tui.page.described import label_of, verdict
from tuidl.tui.page.goal import SHARES, written
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.overlay import Scroll

WIDTH, HEIGHT = 112, 27
CHART = 58
LOWEST, UNDER = 7, 16  # rows of a chart under the words
CURVES = ("loss", "accuracy", "val_loss", "val_accuracy")
WORDS = {"right": ("done", later("you were right"), "good"), "half": ("half", later("half right"), "warn")}


class Result(Scroll[bool]):
    """Dismissed with True to go on, with False to stay."""

    wanted = WIDTH, HEIGHT
    BINDINGS = [  # noqa: RUF012
        Binding("n,enter", "go_on", later("Next step")),
        Binding("l", "log", later("Log or linear axis")),
        Binding("escape,w", "leave", later("Close")),
        Binding("question_mark,f1", "app.help", later("Help"), show=False),
        Binding("down,pagedown", "scroll(3)", later("Read on"), show=False),
        Binding("up,pageup", "scroll(-3)", later("Read back"), show=False),
    ]

    def __init__(
        self,
        walk: Walk,
        lab: Lab,
        verdicts: Sequence[Verdict],
        explanation: str,
        place: str,
        scores: tuple[Score, Score] = (NONE, NONE),
    ):
        super().__init__()
        self._scores = scores  # of this lesson, of all
        self._walk, self._lab, self._verdicts = walk, lab, tuple(verdicts)
        self._explanation, self._place = explanation, place
        self._log = lab.log
        self._top, self._rows = 0, 0

    def action_go_on(self) -> None:
        """The next step."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Back to the lab."""
        self.dismiss(False)

    def action_log(self) -> None:
        """Log or linear axis."""
        self._log = not self._log
        self.box.redraw()

    def action_scroll(self, rows: int) -> None:
        """Where the words are longer than the box."""
        self._top = min(max(0, self._top + rows), max(0, self._rows - (self.size.height - 8)))
        self.box.redraw()

    # ---- drawing ------------------------------------------------------------------------------------------------

    def _draw(self, cells: Cells) -> None:
        seed = self._lab.view.started.seed if self._lab.view.started else 0
        frame(
            cells,
            tr("your prediction and the run"),
            right=self._place,
            foot=tr("seed {seed}", seed=seed),
            state="pointed",
        )
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
        under = min(cells.height - 5 - self._rows, UNDER)
        drawn = wide or under >= LOWEST
        if drawn and not wide:  # no room beside the words, but some under them
            inside = Cells(cells.width - 6, under, cells.ink, cells.bg)
            self._chart(inside, shape)
            cells.paste(3, cells.height - 2 - under, inside)
        more = self._rows > self._top + room.height
        inside = Cells(cells.width - 4, 1, cells.ink, cells.bg)
        share = asked(self._verdicts) in SHARES  # always on a linear axis
        axis = (Key("l", tr("linear axis") if self._log else tr("log axis")),) if drawn and not share else ()
        extra = (Key("↓", tr("more")),) if more or self._top else ()
        keys.draw(inside, (Key("n", tr("next")), *axis, Key("esc", tr("close")), *extra))
        cells.paste(2, cells.height - 2, inside)

    def _chart(self, cells: Cells, shape: Verdict | None) -> None:
        ink, view = cells.ink, self._lab.view
        name = asked(self._verdicts)
        share, base = name in SHARES, name.removeprefix("val_")
        (first, series), curves = view.trained(base), []
        validated, checked = view.series(f"val_{base}"), view.series(base)
        if not series and checked[0]:
            curves.append(Curve(*checked, ink.one, tr("run") if shape else tr("train"), ink.glyphs.train))
        elif series:
            if series.noisy:
                curves.append(Curve(*series.band(first), ink.one_faint, bold=False))
            label = tr("run") if shape else tr("train")
            curves.append(Curve(series.places(first), series.means, ink.one, label, ink.glyphs.train))
        if validated[0] and (shape is None or name != base):
            curves.append(Curve(*validated, ink.two, tr("val"), ink.glyphs.validation, beads=BEADS if ink.mono else 0))
        ghost = next((c.curve for c in shape.ask.choices if c.id == shape.chosen), ()) if shape is not None else ()
        if ghost:
            places, values = zip(*ghost, strict=True)
            curves.append(Curve(places, values, ink.accent, tr("you"), bold=False, every=3))
        ys = [y for curve in curves if curve.bold or curve.every for y in curve.ys]
        log = self._log and not share and all(y > 0 for y in ys if y == y)
        y_axis = Axis(0.0, 1.0) if share else spread(ys, log)
        x_axis = Axis(0.0, float(max(view.budget, view.step, 1)))
        cells.put(0, 0, f"{base}{', ' + tr('log') if log else ', %' if share else ''}", ink.dim)
        inside = Cells(cells.width, cells.height - 1, ink, cells.bg)
        chart(inside, curves, x_axis, y_axis, share=share)
        cells.paste(0, 1, inside)

    def _words(self, cells: Cells) -> int:
        ink, glyphs = cells.ink, cells.ink.glyphs
        glyph, head, role = WORDS.get(
            verdict(self._walk, self._verdicts), ("wrong", tr("it came out otherwise"), "warn")
        )
        cells.spans(0, 0, (f"{getattr(glyphs, glyph)} ", getattr(ink, role)), (tr(head), ink.bright, BOLD))
        y = 2
        for told in self._verdicts:
            y = self._verdict(cells, y, told) + 1
        if self._explanation:
            y = paragraph(cells, 0, y, cells.width, [(self._explanation, "plain")])
        mine, every = self._scores
        y += 1
        for name, score in ((tr("in this lesson"), mine), (tr("in all lessons"), every if every != mine else NONE)):
            if score:
                y = paragraph(cells, 0, y, cells.width, [(f"{name} ", "dim"), (score.words, "plain")])
        return y

    def _verdict(self, cells: Cells, y: int, told: Verdict) -> int:
        ink, glyphs, width = cells.ink, cells.ink.glyphs, cells.width
        y = paragraph(cells, 0, y, width, [(told.ask.text, "dim")])
        mark, tone = (glyphs.done, ink.good) if told.hit else (glyphs.wrong, ink.warn)
        you = label_of(self._walk, told.ask.id, told.chosen) if told.chosen else tr("no answer")
        right = label_of(self._walk, told.ask.id, told.right) if told.right else "–"
        cells.spans(0, y, (f"{mark} ", tone), (tr("you") + " ", ink.dim), (you, ink.accent))
        y += 1
        if told.ask.kind == "band":
            number = written(told.value, told.ask.value in SHARES)
            cells.spans(2, y, (tr("run") + " ", ink.dim), (number, ink.bright, BOLD))
            y += 1
        elif not told.hit:
            cells.spans(2, y, (tr("run") + " ", ink.dim), (right, ink.bright, BOLD))
            y += 1
        if told.why and not told.hit:
            y = paragraph(cells, 2, y, width - 2, [(told.why, "plain")])
        return y


def asked(verdicts: Sequence[Verdict]) -> str:
    """The value that the questions are about, if it has a curve; a shape's own first, else the loss."""
    for told in sorted(verdicts, key=lambda told: told.ask.kind != "shape"):
        found = [told.ask.value] if told.ask.value else []
        for choice in told.ask.choices:
            found += [name.word for name in names(parse(choice.when)) if not name.scope] if choice.when else []
        for name in found:
            if name in CURVES:
                return name
    return "loss"
