import asyncio

from tests.tui.fakes import FakeRuns, FakeSession
from tests.tui.lessons import neuron_run
from tuidl.commands import Pause, Play, Step
from tuidl.errors import LessonError
from tuidl.events import Failed, RunEnded, RunStarted, StateChanged
from tuidl.session.request import Request
from tuidl.tui.feed import Feed


async def settle() -> None:
    for _ in range(30):
        await asyncio.sleep(0)


async def test_events_arrive_and_commands_go_in_order():
    taken, runs = [], FakeRuns(neuron_run())
    feed = Feed(taken.append)
    feed.start(lambda: runs(Request("x")), Step(1), Play())
    feed.send(Pause())
    await settle()
    assert isinstance(taken[0], RunStarted)
    assert runs.last.sent == [Step(1), Play(), Pause()]
    assert any(isinstance(event, RunEnded) for event in taken)
    await feed.close()
    assert runs.last.closed
    assert not feed.alive


async def test_a_session_that_was_left_says_nothing_more():
    taken, runs = [], FakeRuns(neuron_run())
    feed = Feed(taken.append)
    feed.start(lambda: runs(Request("one")))
    await settle()
    first = runs.last
    feed.start(lambda: runs(Request("two")))
    taken.clear()
    first.tell(StateChanged("paused", 99))
    await settle()
    assert StateChanged("paused", 99) not in taken
    assert first.closed
    await feed.close()


async def test_a_stream_that_ends_by_itself_leaves_nobody_waiting():
    taken, runs = [], FakeRuns(neuron_run())
    feed = Feed(taken.append)
    feed.start(lambda: runs(Request("x")))
    await settle()
    runs.last.tell(Failed("killed"))
    runs.last.die()
    await settle()
    assert taken[-1] == Failed("killed")
    assert not feed.alive
    feed.send(Play())
    await feed.close()
    assert Play() not in runs.last.sent


async def test_what_cannot_be_opened_is_a_sentence():
    taken: list[object] = []
    feed = Feed(taken.append)

    def broken() -> FakeSession:
        raise LessonError("lesson 'x' is broken")

    feed.start(broken)
    assert taken == [Failed("lesson 'x' is broken", 3)]
    assert not feed.alive
