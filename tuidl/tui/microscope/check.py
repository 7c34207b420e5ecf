"""The gradient beside the finite difference: two ways to one number."""

from tuidl.language import later, tr
from tuidl.signals import AGREED, Closeup, Line
from tuidl.tui.drawing.cells import BOLD, Cells, Part
from tuidl.tui.drawing.number import minus
from tuidl.tui.drawing.prose import paragraph
from tuidl.tui.drawing.styled import coloured
from tuidl.tui.microscope.figures import error, exact, power

VERDICTS = {
    "agree": ("done", later("agree"), "good"),
    "corner": ("half", later("a corner"), "warn"),
    "stand-in": ("half", later("a stand-in"), "warn"),
    "differ": ("wrong", later("they differ"), "bad"),
    "none": ("diverged", later("no number"), "bad"),
}
WHY = {
    "corner": later(
        "The loss has a corner within ε: a ReLU or a maximum turns there. The gradient is a slope of one side."
    ),
    "stand-in": later(
        "A choice of the largest is flat, so nudging says nothing. The gradient is that of a softmax instead."
    ),
}


def draw(cells: Cells, close: Closeup, line: Line) -> None:
    """The formula's number, the nudged losses, their slope, the verdict."""
    ink, slope = cells.ink, close.slope
    if slope is None:
        paragraph(cells, 0, 0, cells.width, [(f"{ink.glyphs.locked} {close.unchecked}", "dim")])
        if not line.checked and line.part == "forward":
            why = tr("The way back has the gradients: there every number is held against the loss itself.")
            paragraph(cells, 0, 2, cells.width, [(why, "dim")])
        return
    place = [i for i, size in zip(close.index, close.shape, strict=True) if size > 1]
    where = f"{slope.of}{place}".replace(" ", "") if place else slope.of
    cells.put(0, 0, tr("the formula says"), ink.dim)
    cells.spans(0, 1, (f"{close.name} = ", ink.dim), (exact(slope.gradient), ink.bright, BOLD))
    y = paragraph(cells, 0, 3 if cells.height > 10 else 2, cells.width,
                  [(tr("nudging {what} by ε = {by} says", what=where, by=power(slope.nudge)), "dim")])  # fmt: skip
    cells.spans(0, y, ("L(w + ε) ", ink.dim), minus(f"{slope.above:.10f}"))
    cells.spans(0, y + 1, ("L(w − ε) ", ink.dim), minus(f"{slope.below:.10f}"))
    cells.spans(0, y + 2, (tr("ΔL / 2ε =") + " ", ink.dim), (exact(slope.estimate), ink.bright, BOLD))
    y += 4 if cells.height > 10 else 3
    glyph, word, role = VERDICTS[slope.verdict]
    word = tr(word)
    tone = getattr(ink, role)
    x = cells.spans(0, y, (f"{getattr(ink.glyphs, glyph)} {word}", tone, BOLD))
    told: dict[str, Part] = {"error": error(slope.error), "allowed": (power(AGREED), ink.dim)}
    cells.spans(x + 2, y, *coloured("off by {error}  allowed {allowed}", ink.dim, **told))
    if slope.verdict in WHY:
        paragraph(cells, 0, y + 1, cells.width, [(tr(WHY[slope.verdict]), "dim")])
    elif line.checked:
        good = line.agreed == line.checked
        mark, tone = (ink.glyphs.done, ink.good) if good else (ink.glyphs.wrong, ink.bad)
        x = cells.spans(
            0,
            y + 1,
            (f"{mark} ", tone),
            (tr("{agreed} of {checked} checked agree", agreed=line.agreed, checked=line.checked), ink.dim),
        )
        if x + 18 < cells.width:
            cells.put(x, y + 1, ", " + tr("worst {error}", error=error(line.worst)), ink.dim)
