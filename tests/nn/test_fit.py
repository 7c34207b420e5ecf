"""fit: shuffled epochs, batches that straddle them, validation."""

import numpy as np
import pytest

from tuidl import nn


class Watched(nn.Model):
    """Remembers which examples it was trained on."""

    def train(self, x, y, indices):  # type: ignore[no-untyped-def]
        self.seen = [*getattr(self, "seen", []), *indices.reshape(-1).tolist()]
        return super().train(x, y, indices)


def made() -> Watched:
    return Watched([nn.Dense(3)], (2,), device="reference", seed=4)


@pytest.mark.parametrize(
    ("count", "epochs", "batch"), [(12, 3, 4), (10, 3, 4), (7, 2, 32), (20, 4, 32), (5, 1, 1), (6, 0.5, 2)]
)
def test_every_example_is_seen_once_an_epoch(count: int, epochs: float, batch: int) -> None:
    net = made()
    x, y = np.random.default_rng(0).standard_normal((count, 2)), np.arange(count) % 3
    history = net.fit(x, y, epochs=epochs, batch_size=batch)
    assert len(history) == min(np.ceil(epochs), net.step)
    assert net.step == np.ceil(epochs * count / batch)
    for epoch in range(len(net.seen) // count):
        assert sorted(net.seen[epoch * count : (epoch + 1) * count]) == list(range(count))
    rest = net.seen[len(net.seen) // count * count :]
    assert len(set(rest)) == len(rest)


def test_fit_learns_and_tells(capsys: pytest.CaptureFixture[str]) -> None:
    random = np.random.default_rng(0)
    x = random.standard_normal((300, 2))
    y = (x[:, 0] > 0).astype(int)
    told = []
    history = made().fit(x[:200], y[:200], 30, validation=(x[200:], y[200:]), progress=lambda *news: told.append(news))
    assert [epoch for epoch, _ in told] == list(range(1, 31))
    assert told[-1][1] == history[-1]
    assert set(history[0]) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert history[-1]["loss"] < history[0]["loss"]
    assert not capsys.readouterr().out


def test_fit_is_the_same_for_the_same_seed() -> None:
    x, y = np.random.default_rng(0).standard_normal((50, 2)), np.arange(50) % 3
    one, two = made(), made()
    assert one.fit(x, y, 3) == two.fit(x, y, 3)
    assert one.seen == two.seen
