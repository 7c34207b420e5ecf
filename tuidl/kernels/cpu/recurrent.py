"""The simple recurrent layer, and what all recurrence shares: one call for a whole sequence (time, batch, hidden).

Threads share the batch, none waits in time.
"""

from typing import Any

from numba import njit

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.elementary import tanh as tanh_of
from tuidl.kernels.cpu.gemm import product
from tuidl.kernels.cpu.kernel import OPTIONS, ROW_BLOCK, kernel, padded, share
from tuidl.kernels.cpu.lowering import Call, Scratch, call, rule
from tuidl.kernels.cpu.simd import LANES, get_int, load, operands, store
from tuidl.program import Instruction, Tensor, side_by_side

PRODUCT = ("time", "batch", "hidden", "hidden")


@njit(**OPTIONS)
def is_real(mem: Any, mask: int, place: int) -> bool:
    """Whether this is a moment to go by: all are where there is no mask."""
    return mask < 0 or get_int(mem, mask + place) != 0


@njit(**OPTIONS)
def before(mem: Any, states: int, first: int, t: int, moment: int, i: int) -> Any:
    """A vector of the state before moment t; before the first it is given, or zero."""
    if t > 0:
        return load(mem, states + (t - 1) * moment + i)
    if first >= 0:
        return load(mem, first + i)
    return number(0.0)


@njit(**OPTIONS)
def look(mem: Any, h: int, first: int, keep: int, seen: int, t: int, moment: int, lo: int, hi: int) -> None:
    """seen[t] = keep h[t−1], from word lo to word hi of a moment."""
    for i in range(lo, hi, LANES):
        state = before(mem, h, first, t, moment, i)
        store(mem, seen + t * moment + i, state * load(mem, keep + i) if keep >= 0 else state)


@njit(**OPTIONS)
def later(mem: Any, back: int, keep: int, carried: int, i: int) -> Any:
    """A vector of the state's gradient from later moments: through the product and what was dropped, and beside it."""
    through = load(mem, back + i)
    if keep >= 0:
        through = through * load(mem, keep + i)
    return through + load(mem, carried + i)


@kernel("rnn.forward", split="batch", unit=ROW_BLOCK, calls=("gemm",), work=PRODUCT)
def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """seen = keep h[t−1]; h[t] = tanh(z[t] + seen w), h[t−1] where mask is 0."""
    z, w, first, keep, mask, seen, h, time, batch, hidden, gemm_at = operands(op, 11)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(hidden)
    moment = batch * wide
    for t in range(time):
        terms, now = hidden if t > 0 or first >= 0 else 0, t * moment
        look(mem, h, first, keep, seen, t, moment, lo * wide, hi * wide)
        product(gemm_at, mem, seen + now, wide, 1, terms, w, wide, h + now, wide, z + now, wide, 1, lo, hi, wide)
        for example in range(lo, hi):
            goes = is_real(mem, mask, t * batch + example)
            for i in range(example * wide, (example + 1) * wide, LANES):
                state = tanh_of(load(mem, h + now + i)) if goes else before(mem, h, first, t, moment, i)
                store(mem, h + now + i, state)


@kernel(
    "rnn.backward_transposed",
    "in h[time,batch,hidden]; in wt[terms,hidden]; in dh[time,batch,hidden]; in? keep[batch,hidden]; "
    "in? mask[time,batch]:int; out dz[time,batch,hidden]; out? dfirst[batch,hidden]; out back[batch,hidden]; "
    "out carried[batch,hidden]",
    split="batch", unit=ROW_BLOCK, calls=("gemm",), work=PRODUCT,
)  # fmt: skip
def backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """Last moment first: back = dz[t+1] wᵀ, carried = dh[t+1] where mask is 0."""
    h, wt, dh, keep, mask, dz, dfirst, back, carried, time, batch, hidden, terms, gemm_at = operands(op, 14)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide, one, zero = padded(hidden), number(1.0), number(0.0)
    moment = batch * wide
    for t in range(time - 1, -1, -1):
        now = t * moment
        for example in range(lo, hi):
            goes = is_real(mem, mask, t * batch + example)
            for i in range(example * wide, (example + 1) * wide, LANES):
                d = load(mem, dh + now + i) + (later(mem, back, keep, carried, i) if t < time - 1 else zero)
                state = load(mem, h + now + i)
                store(mem, dz + now + i, d * (one - state * state) if goes else zero)
                store(mem, carried + i, zero if goes else d)
        if t > 0 or dfirst >= 0:
            product(gemm_at, mem, dz + now, wide, 1, terms, wt, wide, back, wide, back, wide, 0, lo, hi, wide)
    if dfirst >= 0:
        for i in range(lo * wide, hi * wide, LANES):
            store(mem, dfirst + i, later(mem, back, keep, carried, i))


@rule("rnn.backward")
@rule("lstm.backward")
@rule("gru.backward")
def lower_backward(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """Transpose the recurrent weights first; what goes from moment to moment is scratch."""
    given = dict(instruction.operands)
    w, dh = given.pop("w"), given["dh"]
    assert isinstance(w, Tensor)
    assert isinstance(dh, Tensor)
    flat = side_by_side(w) if len(w.shape) == 3 else w
    wt = scratch.tensor(f"{w.name}.transposed", flat.shape[::-1])
    names = ("back", "carried", "kept") if instruction.operation.name == "lstm.backward" else ("back", "carried")
    sums = {name: scratch.tensor(f"{dh.name}.{name}", dh.shape[1:]) for name in names}
    name = f"{instruction.operation.name}_transposed"
    return [call("dense.transpose", w=flat, wt=wt), call(name, **given, wt=wt, **sums)]
