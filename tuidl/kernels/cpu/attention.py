"""Scaled dot-product attention of (time, batch, heads, depth): threads share the pairs of an example and a head.

For one pair queries, keys, values and weights are matrices whose rows lie a whole moment apart, so the matrix products
work on them where they are. Only a factor that is read along its other side is transposed first, and heads whose depth
does not fill vectors are set apart (``heads``).
"""

from typing import Any

import numpy as np

from tuidl.kernels.cpu.elementary import number
from tuidl.kernels.cpu.gemm import product
from tuidl.kernels.cpu.heads import PAIRS, read, transposed, written
from tuidl.kernels.cpu.kernel import kernel, padded, share
from tuidl.kernels.cpu.lowering import Call, Scratch, call, rule
from tuidl.kernels.cpu.shade import shaded, softmax
from tuidl.kernels.cpu.simd import LANES, lane_sum, load, operands, splat, store
from tuidl.program import Instruction, Tensor

PRODUCT = ("queries", "keys", "batch", "heads", "depth")


@kernel(
    "attention.weights_apart",
    "in q[queries,batch,heads,depth]; in kt[batch,heads,depth,keys]; in? shade[batch,keys]; "
    "out weights[queries,batch,heads,keys]; size causal",
    split=PAIRS, calls=("gemm",), work=PRODUCT,
)  # fmt: skip
def weigh(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """weights[i] = softmax(q[i] kᵀ / √depth); 0 at padding, and at keys after i if causal."""
    q, kt, shade, weights, causal, queries, batch, heads, depth, keys, gemm_at = operands(op, 11)
    pairs = batch * heads
    lo, hi = share(pairs, 1, thread, threads)
    narrow, wide = padded(depth), padded(keys)
    q_row, row = pairs * narrow, pairs * wide
    factor = splat(np.float32(1.0 / np.sqrt(depth)))
    for pair in range(lo, hi):
        k, made = kt + pair * depth * wide, weights + pair * wide
        real = shade + pair // heads * wide if shade >= 0 else shade
        product(gemm_at, mem, q + pair * narrow, q_row, 1, depth, k, wide, made, row, made, row, 0, 0, queries, wide)
        for i in range(queries):
            softmax(mem, made + i * row, real, min(i + 1, keys) if causal != 0 else keys, wide, factor)


@rule("attention.weights")
def lower_weights(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """The keys are transposed first, and the mask, if there is one."""
    q, k, weights = _tensors(instruction, "q", "k", "weights")
    heads, mask, causal = weights.shape[2], instruction.operands["mask"], instruction.operands["causal"]
    (qs, split_q), (ks, split_k) = read(q, heads, scratch), read(k, heads, scratch)
    kt, turn = transposed(ks, scratch)
    shade, cover = shaded(mask, scratch) if isinstance(mask, Tensor) else (None, [])
    through = call("attention.weights_apart", q=qs, kt=kt, shade=shade, weights=weights, causal=causal)
    return [*split_q, *split_k, *turn, *cover, through]


@kernel(
    "attention.weights_backward_apart",
    "in q[queries,batch,heads,depth]; in k[keys,batch,heads,depth]; in weights[queries,batch,heads,keys]; "
    "in dweights[queries,batch,heads,keys]; out dq[queries,batch,heads,depth]; out dk[keys,batch,heads,depth]; "
    "out ds[queries,batch,heads,keys]",
    split=PAIRS, calls=("gemm",), work=PRODUCT,
)  # fmt: skip
def weigh_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """ds = weights (dweights − Σ weights dweights) / √depth; dq = ds k; dk = dsᵀ q."""
    q, k, weights, dweights, dq, dk, ds, queries, batch, heads, depth, keys, gemm_at = operands(op, 13)
    pairs = batch * heads
    lo, hi = share(pairs, 1, thread, threads)
    narrow, wide = padded(depth), padded(keys)
    q_row, row = pairs * narrow, pairs * wide
    factor = splat(np.float32(1.0 / np.sqrt(depth)))
    for pair in range(lo, hi):
        for i in range(pair * wide, pair * wide + queries * row, row):
            total = number(0.0)
            for j in range(i, i + wide, LANES):
                total += load(mem, weights + j) * load(mem, dweights + j)
            along = splat(lane_sum(total))
            for j in range(i, i + wide, LANES):
                store(mem, ds + j, factor * load(mem, weights + j) * (load(mem, dweights + j) - along))
        at, made = pair * narrow, ds + pair * wide
        product(gemm_at, mem, made, row, 1, keys, k + at, q_row, dq + at, q_row, dq + at, q_row, 0, 0, queries, narrow)
        product(gemm_at, mem, made, 1, row, queries, q + at, q_row, dk + at, q_row, dk + at, q_row, 0, 0, keys, narrow)


@rule("attention.weights_backward")
def lower_weights_backward(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """The gradient of the scores is kept between the products."""
    q, k, weights, dweights, dq, dk = _tensors(instruction, "q", "k", "weights", "dweights", "dq", "dk")
    heads, ds = weights.shape[2], scratch.tensor(f"{weights.name}.scores.grad", weights.shape)
    (qs, split_q), (ks, split_k) = read(q, heads, scratch), read(k, heads, scratch)
    (dqs, merge_q), (dks, merge_k) = written(dq, heads, scratch), written(dk, heads, scratch)
    through = call(
        "attention.weights_backward_apart", q=qs, k=ks, weights=weights, dweights=dweights, dq=dqs, dk=dks, ds=ds
    )
    return [*split_q, *split_k, through, *merge_q, *merge_k]


@kernel(
    "attention.apply_apart",
    "in weights[queries,batch,heads,keys]; in v[keys,batch,heads,depth]; out y[queries,batch,heads,depth]",
    split=PAIRS, calls=("gemm",), work=PRODUCT,
)  # fmt: skip
def apply(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """y[i] = Σ weights[i, j] v[j] over the keys."""
    weights, v, y, queries, batch, heads, keys, depth, gemm_at = operands(op, 9)
    pairs = batch * heads
    lo, hi = share(pairs, 1, thread, threads)
    narrow, wide = padded(depth), padded(keys)
    v_row, row = pairs * narrow, pairs * wide
    for pair in range(lo, hi):
        at, given = pair * narrow, weights + pair * wide
        product(gemm_at, mem, given, row, 1, keys, v + at, v_row, y + at, v_row, y + at, v_row, 0, 0, queries, narrow)


@rule("attention.apply")
def lower_apply(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """Heads are set apart first, and put end to end afterwards."""
    weights, v, y = _tensors(instruction, "weights", "v", "y")
    heads = weights.shape[2]
    (vs, split), (ys, merge) = read(v, heads, scratch), written(y, heads, scratch)
    return [*split, call("attention.apply_apart", weights=weights, v=vs, y=ys), *merge]


@kernel(
    "attention.apply_backward_apart",
    "in weights[queries,batch,heads,keys]; in vt[batch,heads,depth,keys]; in dy[queries,batch,heads,depth]; "
    "out dweights[queries,batch,heads,keys]; out dv[keys,batch,heads,depth]",
    split=PAIRS, calls=("gemm",), work=PRODUCT,
)  # fmt: skip
def apply_backward(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """dweights = dy vᵀ; dv = weightsᵀ dy."""
    weights, vt, dy, dweights, dv, queries, batch, heads, keys, depth, gemm_at = operands(op, 11)
    pairs = batch * heads
    lo, hi = share(pairs, 1, thread, threads)
    narrow, wide = padded(depth), padded(keys)
    v_row, row = pairs * narrow, pairs * wide
    for pair in range(lo, hi):
        at, made, given = pair * narrow, dweights + pair * wide, weights + pair * wide
        v = vt + pair * depth * wide
        product(gemm_at, mem, dy + at, v_row, 1, depth, v, wide, made, row, made, row, 0, 0, queries, wide)
        product(
            gemm_at, mem, given, 1, row, queries, dy + at, v_row, dv + at, v_row, dv + at, v_row, 0, 0, keys, narrow
        )


@rule("attention.apply_backward")
def lower_apply_backward(instruction: Instruction, scratch: Scratch) -> list[Call]:
    """The values are transposed first."""
    weights, v, dy, dweights, dv = _tensors(instruction, "weights", "v", "dy", "dweights", "dv")
    heads = weights.shape[2]
    (vs, split_v), (dys, split_y) = read(v, heads, scratch), read(dy, heads, scratch)
    (vt, turn), (dvs, merge) = transposed(vs, scratch), written(dv, heads, scratch)
    through = call("attention.apply_backward_apart", weights=weights, vt=vt, dy=dys, dweights=dweights, dv=dvs)
    return [*split_v, *split_y, *turn, through, *merge]


def _tensors(instruction: Instruction, *names: str) -> list[Tensor]:
    """Some operands of an instruction, which are tensors."""
    found = [instruction.operands[name] for name in names]
    return [each for each in found if isinstance(each, Tensor)]
