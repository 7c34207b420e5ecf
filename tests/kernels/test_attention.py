"""Attention's kernels where random sizes do not lead: all keys seen, more keys than queries, huge and lost numbers."""

import numpy as np
import pytest

from tests.kernels.alone import compare
from tests.kernels.operation import results

Shape = tuple[int, int, int, int, int]
SHAPES: list[Shape] = [  # queries, keys, batch, heads, depth
    (1, 1, 1, 1, 1), (7, 3, 2, 1, 5), (3, 7, 5, 2, 16), (17, 17, 3, 4, 3), (2, 33, 1, 3, 32), (31, 2, 4, 1, 48),
]  # fmt: skip


def asked(shape: Shape, seed: int = 0) -> dict[str, np.ndarray]:
    queries, keys, batch, heads, depth = shape
    random = np.random.default_rng(seed)
    return {
        "q": random.standard_normal((queries, batch, heads * depth)).astype(np.float32),
        "k": random.standard_normal((keys, batch, heads * depth)).astype(np.float32),
    }


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("causal", [0, 1])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_weights_of_any_shape(shape: Shape, causal: int, masked: bool) -> None:
    queries, keys, batch, heads, _ = shape
    mask = {"mask": np.random.default_rng(1).integers(0, 2, (keys, batch))} if masked else {}
    weights = np.zeros((queries, batch, heads, keys))
    compare("attention.weights", {**asked(shape), **mask, "weights": weights}, {"causal": causal})


@pytest.mark.parametrize("reference", [False, True])
@pytest.mark.parametrize("causal", [0, 1])
def test_rows_sum_to_one_and_nothing_looks_ahead(causal: int, reference: bool) -> None:
    given = {name: 1e18 * value for name, value in asked((9, 9, 3, 2, 5)).items()}
    made = results("attention.weights", {**given, "causal": causal}, {"weights": (9, 3, 2, 9)}, reference=reference)
    weights = made["weights"]
    np.testing.assert_allclose(weights.sum(-1), 1, rtol=1e-5)
    ahead = np.broadcast_to(~np.tri(9, dtype=bool)[:, None, None], weights.shape)
    assert (weights[ahead] == 0).all() == bool(causal)


@pytest.mark.parametrize("reference", [False, True])
def test_a_missing_number_is_seen_by_those_who_look_at_it(reference: bool) -> None:
    given = asked((5, 5, 2, 1, 3))
    given["k"][3, 1, 2] = np.nan
    made = results("attention.weights", {**given, "causal": 1}, {"weights": (5, 2, 1, 5)}, reference=reference)
    missing = np.isnan(made["weights"][:, :, 0])
    assert (missing[:, 0] == 0).all()
    assert (missing[:3, 1] == 0).all()
    assert missing[3, 1].tolist() == [True] * 4 + [False]
    assert missing[4, 1].all()


@pytest.mark.parametrize("reference", [False, True])
@pytest.mark.parametrize("causal", [0, 1])
def test_padding_has_no_weight_and_who_sees_nothing_gets_nothing(causal: int, reference: bool) -> None:
    given, mask = asked((6, 6, 3, 2, 5)), np.ones((6, 3), np.int32)
    mask[4:, 0] = 0
    mask[:, 1] = 0  # no moment is real
    mask[0, 2] = 0  # the first is not: a causal query there sees nothing
    given["k"][mask == 0] = np.nan  # whatever stands at padding
    made = results(
        "attention.weights", {**given, "mask": mask, "causal": causal}, {"weights": (6, 3, 2, 6)}, reference=reference,
        tight=("mask",),
    )  # fmt: skip
    weights = made["weights"]
    assert np.isfinite(weights).all()
    assert (weights.transpose(1, 3, 0, 2)[mask.T == 0] == 0).all()
    sums = weights.sum(-1)
    np.testing.assert_allclose(sums[:, 0], 1, rtol=1e-5)
    assert (sums[:, 1] == 0).all()
    assert (sums[0, 2] == 0).all() == bool(causal)
    np.testing.assert_allclose(sums[1:, 2], 1, rtol=1e-5)
