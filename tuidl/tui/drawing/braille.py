"""A raster of braille dots, two columns by four rows a cell, for curves and links."""

from tuidl.tui.drawing.cells import Cells

DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # [column][row] of a cell
SPANS = tuple(  # [column][first row][last row]: all dots between, as one mask
    tuple(tuple(sum(column[first : last + 1]) for last in range(4)) for first in range(4)) for column in DOTS
)


class Raster:
    """``width`` × ``height`` cells of dots; what lies outside is clipped."""

    def __init__(self, width: int, height: int):
        self.width, self.height = max(0, width), max(0, height)
        self.bits = [[0] * self.width for _ in range(self.height)]
        self.tones = [[""] * self.width for _ in range(self.height)]
        self.tone = ""  # the colour of what is drawn now; the last one in a cell wins

    def dot(self, column: int, row: int) -> None:
        """Set one dot."""
        if 0 <= column < self.width * 2 and 0 <= row < self.height * 4:
            self.bits[row >> 2][column >> 1] |= DOTS[column & 1][row & 3]
            self.tones[row >> 2][column >> 1] = self.tone

    def span(self, column: int, top: int, bottom: int) -> None:
        """Set the dots of one column from ``top`` to ``bottom``."""
        top, bottom = max(top, 0), min(bottom, self.height * 4 - 1)
        if top > bottom or not 0 <= column < self.width * 2:
            return
        cell, masks = column >> 1, SPANS[column & 1]
        for row in range(top >> 2, (bottom >> 2) + 1):
            first = top & 3 if row == top >> 2 else 0
            last = bottom & 3 if row == bottom >> 2 else 3
            self.bits[row][cell] |= masks[first][last]

    def line(self, x0: float, y0: float, x1: float, y1: float, thick: int = 1, dash: int = 0) -> None:
        """A straight line between two places in dots; ``dash`` dots drawn, as many left out."""
        count = int(max(abs(x1 - x0), abs(y1 - y0))) + 1
        flat = abs(x1 - x0) >= abs(y1 - y0)
        for i in range(count):
            if dash and i // dash % 2:
                continue
            share = i / max(1, count - 1)
            column, row = round(x0 + (x1 - x0) * share), round(y0 + (y1 - y0) * share)
            for extra in range(-(thick // 2), thick - thick // 2):
                if flat:
                    self.dot(column, row + extra)
                else:
                    self.dot(column + extra, row)

    def paint(
        self, cells: Cells, x: int, y: int, colour: str, flags: int = 0, join: frozenset[str] = frozenset()
    ) -> None:
        """Put the dots on cells; where a curve in one of the colours ``join`` lies already, both shapes stay."""
        for row, line in enumerate(self.bits, y):
            if not 0 <= row < cells.height:
                continue
            chars, looks = cells.chars[row], cells.looks[row]
            for column, (bits, tone) in enumerate(zip(line, self.tones[row - y], strict=True), x):
                if bits and 0 <= column < cells.width:
                    if join and looks[column].fg in join and 0x2800 < ord(chars[column]) <= 0x28FF:
                        bits |= ord(chars[column]) - 0x2800
                    cells.put(column, row, chr(0x2800 + bits), tone or colour, None, flags)
