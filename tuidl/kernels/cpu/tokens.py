"""From tokens to rows of features. A product with one-hot rows only picks rows of the weights, so it is a lookup."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.kernel import ROW_BLOCK, kernel, padded, put, share
from tuidl.kernels.cpu.lowering import Call, call, rewrite
from tuidl.kernels.cpu.simd import LANES, copy, get_int, load, operands, store
from tuidl.program import Instruction, Tensor


@kernel("onehot.forward", split="rows", unit=ROW_BLOCK)
def onehot(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y[i] = 1 at tokens[i], else 0."""
    tokens, y, rows, vocabulary = operands(op, 4)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide, zero = padded(vocabulary), number(0.0)
    for i in range(lo, hi):
        for j in range(0, wide, LANES):
            store(mem, y + i * wide + j, zero)
        put(mem, y + i * wide + get_int(mem, tokens + i), np.float32(1.0))


@kernel("embedding.forward", split="rows", unit=ROW_BLOCK)
def embedding(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y[i] = table[tokens[i]]."""
    tokens, table, y, rows, _vocabulary, features = operands(op, 6)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(features)
    for i in range(lo, hi):
        copy(mem, y + i * wide, mem, table + get_int(mem, tokens + i) * wide, wide)


@kernel("embedding.backward", split="features", unit=LANES)
def embedding_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dtable[v] = Σ dy[i] over the rows with tokens[i] = v: threads share the features, each adds in row order."""
    tokens, dy, dtable, rows, features, vocabulary = operands(op, 6)
    wide, zero = padded(features), number(0.0)
    lo, hi = share(wide, LANES, thread, threads)
    for v in range(vocabulary):
        for j in range(lo, hi, LANES):
            store(mem, dtable + v * wide + j, zero)
    for i in range(rows):
        entry = dtable + get_int(mem, tokens + i) * wide
        for j in range(lo, hi, LANES):
            store(mem, entry + j, load(mem, entry + j) + load(mem, dy + i * wide + j))


@kernel(
    "onehot.dense", "in tokens[rows]:int; in w[vocabulary,outputs]; in b[outputs]; out y[rows,outputs]", split="rows",
    unit=ROW_BLOCK,
)  # fmt: skip
def onehot_dense(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y[i] = w[tokens[i]] + b: one-hot rows times w, plus b."""
    tokens, w, b, y, rows, _vocabulary, outputs = operands(op, 7)
    lo, hi = share(rows, ROW_BLOCK, thread, threads)
    wide = padded(outputs)
    for i in range(lo, hi):
        entry = w + get_int(mem, tokens + i) * wide
        for j in range(0, wide, LANES):
            store(mem, y + i * wide + j, load(mem, entry + j) + load(mem, b + j))


@rewrite
def look_up(instructions: Sequence[Instruction | Call]) -> list[Instruction | Call]:
    """Products with one-hot rows become lookups, and rows that nobody reads then are not made."""
    tokens = {_name(each, "y"): each.operands["tokens"] for each in instructions if _is(each, "onehot.forward")}
    made: list[Instruction | Call] = []
    for each in instructions:
        known = tokens.get(_name(each, "x"))
        if known is not None and _is(each, "dense.forward"):
            given = each.operands
            each = call("onehot.dense", tokens=known, w=given["w"], b=given["b"], y=given["y"])
        elif known is not None and _is(each, "dense.backward_weight"):
            each = call("embedding.backward", tokens=known, dy=each.operands["dy"], dtable=each.operands["dw"])
        made.append(each)
    looked_up = {_name(before, "x") for before, after in zip(instructions, made, strict=True) if before is not after}
    read = {value.name for each in made if not _is(each, "onehot.forward") for value in each.operands.values()
            if isinstance(value, Tensor)}  # fmt: skip
    return [each for each in made if not _is(each, "onehot.forward") or _name(each, "y") not in looked_up - read]


def _is(each: Instruction | Call, operation: str) -> bool:
    return isinstance(each, Instruction) and each.operation.name == operation


def _name(each: Instruction | Call, operand: str) -> str:
    value = each.operands.get(operand)
    return value.name if isinstance(value, Tensor) else ""
