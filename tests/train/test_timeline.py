from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuidl.train import timeline
from tuidl.train.blocks import ALIGNED
from tuidl.train.history import History
from tuidl.train.timeline import NEWEST, STRIDE, Timeline


def state(size: int = 100) -> dict[str, np.ndarray]:
    return {"w": np.zeros(size, np.uint8)}


def fresh(budget: int = timeline.MEMORY, **knobs: float) -> Timeline:
    return Timeline(knobs, 0, History(), budget)


def trained(line: Timeline, first: int, last: int, size: int = 100) -> None:
    for step in range(first, last):
        line.offer(step, lambda: state(size))
        line.reached(step + 1)


def test_the_newest_frame_before_a_step_is_found() -> None:
    made = fresh()
    trained(made, 0, 10)
    made.cut(10)
    assert [made.line.before(step).step for step in (0, 4, 9, 10, 99)] == [0, 4, 9, 9, 9]


@given(st.integers(1, 3000), st.integers(1, 60), st.integers(1, 6).map(lambda n: n * ALIGNED))
@settings(max_examples=40)
def test_frames_stay_even_and_within_the_budget(steps: int, frames: int, size: int) -> None:
    made = fresh(frames * size)
    trained(made, 0, steps, size)
    kept = [frame.step for frame in made.line.frames]
    assert made.bytes == size * len(kept)
    assert made.bytes <= max(frames, NEWEST + 1) * size
    assert kept[0] == 0
    assert kept[-NEWEST:] == list(range(steps))[-NEWEST:]
    gaps = [later - earlier for earlier, later in pairwise(kept[:-NEWEST])]
    assert not gaps or max(gaps) <= 2 * min(gaps)
    if frames > 2 * NEWEST:
        assert len(kept) >= min(steps, frames // 2 - NEWEST)


def test_there_are_never_more_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "MOST", 20)
    made = fresh()
    trained(made, 0, 500)
    assert len(made.line.frames) <= 20


def test_large_states_are_copied_now_and_then() -> None:
    made, copies = fresh(1 << 40), []

    def large() -> dict[str, np.ndarray]:
        copies.append(1)
        return state(timeline.SMALL + 1)

    for step in range(0, 3 * STRIDE, 10):
        made.offer(step, large)
    assert len(copies) == 3
    made.offer(3 * STRIDE - 5, large, always=True)
    assert len(copies) == 4


def test_turning_a_knob_again_and_again_keeps_one_frame() -> None:
    made = fresh(rate=0.1)
    trained(made, 0, 7, 2 * ALIGNED)
    for size in range(1, 9):
        made.turned(7, "rate", float(size))
        made.offer(7, lambda size=size: state(size), always=True)
    frame = made.line.before(7)
    assert (frame.step, frame.turns, len(frame.state["w"])) == (7, 8, 8)
    assert made.bytes == 7 * 2 * ALIGNED + 8
    assert made.knobs(made.line.turns_until(6)) == {"rate": 0.1}
    assert made.knobs(made.line.turns_until(7)) == {"rate": 8.0}


def test_lines_leave_each_other_and_are_found_again() -> None:
    made = fresh()
    trained(made, 0, 50)
    one = made.back(20)
    assert (one.number, one.parent, one.start, made.along.number) == (1, made.lines[0], 20, 0)
    assert made.back(30).number == 1  # the empty one gave its place
    assert made.back(50) is made.lines[0]
    assert list(made.lines) == [0]
    made.back(20)
    trained(made, 20, 40)
    two = made.back(30)
    assert (two.number, two.parent and two.parent.number) == (2, 1)
    assert two.before(29).step == 29
    three = made.back(10)
    assert (three.number, three.parent and three.parent.number, made.along.number) == (2, 0, 1)
    assert made.back(40) is made.lines[1]
    with pytest.raises(ValueError, match="steps 0 to 40 can be gone back to, not 41"):
        made.back(41)
    with pytest.raises(KeyError):
        made.back(3, 17)


def test_old_lines_that_no_other_came_from_are_forgotten() -> None:
    made = fresh()
    trained(made, 0, 20)
    for _ in range(9):
        made.back(5, 0)
        trained(made, 5, 8)
    assert len(made.lines) <= timeline.LINES
    assert {0, made.line.number} <= set(made.lines)
    assert made.bytes == sum(frame.bytes for line in made.lines.values() for frame in line.frames)
