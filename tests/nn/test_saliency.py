"""The gradient for the input: against finite differences in float64, and compiled against float64."""

import numpy as np
import pytest

from tests.nn.networks import data, model
from tuidl import nn
from tuidl.nn.saliency import saliency

READABLE = (
    "dense", "relu", "binary", "regression", "temperature", "residual", "residual pictures", "convolution", "holes",
    "groups", "depthwise", "transposed", "upsampled", "largest of all", "winners inside", "overlapping windows",
)  # fmt: skip


def _score(made: nn.Model, x: np.ndarray, direction: np.ndarray) -> float:
    """Σ direction · z, from predictions: softmax leaves z but for a constant, which no row of ``direction`` sees."""
    p = made.predict(x)
    final = made._programs.final
    z = np.log(p) if isinstance(final, nn.Softmax) else np.log(p / (1 - p)) if isinstance(final, nn.Sigmoid) else p
    return float((z * direction).sum())


@pytest.mark.parametrize("name", READABLE)
def test_reference_saliency_is_the_slope_of_the_logits(name: str) -> None:
    made = model(name, "reference", dtype=np.float64)
    x = np.asarray(data(name, 5)[0], np.float64)
    random = np.random.default_rng(4)
    direction = random.standard_normal((len(x), *made.output_shape))
    if isinstance(made._programs.final, nn.Softmax):
        direction -= direction.mean(axis=-1, keepdims=True)
    found = saliency(made, x, direction)
    assert found.shape == x.shape
    way = random.standard_normal(x.shape)
    above, below = (_score(made, x + by * way, direction) for by in (1e-6, -1e-6))
    wanted = (above - below) / 2e-6
    assert abs(float((found * way).sum()) - wanted) <= 1e-6 * max(abs(wanted), 1e-2 * np.linalg.norm(found))


@pytest.mark.parametrize("name", READABLE)
def test_compiled_saliency_agrees_with_float64(name: str) -> None:
    compiled, truth = model(name), model(name, "reference", dtype=np.float64)
    truth.restore(compiled.state())
    x = data(name, 7)[0]
    direction = np.random.default_rng(3).standard_normal((7, *compiled.output_shape))
    before = compiled.state()
    got, wanted = saliency(compiled, x, direction), saliency(truth, x, direction)
    np.testing.assert_allclose(got, wanted, rtol=1e-4, atol=2e-6 * max(np.abs(wanted).max(), 1e-2))
    assert {n: a.tobytes() for n, a in before.items()} == {n: a.tobytes() for n, a in compiled.state().items()}


def test_what_has_no_saliency_says_so() -> None:
    text = nn.Model([nn.OneHot(6), nn.RNN(4), nn.Dense(6)], (5,))
    with pytest.raises(ValueError, match="sequences"):
        saliency(text, np.zeros((1, 5), np.int32), np.zeros((1, 5, 6)))
    plain = nn.Model([nn.Dense(3)], (2,))
    with pytest.raises(ValueError, match="direction has shape"):
        saliency(plain, np.zeros((1, 2)), np.zeros((1, 2)))
