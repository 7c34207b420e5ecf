"""The loop that runs a program, and the barrier at which its threads wait for each other."""

import platform
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from tuidl.kernels.cpu.kernel import OWN, kernel
from tuidl.kernels.cpu.simd import F32, I32, I64, POINTER, at, llvm, operands

WIDTH = 32  # int64 words of an instruction: the kernel's address, then its operands
SPINS = 400  # looks at the barrier before the processor is given up between looks
X86 = platform.machine().lower() in ("x86_64", "amd64")

_yield = types.ExternalFunction("sched_yield", types.int32())


@intrinsic
def _instruction(context: Any, code: Any, index: Any) -> Any:
    """The pointer to instruction ``index`` of the code at an address."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.gep(builder.inttoptr(args[0], I64.as_pointer()), [builder.mul(args[1], ir.Constant(I64, WIDTH))])

    return types.CPointer(types.int64)(types.int64, types.int64), emit


@intrinsic
def _memory(context: Any, address: Any) -> Any:
    """The arena's pointer from its address."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.inttoptr(args[0], F32.as_pointer())

    return POINTER(types.int64), emit


@intrinsic
def _call(context: Any, op: Any, mem: Any, thread: Any, threads: Any, step: Any) -> Any:
    """Call the kernel whose address is word 0 of the instruction."""

    def emit(target: Any, builder: Any, signature: Any, args: Any) -> Any:
        function = ir.FunctionType(ir.VoidType(), [a.type for a in args])
        builder.call(builder.inttoptr(builder.load(args[0]), function.as_pointer()), args)
        return target.get_dummy_value()

    return types.void(types.CPointer(types.int64), POINTER, types.int64, types.int64, types.int64), emit


@njit(nogil=True, cache=True)
def run(code: int, length: int, memory: int, thread: int, threads: int, first: int, steps: int) -> None:
    """Carry out ``length`` instructions for ``steps`` steps, as thread ``thread`` of ``threads``."""
    mem = _memory(memory)
    for step in range(first, first + steps):
        for index in range(length):
            _call(_instruction(code, index), mem, thread, threads, step)


def prepare() -> None:
    """Compile ``run`` or load it from the cache; until then nothing holds what that takes."""
    run.compile((types.int64,) * 7)


@intrinsic
def _arrive(context: Any, mem: Any, place: Any) -> Any:
    """Add one to the int32 at ``place``; its value before."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.atomic_rmw("add", at(builder, args[0], args[1], I32), ir.Constant(I32, 1), "seq_cst")

    return types.int32(POINTER, types.int64), emit


@intrinsic
def _look(context: Any, mem: Any, place: Any) -> Any:
    """The int32 at ``place``, acquired."""

    def emit(_: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load_atomic(at(builder, args[0], args[1], I32), "acquire", 4)

    return types.int32(POINTER, types.int64), emit


@intrinsic
def _publish(context: Any, mem: Any, place: Any, value: Any) -> Any:
    """Write the int32 at ``place``, released."""

    def emit(target: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store_atomic(args[2], at(builder, args[0], args[1], I32), "release", 4)
        return target.get_dummy_value()

    return types.void(POINTER, types.int64, types.int32), emit


@intrinsic
def _relax(context: Any) -> Any:
    """Tell the processor that this is a spin loop."""

    def emit(target: Any, builder: Any, signature: Any, args: Any) -> Any:
        if X86:
            llvm(builder, "llvm.x86.sse2.pause", ir.VoidType())
        return target.get_dummy_value()

    return types.void(), emit


@kernel("control.barrier", "inout arrived[16]; inout generation[16]", split=OWN)
def barrier(op: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """Wait until every thread is here: spin briefly, then let others run between looks."""
    arrived, generation = operands(op, 2)
    if threads > 1:
        current = _look(mem, generation)
        if _arrive(mem, arrived) == threads - 1:
            _publish(mem, arrived, np.int32(0))
            _publish(mem, generation, np.int32(current + 1))
        else:
            spins = 0
            while _look(mem, generation) == current:
                spins += 1
                if spins < SPINS:
                    _relax()
                else:
                    _yield()
