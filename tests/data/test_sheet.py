import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.data.sheet import laid


@settings(max_examples=30)
@given(
    st.tuples(st.integers(0, 6), st.integers(1, 5), st.integers(1, 5)),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, 99),
)
def test_every_image_is_whole_and_moved_by_no_more_than_asked(
    shape: tuple[int, int, int], margin: int, beyond: int, seed: int
) -> None:
    shift = max(margin - beyond, 0)
    x = np.random.default_rng(seed).integers(1, 255, size=shape).astype(np.uint8)
    found = laid(x, margin, shift, np.random.default_rng(seed))
    count, height, width = shape
    assert found.shape == (count, height + 2 * margin, width + 2 * margin)
    for image, sheet in zip(x, found, strict=True):
        rows, columns = np.nonzero(sheet)
        top, left = rows.min(), columns.min()
        assert max(abs(top - margin), abs(left - margin)) <= shift
        assert (sheet[top : top + height, left : left + width] == image).all()
        assert np.count_nonzero(sheet) == image.size


def test_all_moves_are_made_and_what_leaves_the_sheet_is_lost() -> None:
    x = np.zeros((200, 3, 3), np.uint8)
    x[:, 1, 1] = 9
    found = laid(x, 0, 2, np.random.default_rng(0))
    assert found.shape == x.shape
    kept = np.argwhere(found)
    assert {(row, column) for _, row, column in kept.tolist()} == {(r, c) for r in range(3) for c in range(3)}
    assert 0 < len(kept) < 200


def test_no_shift_no_change() -> None:
    x = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    assert (laid(x, 0, 0, np.random.default_rng(0)) == x).all()
