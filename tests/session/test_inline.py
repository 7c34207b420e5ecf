from tests.session import runs
from tests.session.inline import InlineSession
from tuidl.commands import Play, Stop
from tuidl.events import Evaluated, Failed, RunEnded


async def test_events_come_in_order_and_commands_arrive() -> None:
    session = InlineSession(runs.small)
    await session.send(Play())
    kinds = []
    async for envelope in session.events():
        kinds.append(type(envelope.event).__name__)
        if isinstance(envelope.event, Evaluated):
            await session.send(Stop())
    assert kinds == ["RunStarted", "StateChanged", "StepsEnded", "Evaluated", "StepsEnded", "RunEnded"]


async def test_close_ends_a_run_that_waits() -> None:
    session = InlineSession(runs.small)
    stream = session.events()
    assert (await anext(stream)).event == runs.STARTED
    await session.close()
    await session.close()
    assert [e async for e in stream] == []


async def test_a_failing_run_ends_in_a_sentence() -> None:
    def run(inbox):
        raise KeyError("x")
        yield

    events = [e.event async for e in InlineSession(run).events()]
    assert len(events) == 1
    assert isinstance(events[0], Failed)


async def test_the_run_stops_when_it_is_told_at_its_end() -> None:
    session = InlineSession(runs.small)
    await session.send(Stop())
    events = [e.event async for e in session.events()]
    assert isinstance(events[-1], RunEnded)
