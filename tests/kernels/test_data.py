"""Between the arena and arrays outside it: each step reads its own indices and writes its own history."""

import numpy as np
import pytest

from tuidl.kernels import load
from tuidl.kernels.cpu.executor import CpuExecutor
from tuidl.program import Builder, Layout, Tensor

STEPS, FIRST = 4, 3


def carry_out(device: str, shape: tuple[int, ...], kind: str, threads: int) -> np.ndarray:
    """Gather examples by index and keep them, for some steps that do not begin with step 0."""
    random = np.random.default_rng(5)
    count = 9
    layout = Layout()
    emit = Builder("alone", layout, shape[0], training=True)
    batch = {"tokens": shape[-1], "sequences": shape[1 % len(shape)]}.get(kind, shape[0])
    indices = random.integers(0, count, (STEPS, batch)).astype(np.int32)
    history = np.zeros((STEPS, int(np.prod(shape))), np.float32)
    if kind in ("rows", "images", "sequences"):
        x = emit.tensor("x", shape, tight=kind == "images")
        one = (shape[0], *shape[2:]) if kind == "sequences" else shape[1:]
        examples = random.standard_normal((count, *one)).astype(np.float32)
        emit(f"data.{kind}", examples="x", indices="indices", x=x)
        emit("data.keep", values=x, history="history")
    else:
        x = emit.tensor("x", shape, "int", tight=True)
        examples = random.integers(0, 50, (count, shape[0]) if kind == "tokens" else count).astype(np.int32)
        table: Tensor = emit.state("table", (50, 1), None)
        y = emit.tensor("y", (*shape, 1))
        emit(f"data.{kind}", examples="x", indices="indices", x=x)
        emit("embedding.forward", tokens=x, table=table, y=y)
        emit("data.keep", values=y, history="history")
    program = emit.build(1, 1)
    executor = load(device, layout, threads)
    if isinstance(executor, CpuExecutor):
        executor.threads_pay = 0
    executor.open(program)
    if kind in ("tokens", "labels"):
        executor.write(table, np.arange(50.0)[:, None])
    executor.run(program, {"x": examples, "indices": indices, "history": history}, FIRST, STEPS)
    return history


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("rows", (5, 3)),
        ("rows", (17, 33)),
        ("images", (3, 4, 5, 2)),
        ("labels", (19,)),
        ("tokens", (7, 5)),
        ("sequences", (6, 5, 3)),
        ("sequences", (1, 7, 17)),
        ("sequences", (7, 5, 3)),
        ("sequences", (1, 2, 17)),
    ],
)
def test_gathering_and_keeping(kind: str, shape: tuple[int, ...]) -> None:
    wanted = carry_out("reference", shape, kind, 1)
    assert wanted.any()
    for device, threads in (("cpu", 1), ("cpu", 2), ("cpu", 3), ("checked", 3)):
        np.testing.assert_array_equal(carry_out(device, shape, kind, threads), wanted)


@pytest.mark.parametrize("device", ["reference", "cpu", "checked"])
def test_the_rate_of_a_step_is_the_base_times_its_factor(device: str) -> None:
    layout = Layout()
    emit = Builder("alone", layout, 1, training=True)
    base, rate = emit.state("base", (1,), None), emit.state("rate", (1,), None)
    emit("data.rate", base=base, factors="factors", rate=rate)
    emit("data.vector", values=rate, history="history")
    program = emit.build(1, 1)
    executor = load(device, layout, 2)
    executor.open(program)
    executor.write(base, np.array([0.5]))
    history, factors = np.zeros((3, 1), np.float32), np.array([[1.0], [0.25], [2.0]], np.float32)
    executor.run(program, {"factors": factors, "history": history}, 7, 3)
    assert history.ravel().tolist() == [0.5, 0.125, 1.0]


@pytest.mark.parametrize("device", ["reference", "cpu", "checked"])
def test_mean_and_vector_are_kept_for_every_step(device: str) -> None:
    layout = Layout()
    emit = Builder("alone", layout, 1, training=True)
    values = emit.state("values", (21,), None)
    emit("data.mean", values=values, history="mean")
    some = emit.state("some", (1,), None)
    emit("data.mean_of", values=values, count=some, history="part")
    emit("data.vector", values=values, history="all")
    program = emit.build(1, 1)
    executor = load(device, layout, 2)
    executor.open(program)
    executor.write(values, np.arange(21.0))
    executor.write(some, np.full(1, 7.0))
    mean, part, every = np.zeros((2, 1), np.float32), np.zeros((2, 1), np.float32), np.zeros((2, 21), np.float32)
    executor.run(program, {"mean": mean, "part": part, "all": every}, 10, 2)
    assert part.tolist() == [[30.0], [30.0]]
    assert mean.tolist() == [[10.0], [10.0]]
    assert every.tolist() == [list(range(21))] * 2
