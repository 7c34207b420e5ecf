import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tuidl.train.blocks import Blocks

KINDS = st.sampled_from([np.float32, np.float64, np.int64, np.bool_, np.uint8])
ARRAYS = KINDS.flatmap(
    lambda kind: arrays.arrays(kind, arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5))
)


@given(st.lists(st.dictionaries(st.text("ab/", max_size=3), ARRAYS, max_size=4), max_size=6))
def test_a_copy_is_the_state(states: list[dict[str, np.ndarray]]) -> None:
    blocks = Blocks()
    for copy, state in [(blocks.copied(state), state) for state in states]:
        assert list(copy) == list(state)
        for name, array in state.items():
            assert (copy[name].dtype, copy[name].shape) == (array.dtype, array.shape)
            np.testing.assert_array_equal(copy[name], array)
            assert not np.shares_memory(copy[name], array)


def test_what_was_given_back_is_used_again() -> None:
    blocks = Blocks()
    first, other = (blocks.copied({"w": np.full(100, n), "b": np.zeros(3, np.float32)}) for n in (0.0, 1.0))
    assert not np.shares_memory(first["w"], other["w"])
    assert first["w"].base is first["b"].base
    blocks.give_back(first)
    third = blocks.copied({"w": np.full(100, 3.0), "b": np.ones(3, np.float32)})
    assert np.shares_memory(first["w"], third["w"])
    assert (third["w"] == 3).all()
    blocks.give_back(third)
    assert not np.shares_memory(blocks.copied({"w": np.ones(3)})["w"], third["w"])
    blocks.give_back(other)
    assert np.shares_memory(blocks.copied({"w": np.ones(100), "b": np.ones(3, np.float32)})["w"], other["w"])
