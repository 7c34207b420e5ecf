import pytest

from tuidl.train import pace
from tuidl.train.pace import CHUNK, FIXED, FRAME, Pace


class _Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    made = _Clock()
    monkeypatch.setattr(pace, "time", made)
    return made


def test_without_a_screen_there_is_no_clock() -> None:
    found = Pace()
    found.begin("frame")
    assert found.name == "frame"
    assert not found.live
    assert not found.framed
    found.took(64, 9.0)
    assert found.steps() == FIXED
    assert found.wait() == 0.0


def test_chunks_grow_and_shrink_to_the_time_they_should_take(clock: _Clock) -> None:
    found = Pace(live=True)
    found.begin("full")
    cost = 0.001
    for _ in range(8):
        found.took(found.steps(), cost * found.steps())
    assert found.steps() == pytest.approx(CHUNK / cost, abs=1)
    for _ in range(8):
        found.took(found.steps(), 0.5 * found.steps())
    assert found.steps() == 1


def test_a_frame_lasts_from_step_to_step(clock: _Clock) -> None:
    found = Pace("frame")
    found.begin("full")
    assert found.framed
    assert found.steps() == 1
    clock.now += 0.01
    found.took(1, 0.01)
    assert found.wait() == pytest.approx(FRAME - 0.01)
    clock.now += FRAME
    assert found.wait() == 0.0


def test_a_picture_comes_again_after_the_interval_or_when_it_was_dear_later(clock: _Clock) -> None:
    found = Pace(live=True)
    found.on_screen("full", 0.1)
    assert found.due("a")
    found.drew("a", 0.001)
    found.drew("b", 0.5)
    clock.now += 0.11
    assert found.due("a")
    assert not found.due("b")
    clock.now += 17
    assert found.due("b")
    found.drew("b", 0.5)
    clock.now += 9
    assert not found.due("b")


@pytest.mark.parametrize("costs", [[0.09], [0.004, 0.02, 0.0001], [0.05] * 4])
def test_all_pictures_together_cost_little_of_the_training(clock: _Clock, costs: list[float]) -> None:
    found = Pace(live=True)
    found.on_screen("full", 0.1)
    drawn = 0.0
    began = clock.now
    for chunk in range(4000):
        clock.now += CHUNK
        for name, cost in enumerate(costs):
            if found.due(str(name)):
                clock.now += cost
                found.drew(str(name), cost, len(costs))
                drawn += cost if chunk else 0.0
    assert 0 < drawn / (clock.now - began) <= 0.03


def test_a_first_picture_that_had_to_be_compiled_does_not_hold_up_the_second(clock: _Clock) -> None:
    found = Pace(live=True)
    found.on_screen("full", 0.1)
    found.drew("layers", 4.0)
    clock.now += 1.01
    assert found.due("layers")


def test_what_was_asked_for_goes_before_what_the_lesson_likes() -> None:
    found = Pace(live=True)
    found.begin("frame")
    assert found.framed
    found.on_screen("full", 0.1)
    found.begin("frame")
    assert not found.framed


def test_a_frame_takes_as_many_steps_as_the_lesson_says() -> None:
    found = Pace(live=True)
    found.begin("frame", 20)
    assert found.steps() == 20
    found.on_screen("full", 0.1)
    assert found.steps() == 1  # how many fit into a chunk is still to be found out
    found.on_screen("frame", 0.1)
    assert found.steps() == 20
    found.begin("frame")
    assert found.steps() == 1
