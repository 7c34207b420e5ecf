"""LSTM and GRU over whole sequences (time, batch, gate, hidden); threads share the batch, none waits in time.

Every gate's block of a row is padded on its own, so that a vector never mixes two gates; a row of all gates is one row
of ``gates · padded(hidden)`` columns for the matrix product.
"""

from typing import Any

from tuidl.kernels.cpu.elementary import number, sigmoid
from tuidl.kernels.cpu.elementary import tanh as tanh_of
from tuidl.kernels.cpu.gemm import product
from tuidl.kernels.cpu.kernel import ROW_BLOCK, kernel, padded, share
from tuidl.kernels.cpu.recurrent import PRODUCT, before, is_real, later, look
from tuidl.kernels.cpu.simd import LANES, load, operands, store

BACK = ("time", "batch", "terms", "hidden")


@kernel("lstm.forward", split="batch", unit=ROW_BLOCK, calls=("gemm",), work=(*PRODUCT, "4"))
def lstm_forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """i f o = σ, g = tanh of z[t] + seen w; c[t] = f c[t−1] + i g; h[t] = o tanh c[t]; as before where mask is 0."""
    z, w, first_cell, first, keep, mask, seen, gates, c, h, time, batch, hidden, gemm_at = operands(op, 14)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(hidden)
    row, moment = 4 * wide, batch * wide
    for t in range(time):
        terms, sums, now = hidden if t > 0 or first >= 0 else 0, 4 * t * moment, t * moment
        look(mem, h, first, keep, seen, t, moment, lo * wide, hi * wide)
        product(gemm_at, mem, seen + now, wide, 1, terms, w, row, gates + sums, row, z + sums, row, 1, lo, hi, row)
        for example in range(lo, hi):
            goes = is_real(mem, mask, t * batch + example)
            for j in range(0, wide, LANES):
                gate, place = gates + sums + example * row + j, example * wide + j
                i, f = sigmoid(load(mem, gate)), sigmoid(load(mem, gate + wide))
                g, o = tanh_of(load(mem, gate + 2 * wide)), sigmoid(load(mem, gate + 3 * wide))
                cell = before(mem, c, first_cell, t, moment, place)
                cell = i * g + f * cell if goes else cell
                store(mem, gate, i)
                store(mem, gate + wide, f)
                store(mem, gate + 2 * wide, g)
                store(mem, gate + 3 * wide, o)
                store(mem, c + now + place, cell)
                state = o * tanh_of(cell) if goes else before(mem, h, first, t, moment, place)
                store(mem, h + now + place, state)


@kernel(
    "lstm.backward_transposed",
    "in gates[time,batch,4,hidden]; in c[time,batch,hidden]; in wt[terms,hidden]; in? first_cell[batch,hidden]; "
    "in dh[time,batch,hidden]; in? keep[batch,hidden]; in? mask[time,batch]:int; in? dc[time,batch,hidden]; "
    "out dz[time,batch,4,hidden]; out? dfirst[batch,hidden]; out? dfirst_cell[batch,hidden]; out back[batch,hidden]; "
    "out carried[batch,hidden]; out kept[batch,hidden]",
    split="batch", unit=ROW_BLOCK, calls=("gemm",), work=BACK,
)  # fmt: skip
def lstm_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """back = dz[t+1] wᵀ; carried = dh[t+1] where mask is 0; kept = dc[t+1] f[t+1], dc[t+1] where mask is 0."""
    (gates, c, wt, first_cell, dh, keep, mask, dc, dz, dfirst, dfirst_cell, back, carried, kept, time, batch, hidden,
     terms, gemm_at) = operands(op, 19)  # fmt: skip
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(hidden)
    row, moment, one, zero = 4 * wide, batch * wide, number(1.0), number(0.0)
    for t in range(time - 1, -1, -1):
        now = t * moment
        for example in range(lo, hi):
            goes = is_real(mem, mask, t * batch + example)
            for j in range(0, wide, LANES):
                place, gate = example * wide + j, 4 * now + example * row + j
                d = load(mem, dh + now + place)
                given = load(mem, dc + now + place) if dc >= 0 else zero
                if t < time - 1:
                    d += later(mem, back, keep, carried, place)
                    given += load(mem, kept + place)
                i, f = load(mem, gates + gate), load(mem, gates + gate + wide)
                g, o = load(mem, gates + gate + 2 * wide), load(mem, gates + gate + 3 * wide)
                seen = tanh_of(load(mem, c + now + place))
                cell = d * o * (one - seen * seen) + given
                held = before(mem, c, first_cell, t, moment, place)
                store(mem, dz + gate, cell * g * i * (one - i) if goes else zero)
                store(mem, dz + gate + wide, cell * held * f * (one - f) if goes else zero)
                store(mem, dz + gate + 2 * wide, cell * i * (one - g * g) if goes else zero)
                store(mem, dz + gate + 3 * wide, d * seen * o * (one - o) if goes else zero)
                store(mem, carried + place, zero if goes else d)
                store(mem, kept + place, cell * f if goes else given)
        if t > 0 or dfirst >= 0:
            product(gemm_at, mem, dz + 4 * now, row, 1, terms, wt, wide, back, wide, back, wide, 0, lo, hi, wide)
    for i in range(lo * wide, hi * wide, LANES):
        if dfirst >= 0:
            store(mem, dfirst + i, later(mem, back, keep, carried, i))
        if dfirst_cell >= 0:
            store(mem, dfirst_cell + i, load(mem, kept + i))


@kernel("gru.forward", split="batch", unit=ROW_BLOCK, calls=("gemm",), work=(*PRODUCT, "3"))
def gru_forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """r u = σ(z[t] + seen w), recall = seen wₙ, n = tanh(zₙ[t] + r recall); h[t] = u h[t−1] + (1 − u) n."""
    z, w, first, keep, mask, seen, gates, recall, h, time, batch, hidden, gemm_at = operands(op, 13)
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(hidden)
    row, moment = 3 * wide, batch * wide
    for t in range(time):
        terms, sums, now = hidden if t > 0 or first >= 0 else 0, 3 * t * moment, t * moment
        look(mem, h, first, keep, seen, t, moment, lo * wide, hi * wide)
        source, called = seen + now, recall + now
        product(gemm_at, mem, source, wide, 1, terms, w, row, gates + sums, row, z + sums, row, 1, lo, hi, 2 * wide)
        product(gemm_at, mem, source, wide, 1, terms, w + 2 * wide, row, called, wide, called, wide, 0, lo, hi, wide)
        for example in range(lo, hi):
            goes = is_real(mem, mask, t * batch + example)
            for j in range(0, wide, LANES):
                place, gate = example * wide + j, sums + example * row + j
                r, u = sigmoid(load(mem, gates + gate)), sigmoid(load(mem, gates + gate + wide))
                n = tanh_of(load(mem, z + gate + 2 * wide) + r * load(mem, called + place))
                store(mem, gates + gate, r)
                store(mem, gates + gate + wide, u)
                store(mem, gates + gate + 2 * wide, n)
                state = before(mem, h, first, t, moment, place)
                store(mem, h + now + place, n + u * (state - n) if goes else state)


@kernel(
    "gru.backward_transposed",
    "in gates[time,batch,3,hidden]; in recall[time,batch,hidden]; in h[time,batch,hidden]; in wt[terms,hidden]; "
    "in? first[batch,hidden]; in dh[time,batch,hidden]; in? keep[batch,hidden]; in? mask[time,batch]:int; "
    "out dz[time,batch,3,hidden]; out dstate[time,batch,3,hidden]; out? dfirst[batch,hidden]; out back[batch,hidden]; "
    "out carried[batch,hidden]",
    split="batch", unit=ROW_BLOCK, calls=("gemm",), work=BACK,
)  # fmt: skip
def gru_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """back = dstate[t+1] wᵀ; carried = dh[t+1] u[t+1], dh[t+1] where mask is 0."""
    (gates, recall, h, wt, first, dh, keep, mask, dz, dstate, dfirst, back, carried, time, batch, hidden, terms,
     gemm_at) = operands(op, 18)  # fmt: skip
    lo, hi = share(batch, ROW_BLOCK, thread, threads)
    wide = padded(hidden)
    row, moment, one, zero = 3 * wide, batch * wide, number(1.0), number(0.0)
    for t in range(time - 1, -1, -1):
        now = t * moment
        for example in range(lo, hi):
            goes = is_real(mem, mask, t * batch + example)
            for j in range(0, wide, LANES):
                place, gate = example * wide + j, 3 * now + example * row + j
                d = load(mem, dh + now + place)
                if t < time - 1:
                    d += later(mem, back, keep, carried, place)
                r, u = load(mem, gates + gate), load(mem, gates + gate + wide)
                n = load(mem, gates + gate + 2 * wide)
                dn = d * (one - u) * (one - n * n) if goes else zero
                dr = dn * load(mem, recall + now + place) * r * (one - r) if goes else zero
                du = d * (before(mem, h, first, t, moment, place) - n) * u * (one - u) if goes else zero
                store(mem, dz + gate, dr)
                store(mem, dz + gate + wide, du)
                store(mem, dz + gate + 2 * wide, dn)
                store(mem, dstate + gate, dr)
                store(mem, dstate + gate + wide, du)
                store(mem, dstate + gate + 2 * wide, dn * r if goes else zero)
                store(mem, carried + place, d * u if goes else d)
        if t > 0 or dfirst >= 0:
            product(gemm_at, mem, dstate + 3 * now, row, 1, terms, wt, wide, back, wide, back, wide, 0, lo, hi, wide)
    if dfirst >= 0:
        for i in range(lo * wide, hi * wide, LANES):
            store(mem, dfirst + i, later(mem, back, keep, carried, i))
