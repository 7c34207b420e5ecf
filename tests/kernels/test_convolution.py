"""Compiled convolution against the reference on random shapes, for every number of threads."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from tests.kernels.operation import THREADS, assert_rounded, results
from tuidl.kernels.cpu.convolution import WINDOW
from tuidl.nn.layers import Conv2D
from tuidl.nn.layers.window import place

SIZES = some.integers(1, 13)
WIDTHS = some.integers(1, 35)


@some.composite
def convolutions(draw: Any) -> dict[str, Any]:
    """Random images, weights, output gradients, and where the windows lie."""
    kernel, strides = draw(some.integers(1, 5)), (draw(some.integers(1, 4)), draw(some.integers(1, 4)))
    dilation = draw(some.sampled_from([1, 1, 2, 3]))
    span = (kernel - 1) * dilation + 1
    padding = draw(some.sampled_from(["valid", "same", *range(span)]))
    layer = Conv2D(1, kernel)
    try:
        rows, top = place(layer, height := draw(SIZES), span, strides[0], padding)
        columns, left = place(layer, width := draw(SIZES), span, strides[1], padding)
    except ValueError:
        assume(False)
    samples, channels, filters = draw(some.integers(1, 5)), draw(WIDTHS), draw(WIDTHS)
    random = np.random.default_rng(draw(some.integers(0, 2**32)))
    shapes = {
        "x": (samples, height, width, channels), "w": (kernel, kernel, channels, filters), "b": (filters,),
        "dy": (samples, rows, columns, filters),
    }  # fmt: skip
    arrays = {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    return {
        **arrays, "stride_h": strides[0], "stride_w": strides[1], "dilation": dilation, "top": top, "left": left
    }  # fmt: skip


def compare(name: str, case: dict[str, Any], reads: str, writes: tuple[int, ...], terms: int, tight: bool) -> None:
    """Close to the reference in float64 and bit for bit equal for all numbers of threads."""
    window = {key: case[key] for key in (*WINDOW, *(["groups"] if name.startswith("group") else []))}
    operands = {key: case[key] for key in reads.split()} | window
    absolute = {key: np.abs(case[key]) for key in reads.split()} | window
    target = {"forward": "y", "backward_input": "dx", "backward_weight": "dw"}[name.partition(".")[2]]
    exact = results(name, operands, {target: writes}, reference=True)[target]
    magnitude = results(name, absolute, {target: writes}, reference=True)[target]
    lies_tight = ("x",) if tight else ()
    made = [results(name, operands, {target: writes}, threads, tight=lies_tight)[target] for threads in THREADS]
    made.append(results(name, operands, {target: writes}, 3, tight=lies_tight, checked=True)[target])
    assert_rounded(made[0], exact, magnitude, terms)
    assert all(np.array_equal(made[0], other) for other in made[1:]), "threads change the result"


@given(convolutions(), some.booleans())
@settings(max_examples=40)
def test_forward(case: dict[str, Any], tight: bool) -> None:
    terms = case["w"][..., 0].size
    compare("conv2d.forward", case, "x w b", case["dy"].shape, terms, tight)


@given(convolutions())
@settings(max_examples=40)
def test_backward_input(case: dict[str, Any]) -> None:
    terms = case["w"][:, :, 0].size
    compare("conv2d.backward_input", case, "dy w", case["x"].shape, terms, False)


@given(convolutions(), some.booleans())
@settings(max_examples=40)
def test_backward_weight(case: dict[str, Any], tight: bool) -> None:
    terms = case["dy"][..., 0].size
    compare("conv2d.backward_weight", case, "x dy", case["w"].shape, terms, tight)


@pytest.mark.parametrize("samples", [8, 11, 16, 24])
def test_more_samples_than_the_tables_describe(samples: int) -> None:
    random = np.random.default_rng(samples)
    shapes = {"x": (samples, 6, 5, 2), "w": (3, 3, 2, 40), "b": (40,), "dy": (samples, 6, 5, 40)}
    case: dict[str, Any] = {key: random.normal(size=shape).astype(np.float32) for key, shape in shapes.items()}
    case |= {"stride_h": 1, "stride_w": 1, "dilation": 1, "top": 1, "left": 1}
    compare("conv2d.forward", case, "x w b", shapes["dy"], 18, True)
    compare("conv2d.backward_input", case, "dy w", shapes["x"], 360, False)
    compare("conv2d.backward_weight", case, "x dy", shapes["w"], samples * 30, True)
