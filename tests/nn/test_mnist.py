import os

import pytest

from tuidl import nn
from tuidl.data import load


@pytest.mark.mnist
@pytest.mark.skipif("TUIDL_MNIST" not in os.environ, reason="TUIDL_MNIST does not say where MNIST is")
def test_an_mlp_reads_handwriting_within_ten_epochs() -> None:
    data = load("mnist")
    net = nn.Model(
        nn.Sequential(nn.Flatten(), nn.Dense(256), nn.ReLU(), nn.Dense(128), nn.ReLU(), nn.Dense(10)),
        input_shape=(28, 28, 1),
        loss="cross_entropy",
        optimizer=nn.Adam(1e-3),
        seed=0,
    )
    assert net.parameters == 235_146
    epochs = net.fit(data.x, data.y, epochs=10, batch_size=128, validation=(data.val_x, data.val_y))
    assert max(epoch["val_accuracy"] for epoch in epochs) >= 0.975
    assert epochs[-1]["val_accuracy"] >= 0.975
