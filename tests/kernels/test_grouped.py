"""Compiled convolution in groups against the reference on random shapes, for every number of threads."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.kernels.test_convolution import compare, convolutions
from tuidl import nn


@some.composite
def grouped(draw: Any) -> dict[str, Any]:
    """A convolution whose channels and filters part into groups, often with one channel a group."""
    case = draw(convolutions())
    groups = draw(some.integers(1, 20))
    part = draw(some.sampled_from([1, 1, 2, 3, 8, 17]))
    filters = draw(some.sampled_from([1, 1, 2, 3, 16]))
    random = np.random.default_rng(draw(some.integers(0, 2**32)))
    kernel = case["w"].shape[0]
    shapes = {
        "x": (*case["x"].shape[:3], groups * part), "w": (kernel, kernel, part, groups * filters),
        "dy": (*case["dy"].shape[:3], groups * filters),
    }  # fmt: skip
    arrays = {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    return {**case, **arrays, "groups": groups}


@given(grouped(), some.booleans())
@settings(max_examples=40)
def test_forward(case: dict[str, Any], tight: bool) -> None:
    compare("groupconv2d.forward", case, "x w", case["dy"].shape, case["w"][..., 0].size, tight)


@given(grouped())
@settings(max_examples=40)
def test_backward_input(case: dict[str, Any]) -> None:
    terms = case["w"][:, :, 0].size // case["groups"]
    compare("groupconv2d.backward_input", case, "dy w", case["x"].shape, terms, False)


@given(grouped(), some.booleans())
@settings(max_examples=40)
def test_backward_weight(case: dict[str, Any], tight: bool) -> None:
    compare("groupconv2d.backward_weight", case, "x dy", case["w"].shape, case["dy"][..., 0].size, tight)


@pytest.mark.parametrize("device", ["cpu", "reference"])
def test_groups_are_a_dense_convolution_with_blocks_of_weights(device: str) -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(3, 7, 6, 6)).astype(np.float32)
    for layer in (nn.Conv2D(9, 3, groups=3, stride=2, name="c"), nn.DepthwiseConv2D(3, multiplier=2, name="c")):
        net = nn.Model([layer, nn.Flatten(), nn.Dense(2)], (7, 6, 6), device=device, seed=2)
        weight, bias = net.read("c.weight"), random.normal(size=net.read("c.bias").shape)
        net.write("c.bias", bias)
        groups, part, filters = 6 // weight.shape[2], weight.shape[2], weight.shape[3]
        dense = np.zeros((3, 3, 6, filters))
        for f in range(filters):
            group = f * groups // filters
            dense[:, :, group * part : (group + 1) * part, f] = weight[..., f]
        stride = 2 if isinstance(layer, nn.Conv2D) else 1
        whole = nn.Model(
            [nn.Conv2D(filters, 3, stride=stride, init=nn.Fixed(dense), bias=nn.Fixed(bias), name="c"), nn.Flatten(),
             nn.Dense(2)],
            (7, 6, 6), device=device,
        )  # fmt: skip
        seen, wanted = (each.observe(x, ["c.out"])["c.out"] for each in (net, whole))
        np.testing.assert_allclose(seen, wanted, rtol=1e-4, atol=1e-5)


def test_every_group_has_first_values_of_its_own_fan() -> None:
    net = nn.Model([nn.DepthwiseConv2D(3, name="c"), nn.GlobalAveragePool2D(), nn.Dense(2)], (5, 5, 400), seed=1)
    assert np.std(net.read("c.weight")) == pytest.approx(np.sqrt(2 / 9), rel=0.05)
