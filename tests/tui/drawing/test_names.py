from hypothesis import given
from hypothesis import strategies as st

from tuidl.tui.drawing.names import cut


def test_names_that_begin_alike_show_what_they_differ_in() -> None:
    assert cut(["soil of clay", "soil of sand", "rock"], 6) == ["s…clay", "s…sand", "rock"]
    assert cut(["Iris setosa", "Iris virginica"], 5) == ["I…set", "I…vir"]
    assert cut(["setosa", "versicolor", "virginica"], 3) == ["set", "ver", "vir"]
    assert cut(["setosa", "setosa"], 3) == ["set", "set"]  # one class asked for twice
    assert cut(["soil", "soil of clay"], 4) == ["soil", "s…of"]


@given(st.lists(st.text("ab c", max_size=12), max_size=6), st.integers(0, 14))
def test_none_is_wider_than_its_room_and_short_ones_stay(names: list[str], room: int) -> None:
    found = cut(names, room)
    assert len(found) == len(names)
    for name, short in zip(names, found, strict=True):
        assert len(short) <= room
        assert short == name or len(name) > room


@given(st.lists(st.text("abc", min_size=3, max_size=3), unique_by=lambda name: name[0], min_size=2, max_size=3))
def test_those_that_part_at_one_place_are_told_apart(ends: list[str]) -> None:
    assert len(set(cut([f"the same beginning {end}" for end in ends], 8))) == len(ends)
