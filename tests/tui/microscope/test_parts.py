"""The parts of the microscope as strings, for every network of the tests, every ink, and sizes from nothing up."""

from dataclasses import replace
from math import inf, nan

import pytest

from tests.nn import networks
from tests.tui.drawing.test_every import whole as unbroken
from tests.tui.scoped import close, scope, whole
from tuidl.commands import Inspect
from tuidl.signals import Closeup, Dissection, Field, Line, Slope
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.ink import INKS
from tuidl.tui.microscope import chain, change, check, origin, program, stand, table, words
from tuidl.tui.microscope.figures import cell, error, exact, power, unit_words
from tuidl.tui.microscope.slide import Slide

SIZES = [(1, 1), (20, 6), (32, 22), (57, 24), (120, 60)]


def drawn(draw, *given, size: tuple[int, int] = (57, 24), ink: str = "dark") -> str:
    cells = Cells(*size, INKS[ink])
    draw(cells, *given)
    return cells.text()


def every(cells: Cells, told: Dissection, at: int, near: Closeup) -> None:
    line, size = told.lines[at], (cells.width, cells.height)
    program.draw(cells, told, at, True)
    chain.draw(cells, told, at)
    table.draw(cells, near, line, True)
    change.draw(cells, near)
    check.draw(cells, near, line)
    origin.draw(cells, told)
    unbroken(cells, size)
    assert words.words(line, near)


@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("name", ["tanh", "pooling", "lstm", "augmented"])
def test_every_instruction_is_drawn_at_every_size(name: str, ink: str) -> None:
    told = whole(name)
    made = scope(name)
    for at in range(len(told.lines)):
        near = made.closeup(Inspect(0, at, row=2, column=1))
        for width, height in SIZES:
            every(Cells(width, height, INKS[ink].ascii() if at % 2 else INKS[ink]), told, at, near)


@pytest.mark.parametrize("odd", [nan, inf, -inf, 1e308, 0.0])
def test_numbers_that_are_none(odd: float) -> None:
    told, near = whole(), close(11)
    near = replace(
        near, values=tuple(tuple(odd for _ in row) for row in near.values), reach=odd, sizes=(odd, odd, odd, odd),
        before=Field.of([[odd]]), after=Field.of([[odd, 1.0]]), slope=Slope("w", odd, 1e-5, odd, 1.0, odd),
    )  # fmt: skip
    for size in SIZES:
        every(Cells(*size, INKS["dark"]), told, 11, near)


def test_the_list_has_its_parts_and_keeps_the_chosen_line_in_sight() -> None:
    told = whole()
    text = drawn(program.draw, told, 1, True, size=(32, 38))
    assert text.index("forward") < text.index("backward") < text.index("update")
    assert "▶  1  dense_1 = x" in text
    assert "✔  0" in text
    for at in range(len(told.lines)):
        small = drawn(program.draw, told, at, True, size=(32, 6))
        assert f"▶ {at:>2}" in small
        row = next(i for i, line in enumerate(small.split("\n")) if line.startswith("▶"))
        assert program.instruction_at(told, at, 6, row) == at
    assert program.instruction_at(told, 0, 38, 0) is None


def test_a_product_adds_up_under_its_columns() -> None:
    near = close(1, row=1, column=2)
    line = whole().lines[1]
    assert near.sums
    for column, output in enumerate(near.under[1].values):
        terms = sum(row[column] for row in near.values)
        assert terms + near.under[0].values[column] == pytest.approx(output)
    text = drawn(table.draw, near, line, True)
    assert "= dense_1" in text
    assert "each column adds up" in text
    assert "dense_1[2] = x[0]" in text


def test_a_click_finds_the_number_that_stands_there() -> None:
    near, line = close(11), whole().lines[11]
    place = table.sheet(near, line, 57, 24)
    for row in range(place.rows):
        for column in range(place.columns):
            at = place.at(place.x + column * table.WIDE + 3, place.y + row * place.tall)
            assert at == (place.top + row, place.left + column)
    assert place.at(0, 0) is None
    assert place.at(place.x + place.columns * table.WIDE, place.y) is None


def _line(told: Dissection, operation: str) -> tuple[int, Line]:
    return next((i, line) for i, line in enumerate(told.lines) if line.operation == operation)


def test_the_check_says_what_it_found() -> None:
    at, line = _line(whole(), "dense.backward_weight")
    near = close(at)
    assert "✔ agree" in drawn(check.draw, near, line)
    wrong = replace(near, slope=replace(near.slope, gradient=near.slope.gradient + 0.1))
    assert "✘ they differ" in drawn(check.draw, wrong, line)
    bent = replace(near, slope=Slope("w", 0.0, 1e-5, 1 + 5e-6, 1.0, 1.0))
    assert "◐ a corner" in drawn(check.draw, bent, line)
    estimated = replace(near, slope=replace(wrong.slope, estimated=True))
    assert "◐ a stand-in" in drawn(check.draw, estimated, line)
    assert "that of a softmax instead" in " ".join(drawn(check.draw, estimated, line).split())
    assert "✖ no number" in drawn(check.draw, replace(near, slope=Slope("w", nan, 1e-5, nan, nan, nan)), line)
    assert "nothing to check" in drawn(check.draw, close(1), whole().lines[1])


def test_words_say_which_way_a_weight_should_go() -> None:
    at, line = _line(whole(), "dense.backward_weight")
    near = close(at)
    told = "".join(text for text, _ in words.words(line, near))
    assert f"weight should go {'down' if near.slope.gradient > 0 else 'up'}" in told
    assert all(words.meaning(each.operation) for name in networks.NETWORKS for each in whole(name).lines)


def test_words_say_what_the_batch_is_where_it_matters() -> None:
    def told(name: str, operation: str, batch: int = 1) -> str:
        line = _line(whole(name), operation)[1]
        return "".join(text for text, _ in words.words(line, None, batch))

    assert "its own mean, so here it becomes 0" in told("batchnorm", "batchnorm.train")
    assert "over all places of one example" in told("normalised pictures", "batchnorm.train")
    assert "this example, in row 0, and the 3 after it" in told("batchnorm", "batchnorm.train", 4)
    assert "the 3 after it" in told("batchnorm", "data.rows", 4)
    assert "here it is one" in told("batchnorm", "data.rows")


def test_an_error_that_is_all_rounding_has_no_digits_that_change_with_the_processor() -> None:
    assert [error(v) for v in (3e-11, 8e-10, 1e-9, 2e-7, 0.0)] == ["< 1e−9", "< 1e−9", "1e−9", "2e−7", "0"]
    assert error(nan) == "NaN"


def test_figures() -> None:
    assert [cell(v, 1.0) for v in (0.1234, -0.5, 0, 12.345, -1234.5, nan)] == [
        "+0.123", "−0.500", "0", "+12.35", "−1234", "NaN",
    ]  # fmt: skip
    assert [cell(v, 1.0) for v in (0.0005, 4.9e-4, -3e-7, -1e-12, 1e-120, -1e-120)] == [
        "+0.001", "+5e−4", "−3e−7", "−1e−12", "+≈0", "−≈0",
    ]  # fmt: skip
    assert cell(2e-9, 0.01) == "+2e−7"  # in 10⁻²
    assert (cell(1.5e-5, 2e-5), unit_words(2e-5)) == ("+1.500", "in 10⁻⁵")
    assert (power(8.2e-11), exact(-0.05149420512)) == ("8e−11", "−0.051494205")
    assert all(len(cell(v * 10**p, abs(v) * 10**p)) <= 6 for p in range(-12, 12) for v in (9.99999, -9.99999))


def test_where_it_began_shows_small_gradients() -> None:
    told = whole(next(iter(networks.NETWORKS)))
    rows = (("a", 0.999999, 1.0, -8e-7), ("b", 1e-6, 0.0, 8e-7), ("c", 0.0, 0.0, 0.0))
    cells = Cells(40, 8, INKS["dark"])
    origin.draw(cells, replace(told, origin=rows))
    assert [line.split()[-1] for line in cells.text().splitlines()[1:4]] == ["−8e−7", "+8e−7", "0"]


@pytest.mark.parametrize("size", [(80, 24), (119, 33), (120, 34), (140, 40), (140, 42), (300, 100)])
def test_the_stand_covers_the_screen_without_overlap(size: tuple[int, int]) -> None:
    width, height = size
    seen: set[tuple[int, int]] = set()
    for rect in stand.places(width, height).values():
        assert rect.width > 0
        assert rect.height > 0
        for x in range(rect.x, rect.x + rect.width):
            for y in range(rect.y, rect.y + rect.height):
                assert (x, y) not in seen
                seen.add((x, y))
    assert len(seen) == width * (height - (height >= 42))  # but for the empty row above the keys


def test_a_slide_stays_within_its_program() -> None:
    slide = Slide(whole(), close(1), instruction=1)
    assert slide.go(-5) is not None
    assert slide.go(0) is None
    assert slide.go(999).instruction == len(whole().lines) - 1
    assert slide.move(1, 1) is None  # its numbers have not come yet
    slide = Slide(whole(), close(1), instruction=1)
    assert slide.move(-1, 0) is None
    assert slide.move(0, 999).column == 32
    assert slide.turn(1) is None
    assert slide.other() == Inspect(0, 1, "x")
