"""What the check of a learner's function says, as wrapped rows: which case, which input, expected, got, where. Pure."""

from collections.abc import Sequence
from typing import Literal

from tuidl.exercise.judgement import Judgement
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.prose import Line, Span, put_line, wrap

Mark = Literal["", "done", "wrong", "new", "running"]
Row = tuple[Mark, Line]
SHOWN = 4  # cases that agree, by name
PRINTED = 4  # lines of what the function printed
LABEL = 10  # columns


def rows(judgement: Judgement | None, busy: bool, note: str, hints: Sequence[str], of: int, width: int) -> list[Row]:
    """Everything the box holds; ``note``: a sentence that comes first, ``of``: how many hints there are."""
    made = _Rows(max(8, width - 2))
    if busy:
        made.add([("checking", "number"), (" every case, then compiling", "plain")], mark="running")
    elif note:
        made.add([(note, "plain")], mark="wrong")
    elif judgement is None:
        made.add([("not checked yet", "number"), (": ^s checks it", "plain")], mark="new")
    else:
        _tell(made, judgement)
    for place, hint in enumerate(hints, 1):
        made.gap()
        made.add([(hint, "plain")], f"hint {place}/{of}")
    return made.rows


class _Rows:
    def __init__(self, width: int) -> None:
        self.rows: list[Row] = []
        self._width = width

    def add(self, spans: list[Span], label: str = "", mark: Mark = "") -> None:
        """Wrapped, beside a label if there is one."""
        room = self._width - LABEL if label else self._width
        for place, line in enumerate(wrap(spans, max(8, room))):
            head: Line = ((f"{label if not place else '':{LABEL}}", "number" if mark else "dim"),) if label else ()
            self.rows.append((mark if not place else "", (*head, *line)))

    def gap(self) -> None:
        """A blank row."""
        self.rows.append(("", ()))


def _tell(made: _Rows, told: Judgement) -> None:
    if told.agrees:
        rest = ", and it compiles. esc: back to the lab, space trains with it."
        made.add([(f"all {told.total} cases agree", "number"), (rest, "plain")], mark="done")
    elif told.verdict == "uncompiled":
        made.add([(f"all {told.total} cases agree", "number"), (" as plain Python", "plain")], mark="done")
        made.add([("it cannot be compiled: ", "number"), (told.text, "plain")], mark="wrong")
    else:
        for name in told.passed[-SHOWN:]:
            made.add([(name, "plain")], "agrees", "done")
        _fail(made, told)
    if told.printed.strip():
        lines = told.printed.rstrip().splitlines()
        made.gap()
        for place, line in enumerate(lines[:PRINTED]):
            made.add([(line, "code")], "" if place else "printed")
        if len(lines) > PRINTED:
            made.add([(f"{len(lines) - PRINTED} lines more", "dim")], " ")


def _fail(made: _Rows, told: Judgement) -> None:
    made.add([(told.case or told.text, "plain")], "differs" if told.verdict == "differs" else "fails", "wrong")
    if told.given:
        made.add([(",  ".join(f"{name} = {value}" for name, value in told.given), "plain")], "with")
    if told.expected and told.expected != told.got:
        made.add([(told.expected, "number")], "expected")
        made.add([(told.got, "number")], "got")
    if told.where:
        made.add([(told.where, "plain")], "where")
    if told.verdict == "fails" and told.case:
        made.add([(told.text, "plain")], "why")
    if told.mistake:
        made.add([(told.mistake, "term")], "think")
    if told.verdict == "differs":
        made.add([(f"{told.agreed} of {told.total} cases agree", "dim")], "so far")


def draw(cells: Cells, found: Sequence[Row], top: int) -> None:
    """Rows from ``top`` on; a mark stands before its first line."""
    ink, glyphs = cells.ink, cells.ink.glyphs
    looks = {"done": (glyphs.done, ink.good), "wrong": (glyphs.wrong, ink.warn), "new": (glyphs.new, ink.dim)}
    looks["running"] = (glyphs.running, ink.accent)
    for y, (mark, line) in enumerate(found[top : top + cells.height]):
        if mark:
            cells.put(0, y, *looks[mark], None, BOLD)
        put_line(cells, 2, y, line)
