"""What the check of a learner's function says, as wrapped rows: which case, which input, expected, got, where. Pure."""

from collections.abc import Sequence
from typing import Literal

from tuidl.exercise.judgement import Judgement
from tuidl.language import later, tr, trn
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.prose import Line, Span, put_line, wrap
from tuidl.tui.drawing.styled import styled

Mark = Literal["", "done", "wrong", "new", "running"]
Row = tuple[Mark, Line]
SHOWN = 4  # cases that agree, by name
LABEL = 10  # columns


def rows(
    judgement: Judgement | None, busy: bool, note: str, hints: Sequence[str], of: int, width: int, mark: Mark = "wrong"
) -> list[Row]:
    """Everything the box holds; ``note``: a sentence that comes first, with its ``mark``; ``of``: how many hints
    there are."""
    made = _Rows(max(8, width - 2))
    if busy:
        made.add(_styled(later("{checking} every case, then compiling"), checking=tr("checking")), mark="running")
    elif note:
        made.add([(note, "plain")], mark=mark)
    elif judgement is None:
        made.add(_styled(later("{state}: ^s checks it"), state=tr("not checked yet")), mark="new")
    else:
        _tell(made, judgement)
    for place, hint in enumerate(hints, 1):
        made.gap()
        made.add([(hint, "plain")], tr("hint {place}/{of}", place=place, of=of))
    return made.rows


def _styled(text: str, **numbers: str) -> list[Span]:
    parts: dict[str, Span] = {name: (number, "number") for name, number in numbers.items()}
    return styled(text, "plain", **parts)


def _agree(told: Judgement) -> str:
    return trn("{n} case agrees", "all {n} cases agree", told.total)


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
        found = later("{agree}, and it compiles. esc: back to the lab, space trains with it.")
        made.add(_styled(found, agree=_agree(told)), mark="done")
    elif told.verdict == "uncompiled":
        made.add(_styled(later("{agree} as plain Python"), agree=_agree(told)), mark="done")
        made.add([(tr("it cannot be compiled:"), "number"), (f" {told.text}", "plain")], mark="wrong")
    else:
        for name in told.passed[-SHOWN:]:
            made.add([(name, "plain")], tr("agrees"), "done")
        _fail(made, told)
    lines, more = told.prints
    if lines:
        made.gap()
        for place, line in enumerate(lines):
            made.add([(line, "code")], "" if place else tr("printed"))
        if more:
            made.add([(trn("{n} line more", "{n} lines more", more), "dim")], " ")


def _fail(made: _Rows, told: Judgement) -> None:
    made.add([(told.case or told.text, "plain")], tr("differs") if told.verdict == "differs" else tr("fails"), "wrong")
    if told.given:
        made.add([(",  ".join(f"{name} = {value}" for name, value in told.given), "plain")], tr("with"))
    if told.expected and told.expected != told.got:
        made.add([(told.expected, "number")], tr("expected"))
        made.add([(told.got, "number")], tr("got"))
    if told.where:
        made.add([(told.where, "plain")], tr("where"))
    if told.verdict == "fails" and told.case:
        made.add([(told.text, "plain")], tr("why"))
    if told.mistake:
        made.add([(told.mistake, "term")], tr("think"))
    if told.verdict == "differs":
        made.add([(tr("{agreed} of {total} cases agree", agreed=told.agreed, total=told.total), "dim")], tr("so far"))


def draw(cells: Cells, found: Sequence[Row], top: int) -> None:
    """Rows from ``top`` on; a mark stands before its first line."""
    ink, glyphs = cells.ink, cells.ink.glyphs
    looks = {"done": (glyphs.done, ink.good), "wrong": (glyphs.wrong, ink.warn), "new": (glyphs.new, ink.dim)}
    looks["running"] = (glyphs.running, ink.accent)
    for y, (mark, line) in enumerate(found[top : top + cells.height]):
        if mark:
            cells.put(0, y, *looks[mark], None, BOLD)
        put_line(cells, 2, y, line)
