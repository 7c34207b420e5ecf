"""Gradients from the winners of a pooling are those of the reference, for any windows, strides and paddings."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from tests.kernels.operation import team
from tuidl.nn import Model
from tuidl.nn.layers import Conv1D, Conv2D, Dense, Flatten, Layer, MaxPool1D, MaxPool2D, ReLU

SHAPE = (11, 10)
PLACES = ["valid", "same", 1, 2]
PADDINGS = some.sampled_from(PLACES)
WIDE, NARROW = "winners.backward_weight", "winners.backward_weight_narrow"
FROM_WINNERS = {WIDE, NARROW, "winners.backward_bias", "winners.backward_input"}
DENSE = {"maxpool2d.backward", "conv2d.backward_weight", "conv2d.backward_input"}


def gradients(layers: list[Layer], device: str, x: Any, y: Any, threads: int = 1) -> tuple[dict[str, Any], set[str]]:
    """The gradients of both convolutions, and the kernels that took part."""
    model: Any = Model(layers, x.shape[1:], device=device, threads=threads, seed=3)
    model._executor.threads_pay, model._executor._team = 0, team(threads)
    made = {name: grad for name, grad in model.gradients(x, y).items() if name.startswith("conv")}
    linked = getattr(model._executor, "_linked", {}).get(f"gradient/{len(x)}")
    return made, {call.kernel.name for call in linked.calls} if linked else set()


@given(some.data())
@settings(max_examples=40)
def test_gradients_are_those_of_the_reference(data: Any) -> None:
    kernel, stride, window, step = (data.draw(some.integers(1, n)) for n in (4, 2, 3, 3))
    padding, around = data.draw(some.sampled_from(["valid", "same", *range(window)])), data.draw(PADDINGS)
    channels, filters, relu = (
        data.draw(some.integers(1, 20)),
        data.draw(some.integers(1, 35)),
        data.draw(some.booleans()),
    )
    random = np.random.default_rng(data.draw(some.integers(0, 2**32)))
    samples, depth = data.draw(some.integers(1, 17)), data.draw(some.sampled_from([1, 3]))
    x = random.normal(size=(samples, *SHAPE, depth)).astype(np.float32)

    def layers() -> list[Layer]:
        return [
            Conv2D(channels, 1, name="conv_first"), Conv2D(filters, kernel, stride=stride, padding=around, name="conv"),
            *([ReLU()] if relu else []), MaxPool2D(window, stride=step, padding=padding), Flatten(), Dense(3),
        ]  # fmt: skip

    try:
        chances = Model(layers(), x.shape[1:], device="reference", seed=3).predict(x)
    except ValueError:
        assume(False)
    y = chances.argmin(-1)  # the least likely class: where the network is sure and right, p − 1 is rounding alone
    exact, _ = gradients(layers(), "reference", x, y)
    made, _ = gradients(layers(), "cpu", x, y)
    scale = max(np.abs(right).max() for right in exact.values())  # sums of a small network may cancel out
    for name, right in exact.items():
        assert np.abs(made[name] - right).max() <= 1e-5 * scale + 1e-9, name
    for threads in (2, 5):
        again, _ = gradients(layers(), "cpu", x, y, threads)
        assert all(np.array_equal(made[name], again[name]) for name in made)


@pytest.mark.parametrize("padding", PLACES)
@pytest.mark.parametrize(("depth", "way"), [(1, NARROW), (3, NARROW), (18, WIDE)])
def test_a_first_layer_takes_its_gradients_from_winners(padding: Any, depth: int, way: str) -> None:
    random = np.random.default_rng(1)
    x, y = random.normal(size=(9, *SHAPE, depth)).astype(np.float32), random.integers(0, 3, 9)

    def layers() -> list[Layer]:
        return [Conv2D(5, 3, padding=padding, name="conv"), ReLU(), MaxPool2D(2), Flatten(), Dense(3)]

    exact, _ = gradients(layers(), "reference", x, y)
    made, kernels = gradients(layers(), "cpu", x, y)
    assert kernels & FROM_WINNERS == {way, "winners.backward_bias"}
    assert not kernels & DENSE
    for name, right in exact.items():
        assert np.abs(made[name] - right).max() <= 1e-5 * np.abs(right).max(), name


@pytest.mark.parametrize("device", ["cpu", "checked"])
@pytest.mark.parametrize("padding", PLACES[1:3])
@pytest.mark.parametrize(("kernel", "stride", "around"), [(1, 2, "valid"), (2, 2, "same"), (3, 1, 1)])
def test_windows_that_hang_over_the_edge_read_nothing_beyond_it(
    kernel: int, stride: int, around: Any, padding: Any, device: str
) -> None:
    random = np.random.default_rng(2)
    x, y = random.normal(size=(3, *SHAPE, 1)).astype(np.float32), random.integers(0, 3, 3)

    def layers() -> list[Layer]:
        first = Conv2D(2, 1, name="conv_first")
        inner = Conv2D(5, kernel, stride=stride, padding=around, name="conv")
        return [first, inner, MaxPool2D(2, padding=padding), Flatten(), Dense(3)]

    (exact, _), (made, kernels) = gradients(layers(), "reference", x, y), gradients(layers(), device, x, y)
    assert NARROW in kernels or device == "checked"
    for name, right in exact.items():
        assert np.abs(made[name] - right).max() <= 1e-5 * np.abs(right).max(), name


def test_where_few_pixels_can_win_nothing_dense_is_left() -> None:
    x, y = np.ones((2, *SHAPE, 1), np.float32), np.zeros(2, int)
    layers = [Conv2D(3, 1), Conv2D(4, padding="same", name="conv"), MaxPool2D(2), Flatten(), Dense(3)]
    kernels = gradients(layers, "cpu", x, y)[1]
    assert kernels >= {NARROW, "winners.backward_bias", "winners.backward_input"}
    assert "maxpool2d.backward" not in kernels


def test_convolutions_with_holes_take_the_dense_way() -> None:
    x, y = np.ones((2, *SHAPE, 1), np.float32), np.zeros(2, int)
    layers = [Conv2D(3, 1), Conv2D(4, dilation=2, name="conv"), MaxPool2D(2), Flatten(), Dense(3)]
    assert gradients(layers, "cpu", x, y)[1] >= DENSE


@pytest.mark.parametrize("samples", [1, 5])
def test_sequences(samples: int) -> None:
    random = np.random.default_rng(4)
    x, y = random.normal(size=(samples, 9, 3)).astype(np.float32), np.zeros(samples, int)

    def layers() -> list[Layer]:
        return [Conv1D(5, 2), Conv1D(16, 3, name="conv"), MaxPool1D(2), Flatten(), Dense(3)]

    (exact, _), (made, _) = gradients(layers(), "reference", x, y), gradients(layers(), "cpu", x, y)
    for name, right in exact.items():
        assert np.abs(made[name] - right).max() <= 1e-5 * np.abs(right).max(), name


def test_where_most_pixels_can_win_the_dense_way_is_taken() -> None:
    x, y = np.ones((2, *SHAPE, 1), np.float32), np.zeros(2, int)
    layers = [Conv2D(3, 1), Conv2D(4, name="conv"), MaxPool2D(2, stride=1), Flatten(), Dense(3)]
    kernels = gradients(layers, "cpu", x, y)[1]
    assert kernels >= DENSE
    assert not kernels & FROM_WINNERS


def test_what_does_not_win_gets_nothing_even_if_all_are_nan() -> None:
    x, y = np.full((2, *SHAPE, 1), np.nan, np.float32), np.zeros(2, int)
    layers = [Conv2D(3, 1), Conv2D(4, name="conv"), ReLU(), MaxPool2D(2), Flatten(), Dense(3)]
    made, _ = gradients(layers, "cpu", x, y)
    assert np.isnan(made["conv.weight"]).all()
