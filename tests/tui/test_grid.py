from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.tui.grid import (
    Rect,
    arrange,
    fits,
    numbered,
    split,
    stack,
)

NAMES = [
    "loss",
    "accuracy",
    "boundary",
    "network",
    "filters:conv1",
    "sample",
    "confusion",
    "layers",
    "hidden",
    "next",
    "text",
]
panels = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True).map(tuple)


@settings(max_examples=150)
@given(st.integers(80, 250), st.integers(24, 80), panels, st.data())
def test_everything_is_on_the_screen_and_nothing_overlaps(width, height, names, data):
    zoomed = data.draw(st.sampled_from(["", *names]))
    grid = arrange(width, height, names, zoomed, data.draw(st.sampled_from(names)))
    assert sorted(place.name for place in grid.places) == sorted(names)
    assert [place.number for place in grid.places] == list(range(1, len(names) + 1))
    taken: set[tuple[int, int]] = set()
    rects = [
        grid.page,
        grid.knobs,
        grid.keys,
        *(place.rect for place in grid.places),
        *grid.between,
    ]
    for rect in rects:
        cells = {(x, y) for x in range(rect.x, rect.x + rect.width) for y in range(rect.y, rect.y + rect.height)}
        assert not cells & taken
        assert all(0 <= x < width and 1 <= y < height for x, y in cells)
        taken |= cells
    shown = [place for place in grid.places if place.rect.height]
    assert shown
    assert all(place.rect.width >= 15 and place.rect.height >= 3 for place in shown)


def test_the_grids_of_the_design():
    cnn = ("filters:conv1", "loss", "sample", "confusion")
    wide = arrange(140, 42, cnn)
    assert (wide.page.width, wide.page.height) == (37, 38)
    assert wide.place("filters:conv1").rect.height == 24
    assert wide.place("loss").rect.width == wide.place("filters:conv1").rect.width == 60
    assert wide.place("loss").rect.y < wide.place("filters:conv1").rect.y
    assert wide.place("sample").rect.width == 42
    middle = arrange(120, 36, cnn)
    assert middle.page.width == 33
    assert middle.place("sample").rect.width == 26
    small = arrange(80, 24, cnn)
    assert small.tabs
    assert (small.page.width, small.place("filters:conv1").rect.width) == (34, 45)
    assert [place.rect.height for place in small.places].count(0) == 3
    mlp = arrange(140, 42, ("network", "boundary", "loss"))
    assert (mlp.page.width, mlp.place("network").rect.width, mlp.place("boundary").rect.height) == (33, 66, 22)
    rnn = arrange(140, 42, ("hidden", "next", "text", "loss"))
    assert (rnn.place("hidden").rect.width, rnn.place("hidden").rect.height) == (102, 25)
    assert (rnn.place("next").rect.width, rnn.place("loss").rect.width) == (27, 35)


def test_zoom_takes_the_whole_lab_and_leaves_the_page():
    grid = arrange(140, 42, ("boundary", "loss"), zoomed="loss")
    assert grid.place("loss").rect.width == 140 - 37 - 1
    assert grid.place("boundary").rect.height == 0
    assert grid.page.width == 37


def test_a_curve_stands_above_filters():
    assert numbered(("filters:c", "sample", "loss")) == ("loss", "filters:c", "sample")
    assert numbered(("boundary", "loss")) == ("boundary", "loss")


def test_too_little_room_is_shared():
    assert sum(stack(("sample", "confusion", "layers"), {"sample": 15, "confusion": 13}, 20)) == 20
    assert stack((), {}, 20) == []


def test_the_floor_is_eighty_by_twenty_four():
    assert fits(80, 24)
    assert not fits(79, 24)
    assert not fits(80, 23)


def test_a_huge_screen_is_shared_out_to_all_panels() -> None:
    panels = ("filters:conv1", "sample", "accuracy", "confusion")
    usual = {place.name: place.rect.height for place in arrange(140, 42, panels).places}
    huge = {place.name: place.rect.height for place in arrange(300, 100, panels).places}
    assert usual["filters:conv1"] == 24
    assert huge["filters:conv1"] > 2 * usual["filters:conv1"]
    assert huge["sample"] > 2 * usual["sample"]


def test_pictures_of_one_place_stand_side_by_side_or_above_each_other():
    assert [(r.x, r.width, r.height) for r in split(Rect(10, 1, 60, 38), 2)] == [(10, 30, 38), (40, 30, 38)]
    assert [(r.y, r.width, r.height) for r in split(Rect(10, 1, 42, 30), 2)] == [(1, 42, 15), (16, 42, 15)]
    assert split(Rect(10, 1, 42, 12), 3) == ()
    assert sum(r.width for r in split(Rect(0, 0, 101, 20), 4)) == 101
