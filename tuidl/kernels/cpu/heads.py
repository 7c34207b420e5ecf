"""Rows of several heads: each head's part on its own, filled up to whole vectors, or all end to end.

Where every part fills its vectors anyway, both are the same memory and nothing is copied.
"""

from typing import Any

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import ROW_BLOCK, get, kernel, padded, put, share
from tuidl.kernels.cpu.lowering import Call, Scratch, call
from tuidl.kernels.cpu.simd import LANES, copy, operands, store
from tuidl.program import Tensor

PAIRS = ("batch", "heads")


@kernel("heads.split", "in x[rows,features]; out y[rows,heads,depth]", split="rows", unit=ROW_BLOCK)
def split(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x, a part to each head; what fills its rows up is zero."""
    x, y, rows, features, heads, depth = operands(op, 6)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    narrow, wide = padded(depth), padded(features)
    for i in range(lo, hi):
        for head in range(heads):
            part = y + (i * heads + head) * narrow
            store(mem, part + narrow - LANES, number(0.0))
            copy(mem, part, mem, x + i * wide + head * depth, depth)


@kernel("heads.merge", "in x[rows,heads,depth]; out y[rows,features]", split="rows", unit=ROW_BLOCK)
def merge(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = the parts of all heads, end to end in one row; what fills its rows up is zero."""
    x, y, rows, heads, depth, features = operands(op, 6)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    narrow, wide = padded(depth), padded(features)
    for i in range(lo, hi):
        store(mem, y + (i + 1) * wide - LANES, number(0.0))
        for head in range(heads):
            copy(mem, y + i * wide + head * depth, mem, x + (i * heads + head) * narrow, depth)


@kernel("heads.transpose", "in x[time,batch,heads,depth]; out xt[batch,heads,depth,time]", split=PAIRS)
def transpose(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """xt = the matrix (time, depth) of each example and head, transposed."""
    x, xt, time, batch, heads, depth = operands(op, 6)
    pairs = batch * heads
    lo, hi = share(pairs, 1, thread, threads)
    narrow, wide = padded(depth), padded(time)
    for pair in range(lo, hi):
        for j in range(depth):
            for t in range(time):
                put(mem, xt + (pair * depth + j) * wide + t, get(mem, x + (t * pairs + pair) * narrow + j))


def read(x: Tensor, heads: int, scratch: Scratch) -> tuple[Tensor, list[Call]]:
    """The parts of ``x`` (time, batch, head, depth), and what copies them unless that was done in this program."""
    name = f"{x.name}.heads"
    known = name in scratch.tensors
    parts = _view(x, heads) or scratch.tensor(name, _shape(x, heads))
    return parts, [] if parts.base or known else [call("heads.split", x=x, y=parts)]


def written(y: Tensor, heads: int, scratch: Scratch) -> tuple[Tensor, list[Call]]:
    """Where to write the parts of ``y`` (time, batch, head, depth), and what then puts them end to end."""
    parts = _view(y, heads) or scratch.tensor(f"{y.name}.heads", _shape(y, heads))
    return parts, [] if parts.base else [call("heads.merge", x=parts, y=y)]


def transposed(parts: Tensor, scratch: Scratch) -> tuple[Tensor, list[Call]]:
    """The parts as (batch, head, depth, time), and what transposes them."""
    xt = scratch.tensor(f"{parts.name}.transposed", (*parts.shape[1:], parts.shape[0]))
    return xt, [call("heads.transpose", x=parts, xt=xt)]


def _shape(x: Tensor, heads: int) -> tuple[int, ...]:
    return (*x.shape[:-1], heads, x.shape[-1] // heads)


def _view(x: Tensor, heads: int) -> Tensor | None:
    """The same memory as parts, if each fills its vectors."""
    shape = _shape(x, heads)
    if heads > 1 and shape[-1] % LANES:
        return None
    return Tensor(f"{x.name}.heads", shape, x.role, x.region, x.kind, base=x)
