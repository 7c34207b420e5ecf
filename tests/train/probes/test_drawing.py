"""What the net says of a drawing: its own answer, the slope of its winning logit, its feature maps."""

from pathlib import Path

import numpy as np
import pytest

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import signals
from tuidl.commands import Sketch
from tuidl.errors import TuidlError
from tuidl.signals import Drawing
from tuidl.train.supervised import Supervised


@pytest.fixture
def digits(tmp_path: Path) -> Supervised:
    return made(lessons.written(tmp_path / "x", lessons.DIGITS), 20)


def said(experiment: Supervised, pixels: np.ndarray, layer: str = "conv1", centred: bool = False) -> Drawing:
    told = experiment.sketch(Sketch(7, tuple(pixels.ravel().tolist()), layer, centred)).signal
    assert isinstance(told, Drawing)
    assert told.number == 7
    assert repr(signals.from_json(signals.to_json(told))) == repr(told)
    return told


def test_a_held_out_image_gets_the_answer_it_always_gets(digits: Supervised) -> None:
    x = digits._data.val_x[3:4]
    told = said(digits, x[0, :, :, 0])
    assert np.allclose(told.probabilities, digits._net.predict(x)[0], atol=1e-6)
    assert told.winner == digits._data.classes[int(digits._net.predict(x)[0].argmax())]
    out = digits._assembly.block("conv1").out
    seen = digits._net.observe(x, [out])[out][0]
    assert len(told.maps) == seen.shape[-1]
    assert np.allclose(told.maps[1].value(2, 3), seen[2, 3, 1], atol=told.maps[1].high / 200)
    assert told.moved == (0, 0)


def test_saliency_is_how_the_winning_logit_follows_each_pixel(digits: Supervised) -> None:
    x = digits._data.val_x[5].astype(np.float64)
    told = said(digits, x[:, :, 0])
    winner = told.classes.index(told.winner)

    def margin(image: np.ndarray) -> float:
        p = np.log(digits._net.predict(image[None].astype(np.float32))[0].astype(np.float64))
        return float(p[winner] - p.mean())

    slopes = np.array([[told.saliency.value(r, c) for c in range(x.shape[1])] for r in range(x.shape[0])])
    assert abs(slopes).max() > 0
    above, below = (margin(x + by * np.sign(slopes)[..., None]) for by in (0.01, -0.01))
    assert above > below  # ink where it helps, none where it hurts


def test_a_drawing_is_moved_to_where_the_images_lie_and_loses_nothing(digits: Supervised) -> None:
    height, width = digits._data.shape[:2]
    corner = np.zeros((height, width))
    corner[:2, :2] = 1.0
    told = said(digits, corner, centred=True)
    down, across = told.moved
    assert down > 0
    assert across > 0
    assert [told.seen.value(down + r, across + c) for r in (0, 1) for c in (0, 1)] == [1.0] * 4
    assert sum(told.seen.levels) == 4 * 254
    wide = np.ones((height, width))
    assert said(digits, wide, centred=True).moved == (0, 0)
    assert said(digits, np.zeros((height, width)), centred=True).moved == (0, 0)


def test_nothing_of_the_run_changes(digits: Supervised) -> None:
    before = {name: array.tobytes() for name, array in digits.state().items()}
    said(digits, np.full(digits._data.shape[:2], np.nan), "pool1")
    said(digits, np.ones(digits._data.shape[:2]), "nowhere")
    assert {name: array.tobytes() for name, array in digits.state().items()} == before


def test_a_net_that_left_the_numbers_has_no_winner(digits: Supervised) -> None:
    broken = {n: np.full_like(a, np.nan) if n.endswith(".weight") else a for n, a in digits.state().items()}
    digits.restore(broken)
    assert said(digits, np.ones(digits._data.shape[:2])).winner == ""


def test_what_cannot_be_drawn_is_refused(tmp_path: Path, digits: Supervised) -> None:
    with pytest.raises(TuidlError, match="a drawing of 3 pixels"):
        digits.sketch(Sketch(1, (0.0, 0.0, 1.0)))
    points = made(lessons.written(tmp_path / "y", lessons.POINTS))
    with pytest.raises(TuidlError, match="no images"):
        points.sketch(Sketch(1, (0.0, 0.0)))
