"""A picture of the screen as text that can be read and compared: its characters, then the look of every cell."""

from itertools import groupby

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tuidl.tui.drawing.cells import Cells
from tuidl.tui.export.picture import Cell, Picture

FLAGS = {1: "bold", 2: "italic", 4: "underline"}


class Text(SingleFileSnapshotExtension):
    """Snapshots that are plain text files."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT


def of_cells(cells: Cells) -> Picture:
    """What the cells become on a terminal: see ``Cells.strips``."""
    rows = [
        [Cell(char, look.fg, look.bg, look.flags) for char, look in zip(*row, strict=True)]
        for row in zip(cells.chars, cells.looks, strict=True)
    ]
    return Picture(tuple(map(tuple, rows)), cells.ink.bg)


def written(title: str, picture: Picture, colours: bool = True) -> str:
    """Title, characters, then for each row its stretches of one look (``12a``), and what the looks are."""
    found = [f"== {title}", *picture.text().splitlines()]
    if not colours:
        return "\n".join(found) + "\n"
    names: dict[tuple[str, str, int], str] = {}
    found.append("-- looks")
    for row in picture.rows:
        runs = []
        for look, cells in groupby(row, key=lambda cell: (cell.fg if cell.char != " " else "", cell.bg, cell.flags)):
            runs.append(f"{len(list(cells))}{names.setdefault(look, _name(len(names)))}")
        found.append(" ".join(runs))
    for (front, back, flags), name in names.items():
        words = [word for bit, word in FLAGS.items() if flags & bit]
        found.append(" ".join([name, front or "blank", "on", back, *words]))
    return "\n".join(found) + "\n"


def _name(number: int) -> str:
    letters = ""
    while True:
        letters = chr(97 + number % 26) + letters
        number = number // 26 - 1
        if number < 0:
            return letters
