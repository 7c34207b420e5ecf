"""A chart as PNG bytes, drawn and written here: smooth lines, stroked letters, zlib."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil, floor, hypot

from tuidl.headless import glyphs
from tuidl.headless.chart import PAPER, Chart, Label, Line

SCALE = 2  # pixels of the file for one of the chart, for fine screens
DASH, GAP = 7.0, 4.0
PEN = 0.1  # width of a letter's strokes, as a share of its size
GRID = 0.12  # a letter's grid unit, as a share of its size

Point = tuple[float, float]
Colour = tuple[int, int, int]


def drawn(chart: Chart) -> bytes:
    """A whole PNG file, eight bits for each of red, green and blue."""
    paper = Paper(chart.width * SCALE, chart.height * SCALE)
    for shape in chart.shapes:
        if isinstance(shape, Line):
            for points in dashes(shape.points) if shape.dashed else (shape.points,):
                paper.stroke([(x * SCALE, y * SCALE) for x, y in points], shape.colour, shape.width * SCALE)
        else:
            _write(paper, shape)
    return encoded(paper.width, paper.height, paper.pixels)


def _write(paper: "Paper", label: Label) -> None:
    strokes, width = glyphs.strokes(label.text)
    unit = label.size * GRID * SCALE
    left = label.x * SCALE - width * unit * {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor]
    for stroke in strokes:
        points = [(left + x * unit, label.y * SCALE - y * unit) for x, y in stroke]
        paper.stroke(points, label.colour, label.size * PEN * SCALE)


class Paper:
    """White pixels, row by row, three bytes each."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.pixels = bytearray(bytes(_colour(PAPER)) * (width * height))

    def stroke(self, points: Sequence[Point], colour: str, width: float) -> None:
        """A smooth polyline with round ends; a single point is a dot. Each pixel is inked once."""
        covered: dict[int, float] = {}
        ends = list(pairwise(points)) or [(points[0], points[0])]
        for start, end in ends:
            for place, share in self._segment(start, end, width / 2):
                covered[place] = max(share, covered.get(place, 0.0))
        ink = _colour(colour)
        for place, share in covered.items():
            for channel in range(3):
                below = self.pixels[3 * place + channel]
                self.pixels[3 * place + channel] = round(below + (ink[channel] - below) * share)

    def _segment(self, start: Point, end: Point, radius: float) -> Iterator[tuple[int, float]]:
        """Pixels near the segment with the share of them that it covers."""
        (x0, y0), (x1, y1) = start, end
        dx, dy = x1 - x0, y1 - y0
        square = dx * dx + dy * dy or 1.0
        reach = radius + 1
        rows = range(max(floor(min(y0, y1) - reach), 0), min(ceil(max(y0, y1) + reach), self.height))
        columns = range(max(floor(min(x0, x1) - reach), 0), min(ceil(max(x0, x1) + reach), self.width))
        for row in rows:
            for column in columns:
                px, py = column + 0.5 - x0, row + 0.5 - y0
                along = min(max((px * dx + py * dy) / square, 0.0), 1.0)
                share = radius + 0.5 - hypot(px - along * dx, py - along * dy)
                if share > 0:
                    yield row * self.width + column, min(share, 1.0)


def dashes(points: Sequence[Point]) -> Iterator[list[Point]]:
    """Cut a polyline into dashes."""
    drawing, left = True, DASH
    piece: list[Point] = [points[0]]
    for start, end in pairwise(points):
        length = hypot(end[0] - start[0], end[1] - start[1])
        done = 0.0
        while length - done > left:
            done += left
            cut = (start[0] + (end[0] - start[0]) * done / length, start[1] + (end[1] - start[1]) * done / length)
            if drawing:
                yield [*piece, cut]
            drawing, left, piece = not drawing, GAP if drawing else DASH, [cut]
        left -= length - done
        piece.append(end)
    if drawing:
        yield piece


def encoded(width: int, height: int, pixels: bytes | bytearray) -> bytes:
    """RGB pixels as a PNG file (ISO/IEC 15948): signature, header, one compressed block of data, end."""
    row = 3 * width
    raw = b"".join(b"\0" + bytes(pixels[place : place + row]) for place in range(0, row * height, row))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    blocks = [(b"IHDR", header), (b"IDAT", zlib.compress(raw, 6)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in blocks
    )


def _colour(name: str) -> Colour:
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)
