"""Schedules: the factor of every step, what the optimiser makes of it, state, files, and what is refused."""

from math import cos, floor, pi
from pathlib import Path

import numpy as np
import pytest

from tests.nn import linear
from tests.nn.networks import batches, data, model, same
from tuidl import nn
from tuidl.nn import schedules

DEVICES = pytest.mark.parametrize("device", ["cpu", "reference"])
EACH: list[nn.Schedule] = [
    nn.Steady(), nn.StepDecay(4, 0.5), nn.Exponential(3, 0.9), nn.Cosine(8, floor=0.1),
    nn.Cosine(3, restarts=True), nn.Cosine(2, restarts=True, growth=2), nn.Warmup(5), nn.Warmup(4, nn.Cosine(6)),
    nn.Warmup(2, nn.Warmup(2, nn.StepDecay(3))),
]  # fmt: skip


def factor(schedule: nn.Schedule, t: float) -> float:
    """The factor of one step, by the book."""
    match schedule:
        case nn.StepDecay(every, gamma):
            return float(gamma ** floor(t / every))
        case nn.Exponential(every, gamma):
            return float(gamma ** (t / every))
        case nn.Cosine(steps, low, restarts, growth):
            while restarts and t >= steps:
                t, steps = t - steps, steps * growth
            return low + (1 - low) * (1 + cos(pi * min(t / steps, 1))) / 2
        case nn.Warmup(steps, then):
            return (t + 1) / steps if t < steps else factor(then, t - steps)
    return 1.0


@pytest.mark.parametrize("schedule", EACH, ids=repr)
def test_the_factor_of_every_step(schedule: nn.Schedule) -> None:
    found = schedule.factors(np.arange(40.0))
    np.testing.assert_allclose(found, [factor(schedule, t) for t in range(40)], rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(schedule.factors(np.arange(17.0, 23.0)), found[17:23])


@DEVICES
@pytest.mark.parametrize("schedule", EACH, ids=repr)
def test_a_step_is_as_long_as_the_schedule_says(schedule: nn.Schedule, device: str) -> None:
    net = linear.made(nn.SGD(0.2, schedule=schedule), device)

    def update(t: int, p: dict[str, linear.Array], g: dict[str, linear.Array]) -> None:
        for name in p:
            p[name] -= 0.2 * factor(schedule, t) * g[name]

    linear.agree(net, update)


@DEVICES
def test_adam_under_a_schedule(device: str) -> None:
    net = linear.made(nn.Adam(0.05, beta1=0.8, beta2=0.9, schedule=nn.Warmup(3, nn.Cosine(8))), device)
    m, s = ({name: np.zeros(net.read(name).shape) for name in linear.NAMES} for _ in range(2))

    def update(t: int, p: dict[str, linear.Array], g: dict[str, linear.Array]) -> None:
        for n in p:
            m[n], s[n] = 0.8 * m[n] + 0.2 * g[n], 0.9 * s[n] + 0.1 * g[n] ** 2
            size = np.sqrt(s[n] / (1 - 0.9 ** (t + 1))) + 1e-8
            p[n] -= 0.05 * factor(nn.Warmup(3, nn.Cosine(8)), t) * m[n] / (1 - 0.8 ** (t + 1)) / size

    linear.agree(net, update)


def test_the_rate_of_every_step_is_told_and_a_turned_rate_is_the_new_base() -> None:
    net = linear.made(nn.SGD(0.5, schedule=nn.StepDecay(2, 0.5)))
    x, y = linear.examples()
    assert net.train(x, y, linear.batches(3))["rate"].tolist() == [0.5, 0.5, 0.25]
    assert net.rate_now == 0.25
    net.rate = 4.0
    assert net.rate_now == 2.0
    assert net.train(x, y, linear.batches(2))["rate"].tolist() == [2.0, 1.0]
    assert net.rate == 4.0
    assert "rate" not in linear.made(nn.SGD(0.5)).train(x, y, linear.batches(1))


@pytest.mark.parametrize("name", ["batchnorm", "convolution", "characters"])
def test_threads_do_not_change_a_bit(name: str) -> None:
    x, y = data(name)
    states = []
    for threads in (1, 2, 3, 5, 8):
        made = model(name, threads=threads, optimizer=nn.Adam(0.01, schedule=nn.Warmup(2, nn.Cosine(5))))
        made.train(x, y, batches(len(x), 6, 21))
        states.append(made.state())
    assert all(same(states[0], state) for state in states[1:])


@pytest.mark.parametrize("schedule", [*EACH, nn.Warmup(2, nn.Plateau(patience=1))], ids=repr)
def test_saved_in_the_middle_it_goes_on_bit_for_bit(schedule: nn.Schedule, tmp_path: Path) -> None:
    x, y = data("dropout")
    indices = batches(len(x), 9, 6)
    whole, half = (model("dropout", optimizer=nn.SGD(0.1, momentum=0.9, schedule=schedule)) for _ in range(2))
    for net in (whole, half):
        net.train(x, y, indices[:4])
        net.react({"loss": 1.0})
        net.react({"loss": 2.0})
    half.save(str(tmp_path / "half.npz"))
    again = nn.load(str(tmp_path / "half.npz"))
    assert again.schedule == schedule
    assert again.rate_now == whole.rate_now
    for net in (whole, again):
        net.train(x, y, indices[4:])
    assert same(whole.state(), again.state())


def test_on_a_plateau_the_rate_falls() -> None:
    plateau = nn.Plateau(factor=0.5, patience=2, min_delta=0.1, cooldown=1, least=0.2)
    net = linear.made(nn.SGD(1.0, schedule=plateau))
    told = [1.0, 0.5, 0.45, 0.44, 0.43, 0.42, 0.41, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3]
    rates = []
    for value in told:
        net.react({"loss": 9.0, "val_loss": value})
        rates.append(net.rate_now)
    # 0.45 and 0.44 are no better than 0.5 by 0.1: down; 0.43 cools; 0.42, 0.41: down; 0.3 is better; and so on to 0.2
    assert rates == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.2, 0.2, 0.2, 0.2, 0.2]


def test_an_accuracy_is_to_rise() -> None:
    net = linear.made(nn.SGD(1.0, schedule=nn.Plateau(factor=0.5, patience=1, value="accuracy")))
    for accuracy, rate in ((0.5, 1.0), (0.6, 1.0), (0.6, 0.5), (float("nan"), 0.25), (0.7, 0.25)):
        net.react({"loss": 1.0, "accuracy": accuracy})
        assert net.rate_now == rate
    with pytest.raises(ValueError, match="no value 'accuracy' to look at; there are loss"):
        net.react({"loss": 1.0})


def test_fit_lets_the_schedule_see_every_epoch() -> None:
    random = np.random.default_rng(0)
    x, y = random.standard_normal((40, 5)), random.standard_normal((40, 3))
    net = linear.made(nn.SGD(0.0, schedule=nn.Plateau(factor=0.5, patience=1)))
    assert [values["rate"] for values in net.fit(x, y, 3, batch_size=8)] == [0, 0, 0]
    assert net.read("optimizer.plateau")[0] == 0.25
    net.rate = 1e-3
    assert net.fit(x, y, 1)[0]["rate"] == pytest.approx(0.25e-3)


def test_a_schedule_can_be_set_at_any_time() -> None:
    net, plain = linear.made(nn.Adam(0.1)), linear.made(nn.Adam(0.1))
    x, y = linear.examples()
    for one in (net, plain):
        one.train(x, y, linear.batches(3))
    before = net.state()
    net.schedule = nn.StepDecay(100)
    assert same(before, net.state())
    for one in (net, plain):
        one.train(x, y, linear.batches(3, seed=7))
    assert same(net.state(), plain.state())
    net.schedule = nn.Plateau()
    assert net.read("optimizer.plateau").tolist() == [1, float("inf"), 0, 0]
    net.schedule = None
    assert same(net.state(), plain.state())


def test_no_schedule_compiles_a_kernel_of_its_own() -> None:
    used = []
    for schedule in EACH:
        program = linear.made(nn.SGD(0.1, schedule=schedule), "cpu").program
        used.append({instruction.operation.name for instruction in program.instructions})
    assert all(names == used[0] for names in used)


@pytest.mark.parametrize("schedule", [*EACH, nn.Plateau(patience=3)], ids=repr)
def test_written_and_read_it_is_the_same(schedule: nn.Schedule) -> None:
    assert schedules.read(schedules.written(schedule)) == schedule


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: nn.StepDecay(0), "every must be a number above 0, not 0"),
        (lambda: nn.Exponential(factor=-1), "factor must be a number above 0, not -1"),
        (lambda: nn.Cosine(10, floor=2), "floor is a share of the rate, from 0 to 1, not 2"),
        (lambda: nn.Cosine(10, growth=0.5), "growth must be a number from 1 up, not 0.5"),
        (lambda: nn.Warmup(0), "steps must be a number above 0, not 0"),
        (lambda: nn.Plateau(factor=1.5), "a plateau's factor must be between 0 and 1, not 1.5"),
        (lambda: nn.Plateau(patience=0), "patience must be a whole number from 1 up, not 0"),
        (lambda: nn.Plateau(cooldown=-1), "cooldown must be a number from 0 up, not -1"),
    ],
)
def test_what_cannot_be_is_refused(make: type, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()
