"""LSTM and GRU over whole sequences (time, batch, gate, hidden); threads share the batch, none waits in time.

Every gate's block of a row is padded on its own, so that a vector never mixes two gates; a row of all gates is one row
of ``gates · padded(hidden)`` columns for the matrix product.
"""

from typing import Any

from tuidl.kernels.cpu.elementary import number, sigmoid
from tuidl.kernels.cpu.elementary import tanh as tanh_of
from tuidl.kernels.cpu.gemm import TERM_BLOCK, product
from tuidl.kernels.cpu.kernel import OWN, ROW_BLOCK, kernel, padded, share
from tuidl.kernels.cpu.lowering import Call, Scratch, call, rule
from tuidl.kernels.cpu.simd import LANES, load, operands, store
from tuidl.program import Instruction, Tensor, side_by_side

PRODUCT = ("time", "batch", "hidden", "hidden")
BACK = ("time", "batch", "terms", "hidden")


@kernel("lstm.forward", split="batch", unit=ROW_BLOCK, calls=("gemm",), work=PRODUCT)
def lstm_forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """i f o = σ, g = tanh of z[t] + h[t−1] w; c[t] = f c[t−1] + i g; h[t] = o tanh c[t]."""
    z, w, gates, c, h, time, batch, hidden, gemm_at = operands(op, 9)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(hidden)
    row, moment, zero = 4 * wide, batch * wide, number(0.0)
    for t in range(time):
        terms, sums = hidden if t > 0 else 0, 4 * t * moment
        before = h + (t - 1) * moment
        product(gemm_at, mem, before, wide, 1, terms, w, row, gates + sums, row, z + sums, row, 1, lo, hi, row)
        for example in range(lo, hi):
            for j in range(0, wide, LANES):
                gate, place = gates + sums + example * row + j, t * moment + example * wide + j
                i, f = sigmoid(load(mem, gate)), sigmoid(load(mem, gate + wide))
                g, o = tanh_of(load(mem, gate + 2 * wide)), sigmoid(load(mem, gate + 3 * wide))
                cell = i * g + f * (load(mem, c + place - moment) if t > 0 else zero)
                store(mem, gate, i)
                store(mem, gate + wide, f)
                store(mem, gate + 2 * wide, g)
                store(mem, gate + 3 * wide, o)
                store(mem, c + place, cell)
                store(mem, h + place, o * tanh_of(cell))


@kernel(
    "lstm.backward_transposed",
    "in gates[time,batch,4,hidden]; in c[time,batch,hidden]; in wt[terms,hidden]; in dh[time,batch,hidden]; "
    "out dz[time,batch,4,hidden]; out total[batch,hidden]; out carried[batch,hidden]",
    split="batch", unit=ROW_BLOCK, calls=("gemm",), work=BACK,
)  # fmt: skip
def lstm_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """total = dh[t] + dz[t+1] wᵀ; carried = dc[t] f[t]; then the gradients of the four sums."""
    gates, c, wt, dh, dz, total, carried, time, batch, hidden, terms, gemm_at = operands(op, 12)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(hidden)
    row, moment, one, zero = 4 * wide, batch * wide, number(1.0), number(0.0)
    for t in range(time - 1, -1, -1):
        start, later = t * moment, dz + 4 * (t + 1) * moment
        met = terms if t < time - 1 else 0
        product(gemm_at, mem, later, row, 1, met, wt, wide, total, wide, dh + start, wide, 1, lo, hi, wide)
        for example in range(lo, hi):
            for j in range(0, wide, LANES):
                place, gate = example * wide + j, 4 * start + example * row + j
                i, f = load(mem, gates + gate), load(mem, gates + gate + wide)
                g, o = load(mem, gates + gate + 2 * wide), load(mem, gates + gate + 3 * wide)
                before = load(mem, c + start - moment + place) if t > 0 else zero
                seen, d = tanh_of(load(mem, c + start + place)), load(mem, total + place)
                dc = d * o * (one - seen * seen) + (load(mem, carried + place) if t < time - 1 else zero)
                store(mem, dz + gate, dc * g * i * (one - i))
                store(mem, dz + gate + wide, dc * before * f * (one - f))
                store(mem, dz + gate + 2 * wide, dc * i * (one - g * g))
                store(mem, dz + gate + 3 * wide, d * seen * o * (one - o))
                store(mem, carried + place, dc * f)


@kernel("gru.forward", split="batch", unit=ROW_BLOCK, calls=("gemm",), work=PRODUCT)
def gru_forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """r u = σ(z[t] + h[t−1] w), recall = h[t−1] wₙ, n = tanh(zₙ[t] + r recall); h[t] = u h[t−1] + (1 − u) n."""
    z, w, gates, recall, h, time, batch, hidden, gemm_at = operands(op, 9)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(hidden)
    row, moment, zero = 3 * wide, batch * wide, number(0.0)
    for t in range(time):
        terms, sums, now = hidden if t > 0 else 0, 3 * t * moment, recall + t * moment
        before = h + (t - 1) * moment
        product(gemm_at, mem, before, wide, 1, terms, w, row, gates + sums, row, z + sums, row, 1, lo, hi, 2 * wide)
        product(gemm_at, mem, before, wide, 1, terms, w + 2 * wide, row, now, wide, now, wide, 0, lo, hi, wide)
        for example in range(lo, hi):
            for j in range(0, wide, LANES):
                place, gate = example * wide + j, sums + example * row + j
                r, u = sigmoid(load(mem, gates + gate)), sigmoid(load(mem, gates + gate + wide))
                n = tanh_of(load(mem, z + gate + 2 * wide) + r * load(mem, now + place))
                store(mem, gates + gate, r)
                store(mem, gates + gate + wide, u)
                store(mem, gates + gate + 2 * wide, n)
                state = load(mem, before + place) if t > 0 else zero
                store(mem, h + t * moment + place, n + u * (state - n))


@kernel(
    "gru.backward_transposed",
    "in gates[time,batch,3,hidden]; in recall[time,batch,hidden]; in h[time,batch,hidden]; in wt[terms,hidden]; "
    "in dh[time,batch,hidden]; out dz[time,batch,3,hidden]; out dstate[time,batch,3,hidden]; out total[batch,hidden]; "
    "out carried[batch,hidden]",
    split="batch", unit=ROW_BLOCK, calls=("gemm",), work=BACK,
)  # fmt: skip
def gru_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """total = dh[t] + carried + dstate[t+1] wᵀ; carried = total u; then the gradients of the three sums."""
    gates, recall, h, wt, dh, dz, dstate, total, carried, time, batch, hidden, terms, gemm_at = operands(op, 14)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(hidden)
    row, moment, one, zero = 3 * wide, batch * wide, number(1.0), number(0.0)
    for t in range(time - 1, -1, -1):
        start, later = t * moment, dstate + 3 * (t + 1) * moment
        met = terms if t < time - 1 else 0
        product(gemm_at, mem, later, row, 1, met, wt, wide, total, wide, dh + start, wide, 1, lo, hi, wide)
        for example in range(lo, hi):
            for j in range(0, wide, LANES):
                place, gate = example * wide + j, 3 * start + example * row + j
                r, u = load(mem, gates + gate), load(mem, gates + gate + wide)
                n = load(mem, gates + gate + 2 * wide)
                state = load(mem, h + start - moment + place) if t > 0 else zero
                d = load(mem, total + place) + (load(mem, carried + place) if t < time - 1 else zero)
                dn = d * (one - u) * (one - n * n)
                dr = dn * load(mem, recall + start + place) * r * (one - r)
                du = d * (state - n) * u * (one - u)
                store(mem, dz + gate, dr)
                store(mem, dz + gate + wide, du)
                store(mem, dz + gate + 2 * wide, dn)
                store(mem, dstate + gate, dr)
                store(mem, dstate + gate + wide, du)
                store(mem, dstate + gate + 2 * wide, dn * r)
                store(mem, carried + place, d * u)


@rule("lstm.backward")
@rule("gru.backward")
def lower_backward(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """Transpose the recurrent weights first; a moment's sums are scratch."""
    given = dict(instruction.operands)
    w, dh = given.pop("w"), given["dh"]
    assert isinstance(w, Tensor)
    assert isinstance(dh, Tensor)
    flat = side_by_side(w)
    wt = scratch.tensor(f"{w.name}.transposed", flat.shape[::-1])
    sums = {name: scratch.tensor(f"{dh.name}.{name}", dh.shape[1:]) for name in ("total", "carried")}
    name = f"{instruction.operation.name}_transposed"
    return [call("dense.transpose", w=flat, wt=wt), call(name, **given, wt=wt, **sums)]


@kernel("gates.backward_weight", split=OWN, calls=("gemm",), work=("time", "batch", "hidden", "gates", "units"))
def backward_weight(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dw = Σ h[t−1]ᵀ dz[t], in blocks of moments and examples that stay in the cache."""
    h, dz, dw, time, batch, hidden, gates, units, gemm_at = operands(op, 9)
    lo, hi = share(hidden, ROW_BLOCK, thread, threads)
    wide, row = padded(hidden), gates * padded(units)
    rows = (time - 1) * batch
    later = dz + batch * row
    for block in range(0, max(rows, 1), TERM_BLOCK):  # one moment alone has no terms: its gradient is zero
        terms = min(TERM_BLOCK, rows - block)
        product(
            gemm_at, mem, h + block * wide, 1, wide, terms, later + block * row, row, dw, row, dw, row,
            min(block, 1), lo, hi, row,
        )  # fmt: skip
