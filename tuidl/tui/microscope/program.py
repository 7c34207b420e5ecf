"""The list of instructions in its three parts, and below it what the chosen one reads, writes and costs."""

from tuidl.language import tr
from tuidl.signals import Dissection, Line, Reading
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.number import count
from tuidl.tui.drawing.prose import paragraph
from tuidl.tui.drawing.styled import styled

REGIONS = ("params", "grads", "moments0", "moments1", "average")  # all weights at once
FACTS = 5  # rows of the facts below the list


def rows(whole: Dissection) -> list[int | str]:
    """The rows of the list: numbers of instructions, headings, blanks."""
    found: list[int | str] = []
    part = ""
    for number, line in enumerate(whole.lines):
        if line.part != part:
            found += [""] * bool(found) + [line.part]
            part = line.part
        found.append(number)
    return found


def window(whole: Dissection, at: int, height: int) -> list[int | str]:
    """The part of the list that is shown, the chosen instruction in it."""
    listed = rows(whole)
    room = room_for_list(len(listed), height)
    place = listed.index(at) if at in listed else 0
    top = min(max(place - room // 2, 0), max(len(listed) - room, 0))
    return listed[top : top + room]


def room_for_list(wanted: int, height: int) -> int:
    """Rows of the list: all but those of the facts, which go first where there are few."""
    return max(height - FACTS - 1, 1) if height >= 18 else height if wanted > height - FACTS else wanted


def instruction_at(whole: Dissection, at: int, height: int, row: int) -> int | None:
    """The instruction on a row of the panel."""
    listed = window(whole, at, height)
    found = listed[row] if 0 <= row < len(listed) else None
    return found if isinstance(found, int) else None


def shape(reading: Reading | None) -> str:
    """``8×6``."""
    if reading is None:
        return ""
    return tr("all") if reading.tensor.partition(".")[0] in REGIONS else sizes(reading.shape)


def sizes(shape: tuple[int, ...]) -> str:
    """``6×6×16``: of images without the 1 of the one example."""
    return "×".join(map(str, shape[1:] if len(shape) == 4 and shape[0] == 1 else shape))


def wrote(line: Line) -> Reading | None:
    """The tensor an instruction is listed with: the largest it writes."""
    made = [reading for reading in line.tensors if reading.writes]
    named = [reading for reading in made if line.text.startswith(f"{reading.name} ")]
    return next(iter(named or made), None)


def draw(cells: Cells, whole: Dissection, at: int, focused: bool) -> None:
    """The list with the chosen instruction as a bar; those before it are done."""
    ink = cells.ink
    listed = window(whole, at, cells.height)
    for y, found in enumerate(listed):
        if isinstance(found, str):
            if found:
                x = cells.put(0, y, f"{tr(found)} ", ink.dim, None, BOLD)
                cells.put(x, y, "─" * (cells.width - x), ink.line)
            continue
        line = whole.lines[found]
        what = shape(wrote(line))
        if len(line.text) + 6 <= cells.width < len(line.text) + len(what) + 7:  # the equation says more
            what = ""
        room = cells.width - 6 - (len(what) + 1 if what else 0)
        text = line.text if len(line.text) <= room else line.text[: room - 1] + "…"
        bad = line.checked > line.agreed
        if found == at:
            cells.fill(0, y, cells.width, 1, ink.bg if ink.ansi else ink.chip)
            mark = ink.glyphs.running
            cells.spans(0, y, (mark, ink.accent, BOLD), (f" {found:>2}  ", ink.accent), (text, ink.bright, BOLD))
            cells.right(cells.width, y, what, ink.accent)
        else:
            mark, tone = (ink.glyphs.wrong, ink.bad) if bad else (ink.glyphs.done if found < at else " ", ink.good)
            body = ink.dim if found < at else ink.text
            cells.spans(0, y, (mark, tone), (f" {found:>2}  ", ink.faint), (text, body))
            cells.right(cells.width, y, what, ink.faint)
    y = len(listed) + 1
    if y + FACTS <= cells.height:
        facts(cells, y, whole, at)


def facts(cells: Cells, y: int, whole: Dissection, at: int) -> None:
    """Reads, writes, used by, cost; a sentence where an activation was kept for the way back."""
    ink, line = cells.ink, whole.lines[at]
    reads = [reading for reading in line.tensors if not reading.writes]
    x = cells.put(0, y, tr("reads"), ink.dim) + 4
    for i, reading in enumerate(reads):
        text = reading.name
        if reading.source >= 0:
            text += " " + tr("of {instruction}", instruction=reading.source)
        if x + len(text) > cells.width:
            break
        x = cells.spans(x, y, (reading.name, ink.two if i == 0 else ink.one if i == 1 else ink.text))
        x = cells.spans(x, y, (text[len(reading.name) :] + "  ", ink.dim))
    cells.put(0, y + 1, tr("writes"), ink.dim)
    made = ", ".join(reading.name for reading in line.tensors if reading.writes)
    cells.put(9, y + 1, made if len(made) <= cells.width - 9 else made[: cells.width - 10] + "…", ink.bright)
    cells.put(0, y + 2, tr("used by"), ink.dim)
    users = ", ".join(map(str, line.users[:6])) + ("…" if len(line.users) > 6 else "") or tr("nobody after it")
    cells.put(9, y + 2, users, ink.text)
    cells.put(0, y + 3, tr("cost"), ink.dim)
    if line.products:
        named = tr("multiplications") if cells.width > 30 else tr("products")
        cells.spans(9, y + 3, (count(line.products), ink.text), (f" {named}", ink.dim))
    else:
        cells.put(9, y + 3, tr("no product with weights"), ink.dim)
    kept = next((r for r in reads if line.part == "backward" and r.source >= 0 and _is_forward(whole, r.source)), None)
    if kept is not None and y + 5 < cells.height - 2:
        told = styled(
            "{tensor} was kept since the forward pass: that is why training needs more memory than use.",
            "dim",
            tensor=(kept.name, "code"),
        )
        paragraph(cells, 0, y + 5, cells.width, told)


def _is_forward(whole: Dissection, number: int) -> bool:
    line = whole.lines[number]
    return line.part == "forward" and not line.operation.startswith("loss.")
