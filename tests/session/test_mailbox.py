import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.session import runs
from tuidl.events import Envelope, Evaluated, Event, Raced, StepsEnded
from tuidl.session import mailbox
from tuidl.session.mailbox import Mailbox, joined


async def _through(*events: Event) -> list[Event]:
    box = Mailbox()
    for seq, event in enumerate(events):
        await box.put(Envelope(seq, 0.0, event))
    await box.close()
    found = []
    while (envelope := await box.get()) is not None:
        found.append(envelope.event)
    return found


async def test_a_newer_picture_replaces_the_older_one_of_its_name() -> None:
    first, other, second = runs.picture("a", 1), runs.picture("b", 1), runs.picture("a", 2)
    assert await _through(first, other, second) == [other, second]


async def test_neighbouring_steps_are_joined_and_their_times_added() -> None:
    found = await _through(runs.steps(1, 0.5, seconds=1.0), runs.steps(2, 0.4, 0.3, seconds=0.5))
    assert found == [runs.steps(1, 0.5, 0.4, 0.3, seconds=1.5)]


async def test_order_is_kept_across_other_events() -> None:
    events = [runs.steps(1, 0.5), Evaluated(1, 1, {}, {}), runs.steps(2, 0.4)]
    assert await _through(*events) == events


def test_steps_that_are_no_neighbours_stay_apart() -> None:
    assert joined(runs.steps(1, 0.5), runs.steps(3, 0.4)) is None
    assert joined(runs.steps(1, 0.5), StepsEnded(2, 1, {"other": (0.4,)}, {})) is None


@given(st.lists(st.integers(1, 4) | st.sampled_from(["evaluated", "a", "b"]), max_size=30))
@settings(max_examples=50)
def test_no_step_and_no_evaluation_is_ever_lost(kinds: list[int | str]) -> None:
    events: list[Event] = []
    step = 0
    for kind in kinds:
        if isinstance(kind, int):
            events.append(runs.steps(step + 1, *(float(step + k) for k in range(kind))))
            step += kind
        elif kind == "evaluated":
            events.append(Evaluated(step, 1, {}, {}))
        else:
            events.append(runs.picture(kind, step))
    found = asyncio.run(_through(*events))
    numbers = [n for e in found if isinstance(e, StepsEnded) for n in e.values["loss"]]
    assert numbers == [float(n) for n in range(step)]
    assert [e for e in found if isinstance(e, Evaluated)] == [e for e in events if isinstance(e, Evaluated)]


async def test_a_full_box_makes_the_writer_wait(monkeypatch) -> None:
    monkeypatch.setattr(mailbox, "FULL", 2)
    box = Mailbox()
    for step in (1, 2):
        await box.put(Envelope(step, 0.0, Evaluated(step, 1, {}, {})))
    writing = asyncio.create_task(box.put(Envelope(3, 0.0, Evaluated(3, 1, {}, {}))))
    await asyncio.sleep(0)
    assert not writing.done()
    assert await box.get() is not None
    await writing
    assert len(box) == 2


async def test_a_writer_that_waits_is_released_by_close(monkeypatch) -> None:
    monkeypatch.setattr(mailbox, "FULL", 0)
    box = Mailbox()
    writing = asyncio.create_task(box.put(Envelope(1, 0.0, Evaluated(1, 1, {}, {}))))
    await asyncio.sleep(0)
    await box.close()
    await writing
    assert await box.get() is None


async def test_runs_of_a_race_are_joined_each_with_its_own() -> None:
    told = [Raced(k, 0, runs.steps(step, 0.5 + k)) for step in (1, 2) for k in (0, 1)]
    joined_ones = [Raced(k, 0, runs.steps(1, 0.5 + k, 0.5 + k)) for k in (0, 1)]
    assert await _through(*told) == joined_ones
    first, other, second = (Raced(k, 0, runs.picture("a", step)) for k, step in ((0, 1), (1, 1), (0, 2)))
    assert await _through(first, other, second) == [other, second]


async def test_what_a_run_of_a_race_says_between_keeps_its_steps_apart() -> None:
    told = [Raced(0, 0, runs.steps(1, 0.5)), Raced(0, 0, Evaluated(1, 1, {}, {})), Raced(0, 0, runs.steps(2, 0.4))]
    assert await _through(*told) == told
