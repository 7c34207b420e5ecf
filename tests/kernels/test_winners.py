"""Weight gradients from the winners of a pooling are those of the reference, for any windows."""

from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from tests.kernels.operation import team
from tuidl.nn import Model
from tuidl.nn.layers import Conv1D, Conv2D, Dense, Flatten, Layer, MaxPool1D, MaxPool2D, ReLU

SHAPE = (11, 10, 1)
WINNERS = "conv2d.backward_weight_of_winners"


def gradient(layers: list[Layer], device: str, x: Any, y: Any, threads: int = 1) -> tuple[Any, list[str]]:
    """The gradient of the second convolution's weights, and the kernels that took part."""
    model: Any = Model(layers, SHAPE, device=device, threads=threads, seed=3)
    model._executor.threads_pay, model._executor._team = 0, team(threads)
    made = model.gradients(x, y)["conv.weight"]
    linked = getattr(model._executor, "_linked", {}).get(f"gradient/{len(x)}")
    return made, [call.kernel.name for call in linked.calls] if linked else []


@given(some.data())
@settings(max_examples=25, deadline=None)
def test_gradients_are_those_of_the_reference(data: Any) -> None:
    kernel, stride, window, step = (data.draw(some.integers(1, n)) for n in (4, 2, 3, 3))
    padding = data.draw(some.sampled_from(["valid", "same", *range(window)]))
    channels, filters, relu = (
        data.draw(some.integers(1, 20)),
        data.draw(some.integers(1, 35)),
        data.draw(some.booleans()),
    )
    random = np.random.default_rng(data.draw(some.integers(0, 2**32)))
    samples = data.draw(some.integers(1, 17))
    x, y = random.normal(size=(samples, *SHAPE)).astype(np.float32), random.integers(0, 3, samples)

    def layers() -> list[Layer]:
        return [
            Conv2D(channels, 1), Conv2D(filters, kernel, stride=stride, name="conv"), *([ReLU()] if relu else []),
            MaxPool2D(window, stride=step, padding=padding), Flatten(), Dense(3),
        ]  # fmt: skip

    try:
        exact, _ = gradient(layers(), "reference", x, y)
    except ValueError:
        assume(False)
    made, kernels = gradient(layers(), "cpu", x, y)
    assert WINNERS in kernels
    assert np.abs(made - exact).max() <= 1e-5 * np.abs(exact).max() + 1e-9
    for threads in (2, 5):
        assert np.array_equal(made, gradient(layers(), "cpu", x, y, threads)[0])


def test_padded_convolutions_take_the_dense_way() -> None:
    x, y = np.ones((2, *SHAPE), np.float32), np.zeros(2, int)
    layers = [Conv2D(3), Conv2D(4, padding="same", name="conv"), MaxPool2D(2), Flatten(), Dense(3)]
    assert WINNERS not in gradient(layers, "cpu", x, y)[1]


def test_one_sequence_is_pooled_as_one_image_of_one_column() -> None:
    random = np.random.default_rng(4)
    x, y = random.normal(size=(1, 9, 3)).astype(np.float32), np.zeros(1, int)

    def made(device: str) -> tuple[Any, Any]:
        layers = [Conv1D(5, 2), Conv1D(16, 3, name="conv"), MaxPool1D(2), Flatten(), Dense(3)]
        model: Any = Model(layers, (9, 3), device=device, seed=3)
        return model.gradients(x, y)["conv.weight"], model

    (got, model), (exact, _) = made("cpu"), made("reference")
    assert WINNERS in [call.kernel.name for call in model._executor._linked["gradient/1"].calls]
    assert np.abs(got - exact).max() <= 1e-5 * np.abs(exact).max()
