"""Layouts, names, and the tape that turns the forward pass round."""

import itertools

import numpy as np
import pytest

from tuidl.kernels import load
from tuidl.program import LANES, Builder, Layout, Tensor, padded


def builder(layout: Layout | None = None, name: str = "p") -> Builder:
    return Builder(name, layout or Layout(), 2, training=True)


def test_rows_begin_at_whole_vectors() -> None:
    assert [padded(n) for n in (0, 1, 16, 17)] == [0, 16, 16, 32]
    tensor = Tensor("t", (3, 5), "activation", "here")
    assert (tensor.rows, tensor.stride, tensor.words, tensor.size) == (3, 16, 48, 15)
    tight = Tensor("t", (3, 5), "activation", "here", tight=True)
    assert (tight.stride, tight.words) == (5, 16)


def test_nothing_overlaps_in_the_arena() -> None:
    layout = Layout()
    programs = []
    for name in ("one", "two"):
        emit = builder(layout, name)
        emit.parameter("weight", (5, 7), None)
        emit.state("mean", (3,), None)
        emit.tensor("x", (4, 3))
        emit.tensor("y", (1,))
        programs.append(emit.build(0, 0))
    tensors = [*layout.persistent.values(), *(t for p in programs for t in p.tensors.values())]
    spans = sorted((layout.offset(t), layout.offset(t) + t.words) for t in tensors)
    assert len(spans) == 5 + 4
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))
    assert all(start % LANES == 0 for start, _ in spans)
    assert spans[-1][1] <= layout.end


def test_parameters_gradients_and_moments_lie_in_the_same_order() -> None:
    layout = Layout()
    emit = builder(layout)
    for name, shape in (("a", (5, 7)), ("b", (9,)), ("c", (1, 40))):
        emit.parameter(name, shape, None)
    for name in "abc":
        places = {layout.persistent[name + end].place for end in ("", ".grad", ".moment0", ".moment1")}
        assert len(places) == 1


def test_names_in_scopes_and_twice() -> None:
    emit = builder()
    with emit.scope("outer"), emit.scope("inner"):
        assert emit.tensor("x", (1,)).name == "outer.inner.x"
        with pytest.raises(ValueError, match=r"two tensors named outer\.inner\.x"):
            emit.tensor("x", (1,))
    assert emit.tensor("x", (1,)).name == "x"


def test_a_persistent_tensor_keeps_its_shape_and_a_frozen_layout_its_tensors() -> None:
    layout = Layout()
    emit = builder(layout)
    emit.state("mean", (3,), None)
    assert emit.state("mean", (3,), None) is layout.persistent["mean"]
    with pytest.raises(ValueError, match=r"mean exists with shape \(3,\)"):
        emit.state("mean", (4,), None)
    emit.build(0, 0)
    with pytest.raises(ValueError, match="frozen"):
        emit.state("late", (3,), None)


def test_gradients_of_a_tensor_that_is_used_twice_are_added() -> None:
    """y = tanh(h) + sigmoid(h) + h with h = leaky(x): the slope of h comes from three uses."""
    layout = Layout()
    emit = builder(layout)
    x, dy = emit.state("x", (2, 3), None), emit.state("dy", (2, 3), None)

    def apply(operation: str, source: Tensor, name: str, **numbers: float) -> Tensor:
        made = emit.tensor(name, source.shape)
        emit(f"activation.{operation}", x=source, y=made, **numbers)

        def back(gradient: Tensor, dx: Tensor | None) -> None:
            if dx is not None:
                emit(f"activation.{operation}_backward", y=made, dy=gradient, dx=dx, **numbers)

        emit.backward(source, made, back)
        return made

    def add(a: Tensor, b: Tensor, name: str) -> Tensor:
        made = emit.tensor(name, a.shape)
        emit("sum.add", a=a, b=b, y=made)
        zero = emit.tensor(f"{name}.zero", a.shape)
        for source in (a, b):
            emit.backward(source, made, lambda gradient, dx: dx and emit("sum.add", a=gradient, b=zero, y=dx))
        return made

    h = apply("leaky_relu", apply("tanh", x, "inner"), "h", slope=0.5)
    y = add(add(apply("tanh", h, "t"), apply("sigmoid", h, "s"), "ts"), h, "y")
    emit.differentiate(y, dy)
    last = [i.operands["dx"] for i in emit.instructions if i.operation.name == "activation.leaky_relu_backward"]
    program = emit.build(0, 0)
    executor = load("reference", layout, dtype=np.float64)
    executor.open(program)
    values = np.array([[-2.0, -0.3, 0.1], [0.5, 1.0, 3.0]])
    executor.write(x, values)
    executor.write(dy, np.ones((2, 3)))
    executor.run(program, {}, 0, 1)

    inner = np.tanh(values)
    slope = np.where(inner > 0, 1, 0.5)
    hidden = slope * inner
    sigmoid = 1 / (1 + np.exp(-hidden))
    wanted = (1 - np.tanh(hidden) ** 2 + sigmoid * (1 - sigmoid) + 1) * slope
    assert isinstance(last[0], Tensor)
    np.testing.assert_allclose(executor.read(last[0]), wanted, rtol=1e-12)


def test_a_listing_reads_like_the_pass_it_describes() -> None:
    from tuidl import nn

    text = nn.Model([nn.Dense(3), nn.ReLU(), nn.Dense(2)], (4,), device="reference").program.listing()
    lines = text.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == ["forward", "backward", "update"]
    assert "y = x w + b" in text
    assert lines.index("forward") < lines.index("backward") < lines.index("update")
    assert "optimizer.adam" in lines[-1]


def test_one_rule_for_several_inputs_and_outputs() -> None:
    """(s, d) = (a + b, a − b) by one rule; y = s + d is 2 a, and nothing depends on the third output."""
    layout = Layout()
    emit = builder(layout)
    x, dy = emit.state("x", (2, 3), None), emit.state("dy", (2, 3), None)
    zero = emit.tensor("zero", (2, 3))
    a, b, s, d, idle, y = (emit.tensor(name, (2, 3)) for name in ("a", "b", "s", "d", "idle", "y"))
    seen: list[tuple[str | None, ...]] = []
    for made in (a, b):
        emit.backward(x, made, lambda gradient, dx: None)

    def rule(dys: tuple[Tensor | None, ...], dxs: tuple[Tensor | None, ...]) -> None:
        seen.append(tuple(each and each.name for each in (*dys, *dxs)))
        ds, dd, _ = dys
        da, db, dx = dxs
        assert ds
        assert dd
        assert da
        assert db
        assert dx is None
        emit("sum.add", a=ds, b=dd, y=da)
        emit("sum.add", a=ds, b=zero, y=db)

    emit.backward_all((a, b, x), (s, d, idle), rule)
    for part in (s, d):
        emit.backward(part, y, lambda gradient, dx: dx and emit("sum.backward", dy=gradient, dx=dx))
    emit.differentiate(y, dy)
    assert seen == [("s.grad", "d.grad", None, "a.grad", "b.grad", None)]
    program = emit.build(0, 0)
    executor = load("reference", layout, dtype=np.float64)
    executor.open(program)
    executor.write(dy, np.full((2, 3), 1.5))
    executor.run(program, {}, 0, 1)
    assert (executor.read(program.tensors["a.grad"]) == 3).all()
    assert (executor.read(program.tensors["b.grad"]) == 1.5).all()
