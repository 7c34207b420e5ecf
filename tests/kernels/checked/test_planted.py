"""Every planted fault is caught at its first access, and told in a sentence that names kernel and operand."""

from threading import Thread
from typing import Any

import numpy as np
import pytest

from tests.kernels.checked.planted import PLANTED
from tuidl.kernels.checked.executor import BARRIER, AccessError, CheckedExecutor, guarded
from tuidl.kernels.checked.watch import FAULT, WATCH
from tuidl.kernels.cpu.control import WIDTH, run
from tuidl.kernels.cpu.executor import CpuExecutor, Linked
from tuidl.kernels.cpu.kernel import KERNELS, Kernel
from tuidl.kernels.cpu.lowering import Call
from tuidl.program import Builder, Layout, Tensor
from tuidl.program.program import Program, bind_sizes

OUTSIDE = r"(an address outside the arena|word -?\d+ of \w+ )"  # the array may lie close to the arena
ROWS, FEATURES = 5, 19
SAID = {
    "reads_a_row_too_many": r"thread 0 of 2, reads 64 bytes at word 64 of x ",  # its last row is thread 1's first
    "reads_a_word_too_early": r"reads 64 bytes at word -1 of x ",
    "writes_a_word_too_late": r"writes 64 bytes at word 64 of y ",
    "writes_what_it_reads": r"writes 64 bytes at word 0 of x ",
    "writes_at_a_wild_place": r"writes 4 bytes at an address outside the arena",
    "copies_too_much": r"writes \d+ bytes at word \d+ of y ",
    "works_for_all": r"which it may not touch",
    "works_on_the_same_row": r"thread 1 of 2, writes at word 64 of y .* another thread touched",
    "reads_what_another_writes": r"thread 1 of 2, reads at word 32 of y .* another thread touched",
    "takes_for_granted_that_rows_are_aligned": r"at word 1 of x .* not aligned",
    "leaves_the_last_value": r"leaves 5 values of y as they were",
    "adds_to_what_was_there": r"leaves 95 values of y .* undefined",
    "writes_between_the_rows": r"between the rows of dy",
    "writes_another_operand": r"writes 4 bytes at word 0 of t ",
    "keeps_the_next_step": rf"writes 76 bytes at {OUTSIDE}",
    "reads_behind_the_examples": rf"reads 76 bytes at {OUTSIDE}",
    "writes_the_examples": rf"writes 76 bytes at {OUTSIDE}",
}


def carry_out(kernel: Kernel, device: type[CpuExecutor], step: int = 0) -> dict[str, np.ndarray]:
    """A program of one call of the kernel; what its operands hold afterwards."""
    layout = Layout()
    emit = Builder("planted", layout, 1, training=True)
    tensors: dict[str, Any] = {}
    for operand in kernel.operands:
        if operand.is_tensor:
            shape = (ROWS,) if operand.is_int else (ROWS, FEATURES)
            kind = "int" if operand.is_int else "float"
            tensors[operand.name] = emit.tensor(operand.name, shape, kind)  # type: ignore[arg-type]
        else:
            tensors[operand.name] = operand.name
    program: Program = emit.build(0, 0)
    executor = device(layout, 2)
    executor.threads_pay = 0
    executor.open(program)
    call = Call(kernel, tensors, bind_sizes(kernel.name, kernel.operands, tensors))
    words, names = executor._encode(call)
    code = np.zeros((1, WIDTH), np.int64)
    code[0, 1 : 1 + len(words)] = words
    outside = [(0, word, name, operand != "examples") for word, operand, name in names]
    executor._grow()
    executor._linked[program.name] = Linked([call], code, outside, executor._choice(1))
    for tensor in tensors.values():
        if isinstance(tensor, Tensor) and tensor.kind == "float":
            executor.write(tensor, np.arange(ROWS * FEATURES))
    arrays = {
        "history": np.zeros((2, ROWS, FEATURES), np.float32), "indices": np.zeros((2, ROWS), np.int32),
        "examples": np.ones((ROWS, FEATURES), np.float32),
    }  # fmt: skip
    executor.run(program, arrays, step, 1)
    return {name: executor.read(tensor) for name, tensor in tensors.items() if isinstance(tensor, Tensor)}


def test_the_kernel_without_a_fault_passes() -> None:
    for step in (0, 1):
        made = carry_out(PLANTED["none"], CheckedExecutor, step)
        np.testing.assert_array_equal(made["y"], made["x"])
        np.testing.assert_array_equal(made["x"], np.arange(ROWS * FEATURES).reshape(ROWS, FEATURES))


@pytest.mark.parametrize("name", [name for name in PLANTED if name != "none"])
def test_every_planted_fault_is_caught(name: str) -> None:
    with pytest.raises(AccessError, match=SAID[name]) as caught:
        carry_out(PLANTED[name], CheckedExecutor)
    assert str(caught.value).startswith(f"planted.{name}")


@pytest.mark.parametrize("step", [0, 1])
def test_what_was_not_written_is_caught_in_every_step(step: int) -> None:
    for name in ("leaves_the_last_value", "adds_to_what_was_there"):
        with pytest.raises(AccessError, match=SAID[name]):
            carry_out(PLANTED[name], CheckedExecutor, step)


def test_the_next_run_is_not_blamed_for_the_last() -> None:
    with pytest.raises(AccessError):
        carry_out(PLANTED["writes_at_a_wild_place"], CheckedExecutor)
    carry_out(PLANTED["none"], CheckedExecutor)


def test_threads_meet_at_the_barrier_and_touch_nothing_else() -> None:
    """The one kernel whose threads cannot take turns: they run at the same time, many rounds."""
    threads, rounds = 3, 200
    arena = np.zeros(96, np.float32)  # arrived, generation, and what may not be touched
    entries = np.zeros(96, np.int64)
    entries[32:64] = 3
    code = np.zeros((1, WIDTH), np.int64)
    code[0, :3] = guarded(KERNELS[BARRIER]), 32, 48
    WATCH.over(arena.ctypes.data, entries)
    WATCH.allow(code.ctypes.data, code.ctypes.data + 24, 1)
    workers = [
        Thread(target=run, args=(code.ctypes.data, 1, arena.ctypes.data, thread, threads, 0, rounds))
        for thread in range(threads)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert WATCH.state[FAULT] == 0
    assert arena.view(np.int32)[48] == rounds
    assert not arena[:48].any()
    assert not arena[49:].any()
