from pathlib import Path

import pytest

from tests.train import lessons
from tests.train.probes.experiment import made
from tuidl import signals
from tuidl.kernels import Timed
from tuidl.train.probes import timing


@pytest.mark.parametrize(
    ("target", "layer"),
    [
        ("conv1.out", "conv1"), ("conv1.relu.out.grad", "pool1"), ("conv1.out.grad", "conv1"), ("norm.normal", "norm"),
        ("drop.out.grad", "norm"), ("flat.out.grad", "drop"), ("out.weight.grad", "out"), ("params", ""), ("", ""),
    ],
)  # fmt: skip
def test_who_writes_a_tensor(tmp_path: Path, target: str, layer: str) -> None:
    experiment = made(lessons.written(tmp_path / "x", lessons.DIGITS))
    assert timing.owner(experiment._assembly, target) == layer


def test_calls_are_added_up_by_part(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x", lessons.DIGITS))
    calls = [
        Timed("data.images", "x", 0, 1.0), Timed("control.barrier", "", 0, 64.0),
        Timed("conv2d.forward", "conv1.out", 0, 2.0),
        Timed("activation.relu", "conv1.relu.out", 0, 0.5), Timed("loss.softmax_cross_entropy", "loss", 0, 4.0),
        Timed("dense.backward_input", "norm.out.grad", 0, 8.0), Timed("optimizer.adam", "params", 0, 16.0),
    ]  # fmt: skip
    assert timing.parts(experiment._assembly, calls) == (
        ("data", 1.0, 0.0), ("conv1", 2.5, 0.0), ("out", 0.0, 8.0), ("loss", 4.0, 0.0), ("update", 16.0, 0.0),
    )  # fmt: skip


def test_a_step_is_timed_without_training(tmp_path: Path) -> None:
    experiment = made(lessons.written(tmp_path / "x"), 2, device="cpu")
    before = {name: value.tobytes() for name, value in experiment.state().items()}
    found = experiment.probe("timing", 40, 20)
    assert isinstance(found, signals.Timing)
    assert [part for part, *_ in found.time] == ["data", "h1", "h2", "out", "loss", "update"]
    assert all(forward > 0 and back >= 0 for _, forward, back in found.time)
    assert all(back > 0 for part, _, back in found.time if part in ("h1", "h2", "out"))
    assert found.batch == 7
    assert before == {name: value.tobytes() for name, value in experiment.state().items()}


def test_where_kernels_cannot_be_timed_there_are_no_parts(tmp_path: Path) -> None:
    assert made(lessons.written(tmp_path / "x"), 2).probe("timing", 40, 20) == signals.Timing((), 7)
