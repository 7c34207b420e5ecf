from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import signals
from tuidl.plain.seen import told
from tuidl.tui.drawing import sliding
from tuidl.view import RunView

WAYS = [(1, '"valid"', 1), (2, '"same"', 1), (1, "2", 1), (2, '"valid"', 2), (3, '"same"', 2), (1, "1", 2)]


@pytest.mark.parametrize(("stride", "padding", "dilation"), WAYS)
def test_the_picture_is_what_the_engine_computes(tmp_path: Path, stride: int, padding: str, dilation: int) -> None:
    way = f"kernel = 3\nstride = {stride}\npadding = {padding}\ndilation = {dilation}\nbias = 0.25"
    rest = ('[[experiment.small.layers]]\nname = "pool1"\ntype = "maxpool2d"\n\n', "")
    folder = lessons.written(tmp_path / "x", lessons.DIGITS, ("kernel = 3", way), rest)
    experiment = made(folder, 3)
    experiment.choose("sample", (5.0,))
    found = experiment.probe("kernel:conv1", 40, 20)
    assert isinstance(found, signals.Sliding)
    assert (found.sample, found.channel, found.channels) == (5, 0, 1)
    said = experiment._net.observe(experiment._data.val_x[5:6], ["conv1.out"])["conv1.out"][0]
    for filter_ in range(3):
        assert np.allclose(sliding.made(found, sliding.Slide(filter_)), said[..., filter_], atol=3e-3)


def test_a_second_convolution_sees_the_first_one_s_channels(tmp_path: Path) -> None:
    second = '[[experiment.small.layers]]\nname = "conv2"\ntype = "conv2d"\nfilters = 2\nkernel = 2\n\n'
    flat = '[[experiment.small.layers]]\nname = "flat"'
    experiment = made(lessons.written(tmp_path / "x", lessons.DIGITS, (flat, second + flat)), 2)
    experiment.choose("kernel:conv2", (4.0,))
    found = experiment.probe("kernel:conv2", 40, 20)
    assert isinstance(found, signals.Sliding)
    assert (found.channel, found.channels, len(found.pixels), found.receptive(2, 1)) == (1, 3, 3, 6)
    pooled = experiment._net.observe(experiment._data.val_x[:1], ["pool1.out"])["pool1.out"][0, :, :, 1]
    assert np.allclose(found.pixels, pooled, rtol=1e-3)


def test_a_field_that_cannot_be_followed_is_not_told(tmp_path: Path) -> None:
    head = '[[experiment.small.layers]]\nname = "{name}"\ntype = "{kind}"\n'
    flat = '[[experiment.small.layers]]\nname = "flat"'
    conv = head.format(name="conv2", kind="conv2d") + "filters = 2\nkernel = 2\n\n"
    larger = head.format(name="larger", kind="upsample2d") + "\n"
    found = made(lessons.written(tmp_path / "x", lessons.DIGITS, (flat, larger + conv + flat)), 2).probe(
        "kernel:conv2", 40, 20
    )
    assert isinstance(found, signals.Sliding)
    assert (found.receptive(2, 1), found.image) == (0, ())
    assert "sees" not in sliding.reading(found, sliding.Slide(), (0, 0))
    assert "out[0,0]" in sliding.reading(found, sliding.Slide(), (0, 0))
    view = RunView(signals={"kernel:conv2": found})
    assert not any("depends" in line for line in told("kernel:conv2", view))


def test_known_kernels() -> None:
    ramp = tuple(tuple(float(c) for c in range(5)) for _ in range(5))
    signal = signals.Sliding("c", 0, 0, 1, ramp, (), (), 1, "valid", 1)
    assert sliding.made(signal, sliding.Slide(0)) == ((8.0,) * 3,) * 3  # Sobel: eight times the slope
    assert sliding.made(signal, sliding.Slide(1)) == ((0.0,) * 3,) * 3
    assert np.allclose(sliding.made(signal, sliding.Slide(2)), [[1, 2, 3]] * 3)
    assert np.allclose(sliding.made(signal, sliding.Slide(3)), [[1, 2, 3]] * 3)


def test_what_is_no_convolution_has_no_window(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x", lessons.DIGITS))
    assert [experiment.probe(f"kernel:{layer}", 9, 9) for layer in ("pool1", "out", "none")] == [None] * 3


@pytest.mark.parametrize(("kernel", "stride", "padding"), [(3, 1, '"valid"'), (3, 2, '"same"'), (2, 1, "1")])
def test_an_output_depends_on_its_receptive_field_and_on_nothing_else(
    tmp_path: Path, kernel: int, stride: int, padding: str
) -> None:
    way = f"kernel = {kernel}\nstride = {stride}\npadding = {padding}"
    head = '[[experiment.small.layers]]\nname = "conv2"\ntype = "conv2d"\nfilters = 2\nkernel = 2\n'
    second = f"{head}padding = {padding}\n\n"
    flat = '[[experiment.small.layers]]\nname = "flat"'
    smooth = ('activation = "relu"', 'activation = "tanh"')
    folder = lessons.written(tmp_path / "x", lessons.DIGITS, ("kernel = 3", way), smooth, (flat, second + flat))
    experiment = made(folder, 2)
    found = experiment.probe("kernel:conv2", 40, 20)
    assert isinstance(found, signals.Sliding)
    image = experiment._data.val_x[:1]
    before = experiment._net.observe(image, ["conv2.out"])["conv2.out"][0]
    reached = {place: set[sliding.Place]() for place in np.ndindex(before.shape[:2])}
    for row, column in np.ndindex(8, 8):
        for change in (-1.0, 1.0):
            other = image.copy()
            other[0, row, column] += change
            after = experiment._net.observe(other, ["conv2.out"])["conv2.out"][0]
            for place in np.argwhere((after != before).any(axis=-1)):
                reached[tuple(place)].add((row, column))
    for place, pixels in reached.items():
        seen = sliding.view(60, 30, found, sliding.Slide(whole=True), place)
        assert seen is not None
        assert seen.left == found.image
        field = {(r, c) for r, c in seen.marked if 0 <= r < 8 and 0 <= c < 8}
        assert pixels <= field
        assert _sides(pixels) == _sides(field)


def _sides(pixels: set[sliding.Place]) -> tuple[int, int, int, int]:
    """First and last row and column."""
    rows, columns = [r for r, _ in pixels], [c for _, c in pixels]
    return min(rows), max(rows), min(columns), max(columns)
