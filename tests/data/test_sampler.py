import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.data import Sampler


@settings(max_examples=40, deadline=None)
@given(n=st.integers(1, 60), batch=st.integers(1, 70), seed=st.integers(0, 2**31), epochs=st.integers(1, 4))
def test_each_epoch_takes_each_example_once(n: int, batch: int, seed: int, epochs: int) -> None:
    sampler = Sampler(n, batch, seed)
    taken = sampler.indices(1, sampler.steps_in(epochs)).ravel()[: epochs * n].reshape(epochs, n)
    assert (np.sort(taken, axis=1) == np.arange(n)).all()


@settings(max_examples=40, deadline=None)
@given(n=st.integers(1, 50), batch=st.integers(1, 60), cuts=st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_windows_agree_however_they_are_cut(n: int, batch: int, cuts: list[int]) -> None:
    sampler = Sampler(n, batch, 7)
    whole = sampler.indices(1, sum(cuts))
    first, parts = 1, []
    for steps in cuts:
        parts.append(Sampler(n, batch, 7).indices(first, steps))
        first += steps
    assert (np.concatenate(parts) == whole).all()
    assert whole.dtype == np.int32
    assert whole.flags.c_contiguous


def test_epochs_differ_and_seeds_differ() -> None:
    a = Sampler(50, 10, 0).indices(1, 10).reshape(2, 50)
    assert (a[0] != a[1]).any()
    assert (a[0] != Sampler(50, 10, 1).indices(1, 5).ravel()).any()
    assert (a[1] == Sampler(50, 10, 0).indices(6, 5).ravel()).all()


def test_all_takes_every_example_in_order() -> None:
    for batch in ("all", 4, 9):
        sampler = Sampler(4, batch, 0)
        assert sampler.batch == 4
        assert sampler.indices(5, 2).tolist() == [[0, 1, 2, 3]] * 2
        assert sampler.epoch_of(3) == 3


def test_the_epoch_of_a_step_is_that_of_its_last_example() -> None:
    sampler = Sampler(10, 4, 0)
    assert [sampler.epoch_of(step) for step in range(6)] == [0, 1, 1, 2, 2, 2]
    assert sampler.steps_in(1) == 3
    assert sampler.steps_in(2) == 5
    assert sampler.steps_in(0.4) == 1


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot draw batches of 0 from 5 examples"):
        Sampler(5, 0, 0)
    with pytest.raises(ValueError, match="cannot draw batches of all from 0 examples"):
        Sampler(0, "all", 0)
    with pytest.raises(ValueError, match="steps count from 1"):
        Sampler(5, 2, 0).indices(0, 1)


def test_a_window_may_be_written_to_without_harm() -> None:
    sampler = Sampler(6, 6 // 2, 0)
    first = sampler.indices(1, 2)
    kept = first.copy()
    first[:] = 0
    assert (sampler.indices(1, 2) == kept).all()
