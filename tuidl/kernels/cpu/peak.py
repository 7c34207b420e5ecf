"""The fastest that a processor multiplies and adds: what kernels are measured against."""

from time import perf_counter
from typing import Any

from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from tuidl.kernels.cpu import cache  # noqa: F401 - before numba
from tuidl.kernels.cpu.kernel import OPTIONS
from tuidl.kernels.cpu.simd import FLOATS, I64, LANES, llvm

CHAINS = 10  # sums that do not wait for each other: as many as a fused multiply-add takes cycles, and more
ROUNDS, LENGTH = 9, 2_000_000
FLOPS = 2 * LANES * CHAINS


@intrinsic
def _multiply_add(context: Any, count: Any, factor: Any) -> Any:
    """``count`` rounds of x = x · factor + factor in every chain; the sum of all chains' first lanes."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        vector, (total, scalar) = FLOATS.llvm, args
        blank = ir.Constant(vector, ir.Undefined)
        first = builder.insert_element(blank, scalar, ir.Constant(ir.IntType(32), 0))
        spread = builder.shuffle_vector(first, blank, ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES))
        before, body, after = builder.block, builder.append_basic_block("rounds"), builder.append_basic_block("done")
        builder.branch(body)
        builder.position_at_end(body)
        index = builder.phi(I64)
        chains = [builder.phi(vector) for _ in range(CHAINS)]
        moved = [llvm(builder, f"llvm.fma.v{LANES}f32", vector, chain, spread, spread) for chain in chains]
        following = builder.add(index, ir.Constant(I64, 1))
        index.add_incoming(ir.Constant(I64, 0), before)
        index.add_incoming(following, body)
        for number, (chain, then) in enumerate(zip(chains, moved, strict=True)):
            chain.add_incoming(ir.Constant(vector, [float(number)] * LANES), before)
            chain.add_incoming(then, body)
        builder.cbranch(builder.icmp_signed("<", following, total), body, after)
        builder.position_at_end(after)
        result = moved[0]
        for chain in moved[1:]:
            result = builder.fadd(result, chain)
        return builder.extract_element(result, ir.Constant(ir.IntType(32), 0))

    return types.float32(types.int64, types.float32), emit


@njit(types.float32(types.int64, types.float32), nogil=True, **OPTIONS)
def _chains(count: int, factor: Any) -> Any:
    return _multiply_add(count, factor)


def peak() -> float:
    """Fused multiply-adds in float32 on one thread, in GFLOP/s: the best of several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = perf_counter()
        _chains(LENGTH // CHAINS, 0.5)
        best = min(best, perf_counter() - began)
    return FLOPS * (LENGTH // CHAINS) / best / 1e9
