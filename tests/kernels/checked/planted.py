"""Kernels with one fault each, beside one that has none. All say that they copy rows: y = x."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic

from tuidl.kernels.cpu.kernel import Kernel, padded, put, share
from tuidl.kernels.cpu.simd import FLOATS, LANES, POINTER, at, copy, load, operands, outside, put_int, store
from tuidl.program.operation import parse

DECLARED = "in x[rows,features]; out y[rows,features]"
KEPT = "in x[rows,features]; data history"
PLANTED: dict[str, Kernel] = {}


def planted(declared: str = DECLARED, split: str = "rows") -> Callable[[Callable[..., None]], Kernel]:
    """Declare a kernel that is in no table."""

    def register(function: Callable[..., None]) -> Kernel:
        name = function.__name__
        made = Kernel(f"planted.{name}", function, parse(declared), split, 1, (), (), ())
        return PLANTED.setdefault(name, made)

    return register


@intrinsic
def aligned_load(context: Any, mem: Any, place: Any) -> Any:
    """Sixteen floats from a place that must be a multiple of sixteen words."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(at(builder, args[0], args[1], FLOATS.llvm), align=64)

    return FLOATS(POINTER, types.int64), emit


@planted()
def none(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, y, rows, features = operands(op, 4)
    wide = padded(features)
    lo, hi = share(rows, 1, thread, threads)
    for place in range(lo * wide, hi * wide, LANES):
        store(mem, y + place, load(mem, x + place))


@planted()
def reads_a_row_too_many(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, y, rows, features = operands(op, 4)
    wide = padded(features)
    lo, hi = share(rows, 1, thread, threads)
    for i in range(lo, hi):
        for j in range(0, wide, LANES):
            store(mem, y + i * wide + j, load(mem, x + i * wide + j) + load(mem, x + (i + 1) * wide + j))


@planted()
def reads_a_word_too_early(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, y, rows, features = operands(op, 4)
    wide = padded(features)
    lo, hi = share(rows, 1, thread, threads)
    for place in range(lo * wide, hi * wide, LANES):
        store(mem, y + place, load(mem, x + place - 1))


@planted()
def writes_a_word_too_late(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, y, rows, features = operands(op, 4)
    wide = padded(features)
    lo, hi = share(rows, 1, thread, threads)
    for place in range(lo * wide, hi * wide, LANES):
        store(mem, y + place + 1, load(mem, x + place))


@planted()
def writes_what_it_reads(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, y, rows, features = operands(op, 4)
    wide = padded(features)
    lo, hi = share(rows, 1, thread, threads)
    for place in range(lo * wide, hi * wide, LANES):
        store(mem, y + place, load(mem, x + place))
        store(mem, x + place, load(mem, y + place))


@planted()
def writes_at_a_wild_place(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, y, rows, features = operands(op, 4)
    wide = padded(features)
    lo, hi = share(rows, 1, thread, threads)
    copy(mem, y + lo * wide, mem, x + lo * wide, (hi - lo) * wide)
    put(mem, y + (1 << 40), np.float32(1.0))


@planted()
def copies_too_much(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, y, rows, features = operands(op, 4)
    if thread == 0:
        copy(mem, y, mem, x, rows * padded(features) + 1)


@planted()
def works_for_all(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, y, rows, features = operands(op, 4)
    copy(mem, y, mem, x, rows * padded(features))


@planted(split="own")
def works_on_the_same_row(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, y, rows, features = operands(op, 4)
    wide = padded(features)
    lo, hi = share(rows, 1, thread, threads)
    copy(mem, y + lo * wide, mem, x + lo * wide, (min(hi + 1, rows) - lo) * wide)


@planted(split="own")
def reads_what_another_writes(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, y, rows, features = operands(op, 4)
    wide = padded(features)
    lo, hi = share(rows, 1, thread, threads)
    copy(mem, y + lo * wide, mem, x + lo * wide, (hi - lo) * wide)
    if lo > 0:
        store(mem, y + lo * wide, load(mem, y + (lo - 1) * wide))


@planted()
def takes_for_granted_that_rows_are_aligned(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, y, rows, features = operands(op, 4)
    wide = padded(features)
    lo, hi = share(rows, 1, thread, threads)
    for i in range(lo, hi):
        for j in range(wide - LANES):
            put(mem, y + i * wide + j, np.float32(0.0))
            store(mem, y + i * wide + j, aligned_load(mem, x + i * wide + j))


@planted()
def leaves_the_last_value(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, y, rows, features = operands(op, 4)
    wide = padded(features)
    lo, hi = share(rows, 1, thread, threads)
    for i in range(lo, hi):
        copy(mem, y + i * wide, mem, x + i * wide, features - 1)


@planted()
def adds_to_what_was_there(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, y, rows, features = operands(op, 4)
    wide = padded(features)
    lo, hi = share(rows, 1, thread, threads)
    for place in range(lo * wide, hi * wide, LANES):
        store(mem, y + place, load(mem, y + place) + load(mem, x + place))


@planted("in x[rows,features]; out dy[rows,features]")
def writes_between_the_rows(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, dy, rows, features = operands(op, 4)
    wide = padded(features)
    lo, hi = share(rows, 1, thread, threads)
    for i in range(lo, hi):
        copy(mem, dy + i * wide, mem, x + i * wide, features)
        put(mem, dy + i * wide + features, np.float32(1.0))


@planted("in x[rows,features]; out y[rows,features]; in t[rows]:int")
def writes_another_operand(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, y, t, rows, features = operands(op, 5)
    wide = padded(features)
    lo, hi = share(rows, 1, thread, threads)
    for i in range(lo, hi):
        copy(mem, y + i * wide, mem, x + i * wide, wide)
        put_int(mem, t + i, i)


@planted(KEPT)
def keeps_the_next_step(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, history, rows, features = operands(op, 4)
    lo, hi = share(rows, 1, thread, threads)
    for i in range(lo, hi):
        place = ((step + 1) * rows + i) * features
        copy(outside(history), place, mem, x + i * padded(features), features)


@planted("out y[rows,features]; data examples; data indices")
def reads_behind_the_examples(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    y, examples, _indices, rows, features = operands(op, 5)
    lo, hi = share(rows, 1, thread, threads)
    for i in range(lo, hi):
        copy(mem, y + i * padded(features), outside(examples), (i + 1) * features, features)


@planted("in x[rows,features]; data examples")
def writes_the_examples(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    x, examples, rows, features = operands(op, 4)
    lo, hi = share(rows, 1, thread, threads)
    for i in range(lo, hi):
        copy(outside(examples), i * features, mem, x + i * padded(features), features)
