import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.data.sampler import Sampler, shuffled


def test_the_order_of_an_epoch_is_fixed_for_ever() -> None:
    assert shuffled(6, 0, 0).tolist() == [0, 2, 1, 5, 4, 3]
    assert shuffled(50, 1, 0).tolist() == shuffled(50, 1, 0).tolist()
    assert shuffled(50, 1, 0).tolist() != shuffled(50, 1, 1).tolist() != shuffled(50, 2, 1).tolist()


@given(st.integers(1, 40), st.integers(1, 50), st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(-5, 5))
@settings(max_examples=60)
def test_cutting_a_run_into_pieces_changes_nothing(n: int, batch: int, pieces: list[int], seed: int) -> None:
    whole = Sampler(n, seed).take(sum(pieces), batch)
    sampler = Sampler(n, seed)
    assert np.array_equal(np.concatenate([sampler.take(steps, batch) for steps in pieces]), whole)
    assert whole.dtype == np.int32
    assert whole.shape == (sum(pieces), min(batch, n))
    assert whole.flags.c_contiguous


@given(st.integers(2, 30), st.integers(1, 29))
@settings(max_examples=40)
def test_every_example_comes_once_an_epoch(n: int, batch: int) -> None:
    batch = min(batch, n - 1)
    stream = Sampler(n, 3).take(4 * n, batch).ravel()
    for epoch in range(3):
        assert sorted(stream[epoch * n : (epoch + 1) * n]) == list(range(n))


def test_a_position_is_the_whole_state_also_when_the_batch_changes() -> None:
    one = Sampler(10, 0)
    one.take(2, 3)
    other = Sampler(10, 0)
    other.position = one.position
    assert np.array_equal(one.take(3, 4), other.take(3, 4))


@pytest.mark.parametrize(("seen", "epoch"), [(0, 1), (1, 1), (10, 1), (11, 2), (20, 2), (21, 3)])
def test_the_epoch_is_that_of_the_last_example_seen(seen: int, epoch: int) -> None:
    sampler = Sampler(10, 0)
    sampler.position = seen
    assert sampler.epoch == epoch


def test_without_shuffling_and_with_all_examples_they_come_in_order() -> None:
    assert Sampler(6, 0, shuffle=False).take(2, 4).tolist() == [[0, 1, 2, 3], [4, 5, 0, 1]]
    assert Sampler(3, 0).take(2, 9).tolist() == [[0, 1, 2], [0, 1, 2]]
