from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import nn, signals
from tuidl.kernels import Array
from tuidl.plain.seen import told
from tuidl.train.probes import kernel
from tuidl.train.supervised import Supervised
from tuidl.tui.drawing import slide, sliding
from tuidl.tui.drawing.number import precise
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
    assert (found.sample, len(found.pixels), found.filters, found.activation) == (5, 1, 3, "relu")
    said = experiment._net.observe(experiment._data.val_x[5:6], ["conv1.out"])["conv1.out"][0]
    for filter_ in range(3):
        assert np.allclose(slide.made(found, slide.Slide(filter_)), said[..., filter_], atol=1e-5)


SECOND = '[[experiment.small.layers]]\nname = "conv2"\ntype = "{type}"\nkernel = 3\nbias = 0.3\n{more}\n\n'
FLAT = '[[experiment.small.layers]]\nname = "flat"'
DEEPER = [  # type, keys, filters, channels that each reads
    ("conv2d", 'filters = 4\nactivation = "relu"', 4, 3),
    ("conv2d", 'filters = 2\nstride = 2\npadding = "same"\nactivation = "tanh"', 2, 3),
    ("conv2d", 'filters = 6\ngroups = 3\npadding = "same"', 6, 1),
    ("depthwise2d", "multiplier = 2\npadding = 1", 6, 1),
]


def referred(experiment: Supervised, layer: str) -> Array:
    """What the reference executor, in float64, makes of the example shown, before the layer's activation."""
    image = experiment._data.val_x[:1]
    twin = nn.Model(experiment._net.network, image.shape[1:], device="reference", dtype=np.float64)
    for name, value in experiment._net.weights().items():
        twin.write(name, value)
    return np.asarray(twin.observe(image, [f"{layer}.out"])[f"{layer}.out"][0])


@pytest.mark.parametrize(("kind", "more", "filters", "reads"), DEEPER)
def test_a_deeper_layer_adds_up_all_its_channels(
    tmp_path: Path, kind: str, more: str, filters: int, reads: int
) -> None:
    second = SECOND.format(type=kind, more=more)
    experiment = made(lessons.written(tmp_path / "x", lessons.DIGITS, (FLAT, second + FLAT)), 2)
    found = experiment.probe("kernel:conv2", 40, 20)
    assert isinstance(found, signals.Sliding)
    assert (found.filters, len(found.pixels), found.receptive(3, 1)) == (filters, 3, 8)
    said = referred(experiment, "conv2")
    for filter_ in range(filters):
        assert len(found.reads(filter_)) == reads
        chosen = slide.Slide(filter_)
        assert np.allclose(slide.made(found, chosen), said[..., filter_], atol=1e-4)
        parts = [slide.part(found, slide.Slide(filter_, channel=channel)) for channel in range(reads)]
        assert np.allclose(sum(map(np.asarray, parts)) + found.biases[filter_], said[..., filter_], atol=1e-4)
        assert f"out[0,0] {precise(slide.made(found, chosen)[0][0])}" in sliding.reading(found, chosen, (0, 0))


@pytest.mark.parametrize(("stride", "padding", "dilation"), WAYS)
def test_of_a_large_input_the_middle_has_the_layer_s_sums(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stride: int, padding: str, dilation: int
) -> None:
    monkeypatch.setattr(kernel, "NUMBERS", 36)
    way = f"kernel = 3\nstride = {stride}\npadding = {padding}\ndilation = {dilation}"
    experiment = made(lessons.written(tmp_path / "x", lessons.DIGITS, ("kernel = 3", way)), 2)
    found = experiment.probe("kernel:conv1", 40, 20)
    assert isinstance(found, signals.Sliding)
    assert (len(found.pixels[0]), found.size, found.cut) == (6, (8, 8), (1, 1))
    said, chosen = referred(experiment, "conv1"), slide.Slide(1)
    sums, (top, left) = np.asarray(slide.made(found, chosen)), slide.first(found, chosen)
    assert sums.size
    assert np.allclose(sums, said[top : top + len(sums), left : left + len(sums[0]), 1], atol=1e-5)
    assert f"out[{top},{left}]" in sliding.reading(found, chosen, (0, 0))


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
    assert "sees" not in sliding.reading(found, slide.Slide(), (0, 0))
    assert "out[0,0]" in sliding.reading(found, slide.Slide(), (0, 0))
    view = RunView(signals={"kernel:conv2": found})
    assert not any("depends" in line for line in told("kernel:conv2", view))


def test_known_kernels() -> None:
    ramp = tuple(tuple(float(c) for c in range(5)) for _ in range(5))
    signal = signals.Sliding("c", 0, (ramp,), (), (), 1, "valid", 1)
    assert slide.made(signal, slide.Slide(0)) == ((8.0,) * 3,) * 3  # Sobel: eight times the slope
    assert slide.made(signal, slide.Slide(1)) == ((0.0,) * 3,) * 3
    assert np.allclose(slide.made(signal, slide.Slide(2)), [[1, 2, 3]] * 3)
    assert np.allclose(slide.made(signal, slide.Slide(3)), [[1, 2, 3]] * 3)


def test_what_is_no_convolution_says_where_one_is(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x", lessons.DIGITS))
    for layer, kind in (("pool1", "maxpool2d"), ("out", "dense")):
        said = signals.Absent(f"'{layer}' ({kind}) has no filters that slide over images: open kernel:conv1")
        assert experiment.probe(f"kernel:{layer}", 9, 9) == said
    assert experiment.probe("kernel:none", 9, 9) is None


@pytest.mark.parametrize(("width", "stride", "padding"), [(3, 1, '"valid"'), (3, 2, '"same"'), (2, 1, "1")])
def test_an_output_depends_on_its_receptive_field_and_on_nothing_else(
    tmp_path: Path, width: int, stride: int, padding: str
) -> None:
    way = f"kernel = {width}\nstride = {stride}\npadding = {padding}"
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
    reached = {place: set[slide.Place]() for place in np.ndindex(before.shape[:2])}
    for row, column in np.ndindex(8, 8):
        for change in (-1.0, 1.0):
            other = image.copy()
            other[0, row, column] += change
            after = experiment._net.observe(other, ["conv2.out"])["conv2.out"][0]
            for place in np.argwhere((after != before).any(axis=-1)):
                reached[tuple(place)].add((row, column))
    for place, pixels in reached.items():
        seen = sliding.view(60, 30, found, slide.Slide(whole=True), place)
        assert seen is not None
        assert seen.left == found.image
        field = {(r, c) for r, c in seen.marked if 0 <= r < 8 and 0 <= c < 8}
        assert pixels <= field
        assert _sides(pixels) == _sides(field)


def _sides(pixels: set[slide.Place]) -> tuple[int, int, int, int]:
    """First and last row and column."""
    rows, columns = [r for r, _ in pixels], [c for _, c in pixels]
    return min(rows), max(rows), min(columns), max(columns)
