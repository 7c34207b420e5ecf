"""What instrumented kernels call before they touch memory, and the memory in which it is written who may touch what.

Every word of the arena has an entry: its low bits are rights, above them stand the thread that has written the word
since the last barrier and the one that has read it (MANY if several have).
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from tuidl.kernels.checked.instrument import ATOMIC, READ, WRITE
from tuidl.kernels.cpu.kernel import OPTIONS, Compiled

BEYOND = 8  # a right to read what must not matter: it is no part in a race
RIGHTS = READ | WRITE | BEYOND
WRITER, READER, MANY = 8, 16, 255  # first bits of the fields; a reader like no thread
ARENA, WORDS, ENTRIES, THREAD, RANGES, FAULT, PLACE, BYTES, KIND, SINK, ZERO = range(11)
FIRST_RANGE, RANGE, MOST_RANGES = 16, 3, 16
FORBIDDEN, MISALIGNED, RACE = 1, 2, 3
SINK_BYTES = 4096

INTS = types.CPointer(types.int64)


@intrinsic
def _ints(context: Any, address: Any) -> Any:
    """The pointer to int64 values at an address."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.inttoptr(args[0], ir.IntType(64).as_pointer())

    return INTS(types.int64), emit


@njit(**OPTIONS)
def _complain(state: Any, fault: int, place: int, size: int, kind: int) -> Any:
    """Note the first fault; where the access may go instead: what is read there is zero."""
    if state[FAULT] == 0:
        state[FAULT] = fault
        state[PLACE] = place
        state[BYTES] = size
        state[KIND] = kind
    return state[SINK] if kind & WRITE else state[ZERO]


@njit(**OPTIONS)
def _check(state: Any, address: int, size: int, align: int, kind: int) -> Any:
    """The address if all of its ``size`` bytes may be touched, else that of the sink."""
    if size <= 0:
        return address
    if address % align != 0:
        return _complain(state, MISALIGNED, address, size, kind)
    asked = kind & (READ | WRITE)
    offset = address - state[ARENA]
    if offset < 0 or offset + size > 4 * state[WORDS]:
        for n in range(state[RANGES]):
            first = FIRST_RANGE + RANGE * n
            if state[first] <= address and address + size <= state[first + 1] and state[first + 2] & asked == asked:
                return address
        return _complain(state, FORBIDDEN, address, size, kind)
    entries = _ints(state[ENTRIES])
    mine = state[THREAD] + 1
    for word in range(offset // 4, (offset + size + 3) // 4):
        entry = entries[word]
        if entry & asked != asked:
            return _complain(state, FORBIDDEN, state[ARENA] + 4 * word, size, kind)
        if entry & BEYOND or kind & ATOMIC:
            continue
        writer, reader = entry >> WRITER & MANY, entry >> READER & MANY
        if (writer != 0 and writer != mine) or (kind & WRITE and reader != 0 and reader != mine):
            return _complain(state, RACE, state[ARENA] + 4 * word, size, kind)
        if kind & WRITE:
            writer = mine
        if kind & READ:
            reader = mine if reader == 0 or reader == mine else MANY
        entries[word] = entry & RIGHTS | writer << WRITER | reader << READER
    return address


def check(state: Any, address: int, size: int, align: int, kind: int) -> Any:
    """See ``_check``."""
    return _check(state, address, size, align, kind)


def check_size(state: Any, address: int, size: int, align: int, kind: int) -> Any:
    """The size if so many bytes may be touched, else 0: for copies of any length."""
    return size if _check(state, address, size, align, kind) == address else 0


def check_lanes(state: Any, address: int, size: int, chosen: int, align: int, kind: int) -> Any:
    """As ``check`` for the chosen lanes of a vector, ``size`` bytes each."""
    lane = 0
    while chosen >> lane != 0:
        if chosen >> lane & 1 and _check(state, address + lane * size, size, align if lane == 0 else 1, kind) != (
            address + lane * size
        ):
            return state[SINK] if kind & WRITE else state[ZERO]
        lane += 1
    return address


_FIVE = types.int64(INTS, *[types.int64] * 4)
CHECKS = {
    "tuidl.check": Compiled("check", check, _FIVE),
    "tuidl.check.size": Compiled("check_size", check_size, _FIVE),
    "tuidl.check.lanes": Compiled("check_lanes", check_lanes, types.int64(INTS, *[types.int64] * 5)),
}


class Watch:
    """The state that all instrumented code of this process reads: it watches one executor at a time."""

    def __init__(self) -> None:
        self.state = np.zeros(FIRST_RANGE + RANGE * MOST_RANGES, np.int64)
        self._sinks = np.zeros(3 * SINK_BYTES, np.uint8)
        first = self._sinks.ctypes.data + -self._sinks.ctypes.data % SINK_BYTES  # aligned for any access
        self.state[[SINK, ZERO]] = first, first + SINK_BYTES
        self._entries = np.zeros(0, np.int64)

    def over(self, arena: int, entries: "np.ndarray[Any, np.dtype[np.int64]]") -> None:
        """Watch an arena, given by its address, with an entry for each word."""
        self._entries = entries
        self.state[[ARENA, WORDS, ENTRIES]] = arena, entries.size, entries.ctypes.data
        self.state[[RANGES, FAULT]] = 0

    def allow(self, start: int, end: int, rights: int) -> None:
        """Let bytes outside the arena be touched."""
        number = int(self.state[RANGES])
        first = FIRST_RANGE + RANGE * number
        self.state[first : first + RANGE] = start, end, rights
        self.state[RANGES] = number + 1


WATCH = Watch()
