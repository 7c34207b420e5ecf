"""Shared parameters: one layer in several places, and two models over the same tensors."""

from pathlib import Path

import numpy as np
import pytest

from tests.nn.networks import same
from tuidl import nn

DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])
RANDOM = np.random.default_rng(4)
PAIRS = {side: RANDOM.standard_normal((13, 4)).astype(np.float32) for side in ("left", "right")}
ALIKE = RANDOM.integers(0, 2, 13).astype(np.int32)
ROWS = np.arange(13, dtype=np.int32)[None].repeat(4, 0)


def siamese(device: str = "cpu", **options: object) -> nn.Model:
    tower = nn.Sequential(nn.Dense(5), nn.Tanh(), name="tower")
    sides = [nn.Sequential(nn.Input(side), tower) for side in PAIRS]
    layers = [nn.Parallel(*sides, join="concat", name="p"), nn.Dense(2)]
    return nn.Model(layers, dict.fromkeys(PAIRS, (4,)), device=device, **options)  # type: ignore[arg-type]


def test_the_gradient_of_a_shared_layer_is_the_sum_over_its_places() -> None:
    net = siamese("reference", dtype=np.float64)
    weight = "p.sequential_1.tower.dense_1.weight"
    assert [name for name in net.tensors() if name.endswith("dense_1.weight")] == [weight, "dense_1.weight"]
    gradient, start = net.gradients(PAIRS, ALIKE)[weight], net.read(weight)
    way, losses = np.random.default_rng(1).standard_normal(start.shape), []
    for sign in (-1, 1):
        net.write(weight, start + sign * 1e-5 * way)
        losses.append(net.evaluate(PAIRS, ALIKE)["loss"])
    assert (losses[1] - losses[0]) / 2e-5 == pytest.approx(float((gradient * way).sum()), rel=1e-7)


def test_both_places_compute_the_same_and_threads_change_no_bit() -> None:
    wanted = siamese("reference", dtype=np.float64).train(PAIRS, ALIKE, ROWS)["loss"]
    states = []
    for threads in (1, 2, 3, 5, 8):
        net = siamese(threads=threads)
        net._executor.threads_pay = 0  # type: ignore[attr-defined]
        np.testing.assert_allclose(net.train(PAIRS, ALIKE, ROWS)["loss"], wanted, rtol=1e-5)
        twice = net.observe({"left": PAIRS["left"], "right": PAIRS["left"]}, ["p.out"])["p.out"]
        np.testing.assert_array_equal(twice[:, :5], twice[:, 5:])
        states.append(net.state())
    assert all(same(states[0], state) for state in states)


@DEVICES
def test_a_layer_twice_in_a_row_learns_and_comes_back_from_a_file(device: str, tmp_path: Path) -> None:
    again = nn.Dense(4, name="again")
    net = nn.Model([again, nn.Tanh(), again, nn.Dense(2)], (4,), device=device)
    assert net.parameters == 4 * 4 + 4 + 4 * 2 + 2
    assert [row.name for row in net.layers] == ["again", "tanh_1", "dense_2"]
    net.train(PAIRS["left"], ALIKE, ROWS)
    seen = net.observe(PAIRS["left"], ["tanh_1.out", "again/2.out"])
    wanted = seen["tanh_1.out"] @ net.read("again.weight") + net.read("again.bias")
    np.testing.assert_allclose(seen["again/2.out"], wanted, rtol=1e-4, atol=1e-5)
    net.save(str(tmp_path / "net.npz"))
    loaded = nn.load(str(tmp_path / "net.npz"), device)
    for each in (net, loaded):
        each.train(PAIRS["left"], ALIKE, ROWS)
    assert same(net.state(), loaded.state())


def test_a_shared_layer_may_come_first_on_both_sides() -> None:
    tower = nn.Sequential(nn.BatchNorm(), nn.Dense(3), name="tower")
    sides = [nn.Sequential(nn.Input(side), tower) for side in PAIRS]
    layers = [nn.Parallel(*sides, join="concat"), nn.Dense(2)]
    net = nn.Model(layers, dict.fromkeys(PAIRS, (4,)), device="reference")
    assert np.isfinite(net.train(PAIRS, ALIKE, ROWS)["loss"]).all()


def adversaries(device: str) -> tuple[nn.Model, nn.Model]:
    critic = nn.Sequential(nn.Dense(6), nn.Tanh(), nn.Dropout(0.1), nn.Dense(1), name="critic")
    generator = nn.Sequential(nn.Dense(5), nn.Tanh(), nn.Dense(2), name="generator")
    judge = nn.Model([critic, nn.Sigmoid()], (2,), "binary_cross_entropy", device=device, seed=1)
    forger = nn.Model(
        [generator, critic, nn.Sigmoid()], (3,), "binary_cross_entropy", nn.SGD(0.5, clip=1.0), seed=2, shares=judge
    )
    return judge, forger


@DEVICES
def test_a_model_that_shares_trains_its_own_parameters_alone(device: str) -> None:
    judge, forger = adversaries(device)
    noise, ones = np.random.default_rng(3).standard_normal((13, 3)).astype(np.float32), np.ones((13, 1), np.float32)
    before = judge.state()
    assert not any(name.startswith("generator") for name in before)
    assert forger.read("critic.dense_1.weight").tobytes() == judge.read("critic.dense_1.weight").tobytes()
    losses = forger.train(noise, ones, np.arange(13, dtype=np.int32)[None].repeat(40, 0))["loss"]
    assert losses[-1] < 0.9 * losses[0]  # the forger fools the judge, who stays as it was
    assert same(before, judge.state())
    kept = forger.read("generator.dense_1.weight")
    fakes = forger.observe(noise, ["generator.dense_2.out"])["generator.dense_2.out"]
    judge.train(fakes, 1 - ones, np.arange(13, dtype=np.int32)[None].repeat(10, 0))
    assert forger.read("generator.dense_1.weight").tobytes() == kept.tobytes()
    assert forger.read("critic.dense_1.weight").tobytes() == judge.read("critic.dense_1.weight").tobytes()
    np.testing.assert_array_equal(forger.predict(noise), judge.predict(fakes))
    assert judge.rate != forger.rate
    assert (judge.step, forger.step) == (10, 40)


def test_a_judge_trains_alike_with_or_without_a_forger_beside_it() -> None:
    x, y = PAIRS["left"][:, :2].copy(), ALIKE[:, None].astype(np.float32)
    states = []
    for beside in (False, True):
        judge, forger = adversaries("cpu")
        if beside:
            forger.predict(np.zeros((300, 3), np.float32))
        judge.train(x, y, ROWS)
        states.append(judge.state())
    assert same(*states)
    alone = nn.Model(judge.network, (2,), "binary_cross_entropy", seed=1)
    alone.train(x, y, ROWS)
    assert same(states[0], alone.state())


@DEVICES
def test_a_model_that_shares_everything_only_asks(device: str) -> None:
    net = nn.Model([nn.Dense(6, name="h"), nn.Tanh(), nn.Dense(2, name="o")], (4,), device=device)
    part = nn.Model([nn.Dense(6, name="h"), nn.Tanh()], (4,), "mse", shares=net)
    seen = net.observe(PAIRS["left"], ["tanh_1.out"])["tanh_1.out"]
    assert part.predict(PAIRS["left"]).tobytes() == seen.tobytes()
    before = net.state()
    part.train(PAIRS["left"], seen + 1, ROWS)
    assert same(before, net.state())


def test_a_state_of_both_goes_on_to_the_bit() -> None:
    noise, ones = np.random.default_rng(3).standard_normal((13, 3)).astype(np.float32), np.ones((13, 1), np.float32)
    judge, forger = adversaries("cpu")

    def go_on() -> dict[str, np.ndarray]:
        forger.train(noise, ones, ROWS)
        judge.train(noise[:, :2].copy(), ones, ROWS)
        return forger.state()

    go_on()
    kept = judge.state(), forger.state()
    end = go_on()
    judge.restore(kept[0])
    forger.restore(kept[1])
    assert same(go_on(), end)


def test_another_shape_under_a_shared_name_is_refused() -> None:
    net = nn.Model([nn.Dense(6, name="h")], (4,), device="reference")
    with pytest.raises(ValueError, match=r"h\.weight.* exists with shape \(4, 6\), not \(5, 6\)"):
        nn.Model([nn.Dense(6, name="h")], (5,), shares=net)
