"""Sequences (time, batch, features): one call for a whole sequence; threads share the batch, none waits in time."""

from typing import Any

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.elementary import tanh as tanh_of
from tuidl.kernels.cpu.gemm import TERM_BLOCK, product
from tuidl.kernels.cpu.kernel import OWN, ROW_BLOCK, kernel, padded, share
from tuidl.kernels.cpu.lowering import Call, Scratch, call, rule
from tuidl.kernels.cpu.simd import LANES, copy, load, operands, store
from tuidl.program import Instruction, Tensor

PRODUCT = ("time", "batch", "hidden", "hidden")


@kernel("rnn.forward", split="batch", unit=ROW_BLOCK, calls=("gemm",), work=PRODUCT)
def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """h[t] = tanh(z[t] + h[t−1] w), from h[−1] = 0."""
    z, w, h, time, batch, hidden, gemm_at = operands(op, 7)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(hidden)
    moment = batch * wide
    for t in range(time):
        terms = hidden if t > 0 else 0
        now, before = h + t * moment, h + (t - 1) * moment
        product(gemm_at, mem, before, wide, 1, terms, w, wide, now, wide, z + t * moment, wide, 1, lo, hi, wide)
        for i in range(now + lo * wide, now + hi * wide, LANES):
            store(mem, i, tanh_of(load(mem, i)))


@kernel(
    "rnn.backward_transposed",
    "in h[time,batch,hidden]; in wt[hidden,hidden]; in dh[time,batch,hidden]; out dz[time,batch,hidden]",
    split="batch", unit=ROW_BLOCK, calls=("gemm",), work=PRODUCT,
)  # fmt: skip
def backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dz[t] = (dh[t] + dz[t+1] wᵀ) (1 − h[t]²), last moment first."""
    h, wt, dh, dz, time, batch, hidden, gemm_at = operands(op, 8)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide, one = padded(hidden), number(1.0)
    moment = batch * wide
    for t in range(time - 1, -1, -1):
        terms = hidden if t < time - 1 else 0
        start = t * moment
        now, later = dz + start, dz + start + moment
        product(gemm_at, mem, later, wide, 1, terms, wt, wide, now, wide, dh + start, wide, 1, lo, hi, wide)
        for i in range(start + lo * wide, start + hi * wide, LANES):
            value = load(mem, h + i)
            store(mem, dz + i, load(mem, dz + i) * (one - value * value))


@rule("rnn.backward")
def lower_backward(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """Transpose the recurrent weights first."""
    given = dict(instruction.operands)
    w = given.pop("w")
    assert isinstance(w, Tensor)
    wt = scratch.tensor(f"{w.name}.transposed", w.shape[::-1])
    return [call("dense.transpose", w=w, wt=wt), call("rnn.backward_transposed", **given, wt=wt)]


@kernel("rnn.backward_weight", split=OWN, calls=("gemm",), work=PRODUCT)
def backward_weight(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dw = Σ h[t−1]ᵀ dz[t], in blocks of moments and examples that stay in the cache."""
    h, dz, dw, time, batch, hidden, gemm_at = operands(op, 7)
    lo, hi = share(hidden, ROW_BLOCK, thread, threads)
    wide = padded(hidden)
    rows = (time - 1) * batch
    later = dz + batch * wide
    for block in range(0, max(rows, 1), TERM_BLOCK):  # one moment alone has no terms: its gradient is zero
        terms = min(TERM_BLOCK, rows - block)
        product(
            gemm_at, mem, h + block * wide, 1, wide, terms, later + block * wide, wide, dw, wide, dw, wide,
            min(block, 1), lo, hi, wide,
        )  # fmt: skip


@kernel("sequence.last", split="batch", unit=ROW_BLOCK)
def last(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x at the last moment."""
    x, y, time, batch, features = operands(op, 5)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(features)
    copy(mem, y + lo * wide, mem, x + ((time - 1) * batch + lo) * wide, (hi - lo) * wide)


@kernel("sequence.last_backward", split="batch", unit=ROW_BLOCK)
def last_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy at the last moment, else 0."""
    dy, dx, batch, features, time = operands(op, 5)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide, zero = padded(features), number(0.0)
    for t in range(time - 1):
        for i in range((t * batch + lo) * wide, (t * batch + hi) * wide, LANES):
            store(mem, dx + i, zero)
    copy(mem, dx + ((time - 1) * batch + lo) * wide, mem, dy + lo * wide, (hi - lo) * wide)
