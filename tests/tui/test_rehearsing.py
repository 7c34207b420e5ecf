"""A prediction that is compared with a run which nobody made: it is judged once that run is there."""

import asyncio
from dataclasses import replace

from tests.tui.fakes import FakeRuns, FakeSession
from tests.tui.lessons import neuron, neuron_run, walk_at
from tuidl.commands import Play
from tuidl.course.spec import Explanation, Lesson
from tuidl.events import Failed
from tuidl.session.request import Request
from tuidl.tui.listener import Listener
from tuidl.tui.question import Answers
from tuidl.tui.rehearsing import WAITING
from tuidl.tui.study import Study


def lesson() -> Lesson:
    """The right answer of a question depends on the run of step ``watch``."""
    found = neuron()
    step = found.step("corners")
    asks = tuple(
        replace(ask, choices=tuple(replace(c, when=f"{c.when} and watch.loss > 0") for c in ask.choices))
        for ask in step.ask[:1]
    )
    changed = replace(step, ask=asks, explain=step.explain[-1:])
    return replace(found, steps=tuple(changed if each is step else each for each in found.steps))


class Slow(FakeRuns):
    """Silent runs do not come to their end until they are told to."""

    def __call__(self, request: Request) -> FakeSession:
        session = super().__call__(request)
        if len(self.opened) > 1:
            session._script = lambda command: []
        return session


class Heard(Listener):
    def __init__(self) -> None:
        self.results: list[bool] = []

    def judged(self, first: bool) -> None:
        self.results.append(first)


async def settled() -> None:
    for _ in range(60):
        await asyncio.sleep(0)


async def test_it_is_judged_once_the_run_that_it_is_compared_with_is_there() -> None:
    heard, runs = Heard(), Slow(neuron_run())
    study = Study(walk_at("corners", lesson()), runs, None, None, heard)
    study.enter("corners")
    await settled()
    assert study.walk.missing() == ("watch",)
    study.predict(Answers(study.walk.step.ask, {"curve": 2}))
    await settled()
    assert study.run.ended is not None
    assert heard.results == []  # nobody knows yet
    assert study.walk.state.right == {}
    assert study.note == WAITING
    silent = runs.opened[1]
    assert any(isinstance(command, Play) for command in silent.sent)
    silent.tell(*runs.answer(Play()))
    await settled()
    assert heard.results == [True]
    assert study.note == ""
    assert study.walk.missing() == ()
    assert "curve" in study.walk.state.right
    await study.close()


async def test_a_run_that_could_not_be_made_is_named_and_nothing_is_judged_without_it() -> None:
    heard, runs = Heard(), Slow(neuron_run())
    study = Study(walk_at("corners", lesson()), runs, None, None, heard)
    study.enter("corners")
    await settled()
    study.predict(Answers(study.walk.step.ask, {"curve": 2}))
    await settled()
    runs.opened[1].tell(Failed("out of memory"))
    await settled()
    assert heard.results == []
    assert study.walk.state.right == {}
    assert study.note.startswith("This is compared with step 1, 'Watch one neuron learn', which was never run: go back")
    await study.close()


async def test_what_is_quoted_is_told_as_soon_as_its_run_is_there() -> None:
    runs, walk = Slow(neuron_run()), walk_at("hand")
    study = Study(walk, runs, None, None, Heard())
    study.enter("hand")
    walk.state.done = True
    await settled()
    study.walk.observe(neuron_run())
    assert study.explanation.startswith("One moment: the run of step 1,")
    runs.opened[1].tell(*runs.answer(Play()))
    await settled()
    assert "The trained neuron" in study.explanation
    await study.close()


async def test_the_run_of_a_tune_step_that_was_skipped_is_one_that_reaches_its_goal() -> None:
    found = neuron()
    step = replace(found.step("corners"), explain=(Explanation("{rate.loss:.2f}"),))
    rate = replace(found.step("hand"), id="rate", solution={"rate": 0.5})
    steps = tuple(step if each.id == step.id else each for each in found.steps)
    runs = Slow(neuron_run())
    study = Study(walk_at("corners", replace(found, steps=(rate, *steps))), runs, None, None, Heard())
    study.enter("corners")
    await settled()
    assert runs.opened[1].request.knobs["rate"] == 0.5
    await study.close()
