"""Every layer's gradient: in float64 against differences along random directions, and compiled against float64."""

import numpy as np
import pytest

from tests.nn.networks import EVERY, NETWORKS, data, model


@pytest.mark.parametrize("name", NETWORKS)
def test_reference_gradient_is_the_slope_of_the_loss(name: str) -> None:
    made = model(name, "reference", dtype=np.float64)
    x, y = data(name, 11)
    gradients = made.gradients(x, y)
    random = np.random.default_rng(8)
    for tensor, gradient in gradients.items():
        start = made.read(tensor)
        direction = random.standard_normal(start.shape)
        direction /= np.linalg.norm(direction)
        losses = []
        distance = 1e-5
        for way in (-1, 1):
            made.write(tensor, start + way * distance * direction)
            losses.append(made.evaluate(x, y)["loss"])
        made.write(tensor, start)
        wanted = (losses[1] - losses[0]) / (2 * distance)
        got = float((gradient * direction).sum())
        assert abs(got - wanted) <= 1e-6 * max(abs(wanted), np.linalg.norm(gradient), 1e-3), tensor


@pytest.mark.parametrize("name", EVERY)
def test_compiled_gradient_agrees_with_float64(name: str) -> None:
    compiled, truth = model(name), model(name, "reference", dtype=np.float64)
    truth.restore(compiled.state())
    x, y = data(name)
    wanted = truth.gradients(x, y)
    for tensor, gradient in compiled.gradients(x, y).items():
        scale = max(np.abs(wanted[tensor]).max(), 1e-2)  # some are 0 in theory, as that of the bias of attention's keys
        np.testing.assert_allclose(gradient, wanted[tensor], rtol=1e-4, atol=2e-6 * scale)


@pytest.mark.parametrize("name", EVERY)
def test_compiled_training_follows_float64(name: str) -> None:
    """A few steps with plain descent, with masks and running moments, stay together."""
    from tuidl import nn

    compiled = model(name, optimizer=nn.SGD(0.1, momentum=0.5, clip=1.0))
    truth = model(name, "reference", optimizer=nn.SGD(0.1, momentum=0.5, clip=1.0), dtype=np.float64)
    truth.restore(compiled.state())
    x, y = data(name)
    indices = np.arange(32, dtype=np.int32).reshape(4, 8)
    got, wanted = compiled.train(x, y, indices), truth.train(x, y, indices)
    np.testing.assert_allclose(got["loss"], wanted["loss"], rtol=1e-5)
    for tensor, value in truth.state().items():
        np.testing.assert_allclose(compiled.state()[tensor], value, rtol=1e-4, atol=2e-6)


@pytest.mark.parametrize("name", EVERY)
def test_predictions_agree_with_float64(name: str) -> None:
    compiled, truth = model(name), model(name, "reference", dtype=np.float64)
    truth.restore(compiled.state())
    x, y = data(name, 300)
    np.testing.assert_allclose(compiled.predict(x), truth.predict(x), rtol=1e-4, atol=1e-6)
    assert compiled.evaluate(x, y)["loss"] == pytest.approx(truth.evaluate(x, y)["loss"], rel=1e-5)
