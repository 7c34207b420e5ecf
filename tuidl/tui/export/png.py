"""A picture as PNG, twice as fine as a screen: letters by the font beside this file, blocks and dots as shapes."""

import unicodedata
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tuidl.tui.export import shape
from tuidl.tui.export.picture import BOLD, UNDERLINE, Picture, Run

WIDE, TALL, SIZE = 20, 40, 33  # of a cell, and of a letter, in pixels
FONTS = Path(__file__).parent / "font"
NOBODY_S = "\U0010fffd"  # a character that no font has
FINER = 4  # dots are drawn so many times larger, then shrunk, to be round


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"DejaVuSansMono{'-Bold' if bold else ''}.ttf"), SIZE)


@cache
def known(char: str, bold: bool = False) -> bool:
    """Whether the font has a character."""
    return bytes(_font(bold).getmask(char)) != bytes(_font(bold).getmask(NOBODY_S))


@cache
def _plain(char: str, bold: bool) -> str:
    """The character, or the letter that it is a variant of where the font has only that."""
    return char if known(char, bold) else unicodedata.normalize("NFKD", char)[:1]


@cache
def _disc() -> Image.Image:
    """The mask of one dot of a braille pattern."""
    size = max(2, round(2 * shape.DOT * WIDE))
    large = Image.new("L", (size * FINER, size * FINER), 0)
    ImageDraw.Draw(large).ellipse((0, 0, size * FINER - 1, size * FINER - 1), fill=255)
    return large.resize((size, size), Image.Resampling.LANCZOS)


def drawn(picture: Picture) -> bytes:
    """A whole PNG file."""
    image = Image.new("RGB", (max(1, picture.width * WIDE), max(1, picture.height * TALL)), picture.ground)
    draw = ImageDraw.Draw(image)
    for row in range(picture.height):
        y = row * TALL
        for run in picture.grounds(row):
            draw.rectangle((run.column * WIDE, y, (run.column + run.columns) * WIDE - 1, y + TALL - 1), run.cell.bg)
        for run in picture.looks(row):
            _run(image, draw, run, y)
    file = BytesIO()
    image.save(file, "PNG", optimize=False, compress_level=6)
    return file.getvalue()


def _run(image: Image.Image, draw: ImageDraw.ImageDraw, run: Run, y: int) -> None:
    cell = run.cell
    bold = bool(cell.flags & BOLD)
    font = _font(bold)
    for place, char in enumerate(run.text):
        x = (run.column + place) * WIDE
        colour = _mixed(cell.fg, cell.bg, shape.ink(char))
        for left, top, right, bottom in shape.boxes(char):
            x0, y0 = x + round(left * WIDE), y + round(top * TALL)
            x1, y1 = x + round(right * WIDE) - 1, y + round(bottom * TALL) - 1
            draw.rectangle((x0, y0, max(x0, x1), max(y0, y1)), colour)
        for cx, cy in shape.dots(char):
            disc = _disc()
            image.paste(cell.fg, (round(x + cx * WIDE - disc.width / 2), round(y + cy * TALL - disc.height / 2)), disc)
        if not shape.drawn(char):
            draw.text((x + WIDE / 2, y + TALL * 0.76), _plain(char, bold), cell.fg, font, anchor="ms")
    if cell.flags & UNDERLINE:
        last = (run.column + run.columns) * WIDE - 1
        draw.rectangle((run.column * WIDE, y + round(TALL * 0.88), last, y + round(TALL * 0.92)), cell.fg)


def _mixed(fg: str, bg: str, share: float) -> str:
    if share >= 1:
        return fg
    ends = [[int(colour[place : place + 2], 16) for place in (1, 3, 5)] for colour in (fg, bg)]
    return "#" + "".join(f"{round(b + (f - b) * share):02x}" for f, b in zip(*ends, strict=True))
