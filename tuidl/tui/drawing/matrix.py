"""The confusion matrix: what is right is quiet, mistakes are tinted by how often they happen."""

from tuidl.language import tr
from tuidl.signals import Confusion
from tuidl.tui.drawing.cells import BOLD, Cells
from tuidl.tui.drawing.gauge import meter
from tuidl.tui.drawing.ink import mix, readable_on
from tuidl.tui.drawing.names import cut
from tuidl.tui.drawing.number import count, percent

SHARES = 7  # columns of the share that is right, at the end of a row
TALL = 5  # rows of one count, at most: about as high as it is wide
LOUD = 0.6  # of the worst mistake: bold from here


def pairs(signal: Confusion) -> list[tuple[int, int, int]]:
    """Mistakes as (count, true class, said class), most frequent first."""
    wrong = [(n, r, c) for r, row in enumerate(signal.counts) for c, n in enumerate(row) if r != c and n > 0]
    return sorted(wrong, key=lambda item: (-item[0], item[1], item[2]))


def _columns(cells: Cells, signal: Confusion) -> tuple[int, int]:
    """Columns of the names of rows and of one count. Names stand whole where there is room for all of them."""
    names, size = signal.classes, len(signal.counts)
    most = max((n for row in signal.counts for n in row), default=0)
    longest = max(map(len, names), default=1)
    for head, name in ((longest, longest), (longest, 5), (8, 5)):
        found = min(longest, head) + 2, max(3, len(str(most)) + 1, min(longest, name) + 1 if names else 0)
        if found[0] + found[1] * size + SHARES <= cells.width:
            return found
    return found


def cell(cells: Cells, signal: Confusion) -> tuple[int, int]:
    """Columns and rows of one count: more where there is room."""
    size = max(1, len(signal.counts))
    head, wide = _columns(cells, signal)
    tall = min(max(1, (cells.height - 1) // size), TALL)
    return max(wide, min(max(5, tall * 2 + 1), (cells.width - head - SHARES) // size)), tall


def matrix(cells: Cells, signal: Confusion, cursor: tuple[int, int] | None = None) -> None:
    """Rows are true, columns said. Where the table does not fit, its mistakes are listed as pairs."""
    classes, size = signal.classes, len(signal.counts)
    head, wide = _columns(cells, signal)
    if not size or cells.width < head + wide * size or cells.height < size + 1:
        _list(cells, signal)
        return
    ink, worst = cells.ink, max((n for n, _, _ in pairs(signal)), default=1)
    at_row, at_column = cursor or (-1, -1)
    shares = cells.width >= head + wide * size + SHARES
    wide, tall = cell(cells, signal)
    end = head + wide * size + SHARES  # of the shares
    lower, air = (max(1, tall - 1) - 1) // 2, max(0, wide - 5) // 2  # a large count stands in the middle of its place
    names = [classes[k] if k < len(classes) else str(k) for k in range(size)]
    for k, (above, beside) in enumerate(zip(cut(names, wide - 1), cut(names, head - 2), strict=True)):
        at = head + wide * (k + 1) - (air if len(names[k]) <= wide - 1 - air else 0)
        cells.right(at, 0, above, ink.accent if at_column == k else ink.dim)
        cells.right(head - 2, k * tall + 1 + lower, beside, ink.accent if at_row == k else ink.dim)
    for r, row in enumerate(signal.counts):
        y = r * tall + 1 + lower
        for c, n in enumerate(row[:size]):
            edge = head + wide * (c + 1)
            if r == c:
                cells.right(edge - air, y, str(n), ink.faint)
            elif n <= 0:
                cells.right(edge - air, y, "·", ink.line)
            else:
                _mistake(cells, edge, y, n, (wide, max(1, tall - 1), air), n / worst)
            if (r, c) == cursor:
                text = "".join(cells.chars[y][edge - wide : edge])
                cells.put(edge - wide, y, text, ink.accent, None if ink.ansi else ink.chip, BOLD)
        if shares:
            total = sum(row)
            right = row[r] / total if r < len(row) and total else float("nan")
            tone = ink.text if right != right or right > 0.93 else ink.warn
            cells.right(end, y, percent(right, 0) + " %" if right == right else "–", tone)
    if shares:
        cells.right(end, 0, tr("right"), ink.dim)


def _mistake(cells: Cells, end: int, y: int, n: int, room: tuple[int, int, int], share: float) -> None:
    """``room``: columns, rows, and columns that are left free at the end."""
    (wide, rows, air), ink, loud = room, cells.ink, share > LOUD
    if ink.ansi:
        back = ink.two if loud and not ink.mono else None
        front = "black" if back else ink.bright
    else:
        back = mix(ink.bg, ink.two, 0.25 + 0.55 * share)
        front = readable_on(back)
    if back is not None:
        cells.fill(end - wide, y - (rows - 1) // 2, wide, rows, back)
    cells.put(end - wide, y, f"{str(n).rjust(wide - air)}{' ' * air}", front, back, BOLD if loud else 0)


def _list(cells: Cells, signal: Confusion) -> None:
    ink, wrong = cells.ink, pairs(signal)
    names = signal.classes
    if not wrong:
        cells.put(0, 0, tr("{mark} no mistakes", mark=ink.glyphs.done), ink.good)
    rows = cells.height - 2 if cells.height > 4 else cells.height
    places = [names[k] if k < len(names) else str(k) for k in range(max(len(names), len(signal.counts)))]
    wide = min(max((len(places[k]) for _, r, c in wrong[:rows] for k in (r, c)), default=1), max(1, cells.width // 4))
    digits = len(str(wrong[0][0])) if wrong else 1
    places = cut(places, wide)
    for y, (n, r, c) in enumerate(wrong[:rows]):
        loud = n > LOUD * wrong[0][0]
        x = cells.spans(
            0,
            y,
            (places[r].rjust(wide), ink.text),
            (" " + tr("called") + " ", ink.dim),
            (places[c].ljust(wide), ink.bright, BOLD if loud else 0),
        )
        meter(cells, x + 1, y, cells.width - x - digits - 2, n / wrong[0][0], ink.two if loud else ink.dim)
        cells.right(cells.width, y, str(n), ink.text, None, BOLD if loud else 0)
    if rows < cells.height:
        text = tr("{wrong} wrong of {all}", wrong=count(sum(n for n, _, _ in wrong)), all=count(signal.total))
        cells.put(0, cells.height - 1, text, ink.dim)


def reading(signal: Confusion, row: int, column: int) -> str:
    """The sentence for one place."""
    names = signal.classes
    true, said = (names[k] if k < len(names) else str(k) for k in (row, column))
    n, of = signal.counts[row][column], sum(signal.counts[row])
    what = tr("{true} called {said}", true=true, said=said) if row != column else tr("{true} right", true=true)
    return (
        tr("{what} · {n} of {all} · {share} %", what=what, n=n, all=of, share=percent(n / of))
        if of
        else tr("{what} · none of 0", what=what)
    )
