"""The cost of weights: by hand for every kind of layer."""

import pytest

from tuidl import nn
from tuidl.nn.flops import SEEN
from tuidl.program import OPERATIONS

COSTS: dict[str, tuple[nn.Layer, tuple[int, ...], int]] = {
    "dense": (nn.Dense(5), (7,), 7 * 5),
    "dense over time": (nn.Dense(5), (3, 7), 3 * 7 * 5),
    "convolution": (nn.Conv2D(5, 3, stride=2, padding="same"), (7, 8, 2), 4 * 4 * 9 * 2 * 5),
    "groups": (nn.Conv2D(6, 3, groups=2), (7, 8, 4), 5 * 6 * 9 * 2 * 6),
    "depthwise": (nn.DepthwiseConv2D(3, multiplier=2), (7, 8, 4), 5 * 6 * 9 * 8),
    "separable": (nn.SeparableConv2D(5, 3), (7, 8, 4), 5 * 6 * (9 * 4 + 4 * 5)),
    "transposed": (nn.ConvTranspose2D(5, 3, stride=2), (7, 8, 4), 7 * 8 * 9 * 4 * 5),
    "over time": (nn.Conv1D(5, 3, padding="causal"), (9, 4), 9 * 3 * 4 * 5),
    "recurrent": (nn.RNN(5), (9, 4), 9 * (4 * 5 + 5 * 5)),
    "lstm": (nn.LSTM(5), (9, 4), 9 * 4 * (4 * 5 + 5 * 5)),
    "gru": (nn.GRU(5), (9, 4), 9 * 3 * (4 * 5 + 5 * 5)),
    "inside": (nn.Residual(nn.Dense(7), nn.Tanh(), nn.Dense(7)), (7,), 2 * 7 * 7),
    "without weights": (nn.Upsample2D(), (3, 3, 2), 0),
}


@pytest.mark.parametrize("name", COSTS)
def test_two_operations_for_every_weight_and_row(name: str) -> None:
    layer, shape, products = COSTS[name]
    net = nn.Model([layer, nn.Flatten(), nn.Dense(3)], shape, device="reference")
    assert net.layers[0].flops == 2 * products
    last = net.layers[-1]
    assert last.flops == 2 * (last.parameters - 3)
    assert net.summary().splitlines()[-1].replace(" ", "").endswith(str(2 * products + last.flops))


def test_every_operation_that_counts_exists() -> None:
    for name, operand in SEEN.items():
        assert {"w", operand} <= OPERATIONS[name].by_name.keys()
