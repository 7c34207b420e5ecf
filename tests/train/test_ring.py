import numpy as np

from tuidl.train.ring import SMALL, STRIDE, Ring


def _state(size: int = 1) -> dict[str, np.ndarray]:
    return {"w": np.zeros(size, np.uint8)}


def test_the_newest_state_before_a_step_is_found() -> None:
    ring = Ring()
    for step in (0, 5, 9):
        ring.offer(step, _state)
    assert [ring.before(step).step for step in (0, 4, 5, 8, 9, 20)] == [0, 0, 5, 5, 9, 9]


def test_what_is_too_old_is_forgotten() -> None:
    ring = Ring()
    for step in range(6):
        ring.offer(step, _state)
    assert ring.before(0).step == 3


def test_large_states_are_copied_now_and_then() -> None:
    ring, copies = Ring(), []

    def state() -> dict[str, np.ndarray]:
        copies.append(1)
        return _state(SMALL + 1)

    for step in range(0, 3 * STRIDE, 10):
        ring.offer(step, state)
    assert len(copies) == 3
    ring.offer(3 * STRIDE - 5, state, always=True)
    assert len(copies) == 4


def test_turning_a_knob_again_and_again_forgets_nothing() -> None:
    ring = Ring()
    ring.offer(0, _state)
    for size in range(1, 9):
        ring.offer(7, lambda size=size: _state(size), always=True)
    assert ring.before(6).step == 0
    assert len(ring.before(7).state["w"]) == 8
    ring.offer(7, _state)
    assert len(ring.before(7).state["w"]) == 8
