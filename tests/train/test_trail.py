import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl import nn
from tuidl.train import trail
from tuidl.train.trail import Trail

NET = nn.Model([nn.Dense(3, name="a"), nn.Tanh(), nn.Dense(1, name="b")], (2,), "mse", device="reference")


def _offered(steps: list[int], net: nn.Model = NET) -> Trail:
    made = Trail(net)
    for step in steps:
        made.offer(step, lambda name, step=step: np.full(net.tensors()[name], float(step)))
    return made


@given(st.lists(st.integers(1, 9), max_size=400))
@settings(max_examples=40)
def test_the_first_and_the_newest_place_are_kept_in_bounded_memory(gaps: list[int]) -> None:
    steps = np.cumsum([0, *gaps]).tolist()
    made = _offered(steps)
    assert len(made) <= trail.MOST
    assert made.steps == sorted(set(made.steps))
    assert (made.steps[0], made.steps[-1]) == (steps[0], steps[-1])
    assert made.places[:, 0].tolist() == made.steps


def test_a_place_is_its_tensors_again() -> None:
    made = _offered([0])
    parts = made.parts(np.arange(13.0))
    assert [(name, part.shape) for name, part in parts] == [
        ("a.weight", (2, 3)), ("a.bias", (3,)), ("b.weight", (3, 1)), ("b.bias", (1,))
    ]  # fmt: skip
    assert np.concatenate([part.ravel() for _, part in parts]).tolist() == list(range(13))


def test_going_back_forgets_what_came_after() -> None:
    made = _offered([0, 5, 10, 15])
    made.offer(7, lambda name: np.zeros(NET.tensors()[name]))
    assert made.steps == [0, 5, 7]


def test_a_large_net_keeps_few_places() -> None:
    net = nn.Model([nn.Dense(1000, name="a")], (1000,), "mse", device="reference")
    assert len(_offered(list(range(40)), net)) <= trail.FEWEST
