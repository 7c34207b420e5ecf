"""Results are of the rounds that were run, ratios of the least times."""

import pytest

from tuidl.speed import WORKLOADS, measure
from tuidl.speed.kernels import timed
from tuidl.speed.rounds import Result, Time


def test_a_measured_workload() -> None:
    result = measure(WORKLOADS["a"], threads=1, rounds=2)
    assert 0 < result.ours.least <= result.ours.median
    assert result.gflops == pytest.approx(2 * result.multiplications / result.ours.least / 1e6)
    assert (result.parameters, result.threads) == (4_227, 1)


def test_ratios_are_to_torchs_fastest_way() -> None:
    torch = {"Adam": Time(6.0, 7.0), "fused Adam": Time(3.0, 9.0)}
    result = Result(WORKLOADS["a"], 1, 1, 1, Time(1.5, 2.0), torch)
    assert result.ratio == 2.0
    assert result.as_dict()["torch"] == {
        "Adam": {"ms": 6.0, "median_ms": 7.0},
        "fused Adam": {"ms": 3.0, "median_ms": 9.0},
    }
    alone = Result(WORKLOADS["a"], 1, 1, 1, Time(1.5, 2.0), {})
    assert alone.ratio is alone.best is None


def test_kernels_of_a_step_the_most_expensive_first() -> None:
    found = timed(WORKLOADS["c"], steps=3)
    seconds = [each.seconds for each in found]
    assert seconds == sorted(seconds, reverse=True)
    assert min(seconds) > 0
    work = {each.kernel: each.work for each in found}
    assert work["conv2d.forward_pooled"] > 0
    assert work["data.images"] == 0
    assert "maxpool2d_1.out" in {each.target for each in found}
