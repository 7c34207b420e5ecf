"""The end of a lesson: what was done, the learner's own best, and where to go next."""

from textual.binding import Binding

from tuidl.course.walk import Walk
from tuidl.language import later, tr
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.frame import frame
from tuidl.tui.drawing.prose import paragraph
from tuidl.tui.rows import keys
from tuidl.tui.rows.keys import Key
from tuidl.tui.screens.overlay import Overlay

WIDTH, HEIGHT = 76, 24


class Finished(Overlay[str]):
    """Dismissed with ``next``, ``home``, ``stay`` or ``milestone``. ``after``: number and title of the next lesson, if
    written; ``part``: the part of the course that is done with it."""

    wanted = WIDTH, HEIGHT
    BINDINGS = [  # noqa: RUF012
        Binding("n,enter", "leave('next')", later("Next lesson")),
        Binding("q", "leave('home')", later("Back to the course")),
        Binding("m", "milestone", later("What the whole part taught you")),
        Binding("escape,b", "leave('stay')", later("Stay in the lesson")),
        Binding("question_mark,f1", "app.help", later("Help"), show=False),
    ]

    def __init__(self, walk: Walk, after: str = "", part: str = ""):
        super().__init__()
        self._walk, self._after, self._part = walk, after, part

    def action_leave(self, where: str) -> None:
        """Next lesson, home, or stay."""
        self.dismiss(where if where != "next" or self._after else "home")

    def action_milestone(self) -> None:
        """What was learnt in the whole part."""
        if self._part:
            self.dismiss("milestone")

    def _draw(self, cells: Cells) -> None:
        ink, glyphs, walk = cells.ink, cells.ink.glyphs, self._walk
        lesson = walk.lesson
        left = [step for step in lesson.steps if not walk.states[step.id].done]
        frame(cells, tr("lesson done") if not left else tr("end of the lesson"), right=lesson.number, state="pointed")
        room, x, y = cells.width - 8, 4, 2
        mark, tone = (glyphs.done, ink.good) if not left else (glyphs.half, ink.accent)
        cells.spans(x, y, (f"{mark} ", tone), (f"{lesson.number} {lesson.title}", ink.bright, BOLD))
        count = len(lesson.steps) - len(left)
        cells.right(x + room, y, tr("{done} of {all} steps", done=count, all=len(lesson.steps)), ink.dim)
        y += 2
        cells.put(x, y, tr("You can now") if not left else tr("When all steps are done you can"), ink.dim)
        y += 1
        for objective in lesson.objectives:
            cells.put(x, y, f"{glyphs.done if not left else glyphs.new} ", tone if not left else ink.faint)
            y = paragraph(cells, x + 2, y, room - 2, [(objective, "plain")])
        y += 1
        if self._part:
            cells.spans(
                x, y, (f"{glyphs.done} ", ink.good), (tr("{part}, is done.", part=self._part), ink.bright, BOLD)
            )
            y += 2
        for step in left[:4]:
            cells.spans(x, y, (f"{glyphs.new} ", ink.warn), (f"{step.id}: ", ink.dim), (step.task, ink.text))
            y += 1
        for step in lesson.steps:
            state = walk.states[step.id]
            if step.score and state.best is not None and y < cells.height - 3:
                number = f"{state.best * 100:.1f} %" if "accuracy" in step.score else f"{state.best:.4g}"
                cells.spans(
                    x, y, (f"{glyphs.best} ", ink.accent), (number, ink.bright, BOLD), (f"  {step.task}", ink.dim)
                )
                y += 1
        inside = Cells(cells.width - 4, 1, ink, cells.bg)
        after = (Key("n", self._after),) if self._after else ()
        part = (Key("m", tr("the whole part")),) if self._part else ()
        keys.draw(inside, (*after, *part, Key("q", tr("to the course")), Key("esc", tr("stay here"))))
        cells.paste(2, cells.height - 2, inside)
