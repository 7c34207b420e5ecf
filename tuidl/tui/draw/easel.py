"""A sheet of pixels that is drawn on: a soft brush, an eraser, a cursor for those who have no mouse."""

from math import hypot

from tuidl.language import later
from tuidl.signals import Field
from tuidl.tui.draw.undo import Undo

Pixels = tuple[float, ...]  # row by row, 0 empty, 1 full
Spot = tuple[float, float]  # row and column; whole numbers are corners of pixels, halves their middles

INKS = (0.25, 0.5, 0.75, 1.0)
BRUSHES = ((later("fine"), 0.6), (later("soft"), 1.0), (later("broad"), 1.6))  # name, radius on a sheet of 12 pixels
GROWTH = 24  # on one of 12 + so many pixels the brush is twice as large


class Easel:
    """One drawing of ``height`` × ``width`` pixels and how it is drawn on."""

    def __init__(self, height: int, width: int) -> None:
        self.height, self.width = height, width
        self.sheet: Undo[Pixels] = Undo((0.0,) * (height * width))
        self.ink = len(INKS) - 1
        self.brush = 1
        self.erasing = False
        self.down = False  # the pen is on the sheet: the cursor draws as it moves
        self.cursor: tuple[int, int] = (height // 2, width // 2)

    # ---- how ----------------------------------------------------------------------------------------------------

    @property
    def radius(self) -> float:
        """Pixels from the middle of the brush to where it is half as strong."""
        return BRUSHES[self.brush][1] * (1 + max(0, min(self.height, self.width) - 12) / GROWTH)

    def harder(self, by: int) -> None:
        """More ink, or less."""
        self.ink = min(max(self.ink + by, 0), len(INKS) - 1)

    def broader(self, by: int) -> None:
        """A broader brush, or a finer one."""
        self.brush = min(max(self.brush + by, 0), len(BRUSHES) - 1)

    def toggle_eraser(self) -> None:
        """Erase, or draw again."""
        self.erasing = not self.erasing

    # ---- drawing ------------------------------------------------------------------------------------------------

    @property
    def pixels(self) -> Pixels:
        """The drawing as it is."""
        return self.sheet.now

    @property
    def empty(self) -> bool:
        """Whether there is no ink at all."""
        return not any(self.pixels)

    def field(self) -> Field:
        """The drawing as a picture."""
        rows = [list(self.pixels[r * self.width : (r + 1) * self.width]) for r in range(self.height)]
        return Field.of(rows, 0.0, 1.0)

    def begin(self, spot: Spot) -> None:
        """A stroke begins here: a dab."""
        self.sheet.do(self._stroked(spot, spot))

    def go_on(self, start: Spot, end: Spot) -> None:
        """The stroke under way goes on; it is undone as one."""
        self.sheet.amend(self._stroked(start, end))

    def _stroked(self, start: Spot, end: Spot) -> Pixels:
        """Along the way from start to end a pixel takes on what the brush covers of it: never less ink than it has, an
        eraser never leaves more. Nothing is laid on twice, so slow hands draw no darker."""
        pixels, radius, ink = list(self.pixels), self.radius, INKS[self.ink]
        (r0, c0), (r1, c1) = start, end
        down, across = r1 - r0, c1 - c0
        square = down * down + across * across or 1.0
        reach = radius + 0.5
        for r in range(max(int(min(r0, r1) - reach), 0), min(int(max(r0, r1) + reach) + 1, self.height)):
            for c in range(max(int(min(c0, c1) - reach), 0), min(int(max(c0, c1) + reach) + 1, self.width)):
                y, x = r + 0.5 - r0, c + 0.5 - c0
                share = min(max((y * down + x * across) / square, 0.0), 1.0)
                covered = min(max(radius + 0.5 - hypot(y - share * down, x - share * across), 0.0), 1.0)
                place = r * self.width + c
                if self.erasing:
                    pixels[place] = round(min(pixels[place], 1.0 - covered), 3)
                else:
                    pixels[place] = round(max(pixels[place], covered * ink), 3)
        return tuple(pixels)

    # ---- by keys ------------------------------------------------------------------------------------------------

    @property
    def spot(self) -> Spot:
        """The middle of the pixel under the cursor."""
        return self.cursor[0] + 0.5, self.cursor[1] + 0.5

    def dab(self) -> None:
        """One dab under the cursor."""
        self.begin(self.spot)

    def move(self, down: int, across: int) -> None:
        """Move the cursor; with the pen down it draws on the way."""
        before = self.spot
        self.cursor = (
            min(max(self.cursor[0] + down, 0), self.height - 1),
            min(max(self.cursor[1] + across, 0), self.width - 1),
        )
        if self.down:
            self.go_on(before, self.spot)

    def lower(self) -> None:
        """The pen on the sheet, or off it."""
        self.down = not self.down
        if self.down:
            self.dab()

    def clear(self) -> None:
        """An empty sheet; it can be undone."""
        self.down = False
        self.sheet.do((0.0,) * len(self.pixels))
