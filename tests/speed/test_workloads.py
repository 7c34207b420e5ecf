"""The reference workloads are what they say, and torch's twins are the same networks."""

import numpy as np
import pytest

from tuidl.speed import WORKLOADS, Workload, torch_twins

PARAMETERS = {"a": 4_227, "b": 235_146, "c": 5_258, "d": 93_322, "e": 12_416}  # as docs/performance.md has them


@pytest.mark.parametrize("work", WORKLOADS.values(), ids=WORKLOADS)
def test_a_workload_trains(work: Workload) -> None:
    if work.written:
        assert work.begun(work.model(threads=1)).generate(3).shape == (work.batch, 3)
        return
    x, y = work.examples()
    model = work.model(threads=1)
    losses = model.train(x, y, work.batches(2))["loss"]
    assert np.isfinite(losses).all()
    assert work.batches(2).shape == (2, work.batch)
    assert model.work(work.batch) >= work.batch * PARAMETERS.get(work.id, 0) * 0.9  # every weight is used


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters_are_those_of_the_table(name: str) -> None:
    assert WORKLOADS[name].model().parameters == PARAMETERS[name]


@pytest.mark.parametrize("work", WORKLOADS.values(), ids=WORKLOADS)
def test_torch_trains_the_same_network(work: Workload) -> None:
    pytest.importorskip("torch")
    for network in torch_twins.twins(work, 1).values():
        network(2)
    extra = 0
    if work.text:  # torch's recurrent layers have a second bias
        layers = work.layers()
        gates = {"RNN": 1, "LSTM": 4, "GRU": 4 - 1}[type(layers[1]).__name__]
        extra = gates * layers[1].units  # type: ignore[attr-defined]
    assert torch_twins.parameters(work) - work.model().parameters in (0, extra)
