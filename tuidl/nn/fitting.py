"""Fitting: a model trained over shuffled epochs, and stopped when it gets no better."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tuidl.language import tr
from tuidl.nn.examples import Given
from tuidl.nn.monitor import EarlyStopping, Monitor

if TYPE_CHECKING:
    from tuidl.nn.model import Model

Array = NDArray[Any]
Values = dict[str, float]


def shuffled(count: int, epochs: float, batch_size: int, key: list[int]) -> tuple[NDArray[np.int32], list[int]]:
    """The examples of every step, (steps, batch_size), and after how many steps each epoch ends."""
    total = int(np.ceil(epochs * count / batch_size))
    shuffler = np.random.Generator(np.random.PCG64(np.random.SeedSequence(key)))
    rounds = -(-total * batch_size // count)
    order = np.concatenate([shuffler.permutation(count) for _ in range(rounds)]).astype(np.int32)
    ends = [min(total, int(np.ceil(epoch * count / batch_size))) for epoch in range(1, int(np.ceil(epochs)) + 1)]
    return order[: total * batch_size].reshape(total, batch_size), ends


def fit(
    model: "Model",
    x: Given,
    y: Array,
    epochs: float,
    batch_size: int,
    validation: tuple[Given, Array] | None,
    progress: Callable[[int, Mapping[str, float]], None] | None,
    stopping: EarlyStopping | None,
) -> list[Values]:
    """See ``Model.fit``."""
    y = np.asarray(y)
    if not (epochs > 0 and batch_size > 0):
        raise ValueError(
            tr(
                "fit needs epochs and a batch_size above 0, not {epochs} and {batch_size}",
                epochs=epochs,
                batch_size=batch_size,
            )
        )
    order, ends = shuffled(model._examples.count(model._data(x, y)), epochs, batch_size, [model.seed, model.step])
    monitor = Monitor(stopping) if stopping is not None else None
    history: list[Values] = []
    best: Mapping[str, Array] | None = None
    start, model.stopped = 0, ""
    for epoch, end in enumerate(ends, 1):
        if end <= start:  # a batch larger than the data set: the last one was this epoch's, too
            continue
        values = _epoch(model, model.train(x, y, order[start:end]), validation)
        history.append(values)
        model.react(values)
        if monitor is not None and monitor.see(model.step, values):
            best = model.weights()
        if progress:
            progress(epoch, values)
        if monitor is not None and monitor.over:
            model.stopped = monitor.sentence(model.step, values)
            break
        start = end
    if best is not None:
        model.adopt(best)
    return history


def _epoch(model: "Model", told: Mapping[str, Array], validation: tuple[Given, Array] | None) -> Values:
    """The values of an epoch: means over its steps, the last rate, the penalty if there is one, validation."""
    values = {name: float(np.mean(numbers)) for name, numbers in told.items()}
    if "rate" in told:
        values["rate"] = float(told["rate"][-1])
    if penalty := model.penalty:
        values["penalty"] = penalty
    if validation is not None:
        values |= {f"val_{name}": value for name, value in model.evaluate(*validation).items()}
    return values
