"""Groups: what is frozen, trained at a rate of its own, pulled towards 0; in float64 against the equations."""

from pathlib import Path

import numpy as np
import pytest

from tests.nn import linear
from tests.nn.networks import NETWORKS, batches, data, same
from tuidl import nn
from tuidl.kernels.cpu.executor import CpuExecutor

DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])
Arrays = dict[str, linear.Array]


def plain(rate: float = 0.2, **factors: float) -> linear.Update:
    """Gradient descent, each parameter with its own factor on the rate."""

    def update(t: int, p: Arrays, g: Arrays) -> None:
        for name in p:
            p[name] -= rate * factors.get(name.replace(".", "_"), 1.0) * g[name]

    return update


@DEVICES
def test_frozen_parameters_stay_and_the_others_do_not_notice(device: str) -> None:
    net = linear.made(nn.SGD(0.2), device, groups=[nn.Group("first", frozen=True)])
    linear.agree(net, plain(first_weight=0, first_bias=0))
    assert net.trained == 4 * 3 + 3
    assert net.parameters == net.trained + 5 * 4 + 4
    assert not [name for name in net.tensors() if name.startswith("first") and "moment" in name]
    assert [name for name in net.tensors() if name.startswith("last.weight.moment")]


@DEVICES
def test_each_group_has_its_own_rate(device: str) -> None:
    groups = [nn.Group("last", rate=3), nn.Group("*.bias", rate=0.5), nn.Group("first.bias", rate=0)]
    net = linear.made(nn.SGD(0.1), device, groups=groups)
    linear.agree(net, plain(0.1, last_weight=3, last_bias=0.5, first_bias=0))


@DEVICES
def test_own_rates_go_with_adam_a_schedule_and_a_clipped_norm(device: str) -> None:
    optimizer = nn.Adam(0.05, beta1=0.8, beta2=0.9, clip=0.3, schedule=nn.StepDecay(5, 0.5))
    net = linear.made(optimizer, device, groups=[nn.Group("last", rate=2.0)])
    m, s = ({name: np.zeros(net.read(name).shape) for name in linear.NAMES} for _ in range(2))

    def update(t: int, p: Arrays, g: Arrays) -> None:
        norm = np.sqrt(sum((v * v).sum() for v in g.values()))
        for n in p:
            slope = g[n] * min(1, 0.3 / norm)
            m[n], s[n] = 0.8 * m[n] + 0.2 * slope, 0.9 * s[n] + 0.1 * slope**2
            step = m[n] / (1 - 0.8 ** (t + 1)) / (np.sqrt(s[n] / (1 - 0.9 ** (t + 1))) + 1e-8)
            p[n] -= 0.05 * 0.5 ** (t // 5) * (2 if n.startswith("last") else 1) * step

    linear.agree(net, update)


@DEVICES
def test_l1_and_l2_are_in_the_gradient_and_not_in_the_loss(device: str) -> None:
    groups = [nn.Group("*.weight", l2=0.3), nn.Group("first.weight", l1=0.02, l2=0.1)]
    net = linear.made(nn.SGD(0.2), device, groups=groups)
    assert net.evaluate(*linear.examples()) == linear.made(nn.SGD(0.2), device).evaluate(*linear.examples())

    def update(t: int, p: Arrays, g: Arrays) -> None:
        g["last.weight"] += 0.3 * p["last.weight"]
        g["first.weight"] += 0.1 * p["first.weight"] + 0.02 * np.sign(p["first.weight"])
        plain()(t, p, g)

    linear.agree(net, update)
    p = linear.parameters(net)
    wanted = 0.15 * (p["last.weight"] ** 2).sum() + 0.05 * (p["first.weight"] ** 2).sum()
    wanted += 0.02 * np.abs(p["first.weight"]).sum()
    assert net.penalty == pytest.approx(wanted, rel=1e-12)


@DEVICES
def test_the_gradient_of_the_penalty_is_what_is_added(device: str) -> None:
    """With no data to learn from, descent on the penalty alone: differences of ``penalty`` are its slope."""
    net = linear.made(nn.SGD(1.0), device, groups=[nn.Group("first.weight", l1=0.02, l2=0.1)])
    net.write("last.weight", np.zeros((4, 3)))
    x, y = linear.examples()
    start, slope = net.read("first.weight").astype(np.float64), np.zeros((5, 4))
    for place in np.ndindex(5, 4):
        ends = []
        for way in (1e-3, -1e-3):
            moved = start.copy()
            moved[place] += way
            net.write("first.weight", moved)
            ends.append(net.penalty)
        slope[place] = (ends[0] - ends[1]) / 2e-3
    net.write("first.weight", start)
    net.train(x, y, linear.batches(1))
    np.testing.assert_allclose(start - net.read("first.weight"), slope, rtol=1e-3, atol=2e-5)


@DEVICES
def test_a_group_may_have_another_weight_decay(device: str) -> None:
    groups = [nn.Group("*.bias", weight_decay=0), nn.Group("last.weight", weight_decay=0.9)]
    net = linear.made(nn.SGD(0.2, weight_decay=0.5), device, groups=groups)

    def update(t: int, p: Arrays, g: Arrays) -> None:
        g["first.weight"] += 0.5 * p["first.weight"]
        g["last.weight"] += 0.9 * p["last.weight"]
        plain()(t, p, g)

    linear.agree(net, update)
    spared = linear.made(nn.AdamW(0.1, weight_decay=0.5), device, groups=groups[:1])
    spared.write("last.weight", np.zeros((4, 3)))  # no gradient goes through
    before = linear.parameters(spared)
    spared.train(*linear.examples(), linear.batches(1))
    after = linear.parameters(spared)
    np.testing.assert_allclose(after["first.weight"], 0.95 * before["first.weight"], rtol=1e-5)
    np.testing.assert_array_equal(after["first.bias"], before["first.bias"])


@DEVICES
def test_each_number_of_the_gradient_is_cut_off(device: str) -> None:
    net = linear.made(nn.SGD(0.2, clip_value=0.05, clip=0.1), device)

    def update(t: int, p: Arrays, g: Arrays) -> None:
        cut = {name: np.clip(value, -0.05, 0.05) for name, value in g.items()}
        norm = np.sqrt(sum((v * v).sum() for v in cut.values()))
        plain()(t, p, {name: value * min(1, 0.1 / norm) for name, value in cut.items()})

    linear.agree(net, update)


@DEVICES
def test_weights_can_be_kept_within_bounds(device: str) -> None:
    net = linear.made(nn.SGD(0.2, weight_clip=0.15), device)

    def update(t: int, p: Arrays, g: Arrays) -> None:
        plain()(t, p, g)
        for name in p:
            np.clip(p[name], -0.15, 0.15, out=p[name])

    linear.agree(net, update)


@pytest.mark.parametrize("name", NETWORKS)
def test_half_a_network_frozen_trains_alike_on_every_device_and_any_threads(name: str) -> None:
    """Every layer of ``nn`` has its turn with its parameters frozen."""
    layers, shape, loss, _ = NETWORKS[name]()
    x, y = data(name)
    tensors = nn.Model(layers, shape, loss, device="reference").tensors()
    names = [n.removesuffix(".grad") for n in tensors if n.endswith(".grad")]
    owners = list(dict.fromkeys(n.rpartition(".")[0] for n in names))
    for frozen in (owners[::2], owners[1::2], owners[:-1]):
        groups = [nn.Group(owner, frozen=True) for owner in frozen]
        states = []
        for device, threads in (("reference", 1), ("cpu", 1), ("cpu", 3)):
            layers, shape, loss, _ = NETWORKS[name]()
            made = nn.Model(
                layers, shape, loss, nn.SGD(0.1, momentum=0.5, clip=1.0), device=device, seed=1, threads=threads,
                dtype=np.float64 if device == "reference" else np.float32, groups=groups,
            )  # fmt: skip
            if isinstance(made._executor, CpuExecutor):
                made._executor.threads_pay = 0
                made._executor._linked.clear()
            before = made.weights()
            made.train(x, y, batches(len(x), 3, 6))
            after = made.weights()
            for tensor, value in before.items():
                if any(tensor.startswith(f"{owner}.") for owner in frozen) and not tensor.endswith(".rate"):
                    np.testing.assert_array_equal(after[tensor], value, err_msg=tensor)
            states.append(made.state())
        assert same(states[1], states[2])
        for tensor, value in states[0].items():
            np.testing.assert_allclose(states[1][tensor], value, rtol=2e-4, atol=4e-6, err_msg=tensor)


def test_nothing_is_computed_for_what_is_frozen() -> None:
    layers, shape, loss, _ = NETWORKS["convolution"]()
    net = nn.Model(layers, shape, loss, device="reference")
    net.freeze("conv2d_1")
    names = [i.operation.name for i in net.program.instructions]
    assert names.count("conv2d.backward_weight") == 1
    assert "activation.tanh_backward" not in names
    net.freeze("*")
    assert net.trained == 0
    assert not [
        i for i in net.program.instructions if "backward" in i.operation.name or "optimizer" in i.operation.name
    ]
    x, y = data("convolution")
    before = net.weights()
    net.train(x, y, batches(len(x), 2, 5))
    assert same(before, net.weights())
    assert set(net.gradients(x, y)) == {n for n in before if n.endswith(("weight", "bias"))}


def test_batch_normalisation_in_a_frozen_layer_uses_its_running_moments() -> None:
    x, y = data("batchnorm")
    layers, shape, loss, _ = NETWORKS["batchnorm"]()
    net = nn.Model(layers, shape, loss, nn.SGD(0.1), device="reference", dtype=np.float64)
    net.train(x, y, batches(len(x), 5, 8))
    net.freeze("dense_1")
    net.freeze("batchnorm_1")
    assert not net.trains("dense_1.weight")
    assert net.trains("dense_2.weight")
    before = net.weights()
    batch = np.arange(8, dtype=np.int32)
    wanted = net.evaluate(x[batch], y[batch])["loss"]  # evaluations use running moments
    assert net.train(x, y, batch[None])["loss"][0] == pytest.approx(wanted, rel=1e-12)
    for name in ("batchnorm_1.mean", "batchnorm_1.variance", "batchnorm_1.gamma", "dense_1.weight"):
        np.testing.assert_array_equal(net.read(name), before[name])
    assert (net.read("dense_2.weight") != before["dense_2.weight"]).any()
    net.unfreeze()
    net.train(x, y, batch[None])
    assert (net.read("batchnorm_1.mean") != before["batchnorm_1.mean"]).all()


@DEVICES
def test_frozen_in_the_middle_everything_else_goes_on(device: str) -> None:
    """Moments, running statistics, the step and the rate stay; what was frozen stays where it was."""
    x, y = linear.examples()
    net = linear.made(nn.Adam(0.05), device)
    net.train(x, y, linear.batches(4))
    net.rate = 0.07
    before = net.state()
    net.freeze("first")
    assert all(net.state()[name].tobytes() == before[name].tobytes() for name in net.state())
    assert set(before) - set(net.state()) == {f"first.{n}.moment{i}" for n in ("weight", "bias") for i in (0, 1)}
    net.train(x, y, linear.batches(2))
    net.unfreeze("first")
    assert (net.read("first.weight.moment0") == 0).all()
    np.testing.assert_array_equal(net.read("first.weight"), before["first.weight"])
    assert net.rate == pytest.approx(0.07)
    net.train(x, y, linear.batches(1))
    assert (net.read("first.weight") != before["first.weight"]).any()


def test_files_keep_groups_and_go_on_bit_for_bit(tmp_path: Path) -> None:
    x, y = linear.examples()
    groups = [nn.Group("first", frozen=True), nn.Group("*.bias", rate=0.5, l1=0.1), nn.Group("last", weight_decay=0.0)]
    whole = linear.made(nn.AdamW(0.05, average=0.9), "cpu", groups=groups)
    whole.train(x, y, linear.batches(3))
    whole.save(str(tmp_path / "net.npz"))
    again = nn.load(str(tmp_path / "net.npz"))
    assert again.groups == tuple(groups)
    for net in (whole, again):
        net.train(x, y, linear.batches(3, seed=5))
    assert same(whole.state(), again.state())


def test_weights_are_adopted_by_name() -> None:
    layers = [nn.Dense(4, name="first"), nn.Dense(7, name="last")]
    source = nn.Model(layers, (5,), "mse", seed=9, device="reference")
    net = linear.made(nn.SGD(0.1))
    assert net.adopt(source.weights(), "first") == ("first.weight", "first.bias")
    np.testing.assert_array_equal(net.read("first.weight"), source.read("first.weight"))
    assert net.adopt(source.weights()) == ("first.weight", "first.bias")  # the last layers differ in shape
    with pytest.raises(ValueError, match="nothing of these weights fits 'last'"):
        net.adopt(source.weights(), "last")


def test_a_name_that_fits_nothing_is_told_and_nothing_changes() -> None:
    net = linear.made(nn.SGD(0.1))
    net.freeze("last")
    with pytest.raises(ValueError, match=r"no parameter is named 'lats'; there are first\.weight, first\.bias"):
        net.freeze("lats")
    assert net.groups == (nn.Group("last", frozen=True),)
    net.train(*linear.examples(), linear.batches(1))
    with pytest.raises(ValueError, match="no parameter is named 'dense_9'"):
        linear.made(nn.SGD(0.1), groups=[nn.Group("dense_9", l2=1.0)])


@pytest.mark.parametrize("wrong", [{"rate": -1}, {"l1": float("nan")}, {"l2": float("inf")}, {"weight_decay": -0.1}])
def test_what_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=f"group 'h': {next(iter(wrong))} must be a number from 0 up"):
        nn.Group("h", **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [{"clip_value": 0}, {"weight_clip": -1}, {"average": 1.0}, {"average": -0.5}])
def test_an_optimiser_refuses_what_cannot_be(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be"):
        nn.Adam(0.1, **wrong)  # type: ignore[arg-type]


def test_a_state_from_before_the_freezing_can_be_restored() -> None:
    x, y = linear.examples()
    net = linear.made(nn.Adam(0.05, average=0.9))
    net.train(x, y, linear.batches(4))
    whole = net.state()
    net.freeze("first")
    net.train(x, y, linear.batches(2))
    frozen = net.state()
    net.restore(whole)
    assert all(np.array_equal(net.state()[name], whole[name]) for name in net.state())
    net.unfreeze()
    net.restore(frozen)
    assert (net.read("first.weight.moment1") == 0).all()
    np.testing.assert_array_equal(net.read("first.weight.average"), net.read("first.weight"))
    with pytest.raises(ValueError, match=r"'last\.bias' is missing"):
        net.restore({name: value for name, value in whole.items() if name != "last.bias"})


def test_other_numbers_and_names_need_no_other_kernel() -> None:
    """Kernels are the same whatever is frozen, penalised or how; only a kind of update that is new needs its own."""
    layers: list[nn.Layer] = [nn.Dense(7), nn.BatchNorm(), nn.Tanh(), nn.Dense(5), nn.Tanh(), nn.Dense(2)]
    net = nn.Model(layers, (4,), optimizer=nn.AdamW(0.1, average=0.9, clip=1.0, clip_value=1.0), threads=1)
    first = [nn.Group("*.weight", l1=0.1, l2=0.1, rate=0.5), nn.Group("batchnorm_1", frozen=True)]
    then = [nn.Group("*", l1=0.2, l2=3.0, rate=0.1), nn.Group("dense_1", frozen=True), nn.Group("*_1", rate=7.0)]
    kernels = []
    for groups in (first, [*first, nn.Group("dense_2", frozen=True)], [*first, *then]):
        net.groups = groups
        executor = net._executor
        assert isinstance(executor, CpuExecutor)
        program = net._open(net._programs.train(8))
        kernels.append({kernel.name for kernel in executor.needed([program])})
    assert kernels[1] <= kernels[0]
    assert kernels[2] <= kernels[0]
