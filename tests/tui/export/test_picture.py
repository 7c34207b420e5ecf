"""Pictures of cells as text, SVG and PNG."""

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DIMMED_MONOKAI
from textual.strip import Strip

from tuidl.tui.export import png, shape, svg
from tuidl.tui.export.picture import BOLD, Picture
from tuidl.tui.grid import Rect

THEME = DIMMED_MONOKAI


def picture(*rows: list[tuple[str, str]]) -> Picture:
    """Rows of (text, style)."""
    return Picture.of((Strip(Segment(text, Style.parse(style)) for text, style in row) for row in rows), THEME)


def image(shown: Picture) -> Image.Image:
    return Image.open(BytesIO(png.drawn(shown))).convert("RGB")


def test_cells_know_their_colours_and_rows_are_equally_long():
    found = picture([("ab", "bold #ff0000 on #00ff00"), ("c", "reverse #0000ff on #ffffff")], [("d", "red")])
    assert (found.width, found.height) == (3, 2)
    a, _, c = found.rows[0]
    assert (a.char, a.fg, a.bg, a.flags) == ("a", "#ff0000", "#00ff00", BOLD)
    assert (c.fg, c.bg) == ("#ffffff", "#0000ff")
    assert found.rows[1][0].fg == "#be3f48"  # as the terminal's own theme has it
    assert found.text() == "abc\nd\n"
    assert found.cut(Rect(1, 0, 2, 1)).text() == "bc\n"


def test_a_wide_character_takes_two_places():
    found = picture([("日x", "")])
    assert found.width == 3
    assert found.text() == "日x\n"
    assert [run.text for run in found.looks(0)] == ["日 x"]


def test_half_blocks_fill_half_a_cell_without_a_gap():
    shown = image(picture([("▀▀", "#ff0000 on #0000ff")], [("▀▀", "#ff0000 on #0000ff")]))
    assert shown.size == (2 * png.WIDE, 2 * png.TALL)
    for x in (0, png.WIDE - 1, png.WIDE, 2 * png.WIDE - 1):
        column = [shown.getpixel((x, y)) for y in range(2 * png.TALL)]
        half = [(255, 0, 0)] * (png.TALL // 2) + [(0, 0, 255)] * (png.TALL // 2)
        assert column == half * 2


def test_braille_has_its_dots_and_letters_have_ink():
    shown = image(picture([("⠁⣿A", "#ffffff on #000000")]))

    def inked(column: int, top: float, bottom: float) -> bool:
        box = (column * png.WIDE, int(top * png.TALL), (column + 1) * png.WIDE, int(bottom * png.TALL))
        return shown.crop(box).convert("L").getextrema()[1] > 200

    assert inked(0, 0, 0.25)
    assert not inked(0, 0.3, 1)
    assert all(inked(1, k / 4, (k + 1) / 4) for k in range(4))
    assert inked(2, 0.2, 0.8)


def test_lines_meet_at_the_edges_of_their_cells():
    white = "#ffffff on #000000"
    shown = image(picture([("╭─╮", white)], [("│ │", white)], [("╰─╯", white)]))
    x0, y0 = png.WIDE // 2, png.TALL // 2
    assert {shown.getpixel((x, y0)) for x in range(x0, x0 + 2 * png.WIDE)} == {(255, 255, 255)}
    assert {shown.getpixel((x0, y)) for y in range(y0, y0 + 2 * png.TALL)} == {(255, 255, 255)}


def test_svg_keeps_letters_as_text_and_is_well_formed():
    found = svg.drawn(picture([("a <b> & ▀", "bold #ff0000 on #111111")], [("⠿", "#00ff00 on #111111")]), "a & b")
    root = ElementTree.fromstring(found)
    name = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{name}title").text == "a & b"
    assert [text.text for text in root.iter(f"{name}text")] == ["a", "<b>", "&"]
    assert len(list(root.iter(f"{name}circle"))) == 6
    assert all(text.get("font-weight") == "bold" for text in root.iter(f"{name}text"))


@given(text=st.text(max_size=12), other=st.text(alphabet="▀▄█░▒▓⠁⣿─│┼╭▏▇▚", max_size=8))
@settings(max_examples=40)
def test_whatever_stands_on_the_screen_can_be_saved(text, other):
    shown = picture([(text, "#123456 on #fedcba")], [(other, "dim underline")])
    ElementTree.fromstring(svg.drawn(shown, text))
    assert png.drawn(shown)[:4] == b"\x89PNG"
    assert shown.text().endswith("\n")


def test_every_character_that_a_screen_shows_is_drawn_or_in_the_font():
    package = Path(svg.__file__).parents[2]
    shown = {char for file in package.rglob("*.py") for char in file.read_text("utf-8") if char >= " "}
    lessons = package.parent / "lessons"
    shown |= {char for file in lessons.rglob("*.md") for char in file.read_text("utf-8") if char >= " "}
    for bold in (False, True):
        letters = {char for char in shown if not shape.drawn(char) and char.isprintable()}
        lost = {char for char in letters if not png.known(png._plain(char, bold), bold)}
        assert not lost - {"日"}


@pytest.mark.parametrize("char", ["█", "▄", "▌", "▁", "▏", "─", "━", "│", "┼"])
def test_shapes_stay_in_their_cell(char):
    for left, top, right, bottom in shape.boxes(char):
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
