import struct
import xml.etree.ElementTree as ElementTree
import zlib
from math import inf, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.headless import glyphs, png, svg
from tuidl.headless.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Curve, Label, Line, chart, scale, ticks

SVG = "{http://www.w3.org/2000/svg}"
FALLING = Curve("train", range(50), [1 / (k + 1) for k in range(50)])


def test_svg_is_xml_with_title_curves_and_legend():
    picture = chart("lesson <a> & b\x07", "loss", [FALLING, Curve("validation", range(50), [0.5] * 50)])
    root = ElementTree.fromstring(svg.drawn(picture))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert root.findtext(f"{SVG}title") == "lesson <a> & b"
    assert {"train", "validation", "step", "loss"} <= set(texts)
    dashed = [line for line in root.iter(f"{SVG}polyline") if line.get("stroke-dasharray")]
    assert len(dashed) == 2  # the second curve and its mark in the legend


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), max_size=60))
@settings(max_examples=80)
def test_everything_drawn_lies_on_the_paper(values):
    picture = chart("t", "loss", [Curve("train", list(range(len(values))), values)])
    ElementTree.fromstring(svg.drawn(picture))
    for shape in picture.shapes:
        places = shape.points if isinstance(shape, Line) else ((shape.x, shape.y),)
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in places)


def test_a_curve_is_cut_where_it_is_not_finite():
    curve = Curve("train", range(6), [1, 2, nan, 3, inf, 4])
    lines = [shape for shape in chart("t", "loss", [curve]).shapes if isinstance(shape, Line) and shape.width == 2]
    assert [len(line.points) for line in lines[:-1]] == [2, 1, 1]


def test_spikes_survive_thinning():
    values = [0.0] * 20000
    values[10001] = 9.0
    lines = [s for s in chart("t", "loss", [Curve("a", range(20000), values)]).shapes if isinstance(s, Line)]
    drawn = max((line for line in lines if line.width == 2), key=lambda line: len(line.points))
    assert len(drawn.points) < 4 * WIDTH
    assert min(y for _, y in drawn.points) < TOP + (HEIGHT - TOP - BOTTOM) * 0.15


def test_nothing_finite_is_said():
    labels = [s.text for s in chart("t", "loss", [Curve("a", [0], [nan])]).shapes if isinstance(s, Label)]
    assert "no finite value to draw" in labels


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e9))
@settings(max_examples=80)
def test_ticks_enclose_and_are_few(low, span):
    found = ticks(low, low + span)
    assert 2 <= len(found) <= 9
    assert found == sorted(found)
    slack = 1e-6 * (abs(low) + span)
    assert found[0] <= low + slack
    assert found[-1] >= low + span - slack


def test_log_scale_takes_whole_decades():
    assert scale([0.003, 20.0], log=True) == pytest.approx([0.001, 0.01, 0.1, 1, 10, 100])
    assert len(scale([1e-30, 1e30], log=True)) <= 10


def test_png_is_a_file_that_can_be_read_back():
    content = png.drawn(chart("Loss of lesson-mlp", "loss", [FALLING]))
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    blocks, place = {}, 8
    while place < len(content):
        (length,) = struct.unpack_from(">I", content, place)
        kind, body = content[place + 4 : place + 8], content[place + 8 : place + 8 + length]
        (checksum,) = struct.unpack_from(">I", content, place + 8 + length)
        assert checksum == zlib.crc32(kind + body)
        blocks[kind] = body
        place += 12 + length
    width, height, depth, colour = struct.unpack_from(">IIBB", blocks[b"IHDR"])
    assert (width, height, depth, colour) == (2 * WIDTH, 2 * HEIGHT, 8, 2)
    rows = zlib.decompress(blocks[b"IDAT"])
    assert len(rows) == height * (1 + 3 * width)
    axis = rows[(2 * 300) * (1 + 3 * width) + 1 :][3 * 2 * LEFT : 3 * 2 * LEFT + 3]
    assert axis == b"\x20\x26\x2e"
    corner = rows[1 : 1 + 3 * RIGHT]
    assert set(corner) == {255}


def test_letters():
    strokes, width = glyphs.strokes("il")
    assert width == 2
    assert [stroke[0] for stroke in strokes] == [(0, 4), (0, 6), (2, 6)]
    assert glyphs.strokes("é−") == glyphs.strokes("e-")
    assert glyphs.strokes("λ") == glyphs.strokes("?")
    assert glyphs.strokes("") == ([], 0)
