"""The page at the left of a lesson: prose that scrolls over a task that stays."""

from collections.abc import Sequence
from math import inf

from textual import events

from tuidl.course.page import Chip, Page
from tuidl.course.spec import Lesson
from tuidl.language import tr
from tuidl.tui import bars
from tuidl.tui.canvas import Canvas
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.prose import Line, put_line
from tuidl.tui.page import paper
from tuidl.tui.page import task as foot
from tuidl.tui.page.described import described
from tuidl.tui.page.notice import notice
from tuidl.tui.page.task import Task
from tuidl.tui.panels import Panel
from tuidl.tui.study import Study


class PageBox(Canvas):
    """Prose with hints and explanation, and the pinned task, as the study has them."""

    def __init__(self, **given: str):
        super().__init__(self._page, paper=True, **given)
        self.prose: list[Line] = []
        self.pinned = Task("read", "", False)
        self.asked = 0.0  # the first row that was asked for; infinite: the end, whatever the size
        self.noticed = ""
        self.reserved = 0  # rows above the task that something else takes

    @property
    def wide(self) -> int:
        """Columns of the prose."""
        return max(8, self.size.width - 4)

    def show(self, study: Study, page: Page, panels: Sequence[Panel], told: bool) -> None:
        """A step's page; ``told``: with the explanation under it."""
        walk, wide = study.walk, self.wide
        own = study.asked.own_data
        heading, text = notice(study.lab)
        if not heading and study.lenders:
            heading, text = tr("whose functions"), study.lenders
        if not heading and walk.looked_up:
            heading, text = tr("looked up"), tr("The solution trains the network here, not a text of yours.")
        if heading != self.noticed:  # it shall be read first
            self.noticed, self.asked = heading, 0.0
        prose = paper.note(heading, text, wide)
        prose += paper.lines(page, wide, lambda chip: spoken(chip, walk.lesson, panels))
        for i, hint in enumerate(walk.hints(), 1):
            prose += paper.said(tr("hint {i} of {count}", i=i, count=len(walk.step.hints)), hint, wide)
        explanation = study.explanation if told else ""
        if explanation:
            prose += paper.said(tr("what happened"), explanation, wide)
        for text in paper.bests(walk):
            prose += paper.said(tr("your best"), text, wide)
        keys = bars.task_keys(study, bool(explanation))
        self.prose = prose
        self.pinned = described(walk, study.run, study.saved, study.verdicts, keys, own, study.begun, study.seen)
        self.redraw()

    @property
    def top(self) -> int:
        """The first row that is shown."""
        return int(min(self.asked, self._most))

    @property
    def _room(self) -> int:
        return max(1, self.size.height - 1 - self.foot - self.reserved)

    @property
    def foot(self) -> int:
        """Rows of the task."""
        return foot.rows(self.size.height, self.pinned, self.size.width)

    def reserve(self, rows: int) -> None:
        """Leave rows above the task to something else."""
        if rows != self.reserved:
            self.reserved = rows
            self.redraw()

    @property
    def _most(self) -> int:
        return max(0, len(self.prose) - self._room)

    def scroll_rows(self, rows: int) -> None:
        """Up or down by rows."""
        top = min(max(0, self.top + rows), self._most)
        if top != self.top:
            self.asked = top
            self.redraw()

    def page(self, direction: int) -> None:
        """Up or down by what can be seen, less two rows."""
        self.scroll_rows(direction * max(1, self._room - 1))

    def to_end(self) -> None:
        """Where the newest hint or explanation stands."""
        self.asked = inf
        self.redraw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Down."""
        event.stop()
        self.scroll_rows(2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Up."""
        event.stop()
        self.scroll_rows(-2)

    def _page(self, cells: Cells) -> None:
        room = self._room
        for y, line in enumerate(self.prose[self.top : self.top + room], 1):
            put_line(cells, 2, y, line)
        foot.draw(cells, self.pinned, self.top < self._most)


def spoken(chip: Chip, lesson: Lesson, panels: Sequence[Panel]) -> str:
    """What a chip says: exactly what stands in the frame, or beside the knob, or on the key."""
    if chip.kind == "knob":
        return lesson.knobs[chip.name].label
    for panel in panels if chip.kind == "panel" else ():
        if panel.panel == chip.name:
            tab = "" if panel.tabs is None else dict(panel.tabs[0]).get(panel.key, "")
            return f"{panel.key} {tab or panel.heading(panel.shown())[0]}"
    return paper.key_name(chip.name)
