"""What lowering leaves out: copies that would be made twice, and only those."""

import numpy as np

import tuidl.kernels.cpu.executor  # noqa: F401 - declares the kernels
from tuidl import nn
from tuidl.kernels.cpu.lowering import _without_repeats, call
from tuidl.program import Builder, Layout, Tensor


def tensors(count: int) -> tuple[Layout, list[Tensor]]:
    layout = Layout()
    emit = Builder("test", layout, 1, training=True)
    made = [emit.state(f"t{number}", (3, 5), None) for number in range(count)]
    emit.build(0, 0)
    return layout, made


def test_a_copy_is_made_once_until_something_of_it_is_written() -> None:
    layout, (x, y, z) = tensors(3)
    copy, other = call("sum.backward", dy=x, dx=y), call("sum.backward", dy=y, dx=z)
    again = call("sum.backward", dy=x, dx=y)
    assert _without_repeats([copy, other, again], layout) == [copy, other]
    for writer in (call("sum.backward", dy=z, dx=x), call("sum.backward", dy=z, dx=y)):
        assert _without_repeats([copy, other, writer, again], layout) == [copy, other, writer, again]


def test_what_changes_its_operand_is_done_as_often_as_it_stands_there() -> None:
    layout = Layout()
    emit = Builder("test", layout, 1, training=True)
    b, y = emit.state("b", (5,), None), emit.state("y", (3, 5), None)
    emit.build(0, 0)
    calls = [call("sum.bias", b=b, y=y), call("sum.bias", b=b, y=y)]
    assert _without_repeats(calls, layout) == calls


def test_an_image_of_the_data_is_widened_once() -> None:
    net = nn.Model([nn.DepthwiseConv2D(3, multiplier=2), nn.Flatten(), nn.Dense(2)], (5, 5, 3), threads=1)
    net.train(np.zeros((4, 5, 5, 3), np.float32), np.zeros(4, np.int32), np.arange(4, dtype=np.int32)[None])
    linked = net._executor._linked["train/4"]  # type: ignore[attr-defined]
    names = [each.kernel.name for each in linked.calls]
    assert names.count("depthwise2d.repeat") == 1
    assert names.count("depthwise2d.backward_weight") == 1
