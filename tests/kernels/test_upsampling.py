"""Larger images: what each mode draws, on both executors."""

import numpy as np
import pytest

from tests.kernels.operation import THREADS, results

DEVICES = pytest.mark.parametrize("reference", [False, True], ids=["cpu", "reference"])


@DEVICES
def test_nearest_copies_every_pixel(reference: bool) -> None:
    x = np.arange(2 * 2 * 3 * 17.0).reshape(2, 2, 3, 17)
    y = results("upsample2d.nearest", {"x": x, "times": 2}, {"y": (2, 4, 6, 17)}, reference=reference)["y"]
    np.testing.assert_array_equal(y, x.repeat(2, 1).repeat(2, 2))


@DEVICES
def test_bilinear_draws_a_straight_line_between_centres(reference: bool) -> None:
    x = np.array([0.0, 4.0, 8.0]).reshape(1, 1, 3, 1)
    y = results("upsample2d.bilinear", {"x": x, "times": 4}, {"y": (1, 4, 12, 1)}, reference=reference)["y"]
    np.testing.assert_allclose(y[0, 0, :, 0], [0, 0, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8, 8])
    assert (y == y[:, :1]).all()


@pytest.mark.parametrize("mode", ["nearest", "bilinear"])
@pytest.mark.parametrize("factor", [1, 2, 3, 5])
def test_the_way_back_is_the_transpose(mode: str, factor: int) -> None:
    random = np.random.default_rng(factor)
    x, dy = random.normal(size=(3, 4, 1, 18)), random.normal(size=(3, 4 * factor, factor, 18))
    for threads in THREADS:
        y = results(f"upsample2d.{mode}", {"x": x, "times": factor}, {"y": dy.shape}, threads)["y"]
        dx = results(f"upsample2d.{mode}_backward", {"dy": dy, "times": factor}, {"dx": x.shape}, threads)["dx"]
        assert np.sum(y * dy) == pytest.approx(np.sum(x * dx), rel=1e-4)
