"""Where everything stands on the lesson screen: rectangles from a size and the panels of a step. Pure."""

from dataclasses import dataclass
from itertools import pairwise

MIN_WIDTH, MIN_HEIGHT = 80, 24
TALL = 28  # under this many rows one panel at a time is shown
CURVES = ("loss", "accuracy", "error", "schedule", "apart")
FULL = ("hidden", "gates", "attention")  # pictures that take the whole width of the lab

# rows a panel wants with its frame; those not named grow
ROWS = {
    "filters": 24,
    "sample": 15,
    "confusion": 13,
    "boundary": 22,
    "unit": 22,
    "surface": 24,
    "hidden": 25,
    "gates": 25,
}
TABLE = 13  # rows of a table of layers that stands above something else
RAIL_ROWS = {"sample": 16}
LEAST = 7  # rows under which a panel says nothing
PAGE_MOST, LAB_WIDE = 44, 160
LAB_TALL = 38  # rows of the lab on a screen of 42


@dataclass(frozen=True, slots=True)
class Rect:
    """Columns and rows on the screen."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Place:
    """A panel with its number (the key that zooms it) and its rectangle; height 0: not on the screen now."""

    name: str
    number: int
    rect: Rect


@dataclass(frozen=True, slots=True)
class Grid:
    """One arrangement of the lesson screen. ``tabs``: one panel at a time, their names in its top edge."""

    page: Rect
    places: tuple[Place, ...]
    tabs: bool
    small: bool  # rows are dear
    between: tuple[Rect, ...]  # rows between the lab and the knobs: the run in one line, the scrubber, contestants
    knobs: Rect
    keys: Rect

    def place(self, name: str) -> Place:
        """Where a panel stands; KeyError if the grid has none of that name."""
        for place in self.places:
            if place.name == name:
                return place
        raise KeyError(name)


SIDE, UNDER = 24, 10  # columns that a picture needs beside another one, rows under one


def split(rect: Rect, count: int) -> tuple[Rect, ...]:
    """Places for so many pictures of equal size, side by side, or one above the other where squares then are a third
    larger; none where there is no room for all."""
    across, down = rect.width // count, rect.height // count
    beside, above = min(across - 4, 2 * (rect.height - 4)), min(rect.width - 4, 2 * (down - 4))
    if across >= SIDE and beside * 4 >= above * 3:
        edges = [rect.x + rect.width * k // count for k in range(count + 1)]
        return tuple(Rect(a, rect.y, b - a, rect.height) for a, b in pairwise(edges))
    if down >= UNDER and rect.width >= SIDE:
        edges = [rect.y + rect.height * k // count for k in range(count + 1)]
        return tuple(Rect(rect.x, a, rect.width, b - a) for a, b in pairwise(edges))
    return ()


def kind(panel: str) -> str:
    """``weights`` of ``weights:h2``."""
    return panel.partition(":")[0]


def numbered(panels: tuple[str, ...]) -> tuple[str, ...]:
    """The panels in the order of their numbers: as in the lesson, but a curve stands above filters."""
    if panels and kind(panels[0]) == "filters":
        curves = tuple(p for p in panels if kind(p) in CURVES)
        return curves[:1] + tuple(p for p in panels if p not in curves[:1])
    return panels


def stack(panels: tuple[str, ...], rows: dict[str, int], height: int) -> list[int]:
    """Heights of panels one above the other: those in ``rows`` get what they want, the others share what is left."""
    if not panels:
        return []
    wants = [rows.get(kind(p), 0) for p in panels]
    growing = [i for i, want in enumerate(wants) if not want] or [len(panels) - 1]
    fixed = sum(want for i, want in enumerate(wants) if i not in growing)
    room = height - fixed
    if room < LEAST * len(growing):  # too tight: share in proportion to what is wanted
        wants = [want or LEAST + 3 for want in wants]
        whole = sum(wants)
        heights = [max(3, height * want // whole) for want in wants]
        heights[-1] += height - sum(heights)
        return heights
    for place, i in enumerate(growing):
        wants[i] = room // len(growing) + (1 if place < room % len(growing) else 0)
    return wants


def _column(panels: tuple[str, ...], order: tuple[str, ...], rect: Rect, rows: dict[str, int]) -> list[Place]:
    places, y = [], rect.y
    for panel, height in zip(panels, stack(panels, rows, rect.height), strict=True):
        places.append(Place(panel, order.index(panel) + 1, Rect(rect.x, y, rect.width, height)))
        y += height
    return places


def _row(panels: tuple[str, ...], order: tuple[str, ...], rect: Rect) -> list[Place]:
    """Side by side: curves and bars get their width, text the rest."""
    if not panels:
        return []
    wants = {"next": 27, "loss": 35, "accuracy": 35}
    widths = [wants.get(kind(p), 0) for p in panels]
    growing = [i for i, want in enumerate(widths) if not want] or [len(panels) - 1]
    room = rect.width - sum(want for i, want in enumerate(widths) if i not in growing)
    if room < 20 * len(growing):
        widths = [rect.width // len(panels)] * len(panels)
        widths[-1] += rect.width - sum(widths)
    else:
        for place, i in enumerate(growing):
            widths[i] = room // len(growing) + (1 if place < room % len(growing) else 0)
    places, x = [], rect.x
    for panel, width in zip(panels, widths, strict=True):
        places.append(Place(panel, order.index(panel) + 1, Rect(x, rect.y, width, rect.height)))
        x += width
    return places


def _grown(rows: dict[str, int], height: int) -> dict[str, int]:
    """On a screen taller than the one they were made for, panels get their share of what there is more."""
    return {name: want * max(height, LAB_TALL) // LAB_TALL for name, want in rows.items()}


def _columns(order: tuple[str, ...], stage: str, lab: Rect, wide: bool) -> list[Place]:
    """The stage at the left of the lab, the rest at its right."""
    rest = tuple(p for p in order if p != stage)
    if kind(stage) in FULL:
        below = min(13, lab.height - 12) if rest else 0
        top = Rect(lab.x, lab.y, lab.width, lab.height - below)
        under = Rect(lab.x, lab.y + top.height, lab.width, below)
        return [Place(stage, order.index(stage) + 1, top), *_row(rest, order, under)]
    if not rest:
        return [Place(stage, 1, lab)]
    if wide:
        right = max(40, lab.width - (66 if kind(stage) == "network" else 60) - max(0, lab.width - 110) // 2)
    else:
        right = max(26, lab.width - 60)
    left = Rect(lab.x, lab.y, lab.width - right, lab.height)
    aside = Rect(lab.x + left.width, lab.y, right, lab.height)
    mates: tuple[str, ...] = (stage,)
    table = kind(stage) == "layers"
    want = TABLE if table else ROWS.get(kind(stage), 0)
    if kind(stage) != "boundary" and want and lab.height - want > LEAST:
        mate = next((p for p in rest if kind(p) in CURVES), rest[-1] if len(rest) > 1 or table else None)
        if mate is not None:
            mates = tuple(p for p in order if p in (stage, mate))
            rest = tuple(p for p in rest if p != mate)
    if not rest:
        return _column(mates, order, lab, {"layers": TABLE} if table else _grown(ROWS, lab.height))
    rows = dict(ROWS) if wide else {**ROWS, **RAIL_ROWS}
    if table:
        rows["layers"] = TABLE
    if not wide:
        rows["boundary"] = 15
    rows = _grown(rows, lab.height)
    if mates == (stage,):
        return [Place(stage, order.index(stage) + 1, left), *_column(rest, order, aside, rows)]
    return [*_column(mates, order, left, rows), *_column(rest, order, aside, rows)]


def arrange(
    width: int,
    height: int,
    panels: tuple[str, ...],
    zoomed: str = "",
    tab: str = "",
    knobs: bool = True,
    between: int = 0,
) -> Grid:
    """The lesson screen for a size. ``panels``: as the lesson names them, the stage first; ``zoomed`` fills the lab;
    ``tab``: the panel in front where only one is shown (the stage if it is none of them). Without ``knobs`` the lab
    has their rows, but for one where nothing else tells what the learner must know. ``between``: so many
    rows lie between lab and knobs, on small screens one at least."""
    order = numbered(panels)
    stage = panels[0] if panels else ""
    tabs = width < 111 or height < TALL
    small = width < 100 or height < TALL
    rows = int(knobs) if small else 1 + knobs  # those of the knobs, or of a note where there are none
    between = max(between, int(small))
    body = height - 2 - between - rows
    page_width = _page(width, stage)
    page = Rect(0, 1, page_width, body)
    lab = Rect(page_width + 1, 1, width - page_width - 1, body)
    shown = zoomed or (tab if tab in order else stage) if tabs or zoomed else ""
    if shown:
        front = Place(shown, order.index(shown) + 1 if shown in order else 0, lab)
        hidden = Rect(lab.x, lab.y, lab.width, 0)
        places = [front if p == shown else Place(p, i, hidden) for i, p in enumerate(order, 1)]
        if shown not in order:
            places.append(front)
    elif order:
        places = sorted(_columns(order, stage, lab, width >= 140), key=lambda place: place.number)
    else:
        places = []
    told = tuple(Rect(0, height - 1 - rows - k, width, 1) for k in range(between, 0, -1))
    row = Rect(0, height - 1 - rows, width, rows)
    return Grid(page, tuple(places), tabs and not zoomed, small, told, row, Rect(0, height - 1, width, 1))


def _page(width: int, stage: str) -> int:
    if width < 100:
        return 34
    if width < 140:
        return 33
    least = 33 if kind(stage) == "network" else 37
    return min(PAGE_MOST, least + max(0, width - LAB_WIDE) // 3)


def fits(width: int, height: int) -> bool:
    """Whether the screen is large enough for a lesson."""
    return width >= MIN_WIDTH and height >= MIN_HEIGHT
