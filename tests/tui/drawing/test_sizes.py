"""Images and filters take the room there is: whole pixels, all alike."""

import pytest

from tests.recordings import runs
from tuidl.signals import Field, Gallery
from tuidl.tui.drawing.cells import Cells
from tuidl.tui.drawing.field import grown, trimmed
from tuidl.tui.drawing.filters import filters, tiles
from tuidl.tui.drawing.gallery import across, gallery, margin
from tuidl.tui.drawing.ink import DARK, INKS
from tuidl.tui.drawing.sample import sample

CNN = runs.cnn().signals


def digit(left: int, top: int, size: int = 12) -> Field:
    """A block of 4×6 ink on an empty sheet."""
    return Field.of([[float(left <= x < left + 4 and top <= y < top + 6) for x in range(size)] for y in range(size)])


def seen(*images: Field) -> Gallery:
    like = CNN["gallery"]
    n = len(images)
    return type(like)(**{
        **{name: getattr(like, name) for name in like.__slots__},
        "images": images, "indices": tuple(range(n)), "truths": (1,) * n, "answers": (2,) * n,
    })  # fmt: skip


def test_images_grow_by_whole_pixels():
    image = digit(3, 3)
    assert (grown(image, 40, 30).width, grown(image, 40, 30).height) == (24, 24)
    assert grown(image, 10, 10) is image


def test_a_gallery_cuts_all_images_alike():
    pictures = seen(digit(4, 3), digit(0, 3), digit(4, 3))
    assert margin(pictures) == 0
    assert margin(seen(digit(4, 3), digit(4, 3))) == 2
    assert trimmed(digit(4, 3)).width == 8
    cells = Cells(40, 8, DARK)
    gallery(cells, pictures)
    assert cells.text().splitlines()[0] == " ".join(["▀" * 12] * 3)


def test_a_gallery_is_enlarged_only_where_twelve_are_seen():
    pictures = seen(*[digit(0, 0)] * 24)
    assert across(Cells(82, 29, DARK), pictures)[0] == 12
    assert across(Cells(130, 50, DARK), pictures)[0] == 24


@pytest.mark.parametrize(("width", "height", "wide"), [(22, 14, 20), (82, 30, 40), (22, 9, 20)])
def test_a_sample_fills_its_room(width, height, wide):
    cells = Cells(width, height, DARK)
    sample(cells, CNN["sample"])
    assert cells.text().splitlines()[2].count("▀") >= (wide if height > 9 else 0)


@pytest.mark.parametrize("ink", INKS)
def test_filters_grow_with_their_panel(ink):
    kernels, small = CNN["filters:conv1"], Cells(58, 22, INKS[ink])
    large = Cells(150, 60, INKS[ink])
    few, many = tiles(small, kernels), tiles(large, kernels)
    assert few is not None
    assert many is not None
    assert many.pixel > few.pixel
    filters(large, kernels)
    assert all(f"{letter} " in large.text() for letter in "abcdefgh")


@pytest.mark.parametrize("ink", ["ansi", "mono"])
def test_without_colours_weights_are_signed_digits_at_the_smallest_size_too(ink):
    cells = Cells(45, 18, INKS[ink])
    filters(cells, CNN["filters:conv1"])
    assert sum(cells.text().count(f"−{digit}") for digit in range(1, 10)) > 8
