"""Where we are: the way from the example to the loss on two lines, values to the right, gradients back."""

from tuidl.language import tr
from tuidl.signals import Dissection, Link
from tuidl.tui.drawing.cells import BOLD, Cells


def here(whole: Dissection, at: int) -> int:
    """The link the chosen instruction belongs to; −1 if it is none's."""
    for i, link in enumerate(whole.chain):
        if at in link.lines:
            return i
    return next((i for i, link in enumerate(whole.chain) if at in (link.made, link.gradient)), -1)


def draw(cells: Cells, whole: Dissection, at: int) -> None:
    """As many links as there is room for, around the one that is at work."""
    links, now = whole.chain, here(whole, at)
    if not links:
        cells.put(0, 0, tr("this program has no single way from the example to the loss"), cells.ink.dim)
        return
    sizes = [len(link.name) + (len(link.by) + 7 if link.by else 0) for link in links]
    first, last = _part(sizes, max(now, 0), cells.width - 4)
    ink, back = cells.ink, whole.lines[at].part != "forward"
    spare = max(0, cells.width - 4 - sum(sizes[first:last])) // max(1, last - first - 1)
    x = cells.put(0, 0, "… " if first else "", ink.faint)
    for i in range(first, last):
        x = _link(cells, x, links[i], i == now, at, back, min(spare, 6))
    if last < len(links):
        cells.put(x, 0, "…", ink.faint)


def _part(sizes: list[int], now: int, room: int) -> tuple[int, int]:
    first, last, used = now, now + 1, sizes[now]
    while True:
        grown = False
        if last < len(sizes) and used + sizes[last] <= room:
            used, last, grown = used + sizes[last], last + 1, True
        if first > 0 and used + sizes[first - 1] <= room:
            used, first, grown = used + sizes[first - 1], first - 1, True
        if not grown:
            return first, last


def _link(cells: Cells, x: int, link: Link, now: bool, at: int, back: bool, spare: int) -> int:
    """A value with its gradient below, and the arrow to the next."""
    ink, glyphs = cells.ink, cells.ink.glyphs
    known = link.made <= at
    cells.put(x, 0, link.name, ink.two if now else ink.text if known else ink.faint, None, BOLD if now else 0)
    gradient = link.slope if 0 <= link.gradient <= at and (back or link.gradient == at) else "·"
    cells.put(x, 1, gradient, ink.one if gradient != "·" else ink.faint)
    if not link.by:
        return x + len(link.name)
    start, wide = x + len(link.name) + 1, len(link.by) + 5 + spare
    tone = ink.accent if now else ink.line
    cells.put(start, 0, "─" * (wide - 1) + glyphs.more, tone if not (now and back) else ink.line)
    cells.centre(start, 0, wide - 1, f" {link.by} ", ink.accent if now else ink.dim, None, BOLD if now else 0)
    begun = back and any(line <= at for line in link.lines[1:])
    if begun:
        left = max(start, x + len(gradient) + 1)
        cells.put(left, 1, glyphs.less + "─" * (wide - 1 - (left - start)), tone)
    return start + wide + 1
