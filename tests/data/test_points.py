import numpy as np
import pytest

from tuidl.data import load
from tuidl.errors import DataError

NAMES = ("blobs", "xor", "moons", "circles", "rings", "spirals")


@pytest.mark.parametrize("name", NAMES)
def test_shapes_types_and_classes_taking_turns(name: str) -> None:
    data = load(name, {"n": 101, "validation": 50}, seed=3)
    assert (data.kind, data.n, data.validation, data.shape) == ("points", 101, 50, (2,))
    assert data.x.dtype == np.float32
    assert data.y.dtype == np.int32
    assert data.classes == ("blue", "orange")
    assert np.abs(np.diff(np.bincount(data.y))).max() <= 1 + (name == "xor")
    (left, right), (bottom, top) = data.extent
    both = np.concatenate([data.x, data.val_x])
    assert (both > (left, bottom)).all()
    assert (both < (right, top)).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_decides_every_byte(name: str) -> None:
    first, again, other = (load(name, {"n": 60}, seed=s) for s in (0, 0, 1))
    assert first.x.tobytes() == again.x.tobytes()
    assert first.val_x.tobytes() == again.val_x.tobytes()
    assert first.x.tobytes() != other.x.tobytes()


@pytest.mark.parametrize("name", NAMES)
def test_what_is_held_out_does_not_move_the_training_points(name: str) -> None:
    small, large = (load(name, {"n": 60, "validation": held}, seed=0) for held in (0, 40))
    assert small.x.tobytes() == large.x.tobytes()
    assert small.validation == 0
    assert not (large.x[:40] == large.val_x).any()


@pytest.mark.parametrize("seed", range(5))
def test_moons_are_centred_with_unit_spread(seed: int) -> None:
    data = load("moons", {"n": 4000, "noise": 0.1}, seed)
    assert data.x.mean(0) == pytest.approx([0, 0], abs=0.06)
    assert data.x.std(0) == pytest.approx([1, 1], abs=0.06)


@pytest.mark.parametrize("seed", range(5))
def test_the_clouds_of_lesson_neuron(seed: int) -> None:
    data = load("blobs", {"n": 200, "centres": [[-1.0, 0.6], [1.0, -0.4]], "spread": 0.5, "validation": 0}, seed)
    assert data.y[:4].tolist() == [0, 1, 0, 1]
    blue = data.x[data.y == 0]
    assert (blue[:, 0] < 0).mean() >= 0.93
    answers = (data.x @ np.array([2.0, -1.0], np.float32) > 0).astype(int)
    assert (answers == data.y).mean() >= 0.94


@pytest.mark.parametrize("seed", range(5))
def test_no_straight_line_tells_opposite_corners_apart(seed: int) -> None:
    data = load("xor", {"n": 200, "spread": 0.3}, seed)
    angles = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    along = data.x @ np.stack([np.cos(angles), np.sin(angles)])
    best = max(
        ((along[:, [k]] > along[None, :, k]) == (data.y[:, None] == 1)).mean(0).max() for k in range(len(angles))
    )
    assert 0.7 <= best <= 0.8
    assert ((data.x[:, 0] * data.x[:, 1] < 0) == (data.y == 1)).mean() > 0.98


def test_circles_rings_and_spirals_are_told_apart_by_what_made_them() -> None:
    circles = load("circles", {"noise": 0.05, "inner": 0.5})
    assert ((np.linalg.norm(circles.x, axis=1) < 0.75) == (circles.y == 1)).mean() > 0.99
    rings = load("rings", {"noise": 0.0, "rings": 4})
    ring = (np.linalg.norm(rings.x, axis=1) / 1.5 * 4).astype(int)
    assert (ring % 2 == rings.y).all()
    assert set(ring.tolist()) == {0, 1, 2, 3}
    spirals = load("spirals", {"noise": 0.0, "arms": 3, "turns": 1.0, "n": 300})
    radius, angle = np.linalg.norm(spirals.x, axis=1), np.arctan2(spirals.x[:, 1], spirals.x[:, 0])
    arm = np.rint((angle / (2 * np.pi) - radius / 1.5) * 3).astype(int) % 3
    assert (arm == spirals.y).all()
    assert spirals.classes == ("blue", "orange", "violet")


def test_standardised_by_the_training_points() -> None:
    data = load("blobs", {"n": 100, "centres": [[10, 0], [30, 1]], "standardise": True})
    assert data.x.mean(0) == pytest.approx([0, 0], abs=1e-5)
    assert data.x.std(0) == pytest.approx([1, 1], abs=1e-5)
    assert data.raw(data.x).mean(0) == pytest.approx([20, 0.5], abs=0.2)


def test_the_lesson_names_classes_and_set() -> None:
    data = load("moons", {"classes": ["day", "night"], "label": "two moons at once"})
    assert data.classes == ("day", "night")
    assert data.describe()[0] == "two moons at once: 400 training examples, 200 held out"
    assert data.describe()[1] == "2 classes: day 200, night 200"
    assert data.describe()[2] == "x1: −1.97 to 1.84, mean 0.0121"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"n": 0}, "data set 'moons': n = 0 must be a whole number from 1 to 100000"),
        ({"n": 1.5}, "data set 'moons': n = 1.5 must be a whole number from 1 to 100000"),
        ({"n": True}, "data set 'moons': n = True must be a whole number from 1 to 100000"),
        ({"noise": -1}, "data set 'moons': noise = -1 must be a number from 0 to 10"),
        ({"noise": float("nan")}, "data set 'moons': noise = nan must be a number from 0 to 10"),
        ({"noise": "much"}, "data set 'moons': noise = 'much' must be a number from 0 to 10"),
        ({"validation": -1}, "data set 'moons': validation = -1 must be a whole number or a share from 0 to 1"),
        ({"validation": 1.5}, "data set 'moons': validation = 1.5 must be a whole number or a share below 1"),
        ({"validation": 200_000}, "data set 'moons': validation = 200000 must be at most 100000"),
        ({"classes": ["a"]}, "data set 'moons': classes = ['a'] must be a list of 2 names, one for each class"),
        ({"classes": ["a", "a"]}, "data set 'moons': classes = ['a', 'a'] must be a list of different names"),
        ({"classes": "ab"}, "data set 'moons': classes = 'ab' must be a list of different names"),
        ({"label": "a\x1bb"}, "data set 'moons': label = 'a\\x1bb' must be a line of text"),
        ({"standardise": 1}, "data set 'moons': standardise = 1 must be true or false"),
        ({"nose": 1}, "data set 'moons' has no key 'nose'; did you mean 'noise'?"),
        (
            {"qqq": 1},
            "data set 'moons' has no key 'qqq'; known are noise, n, validation, test, classes, label, standardise",
        ),
    ],
)
def test_a_bad_key_is_named(options: dict[str, object], sentence: str) -> None:
    with pytest.raises(DataError) as error:
        load("moons", options)
    assert str(error.value) == sentence


@pytest.mark.parametrize("centres", [[[1, 2]], [[1, 2], [3]], "ab", 3, [[1, float("inf")], [0, 0]]])
def test_bad_centres_are_refused(centres: object) -> None:
    with pytest.raises(DataError, match=r"data set 'blobs': centres = .* must be a list of .*points \[x1, x2\]"):
        load("blobs", {"centres": centres})
