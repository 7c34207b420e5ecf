from pathlib import Path

import numpy as np

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import signals


def test_filters_have_weights_for_each_channel(tmp_path: Path) -> None:
    second = '[[experiment.small.layers]]\nname = "conv2"\ntype = "conv2d"\nfilters = 2\nkernel = 2\n\n'
    flat = '[[experiment.small.layers]]\nname = "flat"'
    experiment = made(lessons.written(tmp_path / "x", lessons.DIGITS, (flat, second + flat)))
    weights = experiment._net.read("conv2.weight")
    for value, channel in (((), -1), ((1.0, 2.0), 2), ((0.0, 9.0), -1), ((0.0, float("nan")), -1)):
        experiment.choose("filters:conv2", value)
        found = experiment.probe("filters:conv2", 60, 20)
        assert isinstance(found, signals.Filters)
        assert (found.channels, found.channel) == (3, channel)
        expected = weights.mean(axis=2) if channel < 0 else weights[:, :, channel]
        for k, kernel in enumerate(found.kernels):
            shown = [[kernel.value(row, column) for column in range(2)] for row in range(2)]
            assert np.allclose(shown, expected[..., k], atol=2e-3)
