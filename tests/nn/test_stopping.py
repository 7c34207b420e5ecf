"""Early stopping: when it stops, what it says, and that the best weights are back."""

import numpy as np
import pytest

from tests.nn import linear
from tuidl import nn
from tuidl.nn.monitor import Monitor


def overfitting(**options: object) -> tuple[nn.Model, tuple[np.ndarray, ...]]:
    """A network far too large for 20 examples with random targets, and 40 others to check it."""
    random = np.random.default_rng(0)
    x, y = random.standard_normal((60, 6)), random.standard_normal((60, 1))
    layers = [nn.Dense(40), nn.Tanh(), nn.BatchNorm(), nn.Dense(1)]
    net = nn.Model(layers, (6,), "mse", nn.Adam(0.02, **options), device="reference", dtype=np.float64)  # type: ignore[arg-type]
    return net, (x[:20], y[:20], x[20:], y[20:])


@pytest.mark.parametrize("options", [{}, {"average": 0.9}])
def test_it_stops_and_the_best_weights_are_back(options: dict[str, float]) -> None:
    net, (x, y, vx, vy) = overfitting(**options)
    history = net.fit(x, y, 200, batch_size=8, validation=(vx, vy), stopping=nn.EarlyStopping(patience=4))
    told = [values["val_loss"] for values in history]
    best = int(np.argmin(told))
    assert len(told) == best + 1 + 4 < 200
    assert net.evaluate(vx, vy)["loss"] == min(told)
    assert net.step == len(told) * 20 // 8 or net.step == -(-len(told) * 20 // 8)
    assert net.stopped.startswith(f"Stopped early at step {net.step}: val_loss no better for 4 evaluations since step")
    assert "those weights are back" in net.stopped


def test_epochs_that_run_out_end_with_the_best_weights_too() -> None:
    net, (x, y, vx, vy) = overfitting()
    history = net.fit(x, y, 30, batch_size=8, validation=(vx, vy), stopping=nn.EarlyStopping(patience=100))
    assert len(history) == 30
    assert net.stopped == ""
    told = [values["val_loss"] for values in history]
    assert told[-1] > min(told) == net.evaluate(vx, vy)["loss"]


def test_an_improvement_must_be_larger_than_min_delta() -> None:
    monitor = Monitor(nn.EarlyStopping(patience=2, min_delta=0.1))
    told = [(10, 1.0, True), (20, 0.95, False), (30, 0.85, True), (40, 0.8, False), (50, 0.75, False)]
    for step, value, better in told:
        assert not monitor.over
        assert monitor.see(step, {"loss": value}) is better
    assert monitor.over
    assert monitor.sentence(50, {"loss": 0.75}) == (
        "Stopped early at step 50: loss no better by 0.1 for 2 evaluations "
        "since step 30 (0.85); those weights are back."
    )


def test_an_accuracy_is_to_rise_and_no_number_is_no_improvement() -> None:
    monitor = Monitor(nn.EarlyStopping(patience=2, value="val_accuracy"))
    values = [0.5, 0.6, float("nan"), 0.6]
    assert [monitor.see(step, {"val_accuracy": v, "val_loss": 0}) for step, v in enumerate(values)] == [
        True, True, False, False,
    ]  # fmt: skip
    assert "since step 1 (0.6);" in monitor.sentence(3, {"val_accuracy": 0.6})


def test_a_value_that_is_not_there_is_told() -> None:
    net, x = linear.made(nn.SGD(0.1)), linear.examples()
    with pytest.raises(ValueError, match="there is no value 'val_loss' to look at; there are loss, accuracy"):
        net.fit(*x, 2, stopping=nn.EarlyStopping(value="val_loss"))


@pytest.mark.parametrize("wrong", [{"patience": 0}, {"patience": 1.5}, {"min_delta": -1}, {"min_delta": float("nan")}])
def test_what_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=f"{next(iter(wrong))} must be"):
        nn.EarlyStopping(**wrong)  # type: ignore[arg-type]
