"""Compiled pooling against the reference on random shapes, for every number of threads."""

from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from tests.kernels.operation import THREADS, assert_rounded, results
from tuidl.nn.layers import MaxPool2D
from tuidl.nn.layers.window import place


@some.composite
def pools(draw: Any) -> dict[str, Any]:
    """Random images with equal values, NaN and infinities among them, and where the windows lie."""
    window, stride = draw(some.integers(1, 5)), draw(some.integers(1, 4))
    padding = draw(some.sampled_from(["valid", "same", *range(window)]))
    layer = MaxPool2D(window)
    try:
        rows, top = place(layer, height := draw(some.integers(1, 13)), window, stride, padding)
        columns, left = place(layer, width := draw(some.integers(1, 13)), window, stride, padding)
    except ValueError:
        assume(False)
    samples, channels = draw(some.integers(1, 5)), draw(some.integers(1, 35))
    random = np.random.default_rng(draw(some.integers(0, 2**32)))
    x = random.normal(size=(samples, height, width, channels))
    if draw(some.booleans()):
        x = random.integers(-2, 2, x.shape) * 1.0
    if draw(some.booleans()):
        odd = random.random(x.shape) < 0.1
        x[odd] = random.choice([np.nan, np.inf, -np.inf], odd.sum())
    return {
        "x": x.astype(np.float32), "dy": random.normal(size=(samples, rows, columns, channels)).astype(np.float32),
        "window": window, "stride": stride, "top": top, "left": left,
    }  # fmt: skip


def part(case: dict[str, Any], *names: str) -> dict[str, Any]:
    """Some operands and the window."""
    return {key: case[key] for key in (*names, "window", "stride", "top", "left")}


def same(name: str, operands: dict[str, Any], shapes: dict[str, tuple[int, ...]]) -> dict[str, Any]:
    """The compiled kernel's results, which must not depend on the number of threads."""
    made = [results(name, operands, shapes, threads) for threads in THREADS]
    made.append(results(name, operands, shapes, 3, checked=True))
    for other in made[1:]:
        assert all(np.array_equal(made[0][key], other[key], equal_nan=True) for key in shapes), "threads differ"
    return made[0]


@given(pools())
@settings(max_examples=40)
def test_the_largest_wins_and_nan_before_all(case: dict[str, Any]) -> None:
    shapes = {"y": case["dy"].shape, "winner": case["dy"].shape}
    exact = results("maxpool2d.forward", part(case, "x"), shapes, reference=True)
    made = same("maxpool2d.forward", part(case, "x"), shapes)
    assert np.array_equal(made["winner"], exact["winner"])
    assert np.array_equal(made["y"], exact["y"], equal_nan=True)


@given(pools())
@settings(max_examples=40)
def test_gradients_go_to_the_winners(case: dict[str, Any]) -> None:
    shapes = {"y": case["dy"].shape, "winner": case["dy"].shape}
    winner = results("maxpool2d.forward", part(case, "x"), shapes, reference=True)["winner"]
    operands = part(case, "dy") | {"winner": winner}
    magnitude = results("maxpool2d.backward", operands | {"dy": np.abs(case["dy"])}, {"dx": case["x"].shape}, 1, True)
    exact = results("maxpool2d.backward", operands, {"dx": case["x"].shape}, reference=True)
    made = same("maxpool2d.backward", operands, {"dx": case["x"].shape})
    assert_rounded(made["dx"], exact["dx"], magnitude["dx"], case["window"] ** 2)


@given(pools())
@settings(max_examples=40)
def test_means(case: dict[str, Any]) -> None:
    case["x"] = np.nan_to_num(case["x"], posinf=1, neginf=-1)
    for name, source, target in (("avgpool2d.forward", "x", "y"), ("avgpool2d.backward", "dy", "dx")):
        shapes = {target: case["dy" if target == "y" else "x"].shape}
        exact = results(name, part(case, source), shapes, reference=True)[target]
        absolute = part(case, source) | {source: np.abs(case[source])}
        magnitude = results(name, absolute, shapes, reference=True)[target]
        made = same(name, part(case, source), shapes)[target]
        assert_rounded(made, exact, magnitude, case["window"] ** 2)
