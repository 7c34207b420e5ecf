"""Whole networks under guard: no kernel touches what it may not, and the results have the same bits as without."""

from typing import Any

import pytest

from tests.nn.networks import EVERY, batches, data, model, same

THREADS = (2, 3, 8)


@pytest.mark.parametrize("name", EVERY)
def test_training_under_guard_is_training(name: str) -> None:
    """Two steps: what nobody has written is a NaN in the first, a large number in the second."""
    x, y = data(name)
    indices = batches(len(x), 2, 13)
    plain: Any = model(name)
    wanted = plain.train(x, y, indices)
    guarded = model(name, "checked", threads=THREADS[len(name) % len(THREADS)])
    made = guarded.train(x, y, indices)
    assert made["loss"].tolist() == wanted["loss"].tolist()
    assert same(guarded.state(), plain.state())
    assert guarded.predict(x[:5]).tobytes() == plain.predict(x[:5]).tobytes()
