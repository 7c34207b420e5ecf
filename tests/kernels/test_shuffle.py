"""Lanes that move: packed together with the processor's instruction and without, sixteen rows turned."""

import numpy as np
import pytest
from hypothesis import given, strategies
from numba import njit

from tuidl.kernels.cpu import shuffle
from tuidl.kernels.cpu.shuffle import pack, pack_ints, turn
from tuidl.kernels.cpu.simd import LANES, load, load_ints, outside

lanes = strategies.lists(strategies.integers(-1, 3), min_size=LANES, max_size=LANES)


def _packers():
    @njit
    def floats(address, wanted):
        mem = outside(address)
        return pack(mem, 3 * LANES, load(mem, 0), load_ints(mem, LANES), load_ints(mem, wanted))

    @njit
    def ints(address, wanted):
        mem = outside(address)
        return pack_ints(mem, 3 * LANES, load_ints(mem, 0), load_ints(mem, LANES), load_ints(mem, wanted))

    return floats, ints


@pytest.mark.parametrize("instruction", [True, False])
def test_what_is_wanted_is_packed_together_in_order(instruction, monkeypatch):
    monkeypatch.setattr(shuffle, "PACKS", instruction and shuffle.PACKS)
    floats, ints = _packers()

    @given(lanes, strategies.integers(-1, 3))
    def packs(who, one):
        for packed, kind in ((floats, np.float32), (ints, np.int32)):
            memory = np.full(5 * LANES, -7, kind)
            words = memory.view(np.int32)
            memory[:LANES] = np.arange(LANES) * 3
            words[LANES : 2 * LANES], words[2 * LANES : 3 * LANES] = who, one
            wanted = memory[:LANES][np.array(who) == one]
            assert packed(memory.ctypes.data, 2 * LANES) == wanted.size
            np.testing.assert_array_equal(memory[3 * LANES : 3 * LANES + wanted.size], wanted)
            assert (memory[4 * LANES :] == -7).all()

    packs()


@given(strategies.integers(1, LANES), strategies.integers(0, LANES), strategies.integers(0, LANES))
def test_rows_become_columns_and_no_others_are_touched(rows, lo, hi):
    across, down = 20, 17
    source = np.random.default_rng(rows).normal(size=(rows, across)).astype(np.float32)
    memory = np.concatenate([source.ravel(), np.full(LANES * down, -7, np.float32)])
    _turned(memory.ctypes.data, across, rows, source.size, down, lo, hi)
    target = memory[source.size :].reshape(LANES, down)
    for j in range(LANES):
        if lo <= j < hi:
            np.testing.assert_array_equal(target[j, :rows], source[:, j])
            assert (target[j, rows:LANES] == source[-1, j]).all()
        else:
            assert (target[j, :LANES] == -7).all()
    assert (target[:, LANES:] == -7).all()


@njit
def _turned(address, across, rows, target, down, lo, hi):
    turn(outside(address), 0, across, rows, target, down, lo, hi)
