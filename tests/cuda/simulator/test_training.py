"""Whole networks train in the simulator as they do in plain NumPy, whatever the size of the grid."""

from itertools import pairwise

import numpy as np
import pytest

import tuidl.kernels.cuda.executor as executor
from tests.cuda.simulator.networks import BATCH, COUNT, NETWORKS, STEPS
from tuidl import nn

INDICES = np.random.default_rng(3).integers(0, COUNT, (STEPS, BATCH)).astype(np.int32)
ALL = pytest.mark.parametrize("name", NETWORKS)


def trained(name: str, device: str, *parts: int) -> tuple[nn.Model, np.ndarray]:
    """The model after some steps, in parts, and the losses on the way."""
    model, (x, y) = NETWORKS[name].model(device), NETWORKS[name].examples()
    ends = np.cumsum([0, *(parts or (STEPS,))])
    losses = [model.train(x, y, INDICES[a:b])["loss"] for a, b in pairwise(ends)]
    return model, np.concatenate(losses)


def state(model: nn.Model) -> dict[str, bytes]:
    return {name: value.tobytes() for name, value in model.state().items()}


@ALL
def test_training_agrees_with_the_reference(name: str) -> None:
    (wanted, wanted_losses), (got, got_losses) = trained(name, "reference"), trained(name, "cuda")
    np.testing.assert_allclose(got_losses, wanted_losses, rtol=1e-5)
    for tensor in wanted.tensors():
        np.testing.assert_allclose(got.read(tensor), wanted.read(tensor), rtol=1e-4, atol=1e-6, err_msg=tensor)


@ALL
def test_what_a_model_says_agrees_with_the_reference(name: str) -> None:
    (wanted, _), (got, _) = trained(name, "reference"), trained(name, "cuda")
    x, y = NETWORKS[name].examples()
    np.testing.assert_allclose(got.predict(x), wanted.predict(x), rtol=1e-4, atol=1e-6)
    assert got.evaluate(x, y) == pytest.approx(wanted.evaluate(x, y), rel=1e-5)
    gradients = got.gradients(x, y)
    for tensor, value in wanted.gradients(x, y).items():
        np.testing.assert_allclose(gradients[tensor], value, rtol=1e-4, atol=1e-6, err_msg=tensor)


@ALL
def test_the_same_bits_for_any_grid_and_any_launches(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    alone, losses = trained(name, "cuda")
    for block, parts in ((1, (STEPS,)), (2, (1, STEPS - 1)), (7, (STEPS - 1, 1))):
        monkeypatch.setattr(executor, "BLOCK", block)
        again, again_losses = trained(name, "cuda", *parts)
        assert again_losses.tobytes() == losses.tobytes()
        assert state(again) == state(alone)


def test_going_on_from_a_state_gives_the_same_bits() -> None:
    x, y = NETWORKS["digits"].examples()
    (whole, _), (half, _) = trained("digits", "cuda"), trained("digits", "cuda", 2)
    other = NETWORKS["digits"].model("cuda")
    other.restore(half.state())
    other.train(x, y, INDICES[2:])
    assert state(other) == state(whole)


def test_knobs_can_be_turned_between_launches() -> None:
    models = [NETWORKS["digits"].model(device) for device in ("reference", "cuda")]
    x, y = NETWORKS["digits"].examples()
    for model in models:
        model.train(x, y, INDICES[:2])
        model.rate = 0.1
        model.write("dropout_1.rate", np.array([0.6], np.float32))
        model.train(x, y, INDICES[2:, :4])  # another batch size: another program over the same parameters
    for tensor in models[0].tensors():
        np.testing.assert_allclose(models[1].read(tensor), models[0].read(tensor), rtol=1e-4, atol=2e-6)
