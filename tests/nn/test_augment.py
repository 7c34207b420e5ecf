"""Augment as a layer: only while training, live, resumed to the bit, refused in a sentence; and whether it helps."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.nn.networks import batches, same
from tuidl import data, nn
from tuidl.nn.layers.augment import STRENGTHS

DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])
STRONG = {"rotate": 30, "shift": 0.2, "zoom": 0.3, "flip": 0.5, "brightness": 0.2, "contrast": 0.2, "noise": 0.2}


def model(*first: nn.Layer, device: str = "cpu", channels: int = 1, threads: int = 1) -> nn.Model:
    layers = [*first, nn.Conv2D(4, 3, name="c"), nn.ReLU(), nn.Flatten(), nn.Dense(3, name="d")]
    return nn.Model(layers, (6, 7, channels), device=device, seed=2, threads=threads)


def images(channels: int = 1) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    return random.random((24, 6, 7, channels), dtype=np.float32), random.integers(0, 3, 24).astype(np.int32)


@DEVICES
@pytest.mark.parametrize("channels", [1, 3, 17])
def test_images_are_augmented_while_training_alone(channels: int, device: str) -> None:
    x, y = images(channels)
    plain = model(device=device, channels=channels)
    still = model(nn.Augment(), device=device, channels=channels)
    net = model(nn.Augment(**STRONG), device=device, channels=channels)  # type: ignore[arg-type]
    np.testing.assert_array_equal(net.predict(x), plain.predict(x))
    assert net.evaluate(x, y) == plain.evaluate(x, y)
    wanted = plain.gradients(x, y)
    assert all((gradient == wanted[name]).all() for name, gradient in net.gradients(x, y).items())
    rows = batches(24, 3, 8)
    losses = plain.train(x, y, rows)["loss"]
    np.testing.assert_allclose(still.train(x, y, rows)["loss"], losses, rtol=1e-6)
    assert (net.train(x, y, rows)["loss"] != losses).all()


def test_nothing_is_differentiated_in_vain_before_the_first_layer() -> None:
    def operations(*first: nn.Layer) -> set[str]:
        return {each.operation.name for each in model(*first).program.instructions}

    assert operations(nn.Augment()) - operations() == {"augment.draw", "augment.apply", "noise.gaussian"}
    assert {"conv2d.backward_input", "augment.backward"} <= operations(nn.Conv2D(2, 1), nn.Augment())


@DEVICES
@pytest.mark.parametrize("name", STRENGTHS)
def test_each_strength_can_be_turned_on_and_off(name: str, device: str) -> None:
    x, y = images()
    net, other = model(nn.Augment(name="a"), device=device), model(nn.Augment(name="a"), device=device)
    np.testing.assert_array_equal(net.augmented(x), x)
    net.write(f"a.{name}", np.array([0.4]))
    assert (net.augmented(x) != x).any(axis=(1, 2, 3)).sum() > 3
    rows = batches(24, 1, 8)
    assert net.train(x, y, rows)["loss"] != other.train(x, y, rows)["loss"]
    net.write(f"a.{name}", np.array([0.0]))
    np.testing.assert_array_equal(net.augmented(x), x)


def test_the_augmented_images_are_those_that_the_next_step_trains_on() -> None:
    x, y = images()
    net = model(nn.Augment(**STRONG, name="a"))  # type: ignore[arg-type]
    first, state = net.augmented(x), net.state()
    assert same(net.state(), state)
    net.train(x, y, np.arange(24, dtype=np.int32)[None])
    seen = net._programs.train(24).tensors["a.out"]
    np.testing.assert_array_equal(net._executor.read(seen), first)
    assert (net.augmented(x) != first).any()


def test_both_executors_see_the_same_images() -> None:
    for channels in (1, 3, 17):
        x, _ = images(channels)
        for fill in (0.3, "nearest"):
            made = [
                model(nn.Augment(**STRONG, fill=fill), device=device, channels=channels).augmented(x)  # type: ignore[arg-type]
                for device in ("cpu", "reference")
            ]
            np.testing.assert_allclose(*made, atol=2e-5)


def test_more_images_than_a_batch_are_all_augmented() -> None:
    x = np.zeros((1000, 6, 7, 1), np.float32)
    made = model(nn.Augment(noise=1.0)).augmented(x)
    assert made.shape == x.shape
    assert np.unique(made[:, 0, 0, 0]).size > 990


def test_a_saved_model_goes_on_to_the_bit(tmp_path: Path) -> None:
    x, y = images()
    rows = batches(24, 7, 5)
    whole, half = (model(nn.Augment(**STRONG, fill="nearest")) for _ in range(2))  # type: ignore[arg-type]
    whole.train(x, y, rows)
    half.train(x, y, rows[:3])
    half.save(str(tmp_path / "net.npz"))
    resumed = nn.load(str(tmp_path / "net.npz"))
    resumed.train(x, y, rows[3:])
    assert same(resumed.state(), whole.state())
    assert repr(resumed.network.layers[0]) == repr(whole.network.layers[0])


def test_strengths_are_settings_and_not_learnt() -> None:
    assert not [name for name in model(nn.Augment(name="a")).weights() if name.startswith("a.")]


def test_a_layer_says_what_it_was_given() -> None:
    assert repr(nn.Augment()) == "Augment()"
    assert repr(nn.Augment(rotate=15, flip=True, fill=0.5)) == "Augment(rotate=15, flip=0.5, fill=0.5)"
    assert repr(nn.Augment(zoom=0.1, fill="nearest")) == "Augment(zoom=0.1, fill='nearest')"


MISTAKES: dict[str, tuple[Callable[[], object], str]] = {
    "a negative angle": (lambda: nn.Augment(rotate=-1), "Augment needs rotate from 0 up, not -1"),
    "no angle": (lambda: nn.Augment(rotate=float("nan")), "Augment needs rotate from 0 up, not nan"),
    "an endless move": (lambda: nn.Augment(shift=float("inf")), "Augment needs shift from 0 up, not inf"),
    "images of no size": (lambda: nn.Augment(zoom=1), "Augment needs zoom from 0 up to 1, not 1"),
    "more than always": (lambda: nn.Augment(flip=1.5), "Augment needs flip from 0 to 1, not 1.5"),
    "a word": (lambda: nn.Augment(noise="much"), "Augment needs a number for noise, not 'much'"),  # type: ignore[arg-type]
    "a yes": (lambda: nn.Augment(rotate=True), "Augment needs a number for rotate, not True"),
    "another border": (lambda: nn.Augment(fill="wrap"), "fills with a number or with 'nearest', not 'wrap'"),  # type: ignore[arg-type]
    "features": (
        lambda: nn.Model([nn.Augment(name="a"), nn.Dense(2)], (4,)),
        r"layer 'a' \(augment\) needs images \(height, width, channels\), but its input is 4",
    ),
    "nothing to see": (
        lambda: model().augmented(images()[0]),
        "the network has no Augment among its layers; put one before the others",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_cannot_be_is_refused(name: str) -> None:
    make, said = MISTAKES[name]
    with pytest.raises(ValueError, match=said):
        make()


def gap(seed: int, **strengths: float) -> tuple[float, float]:
    """How much higher the loss is on held-out digits than on the 200 trained on, and the held-out accuracy."""
    digits = data.load("digits", {"n": 200, "validation": 1500, "margin": 1}, seed)
    layers = [
        nn.Augment(**strengths), nn.Conv2D(16, 3, padding="same"), nn.ReLU(), nn.MaxPool2D(2),
        nn.Conv2D(32, 3, padding="same"), nn.ReLU(), nn.MaxPool2D(2), nn.Flatten(), nn.Dense(10),
    ]  # fmt: skip
    net = nn.Model(layers, digits.shape, optimizer=nn.Adam(0.003), seed=seed)
    net.train(digits.x, digits.y, batches(200, 2000, 32, seed))
    held_out = net.evaluate(digits.val_x, digits.val_y)
    return held_out["loss"] - net.evaluate(digits.x, digits.y)["loss"], held_out["accuracy"]


def test_with_200_digits_it_closes_a_third_of_the_gap_or_more() -> None:
    plain = np.array([gap(seed) for seed in range(3)])
    made = np.array([gap(seed, rotate=15, shift=0.1, zoom=0.1, noise=0.1) for seed in range(3)])
    assert made[:, 0].mean() < 0.67 * plain[:, 0].mean()  # 0.088 and 0.155
    assert (made[:, 0] < plain[:, 0]).all()
    assert made[:, 1].mean() > plain[:, 1].mean() + 0.01
