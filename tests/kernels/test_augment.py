"""Augmentation: where each pixel comes from, by hand; what lies beyond the border; what is drawn."""

import numpy as np
import pytest

from tests.kernels.alone import Alone
from tests.kernels.cases import Case
from tests.kernels.operation import THREADS, results
from tuidl.kernels.reference.noise import normal

DEVICES = pytest.mark.parametrize("reference", [False, True], ids=["cpu", "reference"])
LYING = pytest.mark.parametrize(("channels", "tight"), [(1, True), (3, True), (3, False), (16, False), (18, False)])
STILL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0)


def applied(
    x: np.ndarray, *warp: float, fill: float = 0.0, nearest: int = 0, reference: bool = False, tight: bool = False,
    threads: int = 1,
) -> np.ndarray:  # fmt: skip
    """What one map makes of all images."""
    given = {"x": x, "warp": np.tile(warp, (len(x), 1)), "fill": fill, "nearest": nearest}
    lying = ("x", "y") if tight else ()
    if tight:  # the words that fill up a tight tensor are no rows
        x = given["x"] = np.ascontiguousarray(x)
    return results("augment.apply", given, {"y": x.shape}, threads, reference, lying)["y"]


def pictures(channels: int, height: int = 5, width: int = 7) -> np.ndarray:
    return np.random.default_rng(channels).normal(size=(3, height, width, channels)).astype(np.float32)


@DEVICES
@LYING
def test_the_map_that_moves_nothing_changes_no_bit(channels: int, tight: bool, reference: bool) -> None:
    x = pictures(channels)
    for nearest in (0, 1):
        y = applied(x, *STILL, fill=0.3, nearest=nearest, reference=reference, tight=tight)
        np.testing.assert_array_equal(y, x)


@DEVICES
@LYING
def test_whole_pixels_mirrors_and_right_angles(channels: int, tight: bool, reference: bool) -> None:
    x = pictures(channels, 6, 6)

    def made(*warp: float, **how: float) -> np.ndarray:
        return applied(x, *warp, 1.0, 0.0, reference=reference, tight=tight, **how)  # type: ignore[arg-type]

    np.testing.assert_array_equal(made(1, 0, 0, 0, -1, 5), x[:, :, ::-1])
    np.testing.assert_array_equal(made(-1, 0, 5, 0, 1, 0), x[:, ::-1])
    np.testing.assert_array_equal(made(0, 1, 0, -1, 0, 5), np.rot90(x, axes=(1, 2)))
    moved = made(1, 0, -2, 0, 1, 3, fill=0.25)
    np.testing.assert_array_equal(moved[:, 2:, :3], x[:, :4, 3:])
    assert (moved[:, :2] == 0.25).all()
    assert (moved[:, :, 3:] == 0.25).all()
    going_on = made(1, 0, -2, 0, 1, 3, nearest=1)
    np.testing.assert_array_equal(going_on, np.pad(x, ((0, 0), (2, 0), (0, 3), (0, 0)), "edge")[:, :6, 3:])


@DEVICES
@pytest.mark.parametrize("tight", [False, True])
def test_between_pixels_lies_the_mean_of_their_shares(tight: bool, reference: bool) -> None:
    x = np.array([[0.0, 4.0], [8.0, 20.0]], np.float32).reshape(1, 2, 2, 1)
    inside = applied(x, 1, 0, 0.25, 0, 1, 0.5, 1, 0, fill=2.0, reference=reference, tight=tight)
    assert inside[0, 0, 0, 0] == 0.75 * 2 + 0.25 * 14
    assert inside[0, 1, 0, 0] == 0.75 * 14 + 0.25 * 2.0  # a quarter of the way out of the image
    zoomed = applied(x, 0.5, 0, 0, 0, 0.5, 0, 1, 0, reference=reference, tight=tight)
    np.testing.assert_array_equal(zoomed[0, :, :, 0], [[0, 2], [4, 8]])
    strong = applied(x, *STILL[:6], 2.0, 0.5, reference=reference, tight=tight)
    np.testing.assert_array_equal(strong[..., 0], 8 + 2 * (x[..., 0] - 8) + 0.5)


@LYING
@pytest.mark.parametrize("place", [1e30, -1e30, np.inf, -np.inf, np.nan])
def test_no_map_reads_outside_the_image(channels: int, tight: bool, place: float) -> None:
    x = pictures(channels)
    beyond = applied(x, 1, 0, place, 0, 1, place, 1, 0, fill=0.75, tight=tight)
    assert (beyond == 0.75).all()
    corner = x[:, -1, -1] if place > 0 else x[:, 0, 0]
    border = applied(x, 1, 0, place, 0, 1, place, 1, 0, nearest=1, tight=tight)
    np.testing.assert_allclose(border, np.broadcast_to(corner[:, None, None], x.shape), rtol=1e-6)


@LYING
def test_tight_and_padded_images_agree_with_numpy(channels: int, tight: bool) -> None:
    random = np.random.default_rng(4)
    for height, width in ((28, 28), (1, 1), (1, 17), (13, 2), (31, 33)):
        x = random.random((2, height, width, channels)).astype(np.float32)
        warp = (*random.uniform(-1, 1, 2), 0.4 * height, *random.uniform(-1, 1, 2), 0.4 * width, 1.2, 0.1)
        for nearest in (0, 1):
            wanted = applied(x, *warp, fill=0.3, nearest=nearest, reference=True)
            for threads in THREADS:
                got = applied(x, *warp, fill=0.3, nearest=nearest, tight=tight, threads=threads)
                np.testing.assert_allclose(got, wanted, atol=3e-5)


@pytest.mark.parametrize("nearest", [0, 1])
@pytest.mark.parametrize("channels", [1, 18])
def test_the_way_back_is_the_transpose(nearest: int, channels: int) -> None:
    random = np.random.default_rng(nearest)
    x, dy = random.normal(size=(2, 4, 5, 6, channels))
    warp = np.concatenate([random.uniform(-1, 1, (4, 6)), random.uniform(0.5, 1.5, (4, 1)), np.zeros((4, 1))], axis=1)
    y = results("augment.apply", {"x": x, "warp": warp, "nearest": nearest, "fill": 0.0}, {"y": x.shape})["y"]
    for threads in THREADS:
        back = results("augment.backward", {"dy": dy, "warp": warp, "nearest": nearest}, {"dx": x.shape}, threads)
        assert np.sum(y * dy) == pytest.approx(np.sum(x * back["dx"]), rel=1e-4)


def drawn(device: str, step: int = 0, count: int = 3000, **strengths: float) -> np.ndarray:
    """The maps of a batch of images 9 pixels high and 17 wide."""
    names = ("rotate", "shift", "zoom", "flip", "flip_vertical", "brightness", "contrast")
    values = {name: np.array([strengths.get(name, 0.0)], np.float32) for name in names}
    numbers = {"height": 9, "width": 17, "seed": 5, "layer": 2}
    return (
        Alone(Case("augment.draw", values | {"warp": np.zeros((count, 8), np.float32)}, numbers))
        .run(device, step=step)["warp"]
        .astype(np.float64)
    )


def spread_evenly(values: np.ndarray, reach: float) -> None:
    """Like numbers drawn evenly between ±reach: mean and variance within five deviations, all within, ends reached."""
    assert abs(values.mean()) < 5 * reach / np.sqrt(3 * len(values))
    assert values.var() == pytest.approx(reach**2 / 3, rel=0.1)
    assert 0.99 * reach < np.abs(values).max() <= reach * (1 + 1e-6)


@pytest.mark.parametrize("device", ["cpu", "reference"])
def test_every_strength_reaches_as_far_as_it_says(device: str) -> None:
    np.testing.assert_array_equal(drawn(device), np.tile(STILL, (3000, 1)))
    turned = drawn(device, rotate=15)
    np.testing.assert_allclose(turned[:, 0] ** 2 + turned[:, 1] ** 2, 1, rtol=1e-6)
    spread_evenly(np.degrees(np.arctan2(turned[:, 1], turned[:, 0])), 15)
    middle = turned[:, :6].reshape(-1, 2, 3) @ [4, 8, 1]
    np.testing.assert_allclose(middle, [[4, 8]] * 3000, atol=1e-5)  # about the centre
    moved = drawn(device, shift=0.25)
    spread_evenly(-moved[:, 2], 0.25 * 9)
    spread_evenly(-moved[:, 5], 0.25 * 17)
    assert abs(np.corrcoef(moved[:, 2], moved[:, 5])[0, 1]) < 5 / np.sqrt(3000)
    larger = drawn(device, zoom=0.5)
    spread_evenly(1 / larger[:, 0] - 1, 0.5)
    np.testing.assert_array_equal(larger[:, 0], larger[:, 4])
    spread_evenly(drawn(device, contrast=0.4)[:, 6] - 1, 0.4)
    spread_evenly(drawn(device, brightness=0.4)[:, 7], 0.4)
    for place, name in ((4, "flip"), (0, "flip_vertical")):
        mirrored = drawn(device, **{name: 0.3})[:, place]
        assert set(mirrored) == {-1.0, 1.0}
        assert np.mean(mirrored < 0) == pytest.approx(0.3, abs=5 * np.sqrt(0.21 / 3000))
        assert (drawn(device, **{name: 1.0})[:, place] == -1).all()


@pytest.mark.parametrize("device", ["cpu", "reference"])
def test_every_step_draws_anew(device: str) -> None:
    one, other = drawn(device, 1, rotate=15, shift=0.1), drawn(device, 2, rotate=15, shift=0.1)
    np.testing.assert_array_equal(one, drawn(device, 1, rotate=15, shift=0.1))
    for column in (1, 2):
        assert abs(np.corrcoef(one[:, column], other[:, column])[0, 1]) < 5 / np.sqrt(3000)


@pytest.mark.parametrize("shape", [(3, 5, 7, 1), (2, 4, 5, 3), (9, 1, 1, 2), (1, 3, 3, 16)])
@pytest.mark.parametrize("tight", [False, True])
def test_noise_is_the_same_however_images_lie(shape: tuple[int, ...], tight: bool) -> None:
    x = np.zeros(shape, np.float32)
    given = {"x": x, "deviation": np.array([0.5]), "seed": 3, "layer": 4}
    wanted = 0.5 * normal((int(np.prod(shape[:-1])), shape[-1]), 3, 4, 0).reshape(shape)
    for threads in THREADS:
        lying = ("x", "y") if tight else ()
        made = results("noise.gaussian", given, {"y": shape}, threads, tight=lying)["y"]
        np.testing.assert_allclose(made, wanted, rtol=1e-5, atol=1e-6)
