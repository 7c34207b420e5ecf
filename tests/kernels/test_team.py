"""The thread team: ends with its executor, and survives an interrupted caller."""

import gc
import threading
import time

import numpy as np
import pytest

from tests.nn.networks import batches, data, model
from tuidl.kernels.cpu import team

PATIENCE = 120  # seconds; far more than it takes, for a busy machine


def test_threads_end_with_their_model() -> None:
    before = threading.enumerate()  # those that earlier models have left may end meanwhile
    x, y = data("tanh")
    made = model("tanh", threads=4)
    made.train(x, y, batches(len(x), 2, 8))
    own = [thread for thread in threading.enumerate() if thread.name.startswith("tuidl-") and thread not in before]
    assert len(own) == 3
    del made
    gc.collect()
    for thread in own:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_an_interrupted_caller_leaves_only_when_all_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while others still work: their arrays must live on until they are done."""
    made = team.Team(3)
    done, interrupted = [], threading.Event()

    def work(code: int, length: int, memory: int, thread: int, threads: int, first: int, steps: int) -> None:
        if thread:
            assert interrupted.wait(PATIENCE)
        elif code == 1:
            interrupted.set()
            raise KeyboardInterrupt
        done.append((code, thread))

    monkeypatch.setattr(team, "run", work)
    with pytest.raises(KeyboardInterrupt):
        made.run((1, 0, 0, 0, 1))
    assert sorted(done) == [(1, 1), (1, 2)]
    made.run((2, 0, 0, 0, 1))
    assert sorted(done) == [(1, 1), (1, 2), (2, 0), (2, 1), (2, 2)]
    made.close()


def test_two_models_train_at_the_same_time() -> None:
    x, y = data("tanh")
    indices = batches(len(x), 200, 16)
    alone = [model("tanh", threads=2, seed=seed) for seed in (1, 2)]
    both = [model("tanh", threads=2, seed=seed) for seed in (1, 2)]
    for made in alone:
        made.train(x, y, indices)
    workers = [threading.Thread(target=made.train, args=(x, y, indices)) for made in both]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(PATIENCE)
        assert not worker.is_alive()
    for one, other in zip(alone, both, strict=True):
        np.testing.assert_array_equal(one.read("dense_1.weight"), other.read("dense_1.weight"))


def test_the_interpreter_is_free_while_training() -> None:
    x, y = data("tanh")
    made = model("tanh", threads=1)
    made.train(x, y, batches(len(x), 1, 16))
    indices = batches(len(x), 40_000, 16)
    worker = threading.Thread(target=made.train, args=(x, y, indices))
    worker.start()
    ticks = 0
    while worker.is_alive():
        time.sleep(0)
        ticks += 1
    worker.join()
    assert ticks > 100
