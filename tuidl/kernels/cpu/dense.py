"""Affine maps of rows."""

from typing import Any

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.gemm import TERM_BLOCK, product
from tuidl.kernels.cpu.kernel import ROW_BLOCK, get, kernel, padded, put, share
from tuidl.kernels.cpu.lowering import Call, Scratch, call, rule
from tuidl.kernels.cpu.simd import LANES, load, operands, store
from tuidl.program import Instruction, Tensor

PRODUCT = ("rows", "inputs", "outputs")


@kernel("dense.forward", split="rows", unit=ROW_BLOCK, calls=("gemm",), work=PRODUCT)
def forward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y = x w + b, in blocks of inputs whose weights stay in the cache."""
    x, w, b, y, rows, inputs, outputs, gemm_at = operands(op, 8)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(outputs)
    for block in range(0, inputs, TERM_BLOCK):
        start, start_row = (y, wide) if block else (b, 0)
        product(
            gemm_at, mem, x + block, padded(inputs), 1, min(TERM_BLOCK, inputs - block), w + block * wide, wide, y,
            wide, start, start_row, 1, lo, hi, wide,
        )  # fmt: skip


@kernel("dense.transpose", "in w[inputs,outputs]; out wt[outputs,inputs]", split="outputs", unit=LANES)
def transpose(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """wt = wᵀ: the backward pass reads the weights along the other side."""
    w, wt, inputs, outputs = operands(op, 4)
    lo, hi = share(outputs, LANES, thread, threads)
    w_wide, wt_wide = padded(outputs), padded(inputs)
    for block in range(0, inputs, LANES):
        for j in range(lo, hi):
            for i in range(block, min(block + LANES, inputs)):
                put(mem, wt + j * wt_wide + i, get(mem, w + i * w_wide + j))


@kernel(
    "dense.backward_input", "in dy[rows,outputs]; in wt[outputs,inputs]; out dx[rows,inputs]", split="rows",
    unit=ROW_BLOCK, calls=("gemm",), work=PRODUCT,
)  # fmt: skip
def backward_input(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dx = dy wᵀ, in blocks of outputs whose weights stay in the cache."""
    dy, wt, dx, rows, outputs, inputs, gemm_at = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(inputs)
    for block in range(0, outputs, TERM_BLOCK):
        product(
            gemm_at, mem, dy + block, padded(outputs), 1, min(TERM_BLOCK, outputs - block), wt + block * wide, wide, dx,
            wide, dx, wide, min(block, 1), lo, hi, wide,
        )  # fmt: skip


@kernel("dense.backward_weight", split="inputs", unit=ROW_BLOCK, calls=("gemm",), work=PRODUCT)
def backward_weight(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dw = xᵀ dy, in blocks of rows that stay in the cache."""
    x, dy, dw, rows, inputs, outputs, gemm_at = operands(op, 7)
    lo, hi = share(inputs, ROW_BLOCK, thread, threads)
    x_wide, wide = padded(inputs), padded(outputs)
    for block in range(0, rows, TERM_BLOCK):
        terms = min(TERM_BLOCK, rows - block)
        product(
            gemm_at, mem, x + block * x_wide, 1, x_wide, terms, dy + block * wide, wide, dw, wide, dw, wide,
            min(block, 1), lo, hi, wide,
        )  # fmt: skip


@kernel("dense.backward_bias", split="outputs", unit=LANES)
def backward_bias(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """db = Σ dy over the rows; four sums run side by side, so that no addition waits for the one before."""
    dy, db, rows, outputs = operands(op, 4)
    wide = padded(outputs)
    lo, hi = share(wide, LANES, thread, threads)
    zero = number(0.0)
    for j in range(lo, hi, LANES):
        s0 = s1 = s2 = s3 = zero
        i = 0
        while i + 4 <= rows:
            place = dy + i * wide + j
            s0 += load(mem, place)
            s1 += load(mem, place + wide)
            s2 += load(mem, place + 2 * wide)
            s3 += load(mem, place + 3 * wide)
            i += 4
        while i < rows:
            s0 += load(mem, dy + i * wide + j)
            i += 1
        store(mem, db + j, (s0 + s1) + (s2 + s3))


@rule("dense.backward_input")
def lower_backward_input(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """Transpose the weights first."""
    given = dict(instruction.operands)
    w = given.pop("w")
    assert isinstance(w, Tensor)
    wt = scratch.tensor(f"{w.name}.transposed", w.shape[::-1])
    return [call("dense.transpose", w=w, wt=wt), call("dense.backward_input", **given, wt=wt)]
