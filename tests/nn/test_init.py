"""Initialisers: what their first values have in common."""

import numpy as np
import pytest

from tuidl import nn
from tuidl.nn.init import stream


def made(initialiser: nn.Initialiser, *shape: int) -> np.ndarray:
    """First values of that shape."""
    return np.asarray(initialiser(shape, stream(3, "weight")))


@pytest.mark.parametrize("shape", [(7, 7), (30, 8), (8, 30), (3, 3, 2, 8)])
def test_orthogonal_keeps_lengths(shape: tuple[int, ...]) -> None:
    matrix = made(nn.Orthogonal(2.0), *shape).reshape(-1, shape[-1])
    square = matrix.T @ matrix if matrix.shape[0] >= matrix.shape[1] else matrix @ matrix.T
    np.testing.assert_allclose(square, 4 * np.eye(len(square)), atol=1e-12)


def test_uniform_fills_its_range_and_no_more() -> None:
    values = made(nn.Uniform(0.3), 100, 200)
    assert np.abs(values).max() <= 0.3
    assert np.abs(values).max() > 0.299
    assert values.std() == pytest.approx(0.3 / np.sqrt(3), rel=0.02)
    assert values.mean() == pytest.approx(0, abs=0.005)


@pytest.mark.parametrize("uniform", [False, True])
def test_glorot_and_he_have_the_variance_they_promise(uniform: bool) -> None:
    assert made(nn.Glorot(uniform), 300, 100).var() == pytest.approx(2 / 400, rel=0.03)
    assert made(nn.He(uniform), 300, 100).var() == pytest.approx(2 / 300, rel=0.03)
    assert made(nn.He(uniform), 3, 3, 30, 100).var() == pytest.approx(2 / 270, rel=0.03)
