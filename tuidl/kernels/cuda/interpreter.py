"""The kernel that carries out programs: one launch for many steps, all kernels of all families in it.

A launch costs more than the arithmetic of a small network, so the grid stays: its threads go through the instructions
together, step after step, and wait for each other where the code has a barrier. That needs a cooperative launch: all
blocks are on the GPU at once.
"""

from collections.abc import Sequence
from typing import Any

from numba import cuda, types

from tuidl.kernels.cuda.kernel import KERNELS, Kernel, Memory

SIGNATURE = (
    types.int64[:, ::1], types.float64[:, ::1], *[types.float32[::1], types.int32[::1]] * 4, types.int64, types.int64,
)  # fmt: skip


@cuda.jit(device=True)
def _nothing(number: int, op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
    """No kernel has this number."""


def _choice(number: int, kernel: Kernel, otherwise: Any) -> Any:
    """A device function that runs the kernel if it has the number, and else goes on looking."""
    run = kernel.device

    @cuda.jit(device=True)
    def choose(wanted: int, op: Any, real: Any, mem: Any, thread: int, threads: int, step: int) -> None:
        if wanted == number:
            run(op, real, mem, thread, threads, step)
        else:
            otherwise(wanted, op, real, mem, thread, threads, step)

    return choose


def interpreter(kernels: Sequence[Kernel]) -> Any:
    """The kernel that runs code over these kernels, numbered in their order."""
    carry_out = _nothing
    for number, kernel in reversed(list(enumerate(kernels))):
        carry_out = _choice(number, kernel, carry_out)

    @cuda.jit
    def run(
        words: Any, reals: Any, floats: Any, ints: Any, first: Any, first_ints: Any, second: Any, second_ints: Any,
        tape: Any, tape_ints: Any, step: int, steps: int,
    ) -> None:  # fmt: skip
        grid = cuda.cg.this_grid()
        thread, threads = cuda.grid(1), cuda.gridsize(1)
        mem = Memory(floats, ints, first, first_ints, second, second_ints, tape, tape_ints)
        for now in range(step, step + steps):
            for row in range(words.shape[0]):
                if words[row, 0] < 0:
                    grid.sync()
                else:
                    op = (
                        int(words[row, 1]), int(words[row, 2]), int(words[row, 3]), int(words[row, 4]),
                        int(words[row, 5]), int(words[row, 6]), int(words[row, 7]), int(words[row, 8]),
                        int(words[row, 9]), int(words[row, 10]),
                    )  # fmt: skip
                    real = (reals[row, 0], reals[row, 1], reals[row, 2])
                    carry_out(words[row, 0], op, real, mem, thread, threads, now)

    return run


def whole() -> Any:
    """The interpreter of all kernels there are: a change of architecture compiles nothing."""
    return interpreter(list(KERNELS.values()))
