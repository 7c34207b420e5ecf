"""Compiled transposed convolution against the reference; both against the gradient of a convolution."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.kernels.operation import results
from tests.kernels.test_convolution import compare, convolutions
from tuidl import nn
from tuidl.kernels.cpu.convolution import WINDOW


@some.composite
def transposed(draw: Any) -> dict[str, Any]:
    """A convolution turned round: its output's gradient is what goes in."""
    case = draw(convolutions())
    filters = case["x"].shape[3]
    return {
        **case, "x": case["dy"], "dy": case["x"], "w": np.ascontiguousarray(case["w"].swapaxes(2, 3)),
        "b": np.linspace(-1, 1, filters, dtype=np.float32),
    }  # fmt: skip


@given(transposed(), some.booleans())
@settings(max_examples=40)
def test_forward(case: dict[str, Any], tight: bool) -> None:
    compare("convtranspose2d.forward", case, "x w b", case["dy"].shape, case["w"][..., 0].size, tight)


@given(transposed())
@settings(max_examples=40)
def test_backward_input(case: dict[str, Any]) -> None:
    compare("convtranspose2d.backward_input", case, "dy w", case["x"].shape, case["w"][:, :, 0].size, False)


@given(transposed(), some.booleans())
@settings(max_examples=40)
def test_backward_weight(case: dict[str, Any], tight: bool) -> None:
    compare("convtranspose2d.backward_weight", case, "x dy", case["w"].shape, case["x"][..., 0].size, tight)


@given(transposed())
@settings(max_examples=20)
def test_it_is_the_way_back_of_a_convolution(case: dict[str, Any]) -> None:
    window = {key: case[key] for key in WINDOW}
    shape = case["dy"].shape
    back = {"dy": case["x"], "w": np.ascontiguousarray(case["w"].swapaxes(2, 3)), **window}
    wanted = results("conv2d.backward_input", back, {"dx": shape})["dx"] + case["b"]
    made = results("convtranspose2d.forward", {k: case[k] for k in ("x", "w", "b")} | window, {"y": shape})["y"]
    np.testing.assert_allclose(made, wanted, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("padding", ["valid", "same", 0, 1])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("kernel", [2, 3, 4, 5])
def test_a_convolution_brings_the_shape_back(kernel: int, stride: int, padding: Any) -> None:
    up = nn.ConvTranspose2D(3, kernel, stride=stride, padding=padding)
    down = nn.Conv2D(2, kernel, stride=stride, padding=padding)
    net = nn.Model([up, down, nn.Flatten(), nn.Dense(2)], (5, 7, 2), device="reference")
    large = net.layers[0].output
    assert net.layers[1].output == (5, 7, 2)
    removed = 2 * padding if isinstance(padding, int) else 0
    for side, size in zip(large, (5, 7), strict=False):
        assert side == (size * stride if padding == "same" else (size - 1) * stride + kernel - removed)
